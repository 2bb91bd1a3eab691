"""Listens to the bells of Redis for as long as the process lives; the hub heals what it misses."""

import asyncio
import random
import time
from uuid import UUID

import structlog
from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.exceptions import RedisError

from saldo.core import redis_courier
from saldo.core.jobs import Bell, MemberChanged
from saldo.realtime.hub import Hub

_PING_SECONDS = 5
# A blocking read on a dead connection would last for ever: without a pong in this time we connect anew.
_SILENCE_SECONDS = 12
_LONGEST_PAUSE_SECONDS = 5
_log = structlog.get_logger()


async def listen(redis: Redis, hub: Hub) -> None:
    """Subscribe, and subscribe again whenever the connection is lost."""
    pause = 0.1
    while True:
        try:
            async with redis.pubsub() as subscription:
                await subscription.subscribe(
                    redis_courier.BELLS, redis_courier.ENDED_SESSIONS, redis_courier.CHANGED_MEMBERS
                )
                _log.info("listener.subscribed")
                pause = 0.1
                # Whatever rang while nobody listened is found in the table.
                await hub.heal()
                await _hear(subscription, hub)
        except (RedisError, OSError, TimeoutError) as error:
            _log.warning("listener.lost", reason=type(error).__name__)
        except Exception:  # noqa: BLE001 - a dead listener would be worse than a loud one
            _log.exception("listener.failed")
        await asyncio.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 - spreads reconnects, no secret
        pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)


async def _hear(subscription: PubSub, hub: Hub) -> None:
    heard_at = pinged_at = time.monotonic()
    while True:
        message = await subscription.get_message(timeout=1)
        now = time.monotonic()
        if message is not None:
            heard_at = now
            _pass_on(message, hub)
        if now - heard_at > _SILENCE_SECONDS:
            raise TimeoutError
        if now - pinged_at > _PING_SECONDS:
            pinged_at = now
            await subscription.ping()


def _pass_on(message: dict[str, object], hub: Hub) -> None:
    if message["type"] != "message":
        return
    workspace_id, _, rest = str(message["data"]).rpartition(":")
    try:
        match message["channel"]:
            case redis_courier.BELLS:
                hub.ring(Bell(UUID(workspace_id), int(rest)))
            case redis_courier.CHANGED_MEMBERS:
                hub.end_member(MemberChanged(UUID(workspace_id), UUID(rest)))
            case _:
                hub.end_session(UUID(rest))
    except ValueError:
        _log.warning("listener.message_unreadable")
