"""Child processes that never outlive us, and the identity of a process beyond its reusable number."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

_PR_SET_PDEATHSIG = 1
# Loaded before any fork: importing between fork and exec may deadlock.
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent(death_signal: signal.Signals) -> Callable[[], None]:
    """Make a `preexec_fn`: own process group, and the signal to receive when the parent dies.

    The kernel watches the *thread* that forked, so call from one that lives as long as the process.
    """
    parent = os.getpid()

    def prepare() -> None:
        os.setpgid(0, 0)
        if _libc is not None:
            _libc.prctl(_PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
            if os.getppid() != parent:  # it died between fork and prctl
                os._exit(1)

    return prepare


def started_at(pid: int) -> str | None:
    """Return a text that differs between two processes that had the same number; None when it is gone."""
    if sys.platform != "linux":
        shown = subprocess.run(
            ["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
        )
        return shown.stdout.strip() or None
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return None
    state, *rest = stat.rpartition(")")[2].split()
    return None if state in "ZX" else rest[18]


def program_of(pid: int) -> str | None:
    """Return the name of the program a process runs, None when there is no such process."""
    if sys.platform == "linux":
        with suppress(OSError):
            return Path(f"/proc/{pid}/comm").read_text(encoding="utf-8").strip()
        return None
    shown = subprocess.run(["ps", "-o", "comm=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return Path(shown.stdout.strip()).name or None


def signal_group(pid: int, number: signal.Signals) -> None:
    """Signal the process group a child leads; harmless when it is gone."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


def group_is_alive(pid: int) -> bool:
    try:
        os.killpg(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def wait_until(condition: Callable[[], bool], timeout_seconds: float, pause_seconds: float = 0.02) -> bool:
    """Poll a condition until it holds or the time is up; say whether it held."""
    deadline = time.monotonic() + timeout_seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(pause_seconds)
    return condition()
