"""Which workers are alive: heard lately, or forgotten."""

import pytest
from celery import signals
from redis import Redis as BlockingRedis
from redis.asyncio import Redis

from saldo import worker
from saldo.core import workers
from saldo.core.clock import SystemClock
from tests.fakes.clock import FixedClock


class _Heart:
    """What Celery sends its heartbeat signal with, as far as we look."""

    class eventer:  # noqa: N801 - Celery's own name
        hostname = "worker@here"


@pytest.fixture
def blocking(redis: Redis) -> BlockingRedis:
    """Return a client such as the worker's parent uses, on the same database."""
    options = redis.connection_pool.connection_kwargs
    return BlockingRedis(host=options["host"], port=options["port"], db=options["db"])


async def test_a_worker_is_known_while_it_reports_and_forgotten_in_silence(
    redis: Redis, blocking: BlockingRedis, clock: FixedClock
) -> None:
    workers.report(blocking, "worker@a", clock.now())
    clock.advance(seconds=20)
    workers.report(blocking, "worker@b", clock.now())
    assert list(await workers.list_alive(redis, clock.now())) == ["worker@a", "worker@b"]

    clock.advance(seconds=11)

    assert list(await workers.list_alive(redis, clock.now())) == ["worker@b"]
    blocking.close()


def test_a_redis_that_is_away_does_not_stop_the_worker(clock: FixedClock) -> None:
    away = BlockingRedis(host="127.0.0.1", port=1, socket_connect_timeout=0.2)

    workers.report(away, "worker@a", clock.now())

    away.close()


async def test_celerys_heartbeat_is_the_report(
    redis: Redis, blocking: BlockingRedis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "_reporting_redis", lambda: blocking)

    signals.heartbeat_sent.send(sender=_Heart())

    assert "worker@here" in await workers.list_alive(redis, SystemClock().now())
    blocking.close()
