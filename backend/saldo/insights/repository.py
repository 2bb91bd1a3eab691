"""Sums over transactions and balances, grouped by the database."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.accounts.models import Account
from saldo.ledger.models import LedgerDay
from saldo.transactions import dividing, flowing
from saldo.transactions.dividing import Line
from saldo.transactions.flowing import Flow
from saldo.transactions.models import Transaction


@dataclass(frozen=True)
class DailySum:
    """What was posted to one account on one day."""

    account_id: UUID
    date: dt.date
    amount: Decimal


@dataclass(frozen=True)
class MovedSum:
    """What counts in one currency, under one heading, in the month asked about or the one before."""

    currency: str
    flow: Flow
    category: str | None
    is_pending: bool
    is_this_month: bool
    amount: Decimal


def _live(workspace_id: UUID) -> sa.ColumnElement[bool]:
    return sa.and_(Transaction.workspace_id == workspace_id, Transaction.removed_at.is_(None))


async def list_daily_sums(
    session: AsyncSession, workspace_id: UUID, since: dt.date, account_id: UUID | None = None
) -> list[DailySum]:
    """Return what was posted on each day after one, in each account's currency: a balance knows no other.

    The ledger has these sums already: however many rows a day has, it is read as one.
    """
    query = (
        sa.select(LedgerDay.account_id, LedgerDay.date, LedgerDay.posted)
        .join(Account, (Account.id == LedgerDay.account_id) & (Account.currency == LedgerDay.currency))
        .where(LedgerDay.workspace_id == workspace_id, LedgerDay.posted_count > 0, LedgerDay.date > since)
    )
    if account_id is not None:
        query = query.where(LedgerDay.account_id == account_id)
    return [DailySum(*row) for row in await session.execute(query)]


async def find_first_day(session: AsyncSession, workspace_id: UUID, account_id: UUID) -> dt.date | None:
    query = sa.select(sa.func.min(Transaction.date)).where(
        _live(workspace_id), Transaction.account_id == account_id
    )
    return (await session.execute(query)).scalar_one()


async def list_moved(session: AsyncSession, workspace_id: UUID, months: Sequence[dt.date]) -> list[MovedSum]:
    """Sum two months, given as the first days of the month before, of the month itself, and of the next."""
    before, start, end = months
    each = dividing.lines(workspace_id).c
    line = Line(each.currency, each.category_primary, each.category_detailed, each.amount)
    flow = flowing.flow(workspace_id, line)
    groups: dict[str, sa.ColumnElement[Any]] = {
        "currency": sa.type_coerce(line.currency, sa.Text),
        "flow": flow,
        "category": flowing.heading(line),
        "is_pending": sa.type_coerce(each.pending, sa.Boolean),
        "is_this_month": each.date >= start,
    }
    query = (
        sa.select(
            *(column.label(name) for name, column in groups.items()),
            sa.func.sum(line.amount).label("amount"),
        )
        .where(each.is_excluded.is_(False), each.date >= before, each.date < end, flow.is_not(None))
        .group_by(*(sa.literal_column(name) for name in groups))
    )
    rows = (await session.execute(query)).mappings()
    return [MovedSum(**{str(name): value for name, value in row.items()}) for row in rows]


async def count_waiting_by_currency(session: AsyncSession, workspace_id: UUID) -> dict[str, int]:
    query = (
        sa.select(Transaction.currency, sa.func.count().label("waiting"))
        .where(_live(workspace_id), Transaction.labelled_at.is_(None))
        .group_by(Transaction.currency)
    )
    return {row.currency: row.waiting for row in await session.execute(query)}
