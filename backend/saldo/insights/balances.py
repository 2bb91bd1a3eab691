"""What was in an account on each past day: as seen, or worked out where nobody looked.

A fresh link knows today's balance and two years of transactions; walking back from the one through the other
gives the history that nobody recorded.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final
from uuid import UUID

from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.accounts import service as accounts
from saldo.accounts.models import DEBT_TYPES, DailyBalance
from saldo.insights import repository
from saldo.insights.repository import DailySum

LONGEST_HISTORY: Final = dt.timedelta(days=730)
_DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True)
class Past:
    """What is known of one account's past: balances seen and sums posted, by day."""

    seen: dict[dt.date, Decimal] = field(default_factory=dict)
    posted: dict[dt.date, Decimal] = field(default_factory=dict)


def gather(seen: Iterable[DailyBalance], posted: Iterable[DailySum]) -> Mapping[UUID, Past]:
    pasts: defaultdict[UUID, Past] = defaultdict(Past)
    for balance in seen:
        pasts[balance.account_id].seen[balance.date] = balance.current
    for each in posted:
        pasts[each.account_id].posted[each.date] = each.amount
    return pasts


def walk_back(
    current: Decimal, past: Past, *, is_debt: bool, first: dt.date, last: dt.date
) -> list[tuple[dt.date, Decimal]]:
    """Return each day's last balance from `first` to `last`, oldest first; `current` is that of `last`.

    Money posted on a day was not there the evening before; on a debt, whose balance is what is owed, the
    other way round. Pending money is in no bank's current balance, so `past` must not have it either.
    """
    days: list[tuple[dt.date, Decimal]] = []
    balance, day = current, last
    while day >= first:
        if day != last:
            balance = past.seen.get(day, balance)
        days.append((day, balance))
        moved = past.posted.get(day, Decimal(0))
        balance += moved if is_debt else -moved
        day -= _DAY
    return days[::-1]


async def list_account_history(
    session: AsyncSession, workspace_id: UUID, account: RowMapping, today: dt.date
) -> list[tuple[dt.date, Decimal]]:
    """Return an account's balance on every day since its first transaction or sighting, at most two years."""
    if account["current_balance"] is None:
        return []
    account_id = account["id"]
    earliest = today - LONGEST_HISTORY
    seen = await accounts.list_daily_balances(session, workspace_id, [account_id], earliest)
    posted = await repository.list_daily_sums(session, workspace_id, earliest - _DAY, account_id)
    first_day = await repository.find_first_day(session, workspace_id, account_id)
    known_days = [today, *(balance.date for balance in seen), *([first_day] if first_day else [])]
    return walk_back(
        account["current_balance"],
        gather(seen, posted).get(account_id, Past()),
        is_debt=account["type"] in DEBT_TYPES,
        first=max(min(known_days), earliest),
        last=today,
    )
