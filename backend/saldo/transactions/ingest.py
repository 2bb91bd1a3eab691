"""Store what the bank says and turn it into what a person sees."""

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from saldo.core.courier import promise
from saldo.core.jobs import Job
from saldo.events import service as events
from saldo.events.types import (
    MOST_CHANGED,
    MOST_TRANSACTIONS,
    TransactionCreated,
    TransactionLine,
    TransactionsChanged,
)
from saldo.providers.bank import Changes, RejectedRow
from saldo.transactions import claiming, inheriting, parting, rejecting, repository, storing
from saldo.transactions.cleaning import Cleaned, clean
from saldo.transactions.planning import Known, Placed, make_plan
from saldo.transactions.tallying import Tally, accounts_of, merge, tally

REQUEST_LABELS = "categorization.request"


@dataclass(frozen=True)
class Applied:
    """What one delta did to the transactions a person sees."""

    added: int
    modified: int
    removed: int
    skipped: int
    touched_ids: tuple[UUID, ...]
    rejected: Sequence[RejectedRow] = ()
    by_account: Mapping[UUID, Tally] = field(default_factory=dict)

    def and_removed(self, also: "Applied") -> "Applied":
        """Count what was withdrawn afterwards to this delta."""
        by_account = merge(self.by_account, also.by_account)
        return replace(self, removed=self.removed + also.removed, by_account=by_account)


async def apply_changes(
    session: AsyncSession,
    workspace_id: UUID,
    connection_id: UUID,
    account_ids: Mapping[str, UUID],
    changes: Changes,
) -> Applied:
    """Store one delta: all its pages at once, or page by page in their order.

    Applying the same again writes nothing. A row that cannot be stored is set aside, counted as skipped, and
    does not stop the others; so is one of an account that `account_ids` (by the provider's id) lacks.
    """
    await events.take_turn(session, workspace_id)
    cleaned = clean(changes, account_ids)
    removed = {row.id for row in changes.removed}
    known, claimed = await _learn(session, workspace_id, connection_id, cleaned, removed)
    plan = make_plan(cleaned.rows, removed, known)
    await claiming.hand_over(session, workspace_id, claimed.values())
    modified = await storing.write(session, workspace_id, connection_id, plan)
    vanished = await _withdraw(session, workspace_id, connection_id, plan.withdrawn)
    await rejecting.set_aside(session, workspace_id, connection_id, cleaned)
    created = plan.created
    await _tell_created(session, workspace_id, connection_id, created)
    accounts = await _tell_changed(session, workspace_id, modified, vanished)
    if created or modified:
        promise(session, Job(REQUEST_LABELS, {"workspace_id": str(workspace_id)}))
    return Applied(
        added=len(created),
        modified=len(modified),
        removed=len(vanished),
        skipped=len(cleaned.rejected),
        touched_ids=(*(each.transaction_id for each in created), *modified, *vanished),
        rejected=tuple(cleaned.rejected),
        by_account=tally(
            added=[each.row.account_id for each in created],
            modified=[accounts[each] for each in modified],
            removed=[accounts[each] for each in vanished],
            skipped=accounts_of(cleaned.rejected, account_ids),
        ),
    )


async def _learn(
    session: AsyncSession,
    workspace_id: UUID,
    connection_id: UUID,
    cleaned: Cleaned,
    removed: AbstractSet[str],
) -> tuple[Known, Mapping[str, UUID]]:
    """Return what is known of these rows, and which entries of people they turn out to be."""
    pending = {row.bank.pending_id for row in cleaned.rows.values() if row.bank.pending_id}
    known = await storing.load_known(session, connection_id, cleaned.rows.keys(), removed | pending)
    heritage = await inheriting.find_heritage(session, workspace_id, connection_id)
    inherited: Mapping[str, UUID] = {}
    if heritage is not None:
        inherited = await inheriting.find_inherited(session, heritage, cleaned.rows, known)
        await inheriting.silence(session, heritage, inherited.values())
    known = replace(known, inherited=inherited)
    claimed = await claiming.find_claimed(session, workspace_id, cleaned.rows, removed, known)
    return replace(known, inherited={**inherited, **claimed}), claimed


async def reconcile_whole(
    session: AsyncSession, workspace_id: UUID, connection_id: UUID, changes: Changes, applied: Applied
) -> Applied:
    """After a full resync: withdraw what the bank no longer lists, and settle what is no longer missing.

    A row that is listed but cannot be read is not gone.
    """
    await rejecting.settle_others(session, workspace_id, connection_id, applied.rejected)
    seen = {row.id for row in (*changes.added, *changes.modified)}
    unread = {row.id for row in changes.rejected if row.id is not None}
    return await mark_absent_removed(session, workspace_id, connection_id, seen | unread)


async def mark_absent_removed(
    session: AsyncSession, workspace_id: UUID, connection_id: UUID, seen_ids: AbstractSet[str]
) -> Applied:
    """Withdraw the rows that the bank no longer lists."""
    await events.take_turn(session, workspace_id)
    absent = await storing.list_absent(session, connection_id, seen_ids)
    vanished = await _withdraw(session, workspace_id, connection_id, absent)
    return await _tell_vanished(session, workspace_id, vanished)


async def settle_inherited(session: AsyncSession, workspace_id: UUID, connection_id: UUID) -> Applied:
    """After the whole history of a bank linked anew: withdraw what was pending under the former link."""
    await events.take_turn(session, workspace_id)
    vanished = await inheriting.withdraw_pending(session, workspace_id, connection_id)
    await parting.give_back(session, workspace_id, vanished)
    return await _tell_vanished(session, workspace_id, vanished)


async def _withdraw(
    session: AsyncSession, workspace_id: UUID, connection_id: UUID, provider_ids: Collection[str]
) -> list[UUID]:
    """Remove bank rows; an entry that one of them spoke for waits for the bank again."""
    vanished = await storing.withdraw(session, connection_id, provider_ids)
    await parting.give_back(session, workspace_id, vanished)
    return vanished


async def _tell_vanished(session: AsyncSession, workspace_id: UUID, vanished: Sequence[UUID]) -> Applied:
    accounts = await _tell_changed(session, workspace_id, [], vanished)
    return Applied(
        added=0,
        modified=0,
        removed=len(vanished),
        skipped=0,
        touched_ids=tuple(vanished),
        by_account=tally(removed=[accounts[each] for each in vanished]),
    )


async def _tell_created(
    session: AsyncSession, workspace_id: UUID, connection_id: UUID, created: Sequence[Placed]
) -> None:
    if not created:
        return
    newest = sorted(created, key=lambda each: (each.row.bank.date, each.transaction_id), reverse=True)
    event = TransactionCreated(
        connection_id=connection_id,
        account_ids=sorted({each.row.account_id for each in created}),
        count=len(created),
        transactions=[_line(each) for each in newest[:MOST_TRANSACTIONS]],
    )
    await events.publish(session, workspace_id, event)


def _line(placed: Placed) -> TransactionLine:
    return TransactionLine(
        id=placed.transaction_id,
        account_id=placed.row.account_id,
        date=placed.row.bank.date,
        amount=placed.row.amount,
        currency=placed.row.bank.currency,
        description=placed.row.description,
        pending=placed.row.bank.pending,
    )


async def _tell_changed(
    session: AsyncSession, workspace_id: UUID, modified: Sequence[UUID], vanished: Sequence[UUID]
) -> Mapping[UUID, UUID]:
    """Tell what changed; return the account of each transaction it was."""
    touched = [*modified, *vanished]
    if not touched:
        return {}
    accounts = await repository.map_accounts(session, workspace_id, touched)
    event = TransactionsChanged(
        account_ids=sorted(set(accounts.values())),
        transaction_ids=touched[:MOST_CHANGED],
        modified=len(modified),
        removed=len(vanished),
    )
    await events.publish(session, workspace_id, event)
    return accounts
