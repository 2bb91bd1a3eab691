"""The dashboard: what one owns and owes, how that moved, and where the month's money went."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final
from uuid import UUID

from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.accounts import service as accounts
from saldo.accounts.models import DEBT_TYPES, AccountStatus
from saldo.insights import repository
from saldo.insights.balances import Past, gather, walk_back
from saldo.insights.errors import MonthInvalid
from saldo.insights.repository import MovedSum
from saldo.insights.schemas import CategorySpending, CurrencyFigures, Dashboard, NetWorthPoint, TypeTotal
from saldo.insights.spending import CashFlow, Spent, summarise
from saldo.taxonomy import catalogue
from saldo.taxonomy.catalogue import Catalogue, Category, Group
from saldo.transactions.flowing import CASH_OUT

USUAL_DAYS: Final = 90


async def build_dashboard(
    session: AsyncSession, workspace_id: UUID, now: dt.datetime, month: str | None, days: int = USUAL_DAYS
) -> Dashboard:
    """Work out the figures of every currency, the net worth over so many days. Raises MonthInvalid."""
    today = now.date()
    months = _months(month or f"{today:%Y-%m}")
    since = today - dt.timedelta(days=days)
    everything = await accounts.list_accounts(session, workspace_id)
    active = [account for account in everything if account["status"] == AccountStatus.ACTIVE]
    counted = [*active, *_list_ended(everything, active, since)]
    ids = [account["id"] for account in counted]
    pasts = gather(
        await accounts.list_daily_balances(session, workspace_id, ids, since),
        await repository.list_daily_sums(session, workspace_id, since),
    )
    moved = await repository.list_moved(session, workspace_id, months)
    waiting = await repository.count_waiting_by_currency(session, workspace_id)
    categories = await catalogue.read(session, workspace_id)
    figures = [
        _figures(
            currency,
            [account for account in active if account["currency"] == currency],
            _history(counted, currency, pasts, (since, today)),
            [each for each in moved if each.currency == currency],
            waiting.get(currency, 0),
            categories,
        )
        for currency in _currencies(counted, moved, waiting)
    ]
    return Dashboard(as_of=now, month=f"{months[1]:%Y-%m}", currencies=figures)


def _months(month: str) -> tuple[dt.date, dt.date, dt.date]:
    """Return the first days of the month before, of the month, and of the next."""
    try:
        start = dt.date.fromisoformat(f"{month}-01")
        before = (start - dt.timedelta(days=1)).replace(day=1)
        following = (start + dt.timedelta(days=31)).replace(day=1)
    except (ValueError, OverflowError) as error:
        raise MonthInvalid("`month` is written as YYYY-MM, for example 2026-11.") from error
    return before, start, following


def _list_ended(
    everything: Sequence[RowMapping], active: Sequence[RowMapping], since: dt.date
) -> list[RowMapping]:
    """List the accounts that counted for some days of the span and count no more.

    One that was linked again apart is left out: the new link tells its past, and twice would be too much.
    """
    going_on = {_identity(account) for account in active}
    return [
        account
        for account in everything
        if account["status"] == AccountStatus.CLOSED
        and account["closed_at"] is not None
        and account["closed_at"].date() > since
        and _identity(account) not in going_on
    ]


def _identity(account: RowMapping) -> tuple[str | None, ...]:
    traits = ("institution_name", "type", "subtype", "currency", "name", "mask")
    return tuple(account[name] for name in traits)


def _currencies(
    active: Sequence[RowMapping], moved: Iterable[MovedSum], waiting: Mapping[str, int]
) -> list[str]:
    counted = Counter(account["currency"] for account in active)
    every = {*counted, *(each.currency for each in moved), *waiting}
    return sorted(every, key=lambda currency: (-counted[currency], currency))


def _signed(account: RowMapping, balance: Decimal) -> Decimal:
    return -balance if account["type"] in DEBT_TYPES else balance


def _history(
    counted: Sequence[RowMapping], currency: str, pasts: Mapping[UUID, Past], span: tuple[dt.date, dt.date]
) -> list[NetWorthPoint]:
    # An account without transactions counts with its first known balance all along: linking a mortgage today
    # must not look like a loss of today.
    totals = {
        span[0] + dt.timedelta(days=number): Decimal(0) for number in range((span[1] - span[0]).days + 1)
    }
    has_any = False
    for account in counted:
        if account["currency"] != currency or account["current_balance"] is None:
            continue
        has_any = True
        for day, balance in _list_days(account, pasts.get(account["id"], Past()), span):
            totals[day] += _signed(account, balance)
    return [NetWorthPoint(date=day, net_worth=total) for day, total in totals.items()] if has_any else []


def _list_days(
    account: RowMapping, past: Past, span: tuple[dt.date, dt.date]
) -> list[tuple[dt.date, Decimal]]:
    first, last = span
    is_debt = account["type"] in DEBT_TYPES
    if account["status"] == AccountStatus.ACTIVE:
        return walk_back(account["current_balance"], past, is_debt=is_debt, first=first, last=last)
    # Its last balance is that of the day it ended, on which it counts no more.
    ended = account["closed_at"].date()
    return walk_back(account["current_balance"], past, is_debt=is_debt, first=first, last=ended)[:-1]


def _figures(
    currency: str,
    active: Sequence[RowMapping],
    history: list[NetWorthPoint],
    moved: Sequence[MovedSum],
    waiting: int,
    categories: Catalogue,
) -> CurrencyFigures:
    by_type: defaultdict[str, Decimal] = defaultdict(Decimal)
    for account in active:
        by_type[account["type"]] += _signed(account, account["current_balance"] or Decimal(0))
    assets = sum((total for name, total in by_type.items() if name not in DEBT_TYPES), Decimal(0))
    debts = -sum((total for name, total in by_type.items() if name in DEBT_TYPES), Decimal(0))
    flow = summarise(moved)
    return CurrencyFigures(
        currency=currency,
        net_worth=assets - debts,
        assets=assets,
        debts=debts,
        by_type=[TypeTotal(type=name, balance=total) for name, total in sorted(by_type.items())],
        history=history,
        spending=_spending(flow, categories),
        money_in=flow.money_in,
        money_out=flow.money_out,
        transactions_waiting=waiting,
    )


def _spending(flow: CashFlow, categories: Catalogue) -> list[CategorySpending]:
    shown = [_show(code, spent, categories) for code, spent in flow.by_category.items()]
    return sorted(shown, key=lambda each: (-each.amount, each.label))


def _show(code: str | None, spent: Spent, categories: Catalogue) -> CategorySpending:
    heading = _find_heading(code, categories)
    return CategorySpending(
        category=code,
        label=heading.label if heading else "Not categorised yet",
        color=heading.color if heading else None,
        amount=spent.amount,
        previous_amount=spent.previous,
        pending_amount=spent.pending,
    )


def _find_heading(code: str | None, categories: Catalogue) -> Group | Category | None:
    if code == CASH_OUT:
        return categories.get(code)
    return categories.group(code) if code else None
