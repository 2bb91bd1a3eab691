"""Transactions that wait for a category: hand them out, and take the answers in.

A row waits while `labelled_at` is null. `label_requested_at` says when it was last handed out; ingest clears
both when the words change.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import orjson
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from saldo.transactions.models import Transaction

_SLOWEST_RETRY_SECONDS: Final = 300
_MOST_DOUBLINGS: Final = 5

# Tells whether the words a row was asked about are those it has now; as ingest sees it (storing.py).
_WORDS: Final = sa.func.md5(
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
    _WORDS,
)
_STATE: Final = (
    Transaction.id,
    Transaction.bank_merchant_name,
    Transaction.merchant_name,
    Transaction.merchant_source,
    Transaction.bank_category_detailed,
    Transaction.category_primary,
    Transaction.category_detailed,
    Transaction.category_source,
    Transaction.category_confidence,
    Transaction.category_reason,
    Transaction.category_model,
    Transaction.label_attempts,
    Transaction.labelled_at,
    _WORDS,
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


@dataclass(frozen=True)
class Labelling:
    """What one transaction's category and merchant shall be from now on."""

    transaction_id: UUID
    category_primary: str | None
    category_detailed: str | None
    category_source: str | None
    category_confidence: float | None
    category_reason: Mapping[str, Any] | None
    category_alternatives: Sequence[Mapping[str, Any]] | None
    category_model: str | None
    merchant_name: str | None
    merchant_key: str | None


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
    """Hand out rows, the newest first, and note that they were; rows that another hand holds are passed by.

    At most so many are out at any time. The categoriser has heard every question up to `heard_until`: those
    it has owed an answer for too long go again, and new ones fill the rest.
    """
    overdue = _is_overdue(heard_until, patience)
    again = await _hand_out(session, workspace_id, overdue, now=now, limit=most_outstanding)
    free = most_outstanding - await _count_outstanding(session, workspace_id)
    if free <= 0:
        return again
    never_asked = Transaction.label_requested_at.is_(None)
    return [*again, *await _hand_out(session, workspace_id, never_asked, now=now, limit=free)]


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
    query = sa.select(sa.func.count()).where(_waiting(workspace_id))
    return int(await session.scalar(query) or 0)


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


async def lock_open(
    session: AsyncSession, workspace_id: UUID, transaction_ids: Collection[UUID]
) -> dict[UUID, dict[str, Any]]:
    """Return those of the rows that were asked about and still exist, locked in the order of their ids."""
    query = (
        sa.select(*_STATE)
        .where(
            Transaction.workspace_id == workspace_id,
            Transaction.id == sa.any_(sa.literal(list(transaction_ids), sa.ARRAY(sa.Uuid))),
            Transaction.label_requested_at.is_not(None),
            Transaction.removed_at.is_(None),
        )
        .order_by(Transaction.id)
        .with_for_update()
    )
    found = (await session.execute(query)).mappings()
    return {row["id"]: {str(name): value for name, value in row.items()} for row in found}


_STORE: Final = """
update transactions as old set
  category_primary = new.category_primary, category_detailed = new.category_detailed,
  category_source = new.category_source, category_confidence = new.category_confidence,
  category_reason = new.category_reason::jsonb, category_alternatives = new.category_alternatives::jsonb,
  category_model = new.category_model, merchant_name = new.merchant_name, merchant_key = new.merchant_key,
  labelled_at = $2, updated_at = now()
from unnest(
  $3::uuid[], $4::text[], $5::text[], $6::text[], $7::float8[], $8::text[], $9::text[], $10::text[],
  $11::text[], $12::text[]
) as new(
  id, category_primary, category_detailed, category_source, category_confidence, category_reason,
  category_alternatives, category_model, merchant_name, merchant_key
)
where old.workspace_id = $1 and old.id = new.id and (
  old.labelled_at is null or (
    old.category_primary, old.category_detailed, old.category_source, old.category_confidence,
    old.category_reason,
    old.category_alternatives, old.category_model, old.merchant_name, old.merchant_key
  ) is distinct from (
    new.category_primary, new.category_detailed, new.category_source, new.category_confidence,
    new.category_reason::jsonb, new.category_alternatives::jsonb, new.category_model, new.merchant_name,
    new.merchant_key
  )
)
returning old.id
"""


async def store(
    session: AsyncSession, workspace_id: UUID, labellings: Sequence[Labelling], *, now: dt.datetime
) -> list[UUID]:
    """Write what has been decided; return the rows that changed. The same decision again changes nothing."""
    columns: list[list[Any]] = [
        [each.transaction_id for each in labellings],
        [each.category_primary for each in labellings],
        [each.category_detailed for each in labellings],
        [each.category_source for each in labellings],
        [each.category_confidence for each in labellings],
        [_json(each.category_reason) for each in labellings],
        [_json(each.category_alternatives) for each in labellings],
        [each.category_model for each in labellings],
        [each.merchant_name for each in labellings],
        [each.merchant_key for each in labellings],
    ]
    connection = await session.connection()
    result = await connection.exec_driver_sql(_STORE, (workspace_id, now, *columns))
    return [row.id for row in result]


async def release(session: AsyncSession, workspace_id: UUID, transaction_ids: Collection[UUID]) -> None:
    """Take back rows whose answer was of no use, so that they may be handed out again at once."""
    await session.execute(
        sa.update(Transaction)
        .where(_waiting(workspace_id), Transaction.id.in_(transaction_ids))
        .values(label_requested_at=None)
    )


def _json(value: object) -> str | None:
    return None if value is None else orjson.dumps(value).decode()
