"""When a connection is asked next on our own account: by its fastest account, around its bank's bad hours."""

from datetime import datetime, timedelta
from random import SystemRandom
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from saldo.accounts import service as accounts
from saldo.connections import quiet_hours, repository
from saldo.connections.frequencies import Frequency, fastest, interval
from saldo.connections.models import BankConnection

# All connections linked on one evening must not come back together for ever after.
_JITTER: Final = 0.1
_AFTER_QUIET_HOURS: Final = timedelta(minutes=30)
_random = SystemRandom()


async def plan_next(session: AsyncSession, connection: BankConnection, now: datetime) -> None:
    """Write down when the connection, whose row is locked, is to be asked next unasked."""
    wanted = await accounts.list_frequencies(session, connection.workspace_id, connection.id)
    frequency = fastest(wanted)
    connection.sync_frequency = frequency
    every = interval(frequency)
    if every is None:
        connection.scheduled_at = None
        return
    due = (connection.last_synced_at or now) + every * (1 - _random.random() * _JITTER)
    quiet = await quiet_hours.list_quiet(session, connection.institution_id)
    connection.scheduled_at = quiet_hours.avoid(due, quiet, _random.random() * _AFTER_QUIET_HOURS)


async def change_plan(
    session: AsyncSession, workspace_id: UUID, connection_id: UUID, now: datetime
) -> BankConnection | None:
    """Plan anew after a frequency was changed. What is due by the new pace runs at the next sweep.

    The session must see all the workspace's accounts: the fastest may be one that not everybody sees.
    """
    connection = await repository.lock_connection(session, workspace_id, connection_id)
    if connection is None or connection.purge_at is not None:
        return None
    await plan_next(session, connection, now)
    if connection.news_at is not None and connection.sync_frequency == Frequency.REALTIME:
        connection.scheduled_at = now
    return connection
