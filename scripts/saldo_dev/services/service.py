"""What the supervisor must know of one process, and of one step between processes."""

import re
import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from saldo_dev.ports import HOST


@dataclass(frozen=True)
class Service:
    """A process: how to start it, how to see that it is ready, how to stop it."""

    name: str
    command: list[str]
    cwd: Path
    environment: Mapping[str, str]
    # A question asked until the answer is yes, or a line to wait for in its output.
    ready: Callable[[], bool] | re.Pattern[str]
    needs: tuple[str, ...] = ()
    stop_signal: signal.Signals = signal.SIGTERM
    # What it gets when the launcher is killed: no time for goodbyes, but time to take its children along.
    death_signal: signal.Signals = signal.SIGTERM
    grace_seconds: float = 10
    # Its lines go to its log only.
    quiet: bool = False


@dataclass(frozen=True)
class Step:
    """Something to be done once between two services, such as migrations."""

    name: str
    run: Callable[[], None]
    needs: tuple[str, ...] = field(default=())


def answers(port: int, path: str) -> Callable[[], bool]:
    """Make a probe that asks for a path and is content with status 200."""

    def probe() -> bool:
        connection = HTTPConnection(HOST, port, timeout=2)
        try:
            connection.request("GET", path)
            return connection.getresponse().status == 200  # noqa: PLR2004 - OK
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    return probe
