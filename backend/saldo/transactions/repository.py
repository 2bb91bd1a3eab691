"""Questions on transactions: pages of the list, its sums, one row, and a few counts."""

import datetime as dt
import operator
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.transactions import flowing
from saldo.transactions.dividing import Line, Share, shares
from saldo.transactions.flowing import Flow
from saldo.transactions.models import Transaction


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; None means any. `first` and `last` are days, both included.

    `least` and `most` are of the amount without its sign; none of the words `without` may be in it.
    """

    account_id: UUID | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    category_primary: str | None = None
    category_detailed: str | None = None
    merchant_key: str | None = None
    search: str | None = None
    without: Sequence[str] = ()
    least: Decimal | None = None
    most: Decimal | None = None
    pending: bool | None = None
    currency: str | None = None
    is_uncategorised: bool = False
    counts_as: Flow | None = None


@dataclass(frozen=True)
class Position:
    """Where a page begins: after this row, in the order of the list."""

    date: dt.date
    id: UUID


_SHOWN: Final = (
    Transaction.id,
    Transaction.account_id,
    Transaction.date,
    Transaction.authorized_date,
    Transaction.amount,
    Transaction.currency,
    Transaction.description,
    Transaction.merchant_name,
    Transaction.merchant_key,
    Transaction.pending,
    Transaction.note,
    Transaction.tags,
    Transaction.is_excluded,
    Transaction.category_primary,
    Transaction.category_detailed,
    Transaction.category_source,
    Transaction.category_confidence,
    Transaction.category_reason,
    Transaction.category_alternatives,
    Transaction.category_model,
    Transaction.labelled_at,
    Transaction.origin,
    Transaction.parts,
    Transaction.entry,
    Transaction.import_id,
    Transaction.created_at,
    Transaction.updated_at,
)


async def list_page(
    session: AsyncSession, workspace_id: UUID, filters: Filters, after: Position | None, limit: int
) -> Sequence[sa.RowMapping]:
    """Return up to `limit` live transactions, newest first."""
    conditions = _conditions(workspace_id, filters)
    if after is not None:
        # The row-value form lets the index find the place at any depth: 0.3 ms where the OR form took a
        # second.
        place = sa.tuple_(sa.literal(after.date, sa.Date), sa.literal(after.id, sa.Uuid))
        conditions.append(sa.tuple_(Transaction.date, Transaction.id) < place)
    newest = (Transaction.date.desc(), Transaction.id.desc())
    pages = [
        sa.select(*_SHOWN).where(*conditions, *share.conditions).order_by(*newest).limit(limit)
        for share in _shares(workspace_id, filters)
    ]
    if len(pages) == 1:
        return (await session.execute(pages[0])).mappings().all()
    both = sa.union_all(*(sa.select(page.subquery()) for page in pages)).subquery()
    query = sa.select(both).order_by(both.c.date.desc(), both.c.id.desc()).limit(limit)
    return (await session.execute(query)).mappings().all()


async def sum_by_currency(
    session: AsyncSession, workspace_id: UUID, filters: Filters
) -> Sequence[sa.RowMapping]:
    """Count and add up everything a list by these filters shows; what is excluded is counted only."""
    conditions = _conditions(workspace_id, filters)
    shown = sa.union_all(
        *(
            sa.select(Transaction.currency, Transaction.is_excluded, share.amount.label("amount")).where(
                *conditions, *share.conditions
            )
            for share in _shares(workspace_id, filters)
        )
    ).subquery()
    counts = sa.not_(shown.c.is_excluded)
    moved = sa.func.sum(shown.c.amount)
    none = sa.literal(0, sa.Numeric)
    query = (
        sa.select(
            shown.c.currency,
            sa.func.count().label("count"),
            sa.func.count().filter(shown.c.is_excluded).label("excluded_count"),
            sa.func.coalesce(moved.filter(counts, shown.c.amount > 0), none).label("money_in"),
            sa.func.coalesce(moved.filter(counts, shown.c.amount < 0), none).label("money_out"),
        )
        .group_by(shown.c.currency)
        .order_by(sa.desc("count"), shown.c.currency)
    )
    return (await session.execute(query)).mappings().all()


def _shares(workspace_id: UUID, filters: Filters) -> list[Share]:
    """Return what the list is about: all there is, or what has lines of a category or of one of the sums."""
    codes = {name: getattr(filters, name) for name in ("category_primary", "category_detailed")}

    def meets(line: Line) -> sa.ColumnElement[bool]:
        conditions = [getattr(line, name) == code for name, code in codes.items() if code is not None]
        if filters.is_uncategorised:
            conditions.append(line.category_primary.is_(None))
        if filters.counts_as is not None:
            conditions.append(flowing.flow(workspace_id, line) == filters.counts_as)
        return sa.and_(*conditions)

    if any(codes.values()) or filters.is_uncategorised or filters.counts_as is not None:
        return shares(meets)
    return [Share([], Transaction.amount)]


def _conditions(workspace_id: UUID, filters: Filters) -> list[sa.ColumnElement[bool]]:
    exact = {
        Transaction.workspace_id: workspace_id,
        Transaction.account_id: filters.account_id,
        Transaction.merchant_key: filters.merchant_key,
        Transaction.pending: filters.pending,
        Transaction.currency: filters.currency,
        # What is excluded counts for nothing.
        Transaction.is_excluded: None if filters.counts_as is None else False,
    }
    conditions: list[sa.ColumnElement[bool]] = [
        Transaction.removed_at.is_(None),
        *(column == value for column, value in exact.items() if value is not None),
    ]
    conditions += [
        compare(side, limit)
        for compare, side, limit in (
            (operator.ge, Transaction.date, filters.first),
            (operator.le, Transaction.date, filters.last),
            (operator.ge, sa.func.abs(Transaction.amount), filters.least),
            (operator.le, sa.func.abs(Transaction.amount), filters.most),
        )
        if limit is not None
    ]
    if filters.search is not None:
        conditions.append(_says(filters.search))
    return [*conditions, *(sa.not_(_says(word)) for word in filters.without)]


def _says(words: str) -> sa.ColumnElement[bool]:
    # Under row-level security PostgreSQL uses an index only for leakproof operators, and ILIKE is none: a
    # trigram index would lie idle. The walk stays inside one workspace, newest first, and stops at the page's
    # end; a search that finds nothing reads the whole workspace (about 0.1 s for 100,000 rows).
    return sa.or_(
        Transaction.description.icontains(words, autoescape=True),
        sa.func.coalesce(Transaction.merchant_name, "").icontains(words, autoescape=True),
    )


async def find(session: AsyncSession, workspace_id: UUID, transaction_id: UUID) -> sa.RowMapping | None:
    query = sa.select(*_SHOWN).where(
        Transaction.workspace_id == workspace_id,
        Transaction.id == transaction_id,
        Transaction.removed_at.is_(None),
    )
    return (await session.execute(query)).mappings().one_or_none()


async def map_accounts(
    session: AsyncSession, workspace_id: UUID, transaction_ids: Sequence[UUID]
) -> dict[UUID, UUID]:
    """Return the account that each of these transactions belongs to, removed ones included."""
    query = sa.select(Transaction.id, Transaction.account_id).where(
        Transaction.workspace_id == workspace_id,
        Transaction.id == sa.any_(sa.literal(list(transaction_ids), sa.ARRAY(sa.Uuid))),
    )
    return {row.id: row.account_id for row in await session.execute(query)}
