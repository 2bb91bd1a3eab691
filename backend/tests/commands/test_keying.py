import re
from pathlib import Path

import asyncpg
import httpx
import pytest

import saldo
from saldo.commands import keying
from saldo.core.database import Database
from saldo.core.encryption import SealBroken, Vault
from saldo.programs.models import SignedClient
from tests.factories.workspaces import Home

OLD = bytes(range(32))
NEW = bytes(range(32, 64))
# Answers to writes are kept for a day: they go before the key does.
SHORT_LIVED = {("idempotency_keys", "answer")}


@pytest.fixture
async def holding(client: httpx.AsyncClient) -> httpx.AsyncClient:
    """Return a client of someone with a seed, a personal key and a signed client."""
    assert (await client.post("/api/security/totp")).status_code == 200
    wish = {"name": "Bot", "permissions": ["accounts:read"], "expires_in_days": 3}
    assert (await client.post("/api/clients", json=wish)).status_code == 201
    return client


def test_every_sealed_column_is_known() -> None:
    sealed: set[tuple[str, str]] = set()
    for path in Path(saldo.__file__).parent.rglob("*.py"):
        for call in re.findall(r"\.seal\((.*?)\n\s*\)|\.seal\((.*)\)\n", path.read_text(), re.DOTALL):
            text = "".join(call)
            table, column = re.search(r'table="(\w+)"', text), re.search(r'column="(\w+)"', text)
            if table and column:
                sealed.add((table[1], column[1]))

    assert len(sealed) >= 6
    assert sealed - SHORT_LIVED == {(table, column) for table, column, _, _ in keying.SEALED}


@pytest.mark.usefixtures("holding")
async def test_a_rotation_seals_everything_anew_and_the_old_key_may_go(
    database: Database, workspace: Home
) -> None:
    before = await keying.count(database)
    both = Vault({"next": NEW, "test": OLD})

    changed = await keying.reseal(database, both)

    assert before == {"test": 3}
    assert changed == 3
    assert await keying.count(database) == {"next": 3}
    assert await keying.reseal(database, both) == 0
    only_new = Vault({"next": NEW})
    async with database.transaction(workspace.scope) as session:
        row = (await session.execute(SignedClient.__table__.select())).one()
    place = {"table": "signed_clients", "column": "secret", "row_id": row.id}
    assert only_new.open(row.secret, workspace_id=row.workspace_id, **place)
    with pytest.raises(SealBroken):
        Vault({"test": OLD}).open(row.secret, workspace_id=row.workspace_id, **place)


@pytest.mark.usefixtures("holding")
async def test_a_secret_replaced_meanwhile_is_left_alone(
    database: Database, superuser: asyncpg.Connection
) -> None:
    async with superuser.transaction():
        await superuser.execute("UPDATE signed_clients SET hint = hint")

        changed = await keying.reseal(database, Vault({"next": NEW, "test": OLD}))

    assert changed == 2
    assert (await keying.count(database))["test"] == 1
