from collections.abc import Callable

import asyncpg
import pytest
from sqlalchemy import text

from saldo.audit import service as audit
from saldo.core.database import Database
from tests.factories.workspaces import Home


async def _record(
    database: Database,
    home: Home,
    action: str = "thing.done",
    and_then: Callable[[], object] = lambda: None,
) -> None:
    async with database.transaction(home.scope) as session:
        await audit.record(
            session,
            workspace_id=home.workspace_id,
            actor="pytest",
            action=action,
            subject_type="thing",
            subject_id="1",
            after={"colour": "blue"},
        )
        and_then()


async def test_a_deed_is_recorded_with_what_it_changed(database: Database, workspace: Home) -> None:
    await _record(database, workspace)

    async with database.transaction(workspace.scope) as session:
        row = (
            await session.execute(
                text("SELECT actor, before, after FROM audit_entries WHERE action = 'thing.done'")
            )
        ).one()
    assert tuple(row) == ("pytest", None, {"colour": "blue"})


async def test_a_deed_and_its_record_share_one_fate(database: Database, workspace: Home) -> None:
    with pytest.raises(ZeroDivisionError):
        await _record(database, workspace, "thing.undone", and_then=lambda: 1 / 0)

    async with database.transaction(workspace.scope) as session:
        count = await session.execute(
            text("SELECT count(*) FROM audit_entries WHERE action = 'thing.undone'")
        )
    assert count.scalar_one() == 0


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_entries SET actor = 'x'", "DELETE FROM audit_entries", "TRUNCATE audit_entries"],
)
async def test_the_record_cannot_be_changed(
    database: Database, workspace: Home, superuser: asyncpg.Connection, statement: str
) -> None:
    await _record(database, workspace)

    with pytest.raises(Exception, match="permission denied"):
        async with database.transaction(workspace.scope) as session:
            await session.execute(text(statement))
    with pytest.raises(asyncpg.RaiseError, match="append-only"):
        await superuser.execute(statement)
