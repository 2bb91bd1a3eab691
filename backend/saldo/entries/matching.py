"""Take a match back: the entry and the bank's row each stand by themselves, and stay so."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from saldo.audit import service as audit
from saldo.core.courier import promise
from saldo.core.jobs import Job
from saldo.corrections import correcting as corrections
from saldo.entries.errors import EntryNotMatched
from saldo.entries.schemas import Unmatched
from saldo.events import service as events
from saldo.events.types import TransactionsChanged
from saldo.transactions import listing, parting
from saldo.transactions.errors import TransactionNotFound
from saldo.transactions.ingest import REQUEST_LABELS
from saldo.workspaces.access import Member


async def unmatch(session: AsyncSession, member: Member, transaction_id: UUID) -> Unmatched:
    """Part an entry from the bank's row. Raises TransactionNotFound and EntryNotMatched."""
    await corrections.take_turn(session, member)
    workspace_id = member.workspace_id
    row = await listing.find_row(session, workspace_id, transaction_id)
    if row is None:
        raise TransactionNotFound
    if row["entry"] is None:
        raise EntryNotMatched
    bank_id = await parting.part(session, workspace_id, transaction_id)
    if bank_id is None:
        raise EntryNotMatched("What the bank said of it was erased with its link; nothing is left to part.")
    await audit.record(
        session,
        workspace_id=workspace_id,
        actor=member.actor,
        action="entry.unmatched",
        subject_type="transaction",
        subject_id=transaction_id,
        after={"of_bank": str(bank_id)},
    )
    entry = await listing.get_transaction(session, workspace_id, transaction_id)
    of_bank = await listing.get_transaction(session, workspace_id, bank_id)
    changed = TransactionsChanged(
        account_ids=sorted({entry.account_id, of_bank.account_id}),
        transaction_ids=[transaction_id, bank_id],
        modified=2,
        removed=0,
    )
    await events.publish(session, workspace_id, changed)
    promise(session, Job(REQUEST_LABELS, {"workspace_id": str(workspace_id)}))
    return Unmatched(entry=entry, of_bank=of_bank)
