"""Everything the bench runs on: its own PostgreSQL, Valkey and emulator, gone again at its end."""

import asyncio
import base64
import os
import secrets
import signal
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import asyncpg
from saldo_dev.ports import find_free
from saldo_dev.processes import die_with_parent, wait_until
from saldo_dev.services.postgres import TEST_OPTIONS, Postgres
from saldo_dev.services.valkey import Valkey

from saldo.core import memory
from saldo.core.settings import Settings
from saldo.resources import FOR_WORK, Resources, open_resources
from tests.conftest import migrate
from tests.fakes.emulator import KEYS, Emulator, run_emulator

_DATABASE: Final = "saldo_bench"
_PASSWORD: Final = "for-the-bench"  # noqa: S105 - the server lives on loopback for one run
# Commits are as durable as in production; checkpoints and vacuums at their own whim would be noise.
_OPTIONS: Final = TEST_OPTIONS | {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "autovacuum": "off",
    "checkpoint_timeout": "1h",
    "max_wal_size": "8GB",
}


@dataclass(frozen=True)
class Rig:
    """What a measurement needs."""

    settings: Settings
    resources: Resources
    superuser: asyncpg.Connection
    # Of a role that row-level security does not bind.
    superuser_url: str
    emulator: Emulator
    environment: dict[str, str]
    postgres_pid: int
    directory: Path


@asynccontextmanager
async def open_rig(directory: Path) -> AsyncIterator[Rig]:
    """Start everything; stop it at the end, whatever happened."""
    postgres = Postgres(directory / "postgres", find_free(), secrets.token_hex(16))
    valkey = Valkey(directory / "valkey", find_free())
    await asyncio.to_thread(postgres.initialise)
    options = ("--initial-delay", "0", "--historical-delay", "0")
    with (
        _running(postgres.command(_OPTIONS), postgres.is_ready, signal.SIGINT, directory) as server,
        _running(valkey.command(durable=False), valkey.is_ready, signal.SIGTERM, directory),
        run_emulator(directory / "emulator.log", *options) as emulator,
    ):
        postgres.apply_roles(_DATABASE, owner_password=_PASSWORD, app_password=_PASSWORD)
        migrate(postgres.dsn(_DATABASE, "saldo_owner", _PASSWORD))
        app_url = postgres.dsn(_DATABASE, "saldo_app", _PASSWORD)
        environment = _environment(app_url, valkey.url, emulator.url)
        settings = Settings.model_validate({key.lower(): value for key, value in environment.items()})
        resources = await open_resources(settings, patience=FOR_WORK)
        address = postgres.dsn(_DATABASE, "postgres", postgres.password)
        superuser = await asyncpg.connect(address.replace("+asyncpg", ""))
        environment = os.environ | environment
        memory.spare_what_stays()
        try:
            yield Rig(settings, resources, superuser, address, emulator, environment, server.pid, directory)
        finally:
            await superuser.close()
            await resources.close()


def _environment(database_url: str, redis_url: str, plaid_url: str) -> dict[str, str]:
    return {
        "ENVIRONMENT": "test",
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "SECRET_KEY": secrets.token_hex(32),
        "ENCRYPTION_KEYS": f"bench:{base64.b64encode(secrets.token_bytes(32)).decode()}",
        "PUBLIC_URL": "http://127.0.0.1:8080",
        "ENABLE_PLAID": "true",
        "PLAID_CLIENT_ID": KEYS["client_id"],
        "PLAID_SECRET": KEYS["secret"],
        "PLAID_BASE_URL": plaid_url,
        # One person stands for many.
        "THROTTLE_REQUESTS_OF_PERSON": "1000000",
        "LOG_LEVEL": "ERROR",
    }


@contextmanager
def _running(
    command: list[str], is_ready: Callable[[], bool], stop_signal: signal.Signals, directory: Path
) -> Iterator[subprocess.Popen[bytes]]:
    log = directory / f"{Path(command[0]).name}.log"
    with (
        log.open("wb") as output,
        subprocess.Popen(
            command,
            stdout=output,
            stderr=output,
            stdin=subprocess.DEVNULL,
            preexec_fn=die_with_parent(stop_signal),  # noqa: PLW1509 - as processes.py says
        ) as process,
    ):
        try:
            if not wait_until(is_ready, timeout_seconds=30):
                raise RuntimeError(log.read_text(encoding="utf-8", errors="replace"))
            yield process
        finally:
            process.send_signal(stop_signal)
            process.wait(timeout=60)
