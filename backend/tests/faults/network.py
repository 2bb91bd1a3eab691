"""A wire between two processes that can be cut, made silent, or cut at the worst moment."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

_CHUNK = 65_536


@dataclass
class Wire:
    """Carries TCP to `port` on this machine, and counts the connections it had to break.

    `silent`: connections stay open and nothing arrives any more. `cut_after_commit`: a connection that has
    sent this text is cut once its next COMMIT has been answered by the server, before the answer is told.
    """

    target: int
    silent: bool = False
    cut_after_commit: bytes | None = None
    broken: int = 0
    port: int = 0
    _writers: set[asyncio.StreamWriter] = field(default_factory=set)

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.close()
            return
        doomed = _Doom()
        self._writers |= {writer, far_writer}
        tasks = [
            asyncio.create_task(self._forward(reader, far_writer, doomed)),
            asyncio.create_task(self._answer(far_reader, writer, doomed)),
        ]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._writers -= {writer, far_writer}
            for task in tasks:
                task.cancel()
            for each in (writer, far_writer):
                each.transport.abort()

    async def _forward(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, doom: "_Doom"
    ) -> None:
        while data := await reader.read(_CHUNK):
            await self._speak(writer, data)
            if self.cut_after_commit is None:
                continue
            doom.marked = doom.marked or self.cut_after_commit in data
            doom.struck = doom.struck or (doom.marked and b"COMMIT" in data)

    async def _answer(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, doom: "_Doom"
    ) -> None:
        while data := await reader.read(_CHUNK):
            if doom.struck:
                self.cut_after_commit = None
                self.broken += 1
                return
            await self._speak(writer, data)

    async def _speak(self, writer: asyncio.StreamWriter, data: bytes) -> None:
        if self.silent:
            return
        writer.write(data)
        await writer.drain()

    def cut(self) -> None:
        """Break every connection there is; new ones may come."""
        for writer in self._writers:
            self.broken += 1
            writer.transport.abort()


@dataclass
class _Doom:
    marked: bool = False
    struck: bool = False


@asynccontextmanager
async def wire_to(port: int) -> AsyncIterator[Wire]:
    """Open a wire on a port of its own."""
    wire = Wire(port)
    tasks: set[asyncio.Task[None]] = set()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tasks.add(asyncio.create_task(wire.carry(reader, writer)))

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    wire.port = server.sockets[0].getsockname()[1]
    try:
        yield wire
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*tasks, return_exceptions=True)
