"""Change transactions by a person's word: one or many, with what it teaches and how to take it back."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.audit import service as audit
from saldo.core.text import storable
from saldo.corrections import lessons
from saldo.corrections.errors import RevisionNotFound, RevisionReverted
from saldo.corrections.lessons import Learned
from saldo.corrections.schemas import TransactionChange
from saldo.events import service as events
from saldo.events.types import CategoriesChanged
from saldo.taxonomy import catalogue, returning
from saldo.taxonomy.catalogue import Catalogue, Category
from saldo.transactions import listing, reopening, revising
from saldo.transactions.errors import TransactionNotFound, ViewerMayNotChange
from saldo.transactions.models import CategorySource, Revision
from saldo.transactions.revising import Deed, Difference, Reverted, Values
from saldo.transactions.schemas import Transaction
from saldo.workspaces.access import Member
from saldo.workspaces.models import Role

MOST_ROWS_KEPT_IN_AUDIT = 20
OF_MERCHANTS: Final = "merchant"


@dataclass(frozen=True)
class Correction:
    """What a person changed in one transaction, how to take it back, and what it taught."""

    transaction: Transaction
    revision_id: UUID | None
    lesson: Learned | None


async def correct(
    session: AsyncSession, member: Member, transaction_id: UUID, change: TransactionChange, now: dt.datetime
) -> Correction:
    """Change one transaction; a chosen category is remembered for its merchant unless it is not to be.

    Raises ViewerMayNotChange, CategoryUnknown and TransactionNotFound.
    """
    workspace_id = member.workspace_id
    await take_turn(session, member)
    values = read_change(change, await catalogue.read(session, member.workspace_id))
    row = await listing.find_row(session, workspace_id, transaction_id)
    if row is None:
        raise TransactionNotFound
    revision_id = await carry_out(
        session, member, {transaction_id: values}, Deed("correction", _title(row, values), member.actor), now
    )
    lesson = None
    if revision_id and change.category_detailed and change.remember:
        lesson = await lessons.teach(
            session, workspace_id, row, values["category_detailed"], (revision_id, member.actor, now)
        )
    return Correction(
        await listing.get_transaction(session, workspace_id, transaction_id), revision_id, lesson
    )


async def correct_many(
    session: AsyncSession,
    member: Member,
    transaction_ids: list[UUID],
    change: TransactionChange,
    now: dt.datetime,
) -> tuple[UUID | None, int]:
    """Change many transactions alike; return the revision and how many rows changed."""
    await take_turn(session, member)
    values = read_change(change, await catalogue.read(session, member.workspace_id))
    wanted = dict.fromkeys(transaction_ids, values)
    rows = "1 transaction" if len(wanted) == 1 else f"{len(wanted)} transactions"
    title = f"{', '.join(_said(values)).capitalize()} for {rows}"
    revised = await revising.revise(session, member.workspace_id, wanted, CategorySource.PERSON)
    return await record(session, member, revised, Deed("bulk", title, member.actor), now), len(revised)


async def follow_lesson(
    session: AsyncSession, member: Member, lesson_id: UUID, now: dt.datetime
) -> tuple[UUID | None, int]:
    """Let the past follow a lesson; what a person chose stays. Raises LessonNotFound."""
    await take_turn(session, member)
    lesson = await lessons.get_learned(session, member.workspace_id, lesson_id)
    recalled = await lessons.recall(session, member.workspace_id, lesson=lesson)
    categories = await catalogue.read(session, member.workspace_id)
    wanted = {each.transaction_id: each.lesson.as_values(categories) for each in recalled}
    revised = await revising.revise(session, member.workspace_id, wanted, CategorySource.MEMORY)
    title = f"Past transactions of {lesson.merchant_name}"
    return await record(session, member, revised, Deed("lesson", title, member.actor), now), len(revised)


async def take_back(session: AsyncSession, member: Member, revision_id: UUID, now: dt.datetime) -> Reverted:
    """Undo one change whole, with what it taught and removed.

    Raises RevisionNotFound, RevisionReverted and CategoryNameTaken.
    """
    await take_turn(session, member)
    revision = await session.scalar(
        sa.select(Revision)
        .where(Revision.workspace_id == member.workspace_id, Revision.id == revision_id)
        .with_for_update()
    )
    if revision is None:
        raise RevisionNotFound
    if revision.reverted_at is not None:
        raise RevisionReverted
    reverted = await revising.revert(session, member.workspace_id, revision, now)
    if revision.kind == OF_MERCHANTS:
        await reopening.reopen(session, member.workspace_id, revision)
    if codes := await returning.bring_back(session, member.workspace_id, revision_id):
        await events.publish(session, member.workspace_id, CategoriesChanged(codes=codes))
    await audit.record(
        session,
        workspace_id=member.workspace_id,
        actor=member.actor,
        action="revision.reverted",
        subject_type="revision",
        subject_id=revision_id,
        after=vars(reverted),
    )
    return reverted


async def take_turn(session: AsyncSession, member: Member) -> None:
    """Begin a change. Raises ViewerMayNotChange."""
    if member.role is Role.VIEWER:
        raise ViewerMayNotChange
    await events.take_turn(session, member.workspace_id)


async def carry_out(
    session: AsyncSession, member: Member, wanted: Mapping[UUID, Values], deed: Deed, now: dt.datetime
) -> UUID | None:
    """Write a person's own words and record them; return the revision, None when nothing changed."""
    revised = await revising.revise(session, member.workspace_id, wanted, CategorySource.PERSON)
    return await record(session, member, revised, deed, now)


async def record(
    session: AsyncSession,
    member: Member,
    revised: Mapping[UUID, Difference],
    deed: Deed,
    now: dt.datetime,
) -> UUID | None:
    """Keep, audit and tell what has been changed."""
    revision_id = await revising.keep(session, member.workspace_id, revised, deed, now)
    if revision_id is not None:
        await account_for(session, member, revision_id, revised, deed)
    return revision_id


async def account_for(
    session: AsyncSession, member: Member, revision_id: UUID, revised: Mapping[UUID, Difference], deed: Deed
) -> None:
    """Audit and tell what a kept revision changed."""
    few = list(revised.items())[:MOST_ROWS_KEPT_IN_AUDIT]
    await audit.record(
        session,
        workspace_id=member.workspace_id,
        actor=member.actor,
        action=f"transaction.{deed.kind}",
        subject_type="transaction" if len(revised) == 1 else "revision",
        subject_id=next(iter(revised)) if len(revised) == 1 else revision_id,
        before={str(key): _categories(each.before) for key, each in few},
        after={str(key): _categories(each.after) for key, each in few} | {"rows": len(revised)},
    )
    await revising.tell(session, member.workspace_id, revised)


def read_change(change: TransactionChange, categories: Catalogue) -> dict[str, Any]:
    """Turn what a person sent into columns. Raises CategoryUnknown."""
    said = change.model_fields_set
    values: dict[str, Any] = {}
    if change.category_detailed is not None:
        values |= as_chosen(categories.require(change.category_detailed))
    if "merchant_name" in said:
        values["merchant_name"] = read_text(change.merchant_name)
    if "note" in said:
        values["note"] = read_text(change.note)
    if change.tags is not None:
        values["tags"] = sorted({tag for text in change.tags if (tag := storable(text).strip())})
    if change.is_excluded is not None:
        values["is_excluded"] = change.is_excluded
    return values


def as_chosen(category: Category) -> dict[str, Any]:
    """Return what a transaction reads whose category a person chose."""
    return {
        "category_primary": category.primary,
        "category_detailed": category.detailed,
        "category_confidence": None,
        "category_reason": {"kind": "person", "text": "You chose this category"},
    }


def read_text(given: str | None) -> str | None:
    """Return a person's own words, None when there are none."""
    return storable(given).strip() or None if given is not None else None


# The audit record must stay free of personal words: of names, notes and tags it only says that they changed.
def _categories(values: Values) -> dict[str, Any]:
    told: dict[str, Any] = {
        name.removesuffix("_detailed"): values[name]
        for name in ("category_detailed", "category_source", "is_excluded")
        if name in values
    }
    changed = [name for name in ("merchant_name", "note", "tags", "parts", "amount") if name in values]
    return told | ({"changed": changed} if changed else {})


_WORDS = {
    "category_detailed": "category",
    "merchant_name": "name",
    "note": "note",
    "tags": "tags",
    "is_excluded": "counting",
}


def _said(values: Values) -> list[str]:
    return [word for name, word in _WORDS.items() if name in values]


def _title(row: sa.RowMapping, values: Values) -> str:
    return f"{', '.join(_said(values)).capitalize()} of {row['merchant_name'] or row['description']}"
