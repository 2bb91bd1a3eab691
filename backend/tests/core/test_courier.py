"""What the courier puts on the broker, and what it does when the broker is gone."""

import asyncio
import base64
import socket
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import orjson
import pytest
from redis.asyncio import Redis

from saldo.core.broker import VISIBILITY_SECONDS, open_queue
from saldo.core.jobs import Bell, Chain, Job, SessionEnded
from saldo.core.redis_courier import BELLS, ENDED_SESSIONS, RedisCourier
from saldo.core.tasks import registered_tasks, task
from saldo.resources import open_redis
from saldo.worker import SCHEDULES

WORKSPACE = UUID(int=1)


def _address(redis: Redis) -> str:
    arguments = redis.connection_pool.connection_kwargs
    return f"redis://{arguments['host']}:{arguments['port']}/{arguments['db']}"


@pytest.fixture
async def courier(redis: Redis) -> AsyncIterator[RedisCourier]:
    made = RedisCourier(open_queue(_address(redis), socket_timeout_seconds=30), redis, time_limit_seconds=30)
    yield made
    await made.close()


async def _queued(redis: Redis, queue: str) -> tuple[dict[str, object], list[object]]:
    """Return headers and decoded body of the oldest message."""
    raw = await redis.rpop(queue)
    assert isinstance(raw, str)
    message = orjson.loads(raw)
    return message["headers"], orjson.loads(base64.b64decode(message["body"]))


async def test_a_job_lies_in_its_queue_with_its_payload(courier: RedisCourier, redis: Redis) -> None:
    await courier.deliver([Job("connections.sync", {"connection_id": "c1"}, queue="sync")])

    headers, body = await _queued(redis, "sync")
    assert headers["task"] == "connections.sync"
    assert body[:2] == [[], {"connection_id": "c1"}]


async def test_a_chain_brings_its_reply_along(courier: RedisCourier, redis: Redis) -> None:
    reply = Job("categorization.apply", {"workspace_id": "w1"})
    await courier.deliver([Chain("categorizer.categorize.v1", {"rows": []}, "categorizer", reply)])

    headers, body = await _queued(redis, "categorizer")
    assert headers["task"] == "categorizer.categorize.v1"
    assert body[0] == [{"rows": []}]
    embedded = body[2]
    assert isinstance(embedded, dict)
    link = embedded["callbacks"][0]
    assert (link["task"], link["kwargs"]) == ("categorization.apply", {"workspace_id": "w1"})
    assert link["options"]["queue"] == "default"


async def test_of_many_bells_the_last_one_rings(courier: RedisCourier, redis: Redis) -> None:
    session_id = uuid4()
    async with redis.pubsub() as heard:
        await heard.subscribe(BELLS, ENDED_SESSIONS)
        await courier.deliver([Bell(WORKSPACE, 1), SessionEnded(session_id), Bell(WORKSPACE, 2)])
        messages: list[tuple[object, object]] = []
        async with asyncio.timeout(30):
            while len(messages) < 2:
                message = await heard.get_message(ignore_subscribe_messages=True, timeout=0.1)
                messages += [(message["channel"], message["data"])] if message else []

    assert messages == [(BELLS, f"{WORKSPACE}:2"), (ENDED_SESSIONS, str(session_id))]


@pytest.mark.parametrize("message", [Job("x"), Bell(WORKSPACE, 1)])
async def test_a_refused_connection_is_survived(message: Job | Bell) -> None:
    address = "redis://127.0.0.1:1/0"
    courier = RedisCourier(open_queue(address, socket_timeout_seconds=0.2), open_redis(address))

    await courier.deliver([message])

    await courier.close()


@pytest.mark.parametrize("message", [Job("x"), Bell(WORKSPACE, 1)])
async def test_a_black_hole_costs_no_more_than_the_limit(message: Job | Bell) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # accepts, and never says a word
        address = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        courier = RedisCourier(open_queue(address, socket_timeout_seconds=0.2), open_redis(address))

        # Without a limit it would never end; how soon it does is a matter of what else the machine does.
        async with asyncio.timeout(30):
            await courier.deliver([message])

        await courier.close()


async def test_bells_do_not_wait_behind_jobs_that_the_broker_is_slow_to_take(redis: Redis) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        queue = open_queue(address, socket_timeout_seconds=0.5)
        courier = RedisCourier(queue, redis, time_limit_seconds=3)
        async with redis.pubsub() as heard:
            await heard.subscribe(BELLS)
            await courier.deliver([Job("x"), Bell(WORKSPACE, 1), Job("y")])
            async with asyncio.timeout(30):
                while (message := await heard.get_message(ignore_subscribe_messages=True, timeout=1)) is None:
                    continue

        assert message["data"] == f"{WORKSPACE}:1"
        await courier.close()


def test_no_task_outlasts_the_brokers_patience() -> None:
    tasks = registered_tasks().values()

    assert tasks
    assert all(one.soft_limit_seconds < one.hard_limit_seconds < VISIBILITY_SECONDS for one in tasks)


def test_every_beat_names_a_registered_task() -> None:
    beats = [every.task for schedule in SCHEDULES for every in schedule]

    assert set(beats) <= set(registered_tasks())
    assert len(beats) == len(set(beats))


def test_a_name_belongs_to_one_handler() -> None:
    with pytest.raises(ValueError, match=r"status\.heartbeat"):
        task("status.heartbeat")(_handler)


async def _handler() -> None:
    return
