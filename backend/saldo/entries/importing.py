"""Bring a bank's file into an account: as a draft first, then applied as a whole, or undone as a whole."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.accounts import service as accounts
from saldo.audit import service as audit
from saldo.core.courier import promise
from saldo.core.ids import new_id
from saldo.core.jobs import Job
from saldo.core.text import storable
from saldo.corrections import correcting as corrections
from saldo.entries import previewing
from saldo.entries.errors import (
    ImportAccountOpen,
    ImportDecided,
    ImportNotFound,
    ImportReadingWrong,
    ImportReread,
)
from saldo.entries.import_schemas import Choice, FileGiven
from saldo.entries.models import Import, ImportStatus
from saldo.entries.previewing import Read
from saldo.entries.readings import Reading, Row
from saldo.entries.stated_accounts import Statement, find_meant
from saldo.entries.tables import recognise
from saldo.events import service as events
from saldo.events.types import MOST_CHANGED, TransactionsChanged
from saldo.ledger import anchoring
from saldo.taxonomy import catalogue
from saldo.taxonomy.catalogue import Catalogue, Category
from saldo.transactions import correcting
from saldo.transactions.correcting import NewEntry
from saldo.transactions.ingest import REQUEST_LABELS
from saldo.transactions.models import CategorySource, Origin, Transaction
from saldo.workspaces.access import Member

_BY_PERSON: Final = CategorySource.PERSON.value


@dataclass(frozen=True)
class _Place:
    """Where the rows of a file go: what is older than `beginning` is history, all else waits for the bank."""

    made: Import
    currency: str
    beginning: dt.date
    words: Mapping[str, Category]


async def draft(
    session: AsyncSession, member: Member, account_id: UUID, given: FileGiven, now: dt.datetime
) -> tuple[Import, bool]:
    """Keep a file and guess what it means; also say whether its dates can be meant in one way only.

    Raises AccountNotFound and ImportUnreadable.
    """
    await corrections.take_turn(session, member)
    account = await accounts.get_account(session, member.workspace_id, account_id)
    kind = recognise(given.content)
    found = await previewing.guess_reading(session, account, kind, given.content, now.date())
    # An older draft of theirs was given up: a file is kept no longer than it is looked at.
    await session.execute(
        sa.delete(Import).where(
            Import.workspace_id == member.workspace_id,
            Import.account_id == account_id,
            Import.created_by == member.actor,
            Import.status == ImportStatus.DRAFT,
        )
    )
    made = Import(
        id=new_id(),
        workspace_id=member.workspace_id,
        account_id=account_id,
        file_name=storable(given.file_name),
        format=kind,
        content=storable(given.content),
        reading=found.reading.model_dump(),
        statement=previewing.guess_statement(account, kind, given.content, found.reading),
        status=ImportStatus.DRAFT,
        added=0,
        skipped=0,
        rejected=[],
        created_by=member.actor,
        created_at=now,
    )
    session.add(made)
    await session.flush()
    return made, found.is_date_order_sure


async def get(session: AsyncSession, member: Member, import_id: UUID, *, lock: bool = False) -> Import:
    """Return an import. Raises ImportNotFound."""
    query = sa.select(Import).where(Import.workspace_id == member.workspace_id, Import.id == import_id)
    made = await session.scalar(query.with_for_update() if lock else query)
    if made is None:
        raise ImportNotFound
    return made


async def list_of_account(session: AsyncSession, member: Member, account_id: UUID) -> Sequence[Import]:
    """List the imports into an account, the newest first. Raises AccountNotFound."""
    await accounts.get_account(session, member.workspace_id, account_id)
    query = sa.select(Import).where(
        Import.workspace_id == member.workspace_id, Import.account_id == account_id
    )
    return (await session.scalars(query.order_by(Import.id.desc()).limit(100))).all()


async def reread(session: AsyncSession, member: Member, import_id: UUID, reading: Reading) -> Import:
    """Say what a draft's columns mean. Raises ImportNotFound, ImportDecided and ImportReadingWrong."""
    made = await _get_draft(session, member, import_id)
    before = [each.number for each in _list_statements(made)]
    made.reading = reading.model_dump()
    stated = _list_statements(made)
    # An account is chosen by its place among those of the file, where another reading may see others.
    if [each.number for each in stated] != before:
        account = await accounts.get_account(session, member.workspace_id, made.account_id)
        made.statement = find_meant(stated, account)
    await session.flush()
    return made


async def choose_account(session: AsyncSession, member: Member, import_id: UUID, number: int) -> Import:
    """Say which account of a draft's file is meant.

    Raises ImportNotFound, ImportDecided and ImportReadingWrong.
    """
    made = await _get_draft(session, member, import_id)
    there = len(_list_statements(made))
    if number >= there:
        raise ImportReadingWrong(f"The file states {there} accounts, and they are counted from 0.")
    made.statement = number
    await session.flush()
    return made


async def discard(session: AsyncSession, member: Member, import_id: UUID) -> None:
    """Forget a draft. Raises ImportNotFound and ImportDecided."""
    await session.delete(await _get_draft(session, member, import_id))


async def apply(
    session: AsyncSession, member: Member, import_id: UUID, choice: Choice, now: dt.datetime
) -> Import:
    """Add the rows of a draft that are not there already, all or none.

    Raises ImportNotFound, ImportDecided, ImportAccountOpen, ImportReread and ImportReadingWrong.
    """
    made = await _get_draft(session, member, import_id)
    _refuse_unseen(made, choice)
    account = await accounts.get_account(session, member.workspace_id, made.account_id)
    found = await previewing.read(session, account, made, now.date())
    wanted = _choose(found, choice)
    beginning = await anchoring.find_beginning(session, member.workspace_id, account["id"], now.date())
    words = by_label(await catalogue.read(session, member.workspace_id))
    place = _Place(made, account["currency"], beginning, words)
    entries = [_as_entry(row, place, found) for row in wanted]
    if entries:
        await correcting.add_entries(session, member.workspace_id, entries, now)
        promise(session, Job(REQUEST_LABELS, {"workspace_id": str(member.workspace_id)}))
    made.status, made.applied_at, made.content = ImportStatus.APPLIED, now, None
    made.added, made.skipped = len(wanted), len(found.rows) - len(wanted)
    made.rejected = [vars(row) for row in found.rejected]
    await _record(session, member, made, "import.applied", added=made.added)
    return made


async def undo(
    session: AsyncSession, member: Member, import_id: UUID, now: dt.datetime
) -> tuple[Import, int, int]:
    """Take away what an import brought; return also how much went, and how much is the bank's by now.

    Raises ImportNotFound and ImportDecided.
    """
    await corrections.take_turn(session, member)
    made = await get(session, member, import_id, lock=True)
    if made.status != ImportStatus.APPLIED:
        raise ImportDecided("Only an import that was applied can be undone.")
    its = (Transaction.workspace_id == member.workspace_id, Transaction.import_id == import_id)
    live = Transaction.removed_at.is_(None)
    removed = await _change(
        session, (*its, live, Transaction.entry.is_(None)), removed_at=now, dismissed_at=now
    )
    kept = await _change(
        session, (*its, live, Transaction.entry.is_not(None)), entry=sa.null(), import_id=None
    )
    touched = removed | kept
    made.status, made.undone_at = ImportStatus.UNDONE, now
    await _record(session, member, made, "import.undone", removed=len(removed), kept=len(kept))
    if touched:
        changed = TransactionsChanged(
            # A person may have moved some of its rows to other accounts since.
            account_ids=sorted(set(touched.values())),
            transaction_ids=list(touched)[:MOST_CHANGED],
            modified=len(kept),
            removed=len(removed),
        )
        await events.publish(session, member.workspace_id, changed)
    return made, len(removed), len(kept)


def by_label(categories: Catalogue) -> dict[str, Category]:
    """Return the categories by what files may call them: their codes and their names."""
    every = [category for _, children in categories.groups() for category in children]
    return {word.casefold(): category for category in every for word in (category.label, category.detailed)}


async def _get_draft(session: AsyncSession, member: Member, import_id: UUID) -> Import:
    await corrections.take_turn(session, member)
    made = await get(session, member, import_id, lock=True)
    if made.status != ImportStatus.DRAFT:
        raise ImportDecided
    return made


def _list_statements(made: Import) -> list[Statement]:
    return previewing.list_statements(made.format, made.content or "", previewing.reading_of(made))


def _refuse_unseen(made: Import, choice: Choice) -> None:
    if made.statement is None and _list_statements(made):
        raise ImportAccountOpen("Say first which account of the file is the one you are importing into.")
    if choice.reading is not None and choice.reading != previewing.reading_of(made):
        raise ImportReread("Somebody, or you in another window, has said anew what its columns mean.")
    if choice.account is not None and choice.account != made.statement:
        raise ImportReread("Somebody, or you in another window, has chosen another account of the file.")


def _choose(found: Read, choice: Choice) -> list[Row]:
    include, leave_out = set(choice.include), set(choice.leave_out)
    return [
        row
        for row in found.rows
        if row.line not in leave_out and (row.line not in found.duplicates or row.line in include)
    ]


def _as_entry(row: Row, place: _Place, found: Read) -> NewEntry:
    more: dict[str, Any] = {"import_id": place.made.id, "statement_source": _BY_PERSON}
    more["import_identity"] = found.identities.get(row.line)
    if row.note and row.note != row.description:
        more |= {"note": row.note, "note_source": _BY_PERSON}
    if category := place.words.get((row.category or "").casefold()):
        reason = {"kind": "person", "text": "As the imported file says"}
        chosen = corrections.as_chosen(category) | {"category_reason": reason}
        more |= chosen | {"category_source": _BY_PERSON}
    return NewEntry(
        account_id=place.made.account_id,
        date=row.date,
        amount=row.amount,
        currency=place.currency,
        description=row.description,
        origin=Origin.IMPORT,
        pending=row.date >= place.beginning,
        more=more,
    )


async def _change(
    session: AsyncSession, conditions: tuple[sa.ColumnElement[bool], ...], **values: Any
) -> dict[UUID, UUID]:
    """Change transactions; return the account of each."""
    statement = (
        sa.update(Transaction)
        .where(*conditions)
        .values(**values, updated_at=sa.func.now())
        .returning(Transaction.id, Transaction.account_id)
        .execution_options(synchronize_session=False)
    )
    return {row.id: row.account_id for row in await session.execute(statement)}


async def _record(session: AsyncSession, member: Member, made: Import, action: str, **told: int) -> None:
    await session.flush()
    await audit.record(
        session,
        workspace_id=member.workspace_id,
        actor=member.actor,
        action=action,
        subject_type="account",
        subject_id=made.account_id,
        after={"import": str(made.id), "skipped": made.skipped, **told},
    )
