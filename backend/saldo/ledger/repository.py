"""Questions on the ledger: figures of accounts, days of one account, the last check."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.accounts.models import DEBT_TYPES
from saldo.ledger.models import DayTotal, Figures, LedgerAnchor, LedgerCheck

# What people wrote down and the bank has not seen yet is in no bank's balance, whatever the bank counts.
_FIGURES: Final = """
select account.id as account_id, account.type, account.currency,
  case when account.type = any(:debts) then -account.current_balance else account.current_balance end as bank,
  anchor.opening_balance + coalesce(sum(day.posted) filter (where day.date >= anchor.opening_date), 0)
    as ledger,
  coalesce(sum(day.pending), 0) - coalesce((
    select sum(own.amount) from transactions as own
    where own.account_id = account.id and own.currency = account.currency and own.pending
      and own.origin in ('person', 'import') and own.removed_at is null), 0) as pending,
  coalesce(sum(day.posted_count), 0) as entries, anchor.opening_date, anchor.opening_balance
from accounts as account
left join ledger_anchors as anchor on anchor.account_id = account.id and anchor.currency = account.currency
left join ledger_days as day on day.account_id = account.id and day.currency = account.currency
where account.workspace_id = :workspace and {condition}
group by account.id, anchor.account_id
order by account.id
"""
_OF_CONNECTION: Final = sa.text(_FIGURES.format(condition="account.connection_id = :connection"))
_OF_ACCOUNTS: Final = sa.text(_FIGURES.format(condition="account.id = any(:accounts)"))

# The day before the span comes along: its balance holds until the span's first entry.
_DAYS: Final = sa.text(
    """
    with summed as (
      select date, sum(posted) over (order by date) as total, pending
      from ledger_days
      where workspace_id = :workspace and account_id = :account and currency = :currency and date <= :last
    )
    select date, total, pending from summed
    where date >= coalesce((select max(date) from summed where date <= :first), :first)
    order by date
    """
)
_TOTAL_BEFORE: Final = sa.text(
    """
    select coalesce(sum(posted), 0) from ledger_days
    where workspace_id = :workspace and account_id = :account and currency = :currency and date < :date
    """
)
_LAST_CHECKS: Final = sa.text(
    """
    select checked.* from unnest(cast(:accounts as uuid[])) as wanted(id)
    cross join lateral (
      select * from ledger_checks where account_id = wanted.id and workspace_id = :workspace
      order by id desc limit 1
    ) as checked
    """
)


async def list_figures_of_connection(
    session: AsyncSession, workspace_id: UUID, connection_id: UUID
) -> list[Figures]:
    return await _figures(session, _OF_CONNECTION, workspace_id, {"connection": connection_id})


async def list_figures(
    session: AsyncSession, workspace_id: UUID, account_ids: Sequence[UUID]
) -> list[Figures]:
    return await _figures(session, _OF_ACCOUNTS, workspace_id, {"accounts": list(account_ids)})


async def _figures(
    session: AsyncSession, statement: sa.TextClause, workspace_id: UUID, chosen: dict[str, Any]
) -> list[Figures]:
    values = {"workspace": workspace_id, "debts": list(DEBT_TYPES)} | chosen
    return [Figures(**row) for row in (await session.execute(statement, values)).mappings()]


async def find_anchor(session: AsyncSession, workspace_id: UUID, account_id: UUID) -> LedgerAnchor | None:
    query = sa.select(LedgerAnchor).where(
        LedgerAnchor.workspace_id == workspace_id, LedgerAnchor.account_id == account_id
    )
    return (await session.scalars(query)).one_or_none()


async def find_base(session: AsyncSession, workspace_id: UUID, anchor: LedgerAnchor) -> Decimal:
    """Return the balance before the account's very first entry."""
    place = _place(workspace_id, anchor) | {"date": anchor.opening_date}
    before: Decimal = (await session.execute(_TOTAL_BEFORE, place)).scalar_one()
    return anchor.opening_balance - before


async def list_days(
    session: AsyncSession, workspace_id: UUID, anchor: LedgerAnchor, first: dt.date, last: dt.date
) -> list[DayTotal]:
    """Return the days with entries, oldest first, with running totals; the first may lie before the span."""
    span = {"first": first, "last": last}
    rows = await session.execute(_DAYS, _place(workspace_id, anchor) | span)
    return [DayTotal(*row) for row in rows]


def _place(workspace_id: UUID, anchor: LedgerAnchor) -> dict[str, Any]:
    return {"workspace": workspace_id, "account": anchor.account_id, "currency": anchor.currency}


async def list_last_checks(
    session: AsyncSession, workspace_id: UUID, account_ids: Sequence[UUID]
) -> dict[UUID, sa.RowMapping]:
    values = {"workspace": workspace_id, "accounts": list(account_ids)}
    rows = (await session.execute(_LAST_CHECKS, values)).mappings()
    return {row["account_id"]: row for row in rows}


async def list_checks(
    session: AsyncSession, workspace_id: UUID, account_id: UUID, limit: int
) -> Sequence[sa.RowMapping]:
    """Return an account's checks, newest first."""
    query = (
        sa.select(*LedgerCheck.__table__.c)
        .where(LedgerCheck.workspace_id == workspace_id, LedgerCheck.account_id == account_id)
        .order_by(LedgerCheck.id.desc())
        .limit(limit)
    )
    return (await session.execute(query)).mappings().all()


async def add_checks(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        await session.execute(sa.insert(LedgerCheck), rows)


async def find_check(session: AsyncSession, workspace_id: UUID, check_id: UUID) -> sa.RowMapping | None:
    query = sa.select(*LedgerCheck.__table__.c).where(
        LedgerCheck.workspace_id == workspace_id, LedgerCheck.id == check_id
    )
    return (await session.execute(query)).mappings().one_or_none()
