"""The verifier finds each kind of tampering, whatever the tamperer may do to the database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import asyncpg
import pytest

from saldo.audit import anchoring
from saldo.audit import service as audit
from saldo.audit.models import AuditAnchor
from saldo.audit.verifying import Report, verify
from saldo.core.clock import SystemClock
from saldo.core.database import SYSTEM, Database
from saldo.core.encryption import Vault
from tests.factories.workspaces import Home

COLUMNS = {
    "id": "gen_random_uuid()",
    "workspace_id": None,
    "actor": "actor || 'x'",
    "action": "action || 'x'",
    "subject_type": "subject_type || 'x'",
    "subject_id": "subject_id || 'x'",
    "before": """'{"colour": "rot"}'""",
    "after": """'{"colour": "grey"}'""",
    "request_id": "'another'",
    "occurred_at": "occurred_at + interval '1 microsecond'",
    "position": "position + 100",
    "mac": "set_byte(mac, 7, get_byte(mac, 7) # 1)",
    "key_id": "'other'",
    "origin": "'c29tZXdoZXJl'",
}


@pytest.fixture
async def record(database: Database, workspace: Home) -> Home:
    """Return a workspace with six entries (the first is of signing up)."""
    for number in range(5):
        await _note(database, workspace, number)
    return workspace


async def _note(database: Database, home: Home, number: int) -> None:
    async with database.transaction(home.scope) as session:
        await audit.record(
            session,
            workspace_id=home.workspace_id,
            actor=f"user:{home.user_id}",
            action="thing.painted",
            subject_type="thing",
            subject_id=str(number),
            before={"colour": "red", "layers": 1, "share": 0.1},
            after={"colour": "blue", "nested": {"b": [1, 2.5, None], "a": True}},
        )


@asynccontextmanager
async def _tampering(superuser: asyncpg.Connection) -> AsyncIterator[asyncpg.Connection]:
    """Be a superuser whom no trigger stops."""
    await superuser.execute("SET session_replication_role = replica")
    try:
        yield superuser
    finally:
        await superuser.execute("SET session_replication_role = origin")


async def _verify(database: Database, vault: Vault, kept: list[AuditAnchor] | None = None) -> Report:
    return await verify(database, vault, kept or [])


@pytest.mark.usefixtures("record")
async def test_an_untouched_record_is_whole(database: Database, vault: Vault) -> None:
    await anchoring.anchor(database, vault, SystemClock())

    report = await _verify(database, vault)

    assert (report.entries, report.unchained, report.findings) == (6, 0, [])


async def test_the_list_of_columns_is_complete(superuser: asyncpg.Connection) -> None:
    rows = await superuser.fetch(
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'audit_entries'"
    )

    assert {row["column_name"] for row in rows} == set(COLUMNS)


@pytest.mark.parametrize("column", COLUMNS)
async def test_an_edit_of_any_column_is_found(
    database: Database,
    vault: Vault,
    record: Home,
    stranger: Home,
    superuser: asyncpg.Connection,
    column: str,
) -> None:
    value = COLUMNS[column] or f"'{stranger.workspace_id}'"
    position = "100" if column == "workspace_id" else "position"
    extra = f", position = {position}" if column == "workspace_id" else ""
    async with _tampering(superuser) as connection:
        await connection.execute(
            f"UPDATE audit_entries SET {column} = {value}{extra} WHERE position = 3 AND workspace_id = $1",
            record.workspace_id,
        )

    assert (await _verify(database, vault)).findings != []


@pytest.mark.parametrize("position", [1, 3, 6])
async def test_a_deletion_is_found(
    database: Database, vault: Vault, record: Home, superuser: asyncpg.Connection, position: int
) -> None:
    async with _tampering(superuser) as connection:
        await connection.execute(
            "DELETE FROM audit_entries WHERE position = $1 AND workspace_id = $2",
            position,
            record.workspace_id,
        )

    assert (await _verify(database, vault)).findings != []


@pytest.mark.usefixtures("record")
async def test_a_deletion_that_closes_the_gap_is_found(
    database: Database, vault: Vault, superuser: asyncpg.Connection
) -> None:
    async with _tampering(superuser) as connection:
        await connection.execute("DELETE FROM audit_entries WHERE position = 3")
        for position in (4, 5, 6):
            await connection.execute(
                "UPDATE audit_entries SET position = position - 1 WHERE position = $1", position
            )

    assert len((await _verify(database, vault)).findings) >= 3


@pytest.mark.usefixtures("record")
async def test_a_swap_is_found(database: Database, vault: Vault, superuser: asyncpg.Connection) -> None:
    async with _tampering(superuser) as connection:
        await connection.execute("UPDATE audit_entries SET position = -1 WHERE position = 3")
        await connection.execute("UPDATE audit_entries SET position = 3 WHERE position = 4")
        await connection.execute("UPDATE audit_entries SET position = 4 WHERE position = -1")

    assert len((await _verify(database, vault)).findings) >= 2


async def test_an_end_cut_off_with_an_old_head_put_back_is_found_by_its_anchor(
    database: Database, vault: Vault, record: Home, superuser: asyncpg.Connection
) -> None:
    old = await superuser.fetchrow("SELECT * FROM audit_heads WHERE workspace_id = $1", record.workspace_id)
    assert old is not None
    await _note(database, record, 6)
    await anchoring.anchor(database, vault, SystemClock())
    async with _tampering(superuser) as connection:
        await connection.execute("DELETE FROM audit_entries WHERE position = 7")
        await connection.execute(
            "UPDATE audit_heads SET position = $1, mac = $2, seal = $3 WHERE workspace_id = $4",
            old["position"], old["mac"], old["seal"], record.workspace_id,
        )  # fmt: skip

    findings = (await _verify(database, vault)).findings
    assert [one.what for one in findings] == ["the chain does not hold what an anchor says of it"]


@pytest.mark.usefixtures("record")
async def test_an_anchor_kept_elsewhere_finds_what_was_deleted_everywhere(
    database: Database, vault: Vault, superuser: asyncpg.Connection
) -> None:
    await anchoring.anchor(database, vault, SystemClock())
    async with database.transaction(SYSTEM) as session:
        kept = [*(await session.execute(AuditAnchor.__table__.select())).all()]
    anchors = [AuditAnchor(**row._mapping) for row in kept]
    async with _tampering(superuser) as connection:
        for table in ("audit_entries", "audit_heads", "audit_anchors"):
            await connection.execute(f"DELETE FROM {table}")

    assert (await _verify(database, vault)).findings == []
    assert len((await _verify(database, vault, anchors)).findings) == len(anchors)


@pytest.mark.usefixtures("record")
async def test_a_forged_anchor_is_found(
    database: Database, vault: Vault, superuser: asyncpg.Connection
) -> None:
    await anchoring.anchor(database, vault, SystemClock())
    async with _tampering(superuser) as connection:
        await connection.execute("UPDATE audit_anchors SET position = position - 1")

    assert any("anchor was altered" in one.what for one in (await _verify(database, vault)).findings)


@pytest.mark.usefixtures("record")
async def test_an_anchor_cannot_be_changed_by_the_application(
    database: Database, vault: Vault, superuser: asyncpg.Connection
) -> None:
    await anchoring.anchor(database, vault, SystemClock())

    with pytest.raises(asyncpg.RaiseError, match="append-only"):
        await superuser.execute("DELETE FROM audit_anchors")


async def test_a_growing_chain_is_anchored_once(database: Database, vault: Vault, record: Home) -> None:
    counts = [await anchoring.anchor(database, vault, SystemClock()) for _ in range(2)]
    await _note(database, record, 7)

    assert [*counts, await anchoring.anchor(database, vault, SystemClock())] == [1, 0, 1]


@pytest.mark.usefixtures("record")
async def test_a_key_that_is_gone_is_named(database: Database) -> None:
    other = Vault({"other": bytes(range(1, 33))})

    findings = (await verify(database, other)).findings

    assert any("the key test" in one.what for one in findings)


async def test_an_entry_smuggled_in_outside_of_the_chain_is_found(
    database: Database, vault: Vault, record: Home, superuser: asyncpg.Connection
) -> None:
    await superuser.execute(
        "INSERT INTO audit_entries (id, workspace_id, actor, action, subject_type, subject_id, occurred_at) "
        "VALUES (gen_random_uuid(), $1, 'x', 'x', 'x', 'x', $2)",
        record.workspace_id,
        datetime(2020, 1, 1, tzinfo=UTC),
    )

    findings = (await _verify(database, vault)).findings
    assert len(findings) == 1
    assert "outside of the chain" in findings[0].what
