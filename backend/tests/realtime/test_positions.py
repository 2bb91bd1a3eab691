"""How far a person's open pages are is written down for the clock from us to them."""

from uuid import uuid4

import pytest
from redis.asyncio import Redis

from saldo.core.database import Database
from saldo.events import seen
from saldo.realtime import positions
from saldo.realtime.hub import Hub
from saldo.realtime.watching import Watcher
from tests.factories.workspaces import Home
from tests.fakes.clock import FixedClock


@pytest.fixture
async def hub(database: Database, clock: FixedClock) -> Hub:
    return Hub(database, clock)


async def test_the_page_that_is_furthest_counts(
    hub: Hub, redis: Redis, clock: FixedClock, workspace: Home
) -> None:
    for sequence in (3, 7):
        hub.join(Watcher(workspace.user_id, workspace.workspace_id, None, sequence), sequence)

    await positions.note(hub, redis, clock)

    found = await seen.find(redis, workspace.workspace_id, workspace.user_id)
    assert found is not None
    assert (found.sequence, found.at) == (7, clock.now())
    assert await seen.find(redis, workspace.workspace_id, uuid4()) is None


async def test_a_redis_that_is_away_costs_a_figure_and_nothing_else(
    hub: Hub, clock: FixedClock, workspace: Home
) -> None:
    hub.join(Watcher(workspace.user_id, workspace.workspace_id, None, 1), 1)
    away = Redis.from_url("redis://127.0.0.1:1", socket_connect_timeout=0.2, decode_responses=True)

    await positions.note(hub, away, clock)

    assert await seen.find(away, workspace.workspace_id, workspace.user_id) is None
    await away.aclose()
