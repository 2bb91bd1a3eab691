"""Write one fetch: accounts, rows, cursor, events and the sync's end, in one transaction or not at all."""

from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.accounts import service as accounts
from saldo.connections import accounting, breakers, health, planning, repository
from saldo.connections.bank_access import BankAccess
from saldo.connections.errors import StaleSync
from saldo.connections.fetching import Fetched
from saldo.connections.leases import Claim
from saldo.connections.models import BankConnection, Sync, SyncStatus
from saldo.connections.scheduling import poll_delay, promise_sync_at
from saldo.core.database import workspace_scope
from saldo.events import service as events
from saldo.events.types import DashboardUpdate, EventData, SyncProgress
from saldo.providers.bank import HistoryStatus
from saldo.transactions import ingest
from saldo.transactions.ingest import Applied

log = structlog.get_logger(__name__)


async def apply(access: BankAccess, claim: Claim, fetched: Fetched) -> Applied:
    """Store one fetch and move the cursor; both or neither. Applying it again is harmless.

    Raises StaleSync when the connection has been claimed by another worker since, or purged.
    """
    now = access.clock.now()
    async with access.database.transaction(workspace_scope(claim.workspace_id)) as session:
        await events.take_turn(session, claim.workspace_id)
        if await repository.find_connection(session, claim.workspace_id, claim.connection_id) is None:
            raise StaleSync
        applied = await _store_rows(session, claim, fetched, now)
        checked = await accounting.compare_with_bank(session, claim, fetched, now)
        # The fence comes last, so that the lock nobody else may wait for is held only briefly;
        # raising here takes every row above back.
        connection = await repository.lock_leased(
            session, claim.workspace_id, claim.connection_id, claim.lease_token
        )
        if connection is None:
            raise StaleSync
        sync = await repository.get_sync(session, claim.workspace_id, claim.sync_id)
        _close_sync(sync, fetched, applied, now)
        await accounting.issue_receipt(session, sync, applied.rejected, checked, applied.by_account)
        before = (connection.status, connection.history_status, connection.error_code)
        _move_connection(connection, claim, fetched, applied, now)
        with session.no_autoflush:  # one write of the connection is enough: the one before the commit
            await planning.plan_next(session, connection, now)
        changed = before != (connection.status, connection.history_status, connection.error_code)
        await _announce(session, connection, sync, applied, changed=changed)
        if connection.wanted_version > connection.done_version:
            promise_sync_at(session, connection.workspace_id, connection.id, connection.next_at, now)
        await breakers.note_success(session, connection.institution_id)
    return applied


async def _store_rows(session: AsyncSession, claim: Claim, fetched: Fetched, now: datetime) -> Applied:
    workspace_id, connection_id, changes = claim.workspace_id, claim.connection_id, fetched.changes
    account_ids = await accounts.record_accounts(session, workspace_id, connection_id, changes.accounts, now)
    # A bank that lists none at all is broken rather than empty.
    if fetched.listed:
        await accounts.close_absent(session, workspace_id, connection_id, fetched.listed, now)
    applied = await ingest.apply_changes(session, workspace_id, connection_id, account_ids, changes)
    if changes.history is HistoryStatus.COMPLETE:
        stale = await ingest.settle_inherited(session, workspace_id, connection_id)
        applied = applied.and_removed(stale)
    # A history that is not ready lists nothing: that is no proof that rows are gone.
    if not fetched.full or changes.history is not HistoryStatus.COMPLETE:
        return applied
    absent = await ingest.reconcile_whole(session, workspace_id, connection_id, changes, applied)
    return applied.and_removed(absent)


def _close_sync(sync: Sync, fetched: Fetched, applied: Applied, now: datetime) -> None:
    sync.status, sync.finished_at = SyncStatus.SUCCEEDED, now
    sync.added, sync.modified = applied.added, applied.modified
    sync.removed, sync.skipped = applied.removed, applied.skipped
    sync.pages, sync.restarts = fetched.pages, fetched.restarts


def _move_connection(
    connection: BankConnection, claim: Claim, fetched: Fetched, applied: Applied, now: datetime
) -> None:
    changes = fetched.changes
    _move_cursor(connection, claim, fetched)
    connection.done_version = claim.wanted_version
    connection.lease_token = connection.lease_until = None
    health.note_success(connection, changes.history, now)
    connection.news_at = None
    if fetched.item is not None:
        connection.provider_asked_at = now
        connection.provider_updated_at = fetched.item.last_successful_update
    if applied.added or applied.modified or applied.removed:
        connection.bank_updated_at = now
    is_incomplete = changes.history is not HistoryStatus.COMPLETE
    if is_incomplete and connection.wanted_version == connection.done_version:
        # The webhook that says "ready" may get lost; looking again costs little.
        connection.wanted_version += 1
        connection.next_at = now + poll_delay(now - claim.linked_at)


def _move_cursor(connection: BankConnection, claim: Claim, fetched: Fetched) -> None:
    if connection.cursor != claim.stored_cursor:
        return  # somebody wants everything read again, and asked while this run was under way
    changes = fetched.changes
    if fetched.full and changes.history is not HistoryStatus.COMPLETE:
        # Not the whole history yet: only a run that has it may say which rows are gone.
        connection.cursor = None
        return
    # An empty cursor means "nothing yet": storing it would look like progress.
    connection.cursor = changes.next_cursor or claim.cursor


async def _announce(
    session: AsyncSession, connection: BankConnection, sync: Sync, applied: Applied, *, changed: bool
) -> None:
    workspace_id = connection.workspace_id
    is_waiting = connection.history_status == HistoryStatus.NOT_READY
    progress = SyncProgress(
        connection_id=connection.id,
        sync_id=sync.id,
        phase="waiting_for_bank" if is_waiting else "done",
        pages=sync.pages,
        transactions=sync.added + sync.modified + sync.removed,
        by_account={
            key: each.added + each.modified + each.removed for key, each in applied.by_account.items()
        },
    )
    told: list[EventData] = [progress]
    if changed:
        told.append(health.updated_event(connection))
    if sync.added or sync.modified or sync.removed:
        told.append(DashboardUpdate(reason="sync"))
    await events.publish(session, workspace_id, *told)
