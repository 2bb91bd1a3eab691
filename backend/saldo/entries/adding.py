"""Type in a transaction, say it otherwise, take it away, bring it back."""

import datetime as dt
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.accounts import service as accounts
from saldo.audit import service as audit
from saldo.core.courier import promise
from saldo.core.jobs import Job
from saldo.core.text import storable
from saldo.corrections import correcting as corrections
from saldo.corrections.correcting import Correction
from saldo.entries import matching
from saldo.entries.errors import EntryInvalid, EntryNotRemoved, EntryOfBank
from saldo.entries.schemas import EntryGiven, EntryStated
from saldo.ledger import anchoring
from saldo.taxonomy import catalogue
from saldo.transactions import correcting, joining, listing
from saldo.transactions.correcting import NewEntry
from saldo.transactions.errors import TransactionNotFound
from saldo.transactions.ingest import REQUEST_LABELS
from saldo.transactions.models import CategorySource, Origin, Transaction
from saldo.transactions.revising import Deed, as_kept
from saldo.transactions.schemas import Transaction as TransactionShown
from saldo.workspaces.access import Member

EARLIEST: Final = dt.date(1900, 1, 1)
LATEST_AHEAD: Final = dt.timedelta(days=366)
OWN: Final = (Origin.PERSON, Origin.IMPORT)
_BY_PERSON: Final = CategorySource.PERSON.value


async def add(session: AsyncSession, member: Member, given: EntryGiven, now: dt.datetime) -> TransactionShown:
    """Add what the bank has not told of: it waits for the bank unless it is older than the ledger.

    Raises EntryInvalid, CategoryUnknown and AccountNotFound.
    """
    await corrections.take_turn(session, member)
    workspace_id = member.workspace_id
    account = await accounts.get_account(session, workspace_id, given.account_id)
    refuse_impossible(given, now)
    name = storable(given.name)
    entry = NewEntry(
        account_id=account["id"],
        date=given.date,
        amount=given.amount,
        currency=account["currency"],
        description=name,
        origin=Origin.PERSON,
        pending=await is_awaited(session, workspace_id, account["id"], given.date, now),
        more=_words(given, name) | await _category(session, workspace_id, given.category_detailed),
    )
    transaction_id = await correcting.add_entry(session, workspace_id, entry, now)
    await _told(session, member, transaction_id, "entry.added")
    promise(session, Job(REQUEST_LABELS, {"workspace_id": str(workspace_id)}))
    return await listing.get_transaction(session, workspace_id, transaction_id)


async def restate(
    session: AsyncSession, member: Member, transaction_id: UUID, stated: EntryStated, now: dt.datetime
) -> Correction:
    """Say an entry otherwise. Raises TransactionNotFound, EntryOfBank and EntryInvalid."""
    await corrections.take_turn(session, member)
    row = await _get_own(session, member, transaction_id)
    refuse_impossible(stated, now)
    name = storable(stated.name)
    pending = await is_awaited(session, member.workspace_id, row["account_id"], stated.date, now)
    values = {"date": as_kept(stated.date), "amount": as_kept(stated.amount), "pending": pending}
    # A name left as it is shown must not take the place of what a file said.
    if name != (row["merchant_name"] or row["description"]):
        values |= {"description": name, "merchant_name": name}
    deed = Deed("entry", f"What was said of {name}", member.actor)
    revision_id = await corrections.carry_out(session, member, {transaction_id: values}, deed, now)
    transaction = await listing.get_transaction(session, member.workspace_id, transaction_id)
    return Correction(transaction, revision_id, None)


async def remove(session: AsyncSession, member: Member, transaction_id: UUID, now: dt.datetime) -> None:
    """Take an entry away. Raises TransactionNotFound and EntryOfBank."""
    await corrections.take_turn(session, member)
    await _get_own(session, member, transaction_id)
    await correcting.take_away(session, member.workspace_id, transaction_id, now)
    await _told(session, member, transaction_id, "entry.removed")


async def restore(
    session: AsyncSession, member: Member, transaction_id: UUID, now: dt.datetime
) -> TransactionShown:
    """Bring an entry back that was taken away; if the bank's row came meanwhile, the two become one.

    Raises TransactionNotFound and EntryNotRemoved.
    """
    await corrections.take_turn(session, member)
    workspace_id = member.workspace_id
    query = sa.select(Transaction.__table__).where(
        Transaction.workspace_id == workspace_id, Transaction.id == transaction_id
    )
    row = (await session.execute(query)).mappings().one_or_none()
    if row is None:
        raise TransactionNotFound
    if row["origin"] not in OWN or row["dismissed_at"] is None:
        raise EntryNotRemoved
    missed = None if row["is_kept_apart"] else await joining.find_missed(session, workspace_id, row)
    await correcting.bring_back(session, workspace_id, transaction_id)
    await _told(session, member, transaction_id, "entry.restored")
    if missed is not None:
        return await matching.match(session, member, transaction_id, missed, now)
    return await listing.get_transaction(session, workspace_id, transaction_id)


def refuse_impossible(stated: EntryStated, now: dt.datetime) -> None:
    """Raise EntryInvalid for what cannot have happened."""
    if not EARLIEST <= stated.date <= now.date() + LATEST_AHEAD:
        raise EntryInvalid("The date is before 1900 or more than a year ahead.")
    if stated.amount == 0:
        raise EntryInvalid("Nothing has moved: the amount must be other than 0.")


async def is_awaited(
    session: AsyncSession, workspace_id: UUID, account_id: UUID, day: dt.date, now: dt.datetime
) -> bool:
    """Say whether the bank's balance still lacks an entry of this day.

    Until the bank's own row comes such an entry is pending: it is in no balance, and nobody is to blame.
    """
    return day >= await anchoring.find_beginning(session, workspace_id, account_id, now.date())


def _words(given: EntryGiven, name: str) -> dict[str, Any]:
    words: dict[str, Any] = {"merchant_name": name, "merchant_source": _BY_PERSON}
    if note := corrections.read_text(given.note):
        words |= {"note": note, "note_source": _BY_PERSON}
    if tags := sorted({storable(tag) for tag in given.tags}):
        words |= {"tags": tags, "tags_source": _BY_PERSON}
    return words | {"statement_source": _BY_PERSON}


async def _category(session: AsyncSession, workspace_id: UUID, code: str | None) -> dict[str, Any]:
    if code is None:
        return {}
    category = (await catalogue.read(session, workspace_id)).require(code)
    return corrections.as_chosen(category) | {"category_source": _BY_PERSON}


async def _get_own(session: AsyncSession, member: Member, transaction_id: UUID) -> sa.RowMapping:
    row = await listing.find_row(session, member.workspace_id, transaction_id)
    if row is None:
        raise TransactionNotFound
    if row["origin"] not in OWN:
        raise EntryOfBank("Only what you typed in or imported can be changed or removed in this way.")
    return row


async def _told(session: AsyncSession, member: Member, transaction_id: UUID, action: str) -> None:
    await audit.record(
        session,
        workspace_id=member.workspace_id,
        actor=member.actor,
        action=action,
        subject_type="transaction",
        subject_id=transaction_id,
    )
