"""The sweep across all workspaces that makes lost messages and dead workers harmless."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import and_, delete, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.connections import beats, inbox
from saldo.connections.bank_access import BankAccess
from saldo.connections.frequencies import Frequency
from saldo.connections.jobs import SWEEP, sync_job, webhook_job
from saldo.connections.models import (
    SYNCABLE,
    BankConnection,
    ConnectionStatus,
    Sync,
    SyncStatus,
    SyncTrigger,
)
from saldo.connections.removals import UNFINISHED_LINK_LIFE
from saldo.core.courier import promise
from saldo.core.database import SYSTEM

log = structlog.get_logger(__name__)

_AT_ONCE = 500
_UNPLANNED_AFTER = timedelta(hours=12)
# A dead worker's message comes back by itself; the sync it ran is closed when nobody took it up.
_FORGET_LINKS_AFTER = 2 * UNFINISHED_LINK_LIFE
_KEEP_DELIVERIES = timedelta(days=30)


async def sweep(access: BankAccess) -> None:
    """Send off whatever is due and close whatever was left open; running it twice is harmless."""
    now = access.clock.now()
    async with access.database.transaction(SYSTEM) as session:
        await _close_stale_syncs(session, now)
        planned = await _send_planned_syncs(session, now)
    async with access.database.transaction(SYSTEM) as session:
        lost = await _send_lost_syncs(session, now, planned)
        webhooks = await inbox.list_unhandled(session, now, _AT_ONCE)
        for delivery_id in webhooks:
            promise(session, webhook_job(delivery_id))
    async with access.database.transaction(SYSTEM) as session:
        await _forget(session, now)
        await beats.note(session, SWEEP, now)
    if planned or lost or webhooks:
        log.info("sweep.sent", planned=len(planned), lost=lost, webhooks=len(webhooks))


async def _send_planned_syncs(session: AsyncSession, now: datetime) -> set[UUID]:
    """Ask for a sync where its time has come; return the connections."""
    # A row without a plan that is not manual has lost it: it is taken up rather than forgotten.
    unplanned = and_(
        BankConnection.scheduled_at.is_(None),
        BankConnection.sync_frequency != Frequency.MANUAL,
        func.coalesce(BankConnection.last_synced_at, BankConnection.created_at) < now - _UNPLANNED_AFTER,
    )
    due = (
        select(BankConnection.id)
        .where(
            or_(BankConnection.scheduled_at <= now, unplanned),
            BankConnection.wanted_version == BankConnection.done_version,
            BankConnection.status.in_(SYNCABLE),
        )
        .order_by(BankConnection.scheduled_at)
        .limit(_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    rows = await session.execute(
        update(BankConnection)
        .where(BankConnection.id.in_(due))
        .values(wanted_version=BankConnection.wanted_version + 1, next_at=now)
        .returning(BankConnection.workspace_id, BankConnection.id)
    )
    found = rows.all()
    for workspace_id, connection_id in found:
        promise(session, sync_job(workspace_id, connection_id, SyncTrigger.SCHEDULE))
    return {row.id for row in found}


async def _send_lost_syncs(session: AsyncSession, now: datetime, sent: Collection[UUID]) -> int:
    """Send again what is wanted and in nobody's hands, besides what was `sent` a moment ago."""
    rows = await session.execute(
        select(BankConnection.workspace_id, BankConnection.id)
        .where(
            BankConnection.wanted_version > BankConnection.done_version,
            BankConnection.next_at <= now,
            BankConnection.status.in_(SYNCABLE),
            or_(BankConnection.lease_until.is_(None), BankConnection.lease_until < now),
        )
        .order_by(BankConnection.next_at)
        .limit(_AT_ONCE)
    )
    found = [row for row in rows if row.id not in sent]
    for workspace_id, connection_id in found:
        promise(session, sync_job(workspace_id, connection_id, SyncTrigger.SWEEP))
    return len(found)


async def _close_stale_syncs(session: AsyncSession, now: datetime) -> None:
    held = exists().where(
        BankConnection.id == Sync.connection_id,
        BankConnection.lease_token == Sync.lease_token,
        BankConnection.lease_until >= now,
    )
    await session.execute(
        update(Sync)
        .where(Sync.status == SyncStatus.RUNNING, ~held)
        .values(status=SyncStatus.ABANDONED, finished_at=now)
        .execution_options(synchronize_session=False)
    )


async def _forget(session: AsyncSession, now: datetime) -> None:
    await session.execute(
        delete(BankConnection).where(
            BankConnection.status == ConnectionStatus.LINKING,
            BankConnection.created_at < now - _FORGET_LINKS_AFTER,
        )
    )
    await inbox.forget_handled(session, before=now - _KEEP_DELIVERIES)
