"""Run migrations as the owner role: one at a time, with short locks, each in its own transaction."""

import asyncio
import os
import pkgutil
from importlib import import_module
from importlib.util import find_spec

from alembic import context
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

import saldo
from saldo.core.models import Base

_ADVISORY_LOCK = 7_312_002  # any fixed number; two deployments migrating at once wait for each other


def _load_models() -> None:
    """Import every feature's tables, so that `migrate-create` can compare them with the database."""
    for package in pkgutil.iter_modules(saldo.__path__, "saldo."):
        if package.ispkg and find_spec(f"{package.name}.models"):
            import_module(f"{package.name}.models")


def _is_compared(_item: object, _name: str | None, kind: str, _is_found: bool, _twin: object) -> bool:  # noqa: FBT001 - Alembic's signature
    """Compare tables and columns: indexes and keys are written by hand, where their reasons stand."""
    return kind in {"table", "column"}


def _migrate(connection: Connection) -> None:
    connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _ADVISORY_LOCK})
    # A migration that waits behind a long query blocks everyone behind itself: give up instead.
    connection.execute(text("SET lock_timeout = '5s'"))
    connection.execute(text("SET statement_timeout = '10min'"))
    connection.commit()
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        compare_type=True,
        include_object=_is_compared,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


async def _run(url: str) -> None:
    engine = create_async_engine(url, poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(_migrate)
            await connection.commit()
    finally:
        await engine.dispose()


def _address() -> str:
    url = context.config.attributes.get("url") or os.environ.get("DATABASE_OWNER_URL")
    if not url:
        raise SystemExit("DATABASE_OWNER_URL is not set: migrations run as the owner role.")
    return str(url)


_load_models()
asyncio.run(_run(_address()))
