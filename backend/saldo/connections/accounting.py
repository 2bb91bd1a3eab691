"""The end of a run in figures: ledgers begun, compared with the bank, and the run's receipt."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from saldo.connections.fetching import Fetched
from saldo.connections.leases import Claim
from saldo.connections.models import Sync
from saldo.ledger import anchoring, checking
from saldo.ledger.checking import Checked, Occasion
from saldo.providers.bank import HistoryStatus, RejectedRow
from saldo.receipts import issuing
from saldo.receipts.issuing import Run
from saldo.transactions.tallying import Tally


async def compare_with_bank(
    session: AsyncSession, claim: Claim, fetched: Fetched, now: datetime
) -> list[Checked]:
    """Compare every account of the connection; before the bank has any rows there is nothing to compare."""
    workspace_id, connection_id = claim.workspace_id, claim.connection_id
    history = fetched.changes.history
    if history is HistoryStatus.NOT_READY:
        return []
    await anchoring.anchor_accounts(
        session, workspace_id, connection_id, now, is_history_complete=history is HistoryStatus.COMPLETE
    )
    occasion = Occasion(anchoring.BY_SYNC, now, claim.sync_id)
    return await checking.check_connection(session, workspace_id, connection_id, occasion)


async def issue_receipt(
    session: AsyncSession,
    sync: Sync,
    skipped: Sequence[RejectedRow],
    checked: Sequence[Checked],
    by_account: Mapping[UUID, Tally],
) -> None:
    """Write the receipt of a run that has ended; the caller holds the connection's row."""
    assert sync.finished_at is not None  # noqa: S101 - set by whoever ended it
    run = Run(
        workspace_id=sync.workspace_id,
        connection_id=sync.connection_id,
        sync_id=sync.id,
        trigger=sync.trigger,
        status=sync.status,
        started_at=sync.started_at,
        finished_at=sync.finished_at,
        added=sync.added,
        modified=sync.modified,
        removed=sync.removed,
        skipped=sync.skipped,
        pages=sync.pages,
        restarts=sync.restarts,
        error_code=sync.error_code,
    )
    await issuing.issue(session, run, skipped, checked, by_account)
