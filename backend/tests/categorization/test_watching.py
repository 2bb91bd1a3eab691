"""What is known of questions that wait: how many, and up to when the categoriser has heard them."""

import datetime as dt
from collections.abc import Iterator

import pytest
from categorizer_contract import QUEUE, TASK
from redis.asyncio import Redis

from saldo.categorization import watching
from saldo.core.broker import open_queue
from saldo.core.jobs import Chain, Job
from saldo.core.redis_courier import RedisCourier
from saldo.core.settings import Settings
from saldo.resources import open_redis


@pytest.fixture
def broker_url(settings: Settings) -> str:
    """Return another place than that of REDIS_URL."""
    return f"{settings.redis_url.rpartition('/')[0]}/15"


@pytest.fixture
def courier(broker_url: str, redis: Redis) -> Iterator[RedisCourier]:
    with open_queue(broker_url, socket_timeout_seconds=30) as queue:
        yield RedisCourier(queue, redis, time_limit_seconds=30)


async def test_questions_are_counted_and_dated_where_the_broker_is(
    courier: RedisCourier, redis: Redis, broker_url: str
) -> None:
    broker, now = open_redis(broker_url, timeout_seconds=30), dt.datetime.now(dt.UTC)
    try:
        await broker.delete(QUEUE)
        assert await watching.heard_until(broker, now) == now

        await courier.deliver([Chain(TASK, {"rows": []}, QUEUE, Job("reply"))] * 2)

        assert await watching.measure_queue(broker) == 2
        assert await watching.measure_queue(redis) == 0
        heard_until = await watching.heard_until(broker, now)
        assert heard_until is not None
        assert abs(heard_until - now) < dt.timedelta(seconds=60)
        assert heard_until != now
    finally:
        await broker.delete(QUEUE)
        await broker.aclose()


async def test_a_broker_that_is_away_says_nothing() -> None:
    broker = open_redis("redis://127.0.0.1:1/0")

    assert await watching.measure_queue(broker) is None
    assert await watching.heard_until(broker, dt.datetime.now(dt.UTC)) is None
    await broker.aclose()
