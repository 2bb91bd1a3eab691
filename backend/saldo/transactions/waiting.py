"""Transactions that wait for a category: hand them out, take them back, and count them.

A row waits while `labelled_at` is null. `label_requested_at` says when it was last handed out; ingest clears
both when the words change.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from saldo.transactions.models import Transaction

# Counting goes no further: a first link brings some hundred thousand rows, and each of their answers is told.
MOST_COUNTED: Final = 1000
_SLOWEST_RETRY_SECONDS: Final = 300
_MOST_DOUBLINGS: Final = 5

# Tells whether the words a row was asked about are those it has now; as ingest sees it (storing.py).
WORDS: Final = sa.func.md5(
    sa.cast(
        sa.func.row(
            Transaction.description,
            Transaction.bank_merchant_name,
            Transaction.bank_category_detailed,
            sa.func.sign(Transaction.amount),
        ),
        sa.Text,
    )
).label("words")
_TEXTS: Final = (
    Transaction.id,
    Transaction.description,
    Transaction.bank_merchant_name,
    Transaction.amount,
    Transaction.currency,
    Transaction.bank_category_primary,
    Transaction.bank_category_detailed,
    Transaction.bank_category_confidence,
    Transaction.label_attempts,
    WORDS,
)


@dataclass(frozen=True)
class Unlabelled:
    """What the categoriser needs to know of one transaction, and how often it was asked.

    `words` is a mark of the words: as long as they stay, so does it.
    """

    id: UUID
    description: str
    bank_merchant_name: str | None
    amount: Decimal
    currency: str
    bank_category_primary: str | None
    bank_category_detailed: str | None
    bank_category_confidence: str | None
    label_attempts: int
    words: str


def _waiting(workspace_id: UUID) -> sa.ColumnElement[bool]:
    return sa.and_(
        Transaction.workspace_id == workspace_id,
        Transaction.labelled_at.is_(None),
        Transaction.removed_at.is_(None),
    )


async def take_waiting(
    session: AsyncSession,
    workspace_id: UUID,
    *,
    now: dt.datetime,
    heard_until: dt.datetime | None,
    patience: dt.timedelta,
    most_outstanding: int,
) -> list[Unlabelled]:
    """Hand out what is due, as far as no more than so many rows are out at any time.

    The categoriser has heard every question up to `heard_until`: those it has owed an answer for too long go
    again, and new ones fill the rest.
    """
    overdue = _is_overdue(heard_until, patience)
    again = await _hand_out(session, workspace_id, overdue, now=now, limit=most_outstanding)
    free = most_outstanding - await _count_outstanding(session, workspace_id)
    return [*again, *await take_new(session, workspace_id, now=now, most=free)] if free > 0 else again


async def take_new(
    session: AsyncSession, workspace_id: UUID, *, now: dt.datetime, most: int
) -> list[Unlabelled]:
    """Hand out rows never asked about, the newest first; those that another hand holds are passed by."""
    never_asked = Transaction.label_requested_at.is_(None)
    return await _hand_out(session, workspace_id, never_asked, now=now, limit=most)


def _is_overdue(heard_until: dt.datetime | None, patience: dt.timedelta) -> sa.ColumnElement[bool]:
    """Heard and unanswered for too long; each attempt waits twice as long as the one before.

    What still waits in the queue is not lost, however long it waits: to ask again would only lengthen the
    queue, until it fills the broker while the categoriser is away.
    """
    if heard_until is None:
        return sa.false()
    doublings = sa.func.least(Transaction.label_attempts - 1, _MOST_DOUBLINGS)
    seconds = sa.func.least(
        sa.literal(patience.total_seconds(), sa.Double) * sa.func.power(2.0, doublings, type_=sa.Double),
        _SLOWEST_RETRY_SECONDS,
    )
    return Transaction.label_requested_at + sa.func.make_interval(0, 0, 0, 0, 0, 0, seconds) <= heard_until


async def _hand_out(
    session: AsyncSession, workspace_id: UUID, due: sa.ColumnElement[bool], *, now: dt.datetime, limit: int
) -> list[Unlabelled]:
    chosen = (
        sa.select(Transaction.id)
        .where(_waiting(workspace_id), due)
        .order_by(Transaction.date.desc(), Transaction.id.desc())
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("chosen")
    )
    statement = (
        sa.update(Transaction)
        .where(Transaction.id == chosen.c.id)
        .values(label_requested_at=now, label_attempts=sa.func.least(Transaction.label_attempts + 1, 1000))
        .returning(*_TEXTS)
    )
    return [Unlabelled(*row) for row in await session.execute(statement)]


async def _count_outstanding(session: AsyncSession, workspace_id: UUID) -> int:
    query = sa.select(sa.func.count()).where(
        _waiting(workspace_id), Transaction.label_requested_at.is_not(None)
    )
    return int(await session.scalar(query) or 0)


async def count_waiting(session: AsyncSession, workspace_id: UUID) -> int:
    """Count what waits, up to `MOST_COUNTED`."""
    some = sa.select(Transaction.id).where(_waiting(workspace_id)).limit(MOST_COUNTED).subquery()
    return int(await session.scalar(sa.select(sa.func.count()).select_from(some)) or 0)


async def list_workspaces_due(
    session: AsyncSession, *, heard_until: dt.datetime | None, patience: dt.timedelta
) -> list[UUID]:
    """List the workspaces with rows to hand out; needs the system scope."""
    query = (
        sa.select(Transaction.workspace_id)
        .distinct()
        .where(
            Transaction.labelled_at.is_(None),
            Transaction.removed_at.is_(None),
            sa.or_(Transaction.label_requested_at.is_(None), _is_overdue(heard_until, patience)),
        )
    )
    return list(await session.scalars(query))


async def list_silent(
    session: AsyncSession,
    workspace_id: UUID,
    *,
    heard_until: dt.datetime | None,
    patience: dt.timedelta,
    attempts: int,
) -> list[UUID]:
    """List rows asked about in vain so often, while others have got answers since these came."""
    other = aliased(Transaction)
    others_are_answered = (
        sa.exists()
        .where(other.workspace_id == workspace_id, other.category_model.is_not(None))
        .where(other.labelled_at > Transaction.created_at)
        .correlate(Transaction)
    )
    query = sa.select(Transaction.id).where(
        _waiting(workspace_id),
        Transaction.label_attempts >= attempts,
        _is_overdue(heard_until, patience),
        others_are_answered,
    )
    return list(await session.scalars(query))


async def release(session: AsyncSession, workspace_id: UUID, transaction_ids: Collection[UUID]) -> None:
    """Take back rows whose answer was of no use, so that they may be handed out again at once."""
    await session.execute(
        sa.update(Transaction)
        .where(_waiting(workspace_id), Transaction.id.in_(transaction_ids))
        .values(label_requested_at=None)
    )
