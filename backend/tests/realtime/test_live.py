"""Delivery over the live socket: in order, without gap or repeat, also after a cut."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text

from saldo.core.broker import open_queue
from saldo.core.database import SYSTEM, Database
from saldo.core.jobs import Bell, MemberChanged, SessionEnded
from saldo.core.redis_courier import RedisCourier
from saldo.core.settings import Settings
from saldo.events import service as events
from saldo.realtime.hub import _hand_out
from saldo.realtime.watching import Outbox
from saldo.resources import open_redis
from tests.factories.workspaces import Home
from tests.fakes.clock import FixedClock
from tests.fakes.waiting import until
from tests.realtime.conftest import Exchange


async def test_an_event_arrives_as_it_happens(exchange: Exchange, workspace: Home) -> None:
    async with exchange.watching(workspace) as line:
        await exchange.publish(workspace)

        frame = await line.receive()

    assert frame["type"] == "event"
    assert frame["event"]["type"] == "dashboard_update"
    assert frame["event"]["data"] == {"reason": "0"}
    assert frame["event"]["occurred_at"].endswith("Z")


async def test_every_watcher_gets_every_event_in_order(exchange: Exchange, workspace: Home) -> None:
    async with exchange.watching(workspace) as first, exchange.watching(workspace) as second:
        await exchange.publish(workspace, 30)

        assert await first.sequences(30) == await second.sequences(30) == list(range(1, 31))


async def test_a_stranger_hears_nothing(exchange: Exchange, workspace: Home, stranger: Home) -> None:
    async with exchange.watching(stranger) as line:
        await exchange.publish(workspace)
        await exchange.publish(stranger)

        frame = await line.receive()

    assert frame["event"]["sequence"] == 1
    async with exchange.database.transaction(stranger.scope) as session:
        assert len(await events.list_after(session, workspace.workspace_id, 0)) == 0


async def test_a_client_resumes_where_it_was_cut_off(exchange: Exchange, workspace: Home) -> None:
    await exchange.publish(workspace, 3)
    async with exchange.watching(workspace, after=1) as line:
        missed = await line.sequences(2)
        await exchange.publish(workspace)
        assert missed + await line.sequences(1) == [2, 3, 4]


async def test_nothing_is_lost_between_catching_up_and_going_live(
    exchange: Exchange, workspace: Home
) -> None:
    publishing = asyncio.create_task(exchange.publish(workspace, 60))
    received: list[int] = []

    while len(received) < 60:
        async with exchange.watching(workspace, after=len(received)) as line:
            received += await line.sequences(min(7, 60 - len(received)))
    await publishing

    assert received == list(range(1, 61))


@pytest.mark.parametrize("after", [5, 99])
async def test_a_client_from_the_future_reloads(exchange: Exchange, workspace: Home, after: int) -> None:
    await exchange.publish(workspace, 3)

    async with exchange.watching(workspace, after=after) as line:
        assert await line.receive() == {"type": "reload", "sequence": 3}
        await exchange.publish(workspace)
        assert await line.sequences(1) == [4]


async def test_a_client_that_was_away_too_long_reloads(
    exchange: Exchange, workspace: Home, clock: FixedClock
) -> None:
    await exchange.publish(workspace, 3)
    async with exchange.database.transaction(SYSTEM) as session:
        await events.prune(session, clock.now() + timedelta(days=1))

    async with exchange.watching(workspace, after=2) as line:
        assert await line.receive() == {"type": "reload", "sequence": 3}


async def test_a_lost_bell_is_healed_by_one_query(exchange: Exchange, workspace: Home) -> None:
    async with exchange.watching(workspace) as line:
        await exchange.publish(workspace, 2, ring=False)

        await exchange.hub.heal()

        assert await line.sequences(2) == [1, 2]


async def test_a_bell_reaches_the_hub_through_valkey(
    exchange: Exchange, workspace: Home, settings: Settings
) -> None:
    redis = open_redis(settings.redis_url, timeout_seconds=30)
    courier = RedisCourier(
        open_queue(settings.broker_url, socket_timeout_seconds=1), redis, time_limit_seconds=30
    )
    async with exchange.watching(workspace) as line:
        await exchange.publish(workspace, 2, ring=False)
        await courier.deliver([Bell(workspace.workspace_id, 1), Bell(workspace.workspace_id, 2)])

        assert await line.sequences(2) == [1, 2]
    await courier.close()
    await redis.aclose()


async def test_ending_a_session_closes_its_sockets(
    exchange: Exchange, workspace: Home, settings: Settings
) -> None:
    redis = open_redis(settings.redis_url, timeout_seconds=30)
    courier = RedisCourier(
        open_queue(settings.broker_url, socket_timeout_seconds=1), redis, time_limit_seconds=30
    )
    async with exchange.watching(workspace) as line:
        await courier.deliver([SessionEnded(workspace.session_id)])

        assert await line.close_code() == 4401
    await courier.close()
    await redis.aclose()


async def test_a_removed_members_sockets_close(
    exchange: Exchange, workspace: Home, settings: Settings
) -> None:
    redis = open_redis(settings.redis_url, timeout_seconds=30)
    courier = RedisCourier(
        open_queue(settings.broker_url, socket_timeout_seconds=1), redis, time_limit_seconds=30
    )
    async with exchange.watching(workspace) as line:
        await courier.deliver([MemberChanged(workspace.workspace_id, workspace.user_id)])

        assert await line.close_code() == 4402
    await courier.close()
    await redis.aclose()


async def test_a_removed_member_is_noticed_without_valkey(
    exchange: Exchange, workspace: Home, database: Database
) -> None:
    async with exchange.watching(workspace) as line:
        async with database.transaction(workspace.scope) as session:
            await session.execute(text("DELETE FROM workspace_members"))

        await exchange.hub.heal()

        assert await line.close_code() == 4402


async def test_an_ended_session_is_noticed_without_valkey(
    exchange: Exchange, workspace: Home, clock: FixedClock
) -> None:
    async with exchange.watching(workspace) as line:
        clock.advance(days=31)

        await exchange.hub.heal()

        assert await line.close_code() == 4401


async def test_a_ping_may_be_answered(exchange: Exchange, workspace: Home) -> None:
    async with exchange.watching(workspace) as line:
        exchange.hub.ping()
        assert await line.receive() == {"type": "ping"}
        await line.send({"type": "pong"})
        await line.send({"type": "whatever"})
        await exchange.publish(workspace)
        assert await line.sequences(1) == [1]


async def test_a_hub_without_watchers_holds_nothing(exchange: Exchange, workspace: Home) -> None:
    async with exchange.watching(workspace):
        pass

    await until(lambda: not exchange.hub._rooms)


async def test_a_watcher_that_does_not_read_is_dropped_and_others_are_not(
    exchange: Exchange, workspace: Home, clock: FixedClock
) -> None:
    async with exchange.stalled(workspace), exchange.watching(workspace) as healthy:
        reading = asyncio.create_task(healthy.sequences(150))
        room = exchange.hub._rooms[workspace.workspace_id]

        for sequence in range(1, 151):
            data: dict[str, object] = {"reason": "x" * 60_000}
            _hand_out(room, events.StoredEvent(sequence, "dashboard_update", data, clock.now()))
            await asyncio.sleep(0)
            await until(lambda: any(not watcher.outbox._frames for watcher in room.watchers))

        assert await reading == list(range(1, 151))
        assert len(room.watchers) == 1


async def test_a_long_batch_does_not_drop_those_who_keep_pace(exchange: Exchange, workspace: Home) -> None:
    await exchange.publish(workspace, 1, ring=False)
    async with exchange.watching(workspace, after=0) as line:
        await exchange.publish(workspace, 150, ring=False)
        await exchange.hub.heal()

        assert await line.sequences(151) == list(range(1, 152))


def test_an_outbox_overflows_by_count_and_by_size() -> None:
    many, large = Outbox(), Outbox()
    for _ in range(65):
        many.offer("x")
    for _ in range(5):
        large.offer("x" * 60_000)

    assert many.close_code == large.close_code == 1013
