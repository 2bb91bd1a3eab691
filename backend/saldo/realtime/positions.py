"""Writes down now and then how far each person's open pages are, for the clock from us to them."""

import asyncio
from uuid import UUID

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from saldo.core.clock import Clock
from saldo.events import seen
from saldo.events.seen import Pushed
from saldo.realtime.hub import Hub

EVERY_SECONDS = 10
_log = structlog.get_logger(__name__)


async def keep_noting(hub: Hub, redis: Redis, clock: Clock) -> None:
    """Note positions for as long as the process lives."""
    while True:
        await asyncio.sleep(EVERY_SECONDS)
        await note(hub, redis, clock)


async def note(hub: Hub, redis: Redis, clock: Clock) -> None:
    """Note where everybody stands: of several pages of one person, the one that is furthest."""
    furthest: dict[tuple[UUID, UUID], int] = {}
    for workspace_id, user_id, sequence in hub.list_positions():
        place = (workspace_id, user_id)
        furthest[place] = max(sequence, furthest.get(place, 0))
    if not furthest:
        return
    now = clock.now()
    try:
        await seen.note(redis, [Pushed(*place, sequence, now) for place, sequence in furthest.items()])
    except (RedisError, OSError, TimeoutError) as error:
        _log.info("positions.not_noted", reason=type(error).__name__)
