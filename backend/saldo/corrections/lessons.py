"""What corrections have taught: remember, recall, list, forget."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.core.ids import new_id
from saldo.corrections.errors import LessonNotFound
from saldo.corrections.models import Direction, Lesson
from saldo.taxonomy.catalogue import Catalogue, Category
from saldo.transactions.models import CategorySource, Revision, Transaction


@dataclass(frozen=True)
class Learned:
    """A lesson that stands: this category for this merchant, chosen so many times."""

    id: UUID
    merchant_key: str
    merchant_name: str
    direction: Direction
    category_detailed: str
    times: int
    taught_at: dt.datetime

    def as_values(self, categories: Catalogue) -> dict[str, Any]:
        """Return what a transaction reads that follows the lesson."""
        return as_remembered(categories.get(self.category_detailed), self.merchant_name, self.times)


def as_remembered(category: Category, merchant_name: str, times: int = 1) -> dict[str, Any]:
    """Return what a transaction reads whose merchant's category was chosen so many times."""
    often = f" {times} times" if times > 1 else ""
    return {
        "category_primary": category.primary,
        "category_detailed": category.detailed,
        "category_confidence": None,
        "category_reason": {"kind": "memory", "text": f"You chose this for {merchant_name}{often}"},
    }


@dataclass(frozen=True)
class Subject:
    """Of whom a lesson speaks."""

    merchant_key: str
    merchant_name: str
    direction: Direction


@dataclass(frozen=True)
class Recalled:
    """A transaction that a lesson speaks of."""

    transaction_id: UUID
    date: dt.date
    amount: Decimal
    currency: str
    description: str
    lesson: Learned


def direction_of(amount: Decimal) -> Direction:
    return Direction.IN if amount > 0 else Direction.OUT


async def teach(
    session: AsyncSession,
    workspace_id: UUID,
    row: sa.RowMapping,
    category_detailed: str,
    revision: tuple[UUID, str, dt.datetime],
) -> Learned | None:
    """Remember a choice for the transaction's merchant; a transaction without one teaches nothing.

    `revision` is the change that taught it: its id, its actor and its time.
    """
    if not row["merchant_key"]:
        return None
    name = row["merchant_name"] or row["description"]
    subject = Subject(row["merchant_key"], name, direction_of(row["amount"]))
    return await remember(session, workspace_id, subject, category_detailed, revision)


async def remember(
    session: AsyncSession,
    workspace_id: UUID,
    subject: Subject,
    category_detailed: str,
    revision: tuple[UUID, str, dt.datetime],
) -> Learned:
    """Remember a category for a merchant in one direction; `revision` as for `teach`."""
    revision_id, actor, now = revision
    lesson = Lesson(
        id=new_id(),
        workspace_id=workspace_id,
        **vars(subject),
        category_detailed=category_detailed,
        revision_id=revision_id,
        actor=actor,
        created_at=now,
        forgotten_at=None,
    )
    session.add(lesson)
    await session.flush()
    return await get_learned(session, workspace_id, lesson.id)


def _standing(workspace_id: UUID) -> sa.Subquery:
    """Select the lessons that nobody took back, each with how often its choice was made."""
    alike = (Lesson.merchant_key, Lesson.direction, Lesson.category_detailed)
    return (
        sa.select(Lesson, sa.func.count().over(partition_by=alike).label("times"))
        .join(Revision, Revision.id == Lesson.revision_id)
        .where(
            Lesson.workspace_id == workspace_id,
            Lesson.forgotten_at.is_(None),
            Revision.reverted_at.is_(None),
        )
        .subquery()
    )


def _followed(workspace_id: UUID) -> sa.Subquery:
    """Select the youngest standing lesson of each merchant and direction."""
    standing = _standing(workspace_id)
    each = standing.c
    return (
        sa.select(standing)
        .ext(distinct_on(each.merchant_key, each.direction))
        .order_by(each.merchant_key, each.direction, each.id.desc())
        .subquery()
    )


def _learned(row: sa.RowMapping) -> Learned:
    return Learned(
        id=row["id"],
        merchant_key=row["merchant_key"],
        merchant_name=row["merchant_name"],
        direction=Direction(row["direction"]),
        category_detailed=row["category_detailed"],
        times=row["times"],
        taught_at=row["created_at"],
    )


async def list_learned(session: AsyncSession, workspace_id: UUID) -> list[Learned]:
    """List what is followed, the youngest first: one lesson a merchant and direction."""
    followed = _followed(workspace_id)
    rows = await session.execute(sa.select(followed).order_by(followed.c.id.desc()))
    return [_learned(row) for row in rows.mappings()]


async def get_learned(session: AsyncSession, workspace_id: UUID, lesson_id: UUID) -> Learned:
    """Return a lesson that stands. Raises LessonNotFound."""
    standing = _standing(workspace_id)
    row = (await session.execute(sa.select(standing).where(standing.c.id == lesson_id))).mappings().first()
    if row is None:
        raise LessonNotFound
    return _learned(row)


async def reteach(
    session: AsyncSession,
    workspace_id: UUID,
    codes: Collection[str],
    category_detailed: str,
    revision: tuple[UUID, str],
) -> int:
    """Let what was learned of some categories speak of another, until the revision is taken back.

    `revision` is its id and its actor. Each choice is taught anew and keeps its age: how often something was
    chosen is what people are told, and of a lesson and a rule the younger is heard. Returns of how many
    merchants something else is followed now.
    """
    followed = await list_learned(session, workspace_id)
    moved = {(each.merchant_key, each.direction) for each in followed if each.category_detailed in codes}
    standing = _standing(workspace_id)
    choices = sa.select(standing).where(standing.c.category_detailed.in_(codes)).order_by(standing.c.id)
    for each in [_learned(row) for row in (await session.execute(choices)).mappings()]:
        if (each.merchant_key, each.direction) in moved:
            subject = Subject(each.merchant_key, each.merchant_name, each.direction)
            taught = (*revision, each.taught_at)
            await remember(session, workspace_id, subject, category_detailed, taught)
    return len(moved)


async def forget(session: AsyncSession, workspace_id: UUID, lesson: Learned, now: dt.datetime) -> None:
    """Forget everything that was learned for a lesson's merchant and direction."""
    await session.execute(
        sa.update(Lesson)
        .where(
            Lesson.workspace_id == workspace_id,
            Lesson.merchant_key == lesson.merchant_key,
            Lesson.direction == lesson.direction,
            Lesson.forgotten_at.is_(None),
        )
        .values(forgotten_at=now)
    )


_LESSON_COLUMNS: Final = (
    *("id", "merchant_key", "merchant_name", "direction", "category_detailed", "times", "created_at"),
)


async def recall(
    session: AsyncSession,
    workspace_id: UUID,
    *,
    transaction_ids: Collection[UUID] | None = None,
    lesson: Learned | None = None,
) -> Sequence[Recalled]:
    """Return the transactions that read otherwise than the lessons say, newest first.

    Of these transactions only, or of this lesson's merchant only. What a person chose is left out.
    """
    followed = _followed(workspace_id)
    query = _misread(workspace_id, followed)
    if transaction_ids is not None:
        query = query.where(Transaction.id == sa.any_(sa.literal(list(transaction_ids), sa.ARRAY(sa.Uuid))))
    if lesson is not None:
        query = query.where(
            followed.c.merchant_key == lesson.merchant_key, followed.c.direction == lesson.direction
        )
    rows = (await session.execute(query)).mappings()
    return [
        Recalled(
            *(row["transaction_id"], row["date"], row["amount"], row["currency"], row["description"]),
            _learned(row),
        )
        for row in rows
    ]


def _misread(workspace_id: UUID, followed: sa.Subquery) -> sa.Select[Any]:
    """Select the transactions that do not follow the lesson on their merchant, each with that lesson."""
    direction = sa.case((Transaction.amount > 0, Direction.IN.value), else_=Direction.OUT.value)
    return (
        sa.select(
            Transaction.id.label("transaction_id"),
            *(Transaction.date, Transaction.amount, Transaction.currency, Transaction.description),
            *(followed.c[name] for name in _LESSON_COLUMNS),
        )
        .join(
            followed,
            (followed.c.merchant_key == Transaction.merchant_key) & (followed.c.direction == direction),
        )
        .where(
            Transaction.workspace_id == workspace_id,
            Transaction.removed_at.is_(None),
            Transaction.category_source.is_distinct_from(CategorySource.PERSON.value),
            Transaction.category_detailed.is_distinct_from(followed.c.category_detailed)
            | Transaction.category_source.is_distinct_from(CategorySource.MEMORY.value),
        )
        .order_by(Transaction.date.desc(), Transaction.id.desc())
    )
