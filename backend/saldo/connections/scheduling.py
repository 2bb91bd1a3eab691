"""When a connection's next sync may run: requests, polling while the bank prepares, back-off."""

from datetime import datetime, timedelta
from random import SystemRandom
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from saldo.connections import repository
from saldo.connections.errors import ConnectionNotFound
from saldo.connections.frequencies import Frequency
from saldo.connections.jobs import sync_job
from saldo.connections.models import BankConnection, ConnectionStatus, SyncTrigger
from saldo.core.courier import promise
from saldo.providers.bank import HistoryStatus

# A message may wait in the queue this long; anything later is left to the sweep.
LONGEST_QUEUED_DELAY = timedelta(seconds=60)

_BACK_OFF_BASE_SECONDS = 5.0
_BACK_OFF_CAP_SECONDS = 3600.0
_LEAST_SECONDS = 1.0
# (linked for less than, look again after): the bank usually has a month within 10 s, the rest in a minute.
_POLLS = ((2, 1), (5, 2), (20, 5), (80, 15), (600, 60), (3600, 300))
_SLOWEST_POLL = timedelta(minutes=30)

_random = SystemRandom()


async def request_sync(
    session: AsyncSession, workspace_id: UUID, connection_id: UUID, trigger: SyncTrigger, now: datetime
) -> bool:
    """Ask for a sync; any number of requests before it starts are served by the one run.

    A webhook leaves a back-off in force, a person does not; nobody hurries a bank that was asked too often.
    Returns False when the connection waits for a person to sign in or has ended, or when a webhook is left
    for the connection's own pace.
    """
    connection = await repository.find_connection(session, workspace_id, connection_id)
    if connection is None:
        return False
    if trigger is SyncTrigger.WEBHOOK and _keeps_its_pace(connection):
        connection.news_at = connection.news_at or now
        return False
    is_limited = connection.status == ConnectionStatus.RATE_LIMITED
    patiently = is_limited or (trigger is SyncTrigger.WEBHOOK and connection.attempts > 0)
    if not await repository.want_sync(session, workspace_id, connection_id, now, patiently=patiently):
        return False
    if not patiently:
        promise(session, sync_job(workspace_id, connection_id, trigger))
    return True


async def request_syncs(
    session: AsyncSession, workspace_id: UUID, connection_id: UUID | None, now: datetime
) -> list[UUID]:
    """Ask for a sync of one connection or of all, on a person's behalf; return which will run.

    Raises ConnectionNotFound.
    """
    wanted = None if connection_id is None else [connection_id]
    connections = await repository.list_connections(session, workspace_id, wanted)
    if connection_id is not None and not connections:
        raise ConnectionNotFound
    return [
        each.id
        for each in connections
        if await request_sync(session, workspace_id, each.id, SyncTrigger.USER, now)
    ]


def _keeps_its_pace(connection: BankConnection) -> bool:
    # A history that is still arriving is fetched as it comes, whatever the pace afterwards.
    is_read = connection.history_status == HistoryStatus.COMPLETE
    return is_read and connection.sync_frequency != Frequency.REALTIME


def promise_sync_at(
    session: AsyncSession, workspace_id: UUID, connection_id: UUID, next_at: datetime, now: datetime
) -> None:
    """Send a message for a sync that is due soon; without it the sweep comes by a little later."""
    delay = next_at - now
    if delay <= LONGEST_QUEUED_DELAY:
        seconds = max(0.0, delay.total_seconds())
        promise(session, sync_job(workspace_id, connection_id, SyncTrigger.SWEEP, seconds))


def poll_delay(linked_for: timedelta) -> timedelta:
    """Say when to look again while the bank still prepares the history; grows with the time waited."""
    seconds = linked_for.total_seconds()
    for limit, delay in _POLLS:
        if seconds < limit:
            return timedelta(seconds=delay)
    return _SLOWEST_POLL


def back_off(attempts: int, after_seconds: float | None = None) -> timedelta:
    """Say how long to leave the bank alone after the n-th failure in a row: full jitter, capped.

    What the provider asked for is a lower bound.
    """
    ceiling = min(_BACK_OFF_CAP_SECONDS, _BACK_OFF_BASE_SECONDS * 2 ** min(attempts, 16))
    jittered = _random.uniform(_LEAST_SECONDS, ceiling)
    return timedelta(seconds=max(jittered, after_seconds or 0.0))
