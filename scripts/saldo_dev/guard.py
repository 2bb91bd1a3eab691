"""Ends what the launcher started when the launcher itself was killed.

Runs alone (`python -S guard.py`), so it imports nothing of ours. Reads `+ PID SIGNAL` and `- PID` until
the other end of the pipe is gone.
"""

import os
import signal
import sys
import time
from contextlib import suppress

_GRACE_SECONDS = 4.0


def main() -> None:
    groups: dict[int, int] = {}
    for line in sys.stdin:
        sign, pid, *rest = line.split()
        if sign == "+":
            groups[int(pid)] = int(rest[0])
        else:
            groups.pop(int(pid), None)
    for pid, number in groups.items():
        _signal(pid, number)
    deadline = time.monotonic() + _GRACE_SECONDS
    while time.monotonic() < deadline and any(_signal(pid, 0) for pid in groups):
        time.sleep(0.05)
    for pid in groups:
        _signal(pid, signal.SIGKILL)


def _signal(pid: int, number: int) -> bool:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)
        return True
    return False


if __name__ == "__main__":
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    main()
