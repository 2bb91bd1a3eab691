"""A database that was there before the ledger is counted when the ledger comes."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import asyncpg
import pytest

from tests.conftest import migrate

if TYPE_CHECKING:
    from saldo_dev.pytest_services import PostgresServer

NAME = "saldo_before_ledger"
ROWS = """
insert into workspaces (id, name, kind) values (gen_random_uuid(), 'Home', 'personal');
insert into users (id, email, password_hash, display_name)
  values (gen_random_uuid(), 'ana@example.com', null, 'Ana');
insert into bank_connections (id, workspace_id, institution_id, institution_name, public_token_hash,
    status, history_status, wanted_version, done_version, next_at, attempts, created_by)
  select gen_random_uuid(), workspaces.id, 'ins_1', 'Bank', 'x', 'healthy', 'complete', 0, 0, now(), 0,
    users.id
  from workspaces, users;
insert into accounts (id, workspace_id, connection_id, provider_account_id, name, type, currency,
    balance_as_of)
  select gen_random_uuid(), workspace_id, id, 'a', 'A', 'depository', 'USD', now() from bank_connections;
insert into transactions (id, workspace_id, account_id, date, amount, currency, description, pending,
    removed_at)
  select gen_random_uuid(), workspace_id, id, date '2026-11-01' + day, amount, 'USD', 'X', pending, removed_at
  from accounts, (values (0, 5, false, null), (0, -2, false, null), (3, 7, false, null), (4, 9, true, null),
    (4, 100, false, now())) as row(day, amount, pending, removed_at);
"""
DAYS = "select posted, pending, posted_count, pending_count, total from ledger_days order by date"


@pytest.fixture
async def older(postgres_server: "PostgresServer") -> AsyncIterator[asyncpg.Connection]:
    """Return a connection to a database that has rows and, as yet, no ledger."""
    postgres_server.create_database(NAME)
    migrate(postgres_server.owner_dsn(NAME), "create_second_factors")
    connection = await asyncpg.connect(postgres_server.superuser_dsn(NAME).replace("+asyncpg", ""))
    await connection.execute(ROWS)
    yield connection
    await connection.close()
    postgres_server.drop_database(NAME)


async def test_rows_from_before_the_ledger_are_counted(
    older: asyncpg.Connection, postgres_server: "PostgresServer"
) -> None:
    migrate(postgres_server.owner_dsn(NAME), "create_ledger")

    days = await older.fetch(
        "select posted, pending, posted_count, pending_count, total from ledger_days order by date"
    )
    forced = await older.fetchval("select relforcerowsecurity from pg_class where relname = 'transactions'")
    assert [tuple(map(int, day)) for day in days] == [(3, 0, 2, 0, 3), (7, 0, 1, 0, 10), (0, 9, 0, 1, 10)]
    assert forced
