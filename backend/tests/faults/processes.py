"""Our processes as a test starts and breaks them."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

_BACKEND = Path(__file__).parents[2]


@dataclass
class Started:
    """A process of ours, with the children it has, in a process group of its own."""

    process: subprocess.Popen[bytes]
    log: Path
    struck: Path

    @classmethod
    def launch(cls, module: list[str], environment: Mapping[str, str], log: Path) -> "Started":
        struck = log.with_suffix(".struck")
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", *module],
                cwd=_BACKEND,
                env={**environment, "FAULTS_STRUCK": str(struck)},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        return cls(process, log, struck)

    @property
    def is_running(self) -> bool:
        return self.process.poll() is None

    def kill(self) -> None:
        if self.is_running:
            self._signal(signal.SIGKILL)
        self.process.wait(timeout=15)

    def family(self) -> list[int]:
        """Return the ids of the process and its children."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [self.process.pid, *map(int, children.read_text(encoding="ascii").split())]

    def freeze(self) -> None:
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def said(self, text: str) -> bool:
        return text in self.log.read_text(encoding="utf-8", errors="replace")

    async def says(self, text: str, timeout_seconds: float = 60) -> None:
        """Wait until the log has some words, and the process lives."""

        async def has_said() -> bool:
            assert self.is_running or self.said(text), self.log.read_text(encoding="utf-8", errors="replace")
            return self.said(text)

        await eventually(has_said, timeout_seconds, f"{self.log.stem} says {text!r}")

    async def strikes(self, timeout_seconds: float = 60) -> None:
        """Wait until the fault inside has struck, and until the process is gone if it was to die of it."""

        async def has_struck() -> bool:
            return self.struck.exists()

        await eventually(has_struck, timeout_seconds, "the fault strikes")

    async def dies(self) -> None:
        await self.strikes()
        await asyncio.to_thread(self.process.wait, 15)

    def _signal(self, number: signal.Signals) -> None:
        os.killpg(self.process.pid, number)


async def eventually(condition: Callable[[], Awaitable[object]], timeout_seconds: float, what: str) -> None:
    """Poll until the condition holds; fail with what was waited for."""
    deadline = asyncio.get_running_loop().time() + timeout_seconds
    while not await condition():
        assert asyncio.get_running_loop().time() < deadline, f"waited in vain until {what}"
        await asyncio.sleep(0.05)
