"""Whether each thing this process depends on answers, and how fast."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from redis.asyncio import Redis
from sqlalchemy import text

from saldo.core.database import NOBODY, Database

HEARTBEAT_KEY = "saldo:heartbeat:worker"
HEARTBEAT_SECONDS = 15
_PATIENCE_SECONDS = 2
# Beside the package in a work tree; in the working directory where the package is installed (the image).
_LINKS = re.compile(r'^(down_)?revision\b.*"(\w+)"$', re.MULTILINE)
_MIGRATIONS = (Path(__file__).parents[2] / "migrations", Path("migrations"))


class State(StrEnum):
    """How a dependency is doing."""

    OK = "ok"
    DOWN = "down"


@dataclass(frozen=True)
class Finding:
    """One dependency's state; `detail` is for a person and names no address or secret."""

    status: State
    latency_ms: float
    detail: str | None = None


async def check_all(database: Database, redis: Redis, expected_revision: str | None) -> dict[str, Finding]:
    """Ask all of them at the same time."""
    checks: dict[str, Callable[[], Awaitable[str | None]]] = {
        "database": lambda: _check_database(database),
        "migrations": lambda: _check_migrations(database, expected_revision),
        "valkey": lambda: _check_valkey(redis),
        "worker": lambda: _check_worker(redis),
    }
    findings = await asyncio.gather(*(_timed(check) for check in checks.values()))
    return dict(zip(checks, findings, strict=True))


async def _timed(check: Callable[[], Awaitable[str | None]]) -> Finding:
    began = time.perf_counter()
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            complaint = await check()
    except Exception as error:  # noqa: BLE001 - whatever is wrong, the answer is "down"
        complaint = f"does not answer ({type(error).__name__})"
    latency = round((time.perf_counter() - began) * 1000, 1)
    return Finding(State.DOWN if complaint else State.OK, latency, complaint)


async def _check_database(database: Database) -> None:
    async with database.transaction(NOBODY) as session:
        await session.execute(text("SELECT 1"))


async def _check_migrations(database: Database, expected: str | None) -> str | None:
    async with database.transaction(NOBODY) as session:
        found = (await session.execute(text("SELECT version_num FROM alembic_version"))).scalar_one()
    if expected is None or found == expected:
        return None
    return f"the database is at {found}, this program expects {expected}"


async def _check_valkey(redis: Redis) -> None:
    await redis.ping()


async def _check_worker(redis: Redis) -> str | None:
    is_beating = await redis.exists(HEARTBEAT_KEY)
    return None if is_beating else "no worker has reported for a minute"


def newest_revision() -> str | None:
    """Return the newest migration that comes with this program; None when none came along.

    Read from the files: importing Alembic would cost every start of the API half a second.
    """
    found = next((path for path in _MIGRATIONS if (path / "versions").is_dir()), None)
    if found is None:
        return None
    chain = [_LINKS.findall(path.read_text(encoding="utf-8")) for path in (found / "versions").glob("*.py")]
    revisions = {value for links in chain for kind, value in links if not kind}
    heads = revisions - {value for links in chain for kind, value in links if kind}
    return heads.pop() if len(heads) == 1 else None
