"""Match an entry with the bank's row by a person's word, and take a match back, whoever made it."""

import datetime as dt
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.audit import service as audit
from saldo.core.courier import promise
from saldo.core.jobs import Job
from saldo.corrections import correcting as corrections
from saldo.entries.errors import EntryNotMatched, EntryOfBank, EntryUnmatchable
from saldo.entries.schemas import Candidates, Unmatched
from saldo.events import service as events
from saldo.events.types import TransactionsChanged
from saldo.transactions import joining, listing, parting, revising
from saldo.transactions.errors import TransactionNotFound
from saldo.transactions.ingest import REQUEST_LABELS
from saldo.transactions.joining import Joined
from saldo.transactions.models import Origin, Revision
from saldo.transactions.revising import Deed
from saldo.transactions.schemas import Transaction
from saldo.workspaces.access import Member


async def list_candidates(session: AsyncSession, member: Member, entry_id: UUID) -> Candidates:
    """List what of the bank an entry may be. Raises TransactionNotFound and EntryOfBank."""
    entry = await _get(session, member, entry_id)
    if entry["origin"] not in {Origin.PERSON, Origin.IMPORT}:
        raise EntryOfBank("Only what you typed in or imported can be matched with your bank's rows.")
    found = await joining.list_candidates(session, member.workspace_id, entry)
    return Candidates(
        data=[await listing.get_transaction(session, member.workspace_id, each) for each in found]
    )


async def match(
    session: AsyncSession, member: Member, entry_id: UUID, bank_id: UUID, now: dt.datetime
) -> Transaction:
    """Make an entry and a transaction of the bank one. Raises TransactionNotFound and EntryUnmatchable."""
    await corrections.take_turn(session, member)
    for transaction_id in (entry_id, bank_id):
        await _get(session, member, transaction_id)
    pair = await joining.find_pair(session, member.workspace_id, entry_id, bank_id)
    if pair is None:
        raise EntryUnmatchable(
            "An entry can be matched with a transaction of your bank in the same account and currency that "
            "is matched with no other entry."
        )
    entry, bank = pair
    title = f"What was said of {entry['merchant_name'] or entry['description']}"
    deed = Deed("match", title, member.actor)
    words = {bank_id: joining.words_of(entry, bank)}
    revision_id = await corrections.carry_out(session, member, words, deed, now)
    await joining.join(session, member.workspace_id, bank_id, Joined(entry_id, revision_id), now)
    await _tell(session, member, "entry.matched", entry_id, bank_id)
    return await listing.get_transaction(session, member.workspace_id, bank_id)


async def unmatch(session: AsyncSession, member: Member, transaction_id: UUID, now: dt.datetime) -> Unmatched:
    """Part an entry from the bank's row. Raises TransactionNotFound and EntryNotMatched."""
    await corrections.take_turn(session, member)
    row = await _get(session, member, transaction_id)
    if row["entry"] is None:
        raise EntryNotMatched
    entry_id, bank_id = await _part(session, member, row, now)
    await _tell(session, member, "entry.unmatched", entry_id, bank_id)
    entry = await listing.get_transaction(session, member.workspace_id, entry_id)
    of_bank = await listing.get_transaction(session, member.workspace_id, bank_id)
    return Unmatched(entry=entry, of_bank=of_bank)


async def _part(
    session: AsyncSession, member: Member, row: sa.RowMapping, now: dt.datetime
) -> tuple[UUID, UUID]:
    joined = joining.read_joined(row)
    if joined and await joining.separate(session, member.workspace_id, row["id"], joined):
        await _take_back_words(session, member, joined, now)
        return joined.entry_id, row["id"]
    bank_id = await parting.part(session, member.workspace_id, row["id"])
    if bank_id is None:
        raise EntryNotMatched("What the bank said of it was erased with its link; nothing is left to part.")
    return row["id"], bank_id


async def _take_back_words(session: AsyncSession, member: Member, joined: Joined, now: dt.datetime) -> None:
    revision = await session.scalar(
        sa.select(Revision)
        .where(
            Revision.workspace_id == member.workspace_id,
            Revision.id == joined.revision_id,
            Revision.reverted_at.is_(None),
        )
        .with_for_update()
    )
    if revision is not None:
        await revising.revert(session, member.workspace_id, revision, now)


async def _get(session: AsyncSession, member: Member, transaction_id: UUID) -> sa.RowMapping:
    row = await listing.find_row(session, member.workspace_id, transaction_id)
    if row is None:
        raise TransactionNotFound
    return row


async def _tell(session: AsyncSession, member: Member, action: str, entry_id: UUID, bank_id: UUID) -> None:
    await audit.record(
        session,
        workspace_id=member.workspace_id,
        actor=member.actor,
        action=action,
        subject_type="transaction",
        subject_id=entry_id,
        after={"of_bank": str(bank_id)},
    )
    ids = [entry_id, bank_id]
    rows = [await listing.find_row(session, member.workspace_id, each) for each in ids]
    live = [row for row in rows if row is not None]
    changed = TransactionsChanged(
        account_ids=sorted({row["account_id"] for row in live}),
        transaction_ids=ids,
        modified=len(live),
        removed=len(ids) - len(live),
    )
    await events.publish(session, member.workspace_id, changed)
    promise(session, Job(REQUEST_LABELS, {"workspace_id": str(member.workspace_id)}))
