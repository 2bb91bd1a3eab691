import asyncio
import subprocess
import sys
from pathlib import Path

import asyncpg
import httpx
import pytest
from sqlalchemy import text

from saldo.connections.bank_access import BankAccess
from saldo.core.database import SYSTEM, Database, workspace_scope
from saldo.privacy import emptying, erasing
from tests.conftest import DatabaseAddresses
from tests.factories.workspaces import Home

_BACKEND = Path(__file__).parents[2]
_ROWS = 5000
_FILL = """
    INSERT INTO workspace_events (workspace_id, sequence, type, data)
    SELECT $1, n, 'dashboard_update', '{}' FROM generate_series(1, $2::bigint) AS n
"""
_LEFT = "SELECT count(*) FROM workspace_events WHERE workspace_id = $1"


@pytest.fixture
async def full(superuser: asyncpg.Connection, workspace: Home) -> Home:
    """Return a workspace with more than one portion can hold."""
    await superuser.execute("DELETE FROM workspace_events WHERE workspace_id = $1", workspace.workspace_id)
    await superuser.execute(_FILL, workspace.workspace_id, _ROWS)
    return workspace


async def _begin_and_kill(superuser: asyncpg.Connection, url: str, workspace: Home) -> None:
    """Have another process erase two rows at a time, and kill it when it has begun."""
    command = [sys.executable, "-m", "tests.privacy.eraser", url, str(workspace.workspace_id), "2"]
    with subprocess.Popen(command, cwd=_BACKEND) as eraser:  # noqa: ASYNC220 - our own
        try:
            async with asyncio.timeout(60):
                while await superuser.fetchval(_LEFT, workspace.workspace_id) == _ROWS:
                    assert eraser.poll() is None
                    await asyncio.sleep(0.01)
        finally:
            eraser.kill()


async def test_a_killed_erasure_goes_on_where_it_was(
    full: Home,
    client: httpx.AsyncClient,
    superuser: asyncpg.Connection,
    database_addresses: DatabaseAddresses,
    database: Database,
    access: BankAccess,
) -> None:
    await client.delete("/api/privacy/me")

    await _begin_and_kill(superuser, database_addresses.app, full)
    left = await superuser.fetchval(_LEFT, full.workspace_id)
    assert 0 < left < _ROWS
    assert await superuser.fetchval("SELECT count(*) FROM users") == 1

    assert await erasing.erase_due(access) == 1
    assert await emptying.count_left(database, full.workspace_id) == 0
    assert await superuser.fetchval("SELECT count(*) FROM workspaces") == 0
    assert await superuser.fetchval("SELECT count(*) FROM users") == 0


async def test_all_portions_together_empty_a_workspace_but_its_members(
    full: Home, database: Database
) -> None:
    before = await emptying.count_left(database, full.workspace_id)

    gone = await emptying.empty(database, full.workspace_id, portion=_ROWS // 2)

    assert gone == before >= _ROWS
    assert await emptying.count_left(database, full.workspace_id) == 0
    async with database.transaction(SYSTEM) as session:
        members = await session.execute(text("SELECT count(*) FROM workspace_members"))
        assert members.scalar_one() == 1


async def test_two_workers_do_not_empty_one_workspace_at_once(
    full: Home, client: httpx.AsyncClient, database: Database, access: BankAccess
) -> None:
    await client.delete("/api/privacy/me")

    async with database.transaction(workspace_scope(full.workspace_id)) as session:
        await session.execute(emptying.MINE, {"id": str(full.workspace_id)})
        assert await erasing.erase_due(access) == 0

    assert await emptying.count_left(database, full.workspace_id) >= _ROWS
    assert await erasing.erase_due(access) == 1


async def test_another_workspace_keeps_its_rows(
    full: Home, stranger: Home, superuser: asyncpg.Connection, database: Database
) -> None:
    await superuser.execute(_FILL, stranger.workspace_id, 10)

    await emptying.empty(database, full.workspace_id)

    assert await superuser.fetchval(_LEFT, stranger.workspace_id) == 10
