"""A person's browser: calls the API, and listens to the live socket across any number of reconnects."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from saldo.users.tokens import Identity, TokenSigner
from tests.factories.workspaces import Home

_RETRY_SECONDS = 0.2


@dataclass
class Person:
    """One person at one API; what their socket hears is written down for the judge."""

    home: Home
    address: str
    signer: TokenSigner
    log: Path
    sequence: int = 0
    visits: int = 0
    _listening: asyncio.Task[None] | None = field(default=None)

    @property
    def headers(self) -> dict[str, str]:
        identity = Identity(self.home.user_id, self.home.workspace_id, self.home.session_id)
        return {"Authorization": f"Bearer {self.signer.sign(identity, datetime.now(UTC))}"}

    async def call(self, method: str, path: str, **more: Any) -> httpx.Response:
        """Call the API once, without patience for more than ten seconds."""
        async with httpx.AsyncClient(base_url=self.address, trust_env=False, timeout=10) as http:
            return await http.request(method, path, headers=self.headers, **more)

    async def listen(self) -> None:
        """Keep a live socket open from the log's beginning, until `leave`."""
        self._listening = asyncio.create_task(self._keep_listening())

    async def leave(self) -> None:
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)

    async def _keep_listening(self) -> None:
        while True:
            with suppress(httpx.HTTPError, WebSocketException, OSError, KeyError):
                await self._visit()
            await asyncio.sleep(_RETRY_SECONDS)

    async def _visit(self) -> None:
        ticket = (await self.call("POST", "/api/events/ticket")).json()["ticket"]
        async with open_socket(self.address) as socket:
            await socket.send(json.dumps({"type": "hello", "ticket": ticket, "after": self.sequence}))
            self.visits += 1
            async for text in socket:
                frame = json.loads(text)
                if frame["type"] == "event":
                    self._write_down(frame["event"]["sequence"])

    def _write_down(self, sequence: int) -> None:
        self.sequence = sequence
        line = {"workspace_id": str(self.home.workspace_id), "sequence": sequence}
        with self.log.open("a", encoding="utf-8") as log:
            log.write(json.dumps(line) + "\n")


@asynccontextmanager
async def open_socket(address: str) -> AsyncIterator[Any]:
    """Open a live socket as a program does, without an origin."""
    url = f"ws{address.removeprefix('http')}/api/events/live"
    async with connect(url, max_queue=None, proxy=None) as socket:
        yield socket
