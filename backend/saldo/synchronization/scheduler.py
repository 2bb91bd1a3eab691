"""Whether the scheduler runs, and what it will do next for a workspace."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.connections import beats
from saldo.connections.jobs import SWEEP
from saldo.core import workers
from saldo.synchronization import repository
from saldo.synchronization.schemas import QueueShown, SchedulerStatus, WorkerShown
from saldo.synchronization.standing import SyncState, is_overdue, next_sync_at, state_of

# The sweep runs every ten seconds.
_STILL_RUNNING: Final = timedelta(minutes=1)
_QUEUES: Final = ("sync", "default", "categorizer")


@dataclass(frozen=True)
class Stores:
    """Where the workers report, and where their jobs wait; often the same server."""

    redis: Redis
    broker: Redis


async def describe(
    session: AsyncSession, stores: Stores, workspace_id: UUID, now: datetime
) -> SchedulerStatus:
    """Describe the scheduler; a store that is away leaves its figures out and nothing else."""
    connections = await repository.list_connections(session, workspace_id)
    states = Counter(state_of(each, now) for each in connections)
    due_at = [due for each in connections if (due := next_sync_at(each, now)) is not None]
    last_beat_at = await beats.find_last(session, SWEEP)
    is_running = last_beat_at is not None and now - last_beat_at <= _STILL_RUNNING
    overdue = sum(is_overdue(each, now) for each in connections)
    alive, depths = await asyncio.gather(_list_workers(stores.redis, now), _measure_queues(stores.broker))
    return SchedulerStatus(
        as_of=now,
        is_running=is_running,
        last_beat_at=last_beat_at,
        next_due_at=min(due_at, default=None),
        due=sum(due <= now for due in due_at) - states[SyncState.SYNCING],
        overdue=overdue,
        syncing=states[SyncState.SYNCING],
        backing_off=states[SyncState.BACKING_OFF],
        scheduled=states[SyncState.SCHEDULED],
        manual=states[SyncState.MANUAL],
        needs_person=states[SyncState.NEEDS_PERSON],
        queues=[QueueShown(name=name, depth=depths.get(name)) for name in _QUEUES],
        workers=[WorkerShown(name=name, seen_at=at) for name, at in alive.items()],
        text=_explain(is_running=is_running, overdue=overdue, due_at=min(due_at, default=None)),
    )


async def _list_workers(redis: Redis, now: datetime) -> Mapping[str, datetime]:
    try:
        return await workers.list_alive(redis, now)
    except (RedisError, OSError, TimeoutError):
        return {}


async def _measure_queues(broker: Redis) -> Mapping[str, int]:
    try:
        async with broker.pipeline(transaction=False) as pipeline:
            for name in _QUEUES:
                pipeline.llen(name)
            return dict(zip(_QUEUES, await pipeline.execute(), strict=True))
    except (RedisError, OSError, TimeoutError):
        return {}


def _explain(*, is_running: bool, overdue: int, due_at: datetime | None) -> str:
    if not is_running:
        return "The scheduler has not been heard for a minute: look whether worker and beat are running."
    if overdue:
        return f"The scheduler runs, but {overdue} connections wait for longer than they should."
    if due_at is None:
        return "The scheduler runs; no bank is to be asked on its own account."
    return f"The scheduler runs; the next bank is asked at {due_at:%H:%M} UTC on {due_at:%-d %b}."
