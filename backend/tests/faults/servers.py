"""PostgreSQL and Valkey of the suite's own: servers that may be killed, stopped and started again."""

import secrets
import signal
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from saldo_dev.ports import find_free
from saldo_dev.processes import die_with_parent, wait_until
from saldo_dev.pytest_services import PostgresServer
from saldo_dev.services.postgres import TEST_OPTIONS, Postgres
from saldo_dev.services.valkey import Valkey

# What was committed must outlive a killed server; only the machine itself is trusted to stay up.
_OPTIONS = TEST_OPTIONS | {"synchronous_commit": "on", "full_page_writes": "on"}


@dataclass
class Database:
    """A PostgreSQL cluster for one session of the suite."""

    server: PostgresServer
    log: Path
    process: subprocess.Popen[bytes] | None = None

    @classmethod
    def create(cls, directory: Path) -> "Database":
        postgres = Postgres(directory / "postgres", find_free(), secrets.token_hex(16))
        postgres.initialise()
        return cls(PostgresServer(postgres), directory / "postgres.log")

    def start(self) -> None:
        self.server.postgres.prepare()
        self.process = _start(self.server.postgres.command(_OPTIONS), self.log, signal.SIGINT)
        assert wait_until(self.server.postgres.is_ready, 30), self.log.read_text(errors="replace")

    def stop_immediately(self) -> None:
        """End every session without a word, as a crash would; the next start recovers."""
        self.stop(signal.SIGQUIT)

    def stop(self, number: signal.Signals = signal.SIGINT) -> None:
        _stop(self.process, number)
        self.process = None


@dataclass
class Queue:
    """A Valkey for one session of the suite; nothing it holds outlives it."""

    valkey: Valkey
    log: Path
    process: subprocess.Popen[bytes] | None = field(default=None)

    @classmethod
    def create(cls, directory: Path) -> "Queue":
        return cls(Valkey(directory / "valkey", find_free()), directory / "valkey.log")

    @property
    def url(self) -> str:
        return self.valkey.url

    def start(self) -> None:
        self.process = _start(self.valkey.command(durable=False), self.log, signal.SIGTERM)
        assert wait_until(self.valkey.is_ready, 30), self.log.read_text(errors="replace")

    def kill(self) -> None:
        self.stop(signal.SIGKILL)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> None:
        _stop(self.process, number)
        self.process = None


def _start(command: list[str], log: Path, death_signal: signal.Signals) -> subprocess.Popen[bytes]:
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            preexec_fn=die_with_parent(death_signal),  # noqa: PLW1509 as processes.py says
        )


def _stop(process: subprocess.Popen[bytes] | None, number: signal.Signals) -> None:
    if process is not None:
        process.send_signal(number)
        process.wait(timeout=30)
