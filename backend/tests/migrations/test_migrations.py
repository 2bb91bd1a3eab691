"""Up, down, up again; models and database agree; every tenant table is locked twice."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import asyncpg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from saldo.core.models import Base
from tests.conftest import DatabaseAddresses, migrate

if TYPE_CHECKING:
    from saldo_dev.pytest_services import PostgresServer

# Tables of people, not of tenants: every query names its person; webhooks arrive before a tenant is known;
# how a bank is doing, and when our own jobs last ran, is the same for everyone.
WITHOUT_TENANT = {
    "alembic_version",
    "users",
    "sessions",
    "refresh_tokens",
    "webhook_deliveries",
    "institution_troubles",
    "institution_hours",
    "scheduler_beats",
}
# A person's own, whatever the workspace: locked by the person a transaction is bound to.
OF_A_PERSON = {"totp_seeds", "backup_codes", "mails", "personal_keys", "access_entries",
    "passkeys", "external_identities", "consents", "idempotency_keys", "exports",
}  # fmt: skip


@pytest.fixture
async def superuser(database_addresses: DatabaseAddresses) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(database_addresses.superuser_plain)
    yield connection
    await connection.close()


async def _shape(dsn: str) -> list[tuple[object, ...]]:
    connection = await asyncpg.connect(dsn.replace("+asyncpg", ""))
    columns = await connection.fetch(
        "SELECT table_name, column_name, data_type, is_nullable, column_default "
        "FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2"
    )
    policies = await connection.fetch("SELECT tablename, policyname, qual FROM pg_policies ORDER BY 1, 2")
    indexes = await connection.fetch("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1")
    await connection.close()
    return [tuple(row) for row in (*columns, *policies, *indexes)]


async def test_migrations_go_up_down_and_up_again(postgres_server: "PostgresServer") -> None:
    name = "saldo_migrations"
    postgres_server.create_database(name)
    owner = postgres_server.owner_dsn(name)

    migrate(owner)
    first = await _shape(owner)
    migrate(owner, "base")
    emptied = await _shape(owner)
    migrate(owner)

    assert {row[0] for row in emptied if len(row) == 5} <= {"alembic_version"}
    assert await _shape(owner) == first
    postgres_server.drop_database(name)


async def test_models_and_database_agree(database_addresses: DatabaseAddresses) -> None:
    def is_compared(_item: object, _name: object, kind: str, *_: object) -> bool:
        return kind in {"table", "column"}  # indexes and keys are written by hand

    def compare(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"include_object": is_compared})
        return list(compare_metadata(context, Base.metadata))

    engine = create_async_engine(database_addresses.owner, poolclass=NullPool)
    async with engine.connect() as connection:
        differences = await connection.run_sync(compare)
    await engine.dispose()

    assert differences == []


async def test_every_tenant_table_forces_row_level_security(superuser: asyncpg.Connection) -> None:
    rows = await superuser.fetch(
        """
        SELECT c.relname AS name, c.relrowsecurity AND c.relforcerowsecurity AS is_forced,
               EXISTS (SELECT FROM pg_policies p
                        WHERE p.tablename = c.relname AND p.policyname = 'tenant' AND p.roles = '{saldo_app}'
                          AND p.qual LIKE '%NULLIF(current_setting(''app.workspace_id''%') AS is_bound
          FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
        """
    )

    unlocked = {row["name"] for row in rows if not (row["is_forced"] and row["is_bound"])}
    assert unlocked - {"webhook_deliveries"} == (WITHOUT_TENANT - {"webhook_deliveries"}) | OF_A_PERSON


async def test_what_is_a_persons_own_is_locked_by_person(superuser: asyncpg.Connection) -> None:
    rows = await superuser.fetch(
        """
        SELECT c.relname AS name
          FROM pg_class c JOIN pg_policies p ON p.tablename = c.relname
         WHERE c.relrowsecurity AND c.relforcerowsecurity
           AND p.qual LIKE '%user_id = (NULLIF(current_setting(''app.user_id''%'
        """
    )

    assert {row["name"] for row in rows} >= OF_A_PERSON


async def test_every_row_of_a_tenant_says_whose_it_is(superuser: asyncpg.Connection) -> None:
    rows = await superuser.fetch(
        "SELECT table_name, is_nullable FROM information_schema.columns "
        "WHERE table_schema = 'public' AND column_name = 'workspace_id'"
    )

    tables = await superuser.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    expected = {row["tablename"] for row in tables} - WITHOUT_TENANT - OF_A_PERSON - {"workspaces"}
    assert {row["table_name"] for row in rows} == expected
    assert {row["is_nullable"] for row in rows} == {"NO"}


async def test_whatever_belongs_to_an_account_is_hidden_with_it(superuser: asyncpg.Connection) -> None:
    rows = await superuser.fetch(
        """
        SELECT table_name, EXISTS (SELECT FROM pg_policies
                                    WHERE tablename = table_name AND policyname = 'shared') AS is_shared
          FROM information_schema.columns
         WHERE table_schema = 'public' AND column_name = 'account_id'
        """
    )

    assert {row["table_name"] for row in rows if not row["is_shared"]} == {"account_shares"}
