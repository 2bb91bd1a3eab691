"""Loopback ports: which are free, and who holds the others."""

import random
import socket
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

HOST = "127.0.0.1"
# From 32768 up the kernel hands ports out to outgoing connections: a server there is a matter of luck.
_FIRST_FREE_PORT = 18_000
_LAST_FREE_PORT = 25_000  # above are those of the emulator's own tests, which run beside ours


def is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def accepts(port: int, timeout_seconds: float = 1.0) -> bool:
    with suppress(OSError), socket.create_connection((HOST, port), timeout_seconds):
        return True
    return False


def find_free(count: int = 1) -> int:
    """Find `count` free ports in a row and return the first."""
    for _ in range(500):
        first = random.randrange(_FIRST_FREE_PORT, _LAST_FREE_PORT - count)  # noqa: S311 - not a secret
        if all(is_free(port) for port in range(first, first + count)):
            return first
    message = f"no {count} free ports in a row between {_FIRST_FREE_PORT} and {_LAST_FREE_PORT}"
    raise RuntimeError(message)


def find_holder(port: int) -> str | None:
    """Name the process listening on a port, when this user may know it (Linux only)."""
    inodes = set(_listening_inodes(port))
    if not inodes:
        return None
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            for descriptor in (process / "fd").iterdir():
                if str(descriptor.readlink()) in inodes:
                    name = (process / "comm").read_text(encoding="utf-8").strip()
                    return f"{name} (process {process.name})"
    return None


def _listening_inodes(port: int) -> Iterable[str]:
    listening = "0A"
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        with suppress(OSError):
            for line in Path(table).read_text(encoding="ascii").splitlines()[1:]:
                columns = line.split()
                if columns[3] == listening and int(columns[1].rsplit(":", 1)[1], 16) == port:
                    yield f"socket:[{columns[9]}]"
