"""Write the receipt of a run, in the transaction that ends the run."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from saldo.core.ids import new_id
from saldo.core.money import format_amount
from saldo.ledger.checking import Checked
from saldo.providers.bank import RejectedRow
from saldo.receipts import repository
from saldo.receipts.models import SyncReceipt
from saldo.receipts.sealing import Sealed, instant, seal
from saldo.transactions.tallying import Tally

MOST_SKIPPED_LISTED: Final = 100
# The second says of each account what was added, modified, removed and set aside.
FORMAT: Final = 2


@dataclass(frozen=True)
class Run:
    """What a run says of itself; the ids tell whose it is."""

    workspace_id: UUID
    connection_id: UUID
    sync_id: UUID
    trigger: str
    status: str
    started_at: datetime
    finished_at: datetime
    added: int = 0
    modified: int = 0
    removed: int = 0
    skipped: int = 0
    pages: int = 0
    restarts: int = 0
    error_code: str | None = None


async def issue(
    session: AsyncSession,
    run: Run,
    skipped: Sequence[RejectedRow],
    checked: Sequence[Checked],
    by_account: Mapping[UUID, Tally],
) -> SyncReceipt:
    """Append a receipt to the connection's chain; the caller holds the connection's row."""
    recorded_at, number, last_hash = await repository.find_last(session, run.workspace_id, run.connection_id)
    receipt = Sealed(
        id=new_id(),
        workspace_id=run.workspace_id,
        connection_id=run.connection_id,
        sync_id=run.sync_id,
        number=number + 1,
        recorded_at=recorded_at,
        body=_body(run, skipped, checked, by_account),
        previous_hash=last_hash,
    )
    stored = SyncReceipt(**vars(receipt), hash=seal(receipt))
    session.add(stored)
    await session.flush()
    return stored


def _body(
    run: Run,
    skipped: Sequence[RejectedRow],
    checked: Sequence[Checked],
    by_account: Mapping[UUID, Tally],
) -> dict[str, Any]:
    facts = {name: value for name, value in asdict(run).items() if not name.endswith("_id")}
    return facts | {
        "format": FORMAT,
        "started_at": instant(run.started_at),
        "finished_at": instant(run.finished_at),
        "skipped_rows": [{"id": row.id, "reason": row.reason} for row in skipped[:MOST_SKIPPED_LISTED]],
        "accounts": [
            _account(each) | asdict(by_account.get(each.figures.account_id, Tally())) for each in checked
        ],
    }


def _account(checked: Checked) -> dict[str, Any]:
    figures, standing = checked.figures, checked.standing
    return {
        "account_id": str(figures.account_id),
        "check_id": str(checked.check_id),
        "currency": figures.currency,
        "opening_date": figures.opening_date.isoformat() if figures.opening_date else None,
        "opening_balance": _amount(figures.opening_balance),
        "bank": _amount(figures.bank),
        "ledger": _amount(figures.ledger),
        "pending": _amount(figures.pending),
        "entries": figures.entries,
        "status": standing.status.value,
        "difference": _amount(standing.difference),
        "off_since": checked.off_since.isoformat() if checked.off_since else None,
    }


def _amount(amount: Any) -> str | None:
    return None if amount is None else format_amount(amount)
