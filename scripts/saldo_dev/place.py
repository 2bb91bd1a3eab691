"""Where one running Saldo keeps its files, and which ports are its own."""

import os
from dataclasses import dataclass
from pathlib import Path

from saldo_dev.ports import HOST
from saldo_dev.problems import Problem

ROOT = Path(__file__).resolve().parents[2]
DEFAULT_PORT_BASE = 8080
# The order is the contract: the door is PORT_BASE itself, each next one is one higher.
PORT_ORDER = ("nginx", "backend-api", "plaid-emulator", "postgres", "valkey")
_LOWEST_BASE = 1024
_HIGHEST_BASE = 32_767 - len(PORT_ORDER)


@dataclass(frozen=True)
class Place:
    """One running Saldo. Programs are shared by the whole clone; data, logs and secrets are in `home`."""

    root: Path
    home: Path
    port_base: int

    def port(self, name: str) -> int:
        return self.port_base + PORT_ORDER.index(name)

    def url(self, name: str) -> str:
        return f"http://{HOST}:{self.port(name)}"

    @property
    def address(self) -> str:
        return self.url("nginx")

    @property
    def tools(self) -> Path:
        return self.root / ".saldo"

    @property
    def venv(self) -> Path:
        return self.tools / "venv"

    @property
    def python(self) -> str:
        return str(self.venv / "bin" / "python")

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    @property
    def run(self) -> Path:
        return self.home / "run"


def find_place() -> Place:
    """Read SALDO_HOME and SALDO_PORT_BASE; without them this clone's own folder and 8080."""
    home = Path(os.environ.get("SALDO_HOME") or ROOT / ".saldo").absolute()
    text = os.environ.get("SALDO_PORT_BASE") or str(DEFAULT_PORT_BASE)
    if not text.isdecimal() or not _LOWEST_BASE <= int(text) <= _HIGHEST_BASE:
        raise Problem(
            f"SALDO_PORT_BASE must be a number from {_LOWEST_BASE} to {_HIGHEST_BASE}, not {text!r}."
        )
    place = Place(ROOT, home, int(text))
    for directory in (place.data, place.logs, place.run):
        try:
            directory.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Problem(
                f"Saldo cannot write to {directory} ({error.strerror}): choose another SALDO_HOME."
            ) from error
    return place
