"""A bank with three accounts behind one login, and the row of its connection."""

from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg
import pytest

from saldo.core.database import Database
from tests.factories.ledger import Bank, bank_account, link_bank
from tests.factories.workspaces import Home
from tests.fakes.clock import FixedClock


@pytest.fixture
async def linked(
    database: Database, workspace: Home, clock: FixedClock, superuser: asyncpg.Connection
) -> Bank:
    """Return a bank that was fetched a minute ago."""
    accounts = (bank_account(), bank_account("savings"), bank_account("card", type="credit"))
    bank = await link_bank(database, workspace, *accounts, as_of=clock.now())
    await superuser.execute(
        "update bank_connections set last_synced_at = $1::timestamptz - interval '1 minute'", clock.now()
    )
    return bank


SetRow = Callable[..., Awaitable[None]]
ReadRow = Callable[[], Awaitable[asyncpg.Record]]


@pytest.fixture
def set_row(superuser: asyncpg.Connection) -> SetRow:
    """Return a way to put the connection into a state."""

    async def change(**values: Any) -> None:
        columns = ", ".join(f"{name} = ${place}" for place, name in enumerate(values, 1))
        await superuser.execute(f"update bank_connections set {columns}", *values.values())

    return change


@pytest.fixture
def row(superuser: asyncpg.Connection) -> ReadRow:
    """Return a way to read the connection's row."""

    async def read() -> asyncpg.Record:
        found = await superuser.fetchrow("select * from bank_connections")
        assert found is not None
        return found

    return read
