"""Pytest plugin: a private PostgreSQL and a private Valkey for the session that asks for them.

`SALDO_TEST_POSTGRES` (postgresql://postgres:PASSWORD@HOST:PORT) and `SALDO_TEST_VALKEY` (redis://HOST:PORT/0)
lend servers that run already.
"""

import os
import secrets
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from saldo_dev.ports import find_free
from saldo_dev.problems import Problem
from saldo_dev.processes import die_with_parent, wait_until
from saldo_dev.services.postgres import TEST_OPTIONS, Postgres
from saldo_dev.services.valkey import Valkey

_OWNER_PASSWORD = "owner-for-tests"  # noqa: S105 - the server lives on loopback for one session
_APP_PASSWORD = "app-for-tests"  # noqa: S105 - as above


@dataclass(frozen=True)
class PostgresServer:
    """A running PostgreSQL and the addresses of its databases for each role."""

    postgres: Postgres

    @property
    def host(self) -> str:
        return self.postgres.host

    @property
    def port(self) -> int:
        return self.postgres.port

    def superuser_dsn(self, database: str) -> str:
        return self.postgres.dsn(database, "postgres", self.postgres.password)

    def owner_dsn(self, database: str) -> str:
        return self.postgres.dsn(database, "saldo_owner", _OWNER_PASSWORD)

    def app_dsn(self, database: str) -> str:
        return self.postgres.dsn(database, "saldo_app", _APP_PASSWORD)

    def create_database(self, name: str, template: str | None = None) -> None:
        """Create a database with Saldo's roles, in place of any of that name; or copy a template."""
        self.drop_database(name)
        if template is None:
            self.postgres.apply_roles(name, owner_password=_OWNER_PASSWORD, app_password=_APP_PASSWORD)
        else:
            self.postgres.execute(f'create database "{name}" template "{template}" owner saldo_owner')

    def drop_database(self, name: str) -> None:
        self.postgres.execute(
            f'set client_min_messages = error; drop database if exists "{name}" with (force)'
        )


@dataclass(frozen=True)
class ValkeyServer:
    """A running Valkey and its address."""

    url: str


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    if lent := os.environ.get("SALDO_TEST_POSTGRES"):
        address = urlsplit(lent)
        assert address.port, "SALDO_TEST_POSTGRES needs a port"  # noqa: S101 - a developer reads it
        yield PostgresServer(Postgres(Path(), address.port, address.password or "", address.hostname or ""))
        return
    with tempfile.TemporaryDirectory(prefix="saldo-postgres-", ignore_cleanup_errors=True) as directory:
        postgres = Postgres(Path(directory) / "data", find_free(), secrets.token_hex(16))
        postgres.initialise()
        command = postgres.command(TEST_OPTIONS)
        with _running(command, postgres.is_ready, signal.SIGINT, Path(directory) / "log"):
            yield PostgresServer(postgres)


@pytest.fixture(scope="session")
def valkey_server() -> Iterator[ValkeyServer]:
    if lent := os.environ.get("SALDO_TEST_VALKEY"):
        yield ValkeyServer(lent)
        return
    with tempfile.TemporaryDirectory(prefix="saldo-valkey-", ignore_cleanup_errors=True) as directory:
        valkey = Valkey(Path(directory), find_free())
        command = valkey.command(durable=False)
        with _running(command, valkey.is_ready, signal.SIGTERM, Path(directory) / "log"):
            yield ValkeyServer(valkey.url)


@contextmanager
def _running(
    command: list[str], is_ready: Callable[[], bool], stop_signal: signal.Signals, log: Path
) -> Iterator[None]:
    with (
        log.open("wb") as output,
        subprocess.Popen(
            command,
            stdout=output,
            stderr=output,
            stdin=subprocess.DEVNULL,
            preexec_fn=die_with_parent(stop_signal),
        ) as process,
    ):
        try:
            if (
                not wait_until(lambda: process.poll() is not None or is_ready(), timeout_seconds=30)
                or process.poll()
            ):
                raise Problem(f"{command[-1]} did not start: {log.read_text(errors='replace')}")
            yield
        finally:
            process.send_signal(stop_signal)
            process.wait(timeout=30)
