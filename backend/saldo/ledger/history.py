"""An account's balance over time: the ledger's line and the bank's own beside it."""

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.accounts import service as accounts
from saldo.accounts.models import DEBT_TYPES
from saldo.ledger import repository
from saldo.ledger.comparing import signed
from saldo.ledger.errors import SpanInvalid
from saldo.ledger.models import CheckStatus, DayTotal
from saldo.ledger.schemas import AccountBalances, BalanceDay

LONGEST_SPAN: Final = dt.timedelta(days=1100)
USUAL_SPAN: Final = dt.timedelta(days=90)
_DAY: Final = dt.timedelta(days=1)


async def show_balances(
    session: AsyncSession, account: RowMapping, first: dt.date, last: dt.date
) -> AccountBalances:
    """Return both lines of the span and how they compare today. Raises SpanInvalid."""
    workspace_id, account_id = account["workspace_id"], account["id"]
    days = await _list_balances(session, account, first, last)
    checked = (await repository.list_last_checks(session, workspace_id, [account_id])).get(account_id)
    return AccountBalances(
        account_id=account_id,
        currency=account["currency"],
        is_debt=account["type"] in DEBT_TYPES,
        days=days,
        status=checked["status"] if checked else CheckStatus.UNKNOWN,
        difference=checked["difference"] if checked else Decimal(0),
        off_since=checked["off_since"] if checked else None,
        checked_at=checked["checked_at"] if checked else None,
    )


async def _list_balances(
    session: AsyncSession, account: RowMapping, first: dt.date, last: dt.date
) -> list[BalanceDay]:
    if first > last:
        raise SpanInvalid("`from` is later than `to`: no day lies between them.")
    if last - first > LONGEST_SPAN:
        raise SpanInvalid("At most three years at a time, please.")
    workspace_id = account["workspace_id"]
    seen = {
        each.date: each.current
        for each in await accounts.list_daily_balances(session, workspace_id, [account["id"]], first)
    }
    anchor = await repository.find_anchor(session, workspace_id, account["id"])
    if anchor is None or anchor.currency != account["currency"]:
        return [_day(day, None, seen.get(day), Decimal(0)) for day in _days(first, last)]
    base = await repository.find_base(session, workspace_id, anchor)
    totals = await repository.list_days(session, workspace_id, anchor, first, last)
    return [
        _day(day, signed(account["type"], base + total), seen.get(day), pending)
        for day, total, pending in _fill(totals, first, last)
    ]


def _day(day: dt.date, ledger: Decimal | None, bank: Decimal | None, pending: Decimal) -> BalanceDay:
    return BalanceDay(date=day, ledger=ledger, bank=bank, pending=pending)


def _fill(
    totals: Sequence[DayTotal], first: dt.date, last: dt.date
) -> Iterator[tuple[dt.date, Decimal, Decimal]]:
    """Yield every day with its running total; days without entries keep that of the last one with some."""
    known = {each.date: each for each in totals}
    total = totals[0].total if totals and totals[0].date < first else Decimal(0)
    for day in _days(first, last):
        here = known.get(day)
        total = here.total if here else total
        yield day, total, here.pending if here else Decimal(0)


def _days(first: dt.date, last: dt.date) -> list[dt.date]:
    return [first + _DAY * number for number in range((last - first).days + 1)]


async def find_balance(session: AsyncSession, account: RowMapping, day: dt.date) -> Decimal | None:
    """Return the ledger's balance at the end of a day, positive for money one has; None if it cannot know."""
    anchor = await repository.find_anchor(session, account["workspace_id"], account["id"])
    if anchor is None or anchor.currency != account["currency"]:
        return None
    base = await repository.find_base(session, account["workspace_id"], anchor)
    days = await repository.list_days(session, account["workspace_id"], anchor, day, day)
    return base + (days[-1].total if days else Decimal(0))
