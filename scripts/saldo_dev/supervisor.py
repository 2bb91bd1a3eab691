"""Starts the stack in order of need, keeps it running, passes its output on, stops it in reverse."""

import asyncio
import re
import signal
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from saldo_dev import console
from saldo_dev.place import Place
from saldo_dev.problems import Problem
from saldo_dev.processes import die_with_parent, group_is_alive, signal_group, started_at
from saldo_dev.services.service import Service, Step
from saldo_dev.state import Running, State, write_state

_READY_WITHIN_SECONDS = 90
_PROBE_PAUSE_SECONDS = 0.05
_LONGEST_RESTART_PAUSE_SECONDS = 20.0
_LONGEST_LINE = 1 << 20
_GUARD = Path(__file__).with_name("guard.py")


class Supervisor:
    """The processes of one place, from the first to the last."""

    def __init__(self, place: Place, parts: Sequence[Service | Step], state: State) -> None:
        self._place = place
        self._parts = parts
        self._state = state
        self._done = {part.name: asyncio.Event() for part in parts}
        self._processes: dict[str, asyncio.subprocess.Process] = {}
        self._readers: dict[str, asyncio.Task[None]] = {}
        self._keepers: list[asyncio.Task[None]] = []
        self._guard: asyncio.subprocess.Process | None = None
        self.loud = False

    async def start(self) -> None:
        """Start everything, each part as soon as what it needs is ready; raise Problem when one fails."""
        self._guard = await asyncio.create_subprocess_exec(
            sys.executable,
            "-S",
            str(_GUARD),
            stdin=asyncio.subprocess.PIPE,
            # Not ours: whoever reads our output would wait for the guard's end too.
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            async with asyncio.TaskGroup() as group:
                for part in self._parts:
                    group.create_task(self._start_when_possible(part))
        except* Problem as problems:
            raise Problem(str(problems.exceptions[0])) from None
        self._keepers = [
            asyncio.create_task(self._keep(part)) for part in self._parts if isinstance(part, Service)
        ]
        self._state.ready = True
        write_state(self._place, self._state)

    async def stop(self) -> None:
        """Stop everything, each part after all that need it; end by force what does not go in its grace."""
        for keeper in self._keepers:
            keeper.cancel()
        stopped = {part.name: asyncio.Event() for part in self._parts}

        async def stop_after_dependants(part: Service | Step) -> None:
            for other in self._parts:
                if part.name in other.needs:
                    await stopped[other.name].wait()
            if isinstance(part, Service):
                await self._stop_one(part)
            stopped[part.name].set()

        async with asyncio.TaskGroup() as group:
            for part in self._parts:
                group.create_task(stop_after_dependants(part))
        if self._guard is not None and self._guard.stdin is not None:
            self._guard.stdin.close()
            await self._guard.wait()

    def kill(self) -> None:
        """End everything at once: for the second Ctrl-C."""
        for process in self._processes.values():
            signal_group(process.pid, signal.SIGKILL)

    async def _start_when_possible(self, part: Service | Step) -> None:
        for need in part.needs:
            await self._done[need].wait()
        began = time.monotonic()
        if isinstance(part, Step):
            await asyncio.to_thread(part.run)
        else:
            await self._spawn(part)
            await self._wait_until_ready(part)
        self._done[part.name].set()
        console.finished(part.name, time.monotonic() - began)

    async def _spawn(self, service: Service) -> None:
        process = await asyncio.create_subprocess_exec(
            *service.command,
            cwd=service.cwd,
            env=service.environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            limit=_LONGEST_LINE,
            preexec_fn=die_with_parent(service.death_signal),
        )
        self._processes[service.name] = process
        self._tell_guard(f"+ {process.pid} {int(service.death_signal)}")
        self._note(service, "starting")
        self._done[service.name].clear()
        self._readers[service.name] = asyncio.create_task(self._read(service, process))

    async def _wait_until_ready(self, service: Service) -> None:
        process = self._processes[service.name]
        deadline = time.monotonic() + _READY_WITHIN_SECONDS
        while not await self._is_ready(service):
            if process.returncode is not None:
                await self._readers[service.name]
                raise Problem(f"{service.name} ended while starting.\n{self._tail(service)}")
            if time.monotonic() > deadline:
                raise Problem(
                    f"{service.name} was not ready in {_READY_WITHIN_SECONDS} s.\n{self._tail(service)}"
                )
            await asyncio.sleep(_PROBE_PAUSE_SECONDS)
        self._done[service.name].set()
        self._note(service, "ready")

    async def _is_ready(self, service: Service) -> bool:
        if isinstance(service.ready, re.Pattern):
            return self._done[service.name].is_set()
        return await asyncio.to_thread(service.ready)

    async def _keep(self, service: Service) -> None:
        """Start a service again whenever it ends, sooner the longer it had run."""
        pause = 0.5
        while True:
            began = time.monotonic()
            code = await _end_of(self._processes[service.name], pause_seconds=0.2)
            await self._bury(service)
            pause = 0.5 if time.monotonic() - began > 60 else min(pause * 2, _LONGEST_RESTART_PAUSE_SECONDS)  # noqa: PLR2004 - a minute of good work
            console.complain(f"{service.name} ended ({_describe(code)}); starting it again in {pause:.0f} s")
            self._note(service, "restarting")
            await asyncio.sleep(pause)
            with suppress(Problem):
                await self._spawn(service)
                await self._wait_until_ready(service)
                console.say(f"{service.name} runs again")

    async def _stop_one(self, service: Service) -> None:
        process = self._processes.get(service.name)
        if process is None:
            return
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.send_signal(service.stop_signal)
            with suppress(TimeoutError):
                await asyncio.wait_for(_end_of(process), service.grace_seconds)
        await self._bury(service)

    async def _bury(self, service: Service) -> None:
        """End what is left of a service's process group, and read its last lines."""
        process = self._processes[service.name]
        if group_is_alive(process.pid):
            signal_group(process.pid, signal.SIGKILL)
        await _end_of(process)
        self._tell_guard(f"- {process.pid}")
        with suppress(TimeoutError):
            await asyncio.wait_for(self._readers[service.name], 2)

    async def _read(self, service: Service, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None  # noqa: S101 - asked for in _spawn
        number = [part.name for part in self._parts].index(service.name)
        with _log(self._place, service.name).open("a", encoding="utf-8") as log:
            while raw := await process.stdout.readline():
                line = raw.decode(errors="replace").rstrip()
                log.write(line + "\n")
                log.flush()
                if isinstance(service.ready, re.Pattern) and service.ready.search(line):
                    self._done[service.name].set()
                if line and self.loud and not service.quiet:
                    console.say(console.prefixed(service.name, line, number))

    def _note(self, service: Service, phase: str) -> None:
        pid = self._processes[service.name].pid
        self._state.services[service.name] = Running(pid, started_at(pid), phase)
        write_state(self._place, self._state)

    def _tell_guard(self, line: str) -> None:
        if self._guard is not None and self._guard.stdin is not None:
            self._guard.stdin.write(f"{line}\n".encode())

    def _tail(self, service: Service) -> str:
        log = _log(self._place, service.name)
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-12:]
        return "\n".join(f"    {line}" for line in lines) + f"\n  Details: {log}"


async def _end_of(process: asyncio.subprocess.Process, pause_seconds: float = 0.02) -> int:
    """Wait for the end of a process; its own wait() also waits for children that hold its output."""
    while process.returncode is None:  # noqa: ASYNC110 - there is nothing else to wait on
        await asyncio.sleep(pause_seconds)
    return process.returncode


def _log(place: Place, name: str) -> Path:
    return place.logs / f"{name}.log"


def _describe(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"
