"""The list of merchants: what each has cost, how often, and what was learned of it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession


@dataclass(frozen=True)
class Summary:
    """One merchant in one currency: the amounts of all its transactions, positive for money in."""

    key: str
    name: str
    currency: str
    count: int
    amount: Decimal
    last_date: dt.date
    category_detailed: str | None
    direction: str


_SUMMARIES: Final = sa.text(
    """
    select merchant_key as key, currency, count(*) as count, sum(amount) as amount, max(date) as last_date,
      (array_agg(coalesce(merchant_name, description) order by date desc, id desc))[1] as name,
      mode() within group (order by category_detailed) as category_detailed,
      case when count(*) filter (where amount > 0) * 2 > count(*) then 'in' else 'out' end as direction
    from transactions
    where workspace_id = :workspace_id and removed_at is null and merchant_key is not null
      and (cast(:search as text) is null
        or strpos(lower(concat_ws(' ', merchant_name, merchant_key)), lower(cast(:search as text))) > 0)
    group by merchant_key, currency
    order by count(*) desc, merchant_key, currency
    offset :offset limit :limit
    """
)


async def list_merchants(
    session: AsyncSession, workspace_id: UUID, *, search: str | None, offset: int, limit: int
) -> Sequence[Summary]:
    """List merchants, the most frequent first."""
    given = {"workspace_id": workspace_id, "search": search, "offset": offset, "limit": limit}
    rows = await session.execute(_SUMMARIES, given)
    return [Summary(**dict(row)) for row in rows.mappings()]
