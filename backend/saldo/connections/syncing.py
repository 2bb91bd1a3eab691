"""One sync of one bank connection: claim, fetch, apply."""

import time
from contextlib import suppress
from uuid import UUID

import structlog

from saldo.connections import accounting, applying, breakers, fetching, health, leases, repository
from saldo.connections.bank_access import BankAccess
from saldo.connections.errors import StaleSync
from saldo.connections.leases import Claim
from saldo.connections.models import ENDED, ConnectionStatus, SyncStatus, SyncTrigger
from saldo.connections.scheduling import promise_sync_at
from saldo.core.database import workspace_scope
from saldo.core.errors import Unavailable
from saldo.events import service as events
from saldo.events.types import SyncProgress
from saldo.providers.bank import BankDown, BankError

log = structlog.get_logger(__name__)


async def run_sync(access: BankAccess, workspace_id: UUID, connection_id: UUID, trigger: SyncTrigger) -> None:
    """Bring one connection up to date if that is due; harmless to call at any time, any number of times."""
    claim = await leases.claim(access, workspace_id, connection_id, trigger)
    if claim is None:
        return
    started = time.monotonic()
    try:
        async with leases.kept_alive(access, claim):
            fetched = await fetching.fetch_all(access, claim)
        applied = await applying.apply(access, claim, fetched)
    except StaleSync:
        log.warning("sync.fenced_off", sync_id=str(claim.sync_id))
    except BankError as error:
        log.warning("sync.failed", sync_id=str(claim.sync_id), code=error.code, request_id=error.request_id)
        await _record_failure(access, claim, error)
    except Unavailable:
        log.warning("sync.database_unavailable", sync_id=str(claim.sync_id))
        # If this cannot be written either, the lease runs out and the sweep comes by.
        with suppress(Unavailable):
            await _record_failure(access, claim, BankError("Our database was busy.", code="DATABASE_BUSY"))
    except Exception:
        # Ours, not the bank's: keep it visible on the connection, and let the worker report it.
        await _record_failure(access, claim, BankError("The sync failed on our side.", code="INTERNAL"))
        raise
    else:
        log.info(
            "sync.finished",
            sync_id=str(claim.sync_id),
            added=applied.added,
            modified=applied.modified,
            removed=applied.removed,
            skipped=applied.skipped,
            seconds=round(time.monotonic() - started, 2),
        )


async def _record_failure(access: BankAccess, claim: Claim, error: BankError) -> None:
    now = access.clock.now()
    async with access.database.transaction(workspace_scope(claim.workspace_id)) as session:
        connection = await repository.lock_leased(
            session, claim.workspace_id, claim.connection_id, claim.lease_token
        )
        if connection is None:
            return
        before = connection.status
        health.note_failure(connection, error, now)
        connection.lease_token = connection.lease_until = None
        sync = await repository.get_sync(session, claim.workspace_id, claim.sync_id)
        sync.status, sync.finished_at = SyncStatus.FAILED, now
        sync.error_code, sync.error_message = error.code, str(error)
        await accounting.issue_receipt(session, sync, (), (), {})
        progress = SyncProgress(
            connection_id=connection.id,
            sync_id=sync.id,
            phase="failed",
            pages=0,
            transactions=0,
            by_account={},
        )
        await events.publish(session, claim.workspace_id, progress)
        if connection.status != before:
            await events.publish(session, claim.workspace_id, health.updated_event(connection))
        if connection.status not in {*ENDED, ConnectionStatus.NEEDS_LOGIN}:
            promise_sync_at(session, connection.workspace_id, connection.id, connection.next_at, now)
        if isinstance(error, BankDown):
            # Last, because workspaces share this row.
            await breakers.note_failure(session, connection.institution_id, now)
    if isinstance(error, BankDown):
        await breakers.ask_health(access, connection.institution_id)
