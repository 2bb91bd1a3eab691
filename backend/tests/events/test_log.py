import asyncio
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlalchemy import text

from saldo.core.database import Database, DatabaseUnavailable
from saldo.core.jobs import Bell
from saldo.events import service as events
from saldo.events.tasks import KEPT, prune
from saldo.events.types import DashboardUpdate, EventData
from saldo.resources import Resources
from tests.factories.workspaces import Home
from tests.fakes.courier import RecordingCourier


async def _publish(database: Database, home: Home, reason: str = "test") -> int:
    async with database.transaction(home.scope) as session:
        return await events.publish(session, home.workspace_id, DashboardUpdate(reason=reason))


async def _age(database: Database, home: Home, up_to: int) -> None:
    async with database.transaction(home.scope) as session:
        await session.execute(
            text("UPDATE workspace_events SET occurred_at = :long_ago WHERE sequence <= :up_to"),
            {"long_ago": datetime.now(UTC) - KEPT - timedelta(days=1), "up_to": up_to},
        )


async def test_an_event_rings_after_its_commit(
    database: Database, workspace: Home, courier: RecordingCourier
) -> None:
    sequence = await _publish(database, workspace)

    assert sequence == 1
    assert courier.bells == [Bell(workspace.workspace_id, 1)]


async def test_parallel_writers_leave_no_gap_and_a_rollback_takes_no_number(
    database: Database, workspace: Home
) -> None:
    async def write(number: int) -> None:
        async with database.transaction(workspace.scope) as session:
            await events.publish(session, workspace.workspace_id, DashboardUpdate(reason=str(number)))
            if number % 3 == 0:
                raise ZeroDivisionError

    await asyncio.gather(*(write(number) for number in range(15)), return_exceptions=True)

    async with database.transaction(workspace.scope) as session:
        stored = await events.list_after(session, workspace.workspace_id, 0)
    assert [one.sequence for one in stored] == list(range(1, 11))


async def test_events_told_at_once_keep_their_order(
    database: Database, workspace: Home, courier: RecordingCourier
) -> None:
    await _publish(database, workspace, "before")
    told = [DashboardUpdate(reason=reason) for reason in ("first", "second", "third")]

    async with database.transaction(workspace.scope) as session:
        last = await events.publish(session, workspace.workspace_id, *told)
        stored = await events.list_after(session, workspace.workspace_id, 1)

    assert last == 4
    assert courier.bells[-1] == Bell(workspace.workspace_id, 4)
    assert [(one.sequence, one.data["reason"]) for one in stored] == [
        (2, "first"),
        (3, "second"),
        (4, "third"),
    ]


async def test_a_turn_is_taken_again_after_its_savepoint_was_rolled_back(
    database: Database, workspace: Home
) -> None:
    free = text("SELECT FROM workspaces WHERE id = :id FOR NO KEY UPDATE NOWAIT")
    mine = {"id": workspace.workspace_id}

    async with database.transaction(workspace.scope) as session:
        savepoint = await session.begin_nested()
        await events.take_turn(session, workspace.workspace_id)
        await savepoint.rollback()
        async with database.transaction(workspace.scope) as other:
            await other.execute(free, mine)
        await events.take_turn(session, workspace.workspace_id)
        with pytest.raises(DatabaseUnavailable):
            async with database.transaction(workspace.scope) as other:
                await other.execute(free, mine)


async def test_workspaces_count_apart(database: Database, workspace: Home, stranger: Home) -> None:
    assert await _publish(database, workspace) == 1
    assert await _publish(database, stranger) == 1


async def test_events_are_listed_from_any_point(
    database: Database, workspace: Home, client: httpx.AsyncClient
) -> None:
    for number in range(1, 6):
        await _publish(database, workspace, str(number))

    response = await client.get("/api/events", params={"after": 2, "limit": 2})

    assert response.status_code == 200
    body = response.json()
    assert body["last_sequence"] == 5
    assert [(one["sequence"], one["type"], one["data"]) for one in body["data"]] == [
        (3, "dashboard_update", {"reason": "3"}),
        (4, "dashboard_update", {"reason": "4"}),
    ]


async def test_a_stranger_sees_none_of_it(
    database: Database, workspace: Home, stranger_client: httpx.AsyncClient
) -> None:
    await _publish(database, workspace)

    response = await stranger_client.get("/api/events")

    assert response.json() == {"data": [], "last_sequence": 0}


async def test_old_events_are_forgotten_and_the_count_goes_on(
    database: Database, workspace: Home, resources: Resources, client: httpx.AsyncClient
) -> None:
    for _ in range(4):
        await _publish(database, workspace)
    await _age(database, workspace, up_to=3)

    await prune(resources)

    assert (await client.get("/api/events", params={"after": 2})).json()["code"] == "events_gone"
    assert len((await client.get("/api/events", params={"after": 3})).json()["data"]) == 1
    assert await _publish(database, workspace) == 5


@pytest.mark.parametrize(
    ("last", "oldest", "after", "can"),
    [
        (0, None, 0, True),
        (0, None, 1, False),
        (9, 1, 0, True),
        (9, 1, 9, True),
        (9, 1, 10, False),
        (9, 4, 3, True),
        (9, 4, 2, False),
        (9, None, 9, True),
        (9, None, 8, False),
    ],
)
def test_a_log_knows_whether_one_can_go_on(last: int, oldest: int | None, after: int, *, can: bool) -> None:
    assert events.LogSpan(last, oldest).can_resume(after) is can


async def test_openapi_shows_every_event_type(anonymous: httpx.AsyncClient) -> None:
    document = (await anonymous.get("/api/openapi.json")).json()

    listed = document["components"]["schemas"]["EventList"]["properties"]["data"]["items"]
    assert set(listed["discriminator"]["mapping"]) == {each.type for each in EventData.__subclasses__()}
