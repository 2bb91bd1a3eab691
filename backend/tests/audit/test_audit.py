import asyncio
from collections.abc import Callable, Iterator
from datetime import timedelta

import asyncpg
import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import event, text

from saldo.audit import access_log, personal
from saldo.audit import service as audit
from saldo.core.database import SYSTEM, Database
from tests.factories.workspaces import Home
from tests.fakes.clock import FixedClock


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


async def test_parallel_deeds_make_one_chain(database: Database, workspace: Home) -> None:
    await asyncio.gather(*(_record(database, workspace) for _ in range(20)))

    async with database.transaction(workspace.scope) as session:
        positions = await session.execute(text("SELECT position FROM audit_entries ORDER BY position"))
    assert list(positions.scalars()) == list(range(1, 22))


async def test_what_a_savepoint_takes_back_is_not_recorded(database: Database, workspace: Home) -> None:
    async with database.transaction(workspace.scope) as session:
        savepoint = await session.begin_nested()
        await audit.record(
            session,
            workspace_id=workspace.workspace_id,
            actor="pytest",
            action="thing.undone",
            subject_type="thing",
            subject_id="1",
        )
        await savepoint.rollback()

    async with database.transaction(workspace.scope) as session:
        actions = await session.execute(text("SELECT action FROM audit_entries"))
    assert list(actions.scalars()) == ["user.signed_up"]


async def test_where_a_deed_came_from_can_be_read_until_the_persons_key_is_destroyed(
    client: httpx.AsyncClient, database: Database, workspace: Home
) -> None:
    await client.patch("/api/workspaces/current", json={"name": "Home"}, headers={"User-Agent": "Firefox"})
    async with database.transaction(workspace.scope) as session:
        query = text("SELECT actor, origin FROM audit_entries WHERE action = 'workspace.renamed'")
        actor, origin = (await session.execute(query)).one()

        before = await personal.open_all(session, actor, [origin])
        await personal.destroy(session, workspace.user_id)
        after = await personal.open_all(session, actor, [origin])

    assert before == [["127.0.0.1", "Firefox"]]
    assert after == [None]
    assert "Firefox" not in origin


async def test_requests_are_logged_without_ids_or_addresses(
    client: httpx.AsyncClient, app: FastAPI, database: Database, workspace: Home
) -> None:
    await client.get(f"/api/accounts/{workspace.workspace_id}")
    await app.state.access_log.write()

    async with database.transaction(workspace.scope) as session:
        rows = (await session.execute(text("SELECT * FROM access_entries"))).mappings().all()
    assert [(row["method"], row["path"], row["status"], row["network"]) for row in rows] == [
        ("GET", "/api/accounts/{account_id}", 404, "127.0.0.0/24")
    ]
    assert rows[0]["user_id"] == workspace.user_id


async def _count_requests(database: Database) -> int:
    async with database.transaction(SYSTEM) as session:
        return int((await session.execute(text("SELECT count(*) FROM access_entries"))).scalar_one())


@pytest.fixture
async def five_requests(client: httpx.AsyncClient, app: FastAPI) -> None:
    for _ in range(5):
        await client.get("/api/accounts")
    await app.state.access_log.write()


@pytest.fixture
def commits(database: Database) -> Iterator[list[object]]:
    """Return what grows with every commit."""
    seen: list[object] = []
    engine, note = database.engine.sync_engine, seen.append
    event.listen(engine, "commit", note)
    yield seen
    event.remove(engine, "commit", note)


@pytest.mark.usefixtures("five_requests")
async def test_old_requests_are_forgotten_in_portions(
    database: Database, clock: FixedClock, commits: list[object]
) -> None:
    month = clock.now() + access_log.KEEP

    assert await access_log.prune(database, month, portion=2) == 0
    commits.clear()
    assert await access_log.prune(database, month + timedelta(seconds=1), portion=2) == 5

    assert len(commits) == 3
    assert await _count_requests(database) == 0


@pytest.mark.usefixtures("five_requests")
async def test_a_persons_requests_are_forgotten_alone(
    stranger_client: httpx.AsyncClient, app: FastAPI, database: Database, workspace: Home
) -> None:
    await stranger_client.get("/api/accounts")
    await app.state.access_log.write()

    assert await access_log.forget_person(database, workspace.user_id, portion=2) == 5
    assert await _count_requests(database) == 1
