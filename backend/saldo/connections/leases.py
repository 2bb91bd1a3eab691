"""Who may sync a connection: a claim, a lease that is kept alive, and a token that fences others off."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.connections import breakers, repository
from saldo.connections.bank_access import BankAccess, open_token
from saldo.connections.models import BankConnection, Sync, SyncTrigger
from saldo.core.database import workspace_scope
from saldo.core.errors import Unavailable
from saldo.core.ids import new_id
from saldo.providers.bank import HistoryStatus

log = structlog.get_logger(__name__)

# A killed worker's connection rests this long; a living one extends it three times over.
LEASE = timedelta(seconds=30)
HEARTBEAT_SECONDS = 10.0
# Plaid's advice when paging keeps failing with a stored cursor: read everything anew and compare.
_MUTATION_CODE = "TRANSACTIONS_SYNC_MUTATION_DURING_PAGINATION"
_FAILURES_BEFORE_FULL = 3


@dataclass(frozen=True)
class Claim:
    """The right to run one sync: `lease_token` is the fence, `wanted_version` is what the run serves.

    It begins at `cursor`; `stored_cursor` is what the row held when it was taken.
    """

    workspace_id: UUID
    connection_id: UUID
    sync_id: UUID
    lease_token: UUID
    trigger: SyncTrigger
    wanted_version: int
    cursor: str | None
    stored_cursor: str | None
    full: bool
    history: HistoryStatus
    linked_at: datetime
    provider_asked_at: datetime | None
    access_token: str = field(repr=False)


async def claim(
    access: BankAccess, workspace_id: UUID, connection_id: UUID, trigger: SyncTrigger
) -> Claim | None:
    """Take a due connection and open its sync; None when it is not due, taken, or its bank is down."""
    now = access.clock.now()
    async with access.database.transaction(workspace_scope(workspace_id)) as session:
        connection = await repository.lock_due(session, workspace_id, connection_id, now)
        if connection is None:
            return None
        turn = await breakers.admit(session, connection.institution_id, now)
        if turn is not None:
            connection.next_at = turn
            return None
        access_token = open_token(access.vault, connection)
        await repository.abandon_open_syncs(session, workspace_id, connection_id, now)
        connection.lease_token, connection.lease_until = uuid4(), now + LEASE
        sync = _open_sync(session, connection, trigger, now)
        is_torn = connection.error_code == _MUTATION_CODE and connection.attempts >= _FAILURES_BEFORE_FULL
        # Rows without a cursor: it was lost, or given up to read everything again.
        full = is_torn or (connection.cursor is None and connection.bank_updated_at is not None)
        return Claim(
            workspace_id=workspace_id,
            connection_id=connection_id,
            sync_id=sync.id,
            lease_token=connection.lease_token,
            trigger=trigger,
            wanted_version=connection.wanted_version,
            cursor=None if full else connection.cursor,
            stored_cursor=connection.cursor,
            full=full,
            history=HistoryStatus(connection.history_status),
            linked_at=connection.created_at,
            provider_asked_at=connection.provider_asked_at,
            access_token=access_token,
        )


@asynccontextmanager
async def kept_alive(access: BankAccess, held: Claim) -> AsyncIterator[None]:
    """Extend the lease in the background for as long as the block runs."""
    heartbeat = asyncio.create_task(_beat(access, held))
    try:
        yield
    finally:
        heartbeat.cancel()
        await asyncio.gather(heartbeat, return_exceptions=True)


async def _beat(access: BankAccess, held: Claim) -> None:
    while True:
        await asyncio.sleep(HEARTBEAT_SECONDS)
        try:
            async with access.database.transaction(workspace_scope(held.workspace_id)) as session:
                is_ours = await repository.extend_lease(
                    session,
                    held.workspace_id,
                    held.connection_id,
                    held.lease_token,
                    access.clock.now() + LEASE,
                )
        except Unavailable:
            log.warning("sync.heartbeat_missed", sync_id=str(held.sync_id))
            continue
        if not is_ours:
            # Nothing to stop by force: the fence refuses this run's writes.
            log.warning("sync.lease_lost", sync_id=str(held.sync_id))
            return


def _open_sync(
    session: AsyncSession, connection: BankConnection, trigger: SyncTrigger, now: datetime
) -> Sync:
    assert connection.lease_token is not None  # noqa: S101 set by the caller a line above
    sync = Sync(
        id=new_id(),
        workspace_id=connection.workspace_id,
        connection_id=connection.id,
        trigger=trigger,
        started_at=now,
        lease_token=connection.lease_token,
    )
    session.add(sync)
    return sync
