"""The review inbox: what the categoriser is not sure of, by merchant, and a person's answers."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.corrections import correcting, lessons
from saldo.corrections.lessons import Learned
from saldo.corrections.schemas import TransactionChange
from saldo.transactions import listing
from saldo.workspaces.access import Member

# As the partial index says it.
_UNSURE: Final = (
    "workspace_id = :workspace_id and removed_at is null"
    " and category_source = 'model' and category_confidence < 0.6"
)
_GROUP: Final = "coalesce(merchant_key, description), amount > 0, currency"


@dataclass(frozen=True)
class Group:
    """Transactions of one merchant, direction and currency that wait for a person; newest first."""

    merchant_key: str | None
    name: str
    direction: str
    currency: str
    count: int
    amount: Decimal
    first_date: dt.date
    last_date: dt.date
    transaction_ids: Sequence[UUID]
    descriptions: Sequence[str]
    alternatives: Sequence[Mapping[str, Any]] | None


@dataclass(frozen=True)
class Waiting:
    """How much waits for a review."""

    transactions: int
    groups: int


@dataclass(frozen=True)
class Answered:
    """What an answer changed and taught."""

    revision_id: UUID | None
    changed: int
    lesson: Learned | None


# The texts are put together from the two constants above.
_GROUPS: Final = sa.text(
    f"""
    select (array_agg(merchant_key order by date desc, id desc))[1] as merchant_key,
      (array_agg(coalesce(merchant_name, description) order by date desc, id desc))[1] as name,
      case when amount > 0 then 'in' else 'out' end as direction, currency,
      count(*) as count, sum(amount) as amount, min(date) as first_date, max(date) as last_date,
      (array_agg(id order by date desc, id desc))[1:500] as transaction_ids,
      (array_agg(distinct description))[1:5] as descriptions,
      (array_agg(category_alternatives order by date desc, id desc))[1] as alternatives
    from transactions where {_UNSURE}
    group by {_GROUP}
    order by count(*) desc, max(date) desc, 2
    limit :limit
    """  # noqa: S608 - constants
)
_COUNT: Final = sa.text(
    f"select count(*) as transactions, count(distinct ({_GROUP})) as groups from transactions where {_UNSURE}"  # noqa: S608 - constants
)


async def list_groups(session: AsyncSession, workspace_id: UUID, limit: int) -> list[Group]:
    """List what waits, the most frequent merchants first."""
    rows = await session.execute(_GROUPS, {"workspace_id": workspace_id, "limit": limit})
    return [Group(**dict(row)) for row in rows.mappings()]


async def count_waiting(session: AsyncSession, workspace_id: UUID) -> Waiting:
    row = (await session.execute(_COUNT, {"workspace_id": workspace_id})).mappings().one()
    return Waiting(row["transactions"], row["groups"])


async def answer(
    session: AsyncSession,
    member: Member,
    transaction_ids: Sequence[UUID],
    change: TransactionChange,
    now: dt.datetime,
) -> Answered:
    """Say what these transactions are; unless told otherwise, remember it for their merchant.

    Raises ViewerMayNotChange and CategoryUnknown.
    """
    revision_id, changed = await correcting.correct_many(session, member, list(transaction_ids), change, now)
    lesson = None
    if revision_id and change.category_detailed and change.remember:
        row = await listing.find_row(session, member.workspace_id, transaction_ids[0])
        if row is not None:
            lesson = await lessons.teach(
                session, member.workspace_id, row, change.category_detailed, (revision_id, member.actor, now)
            )
    return Answered(revision_id, changed, lesson)
