"""How often an account posts, learned from its own days, and when its silence says more than that."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.transactions.models import Origin, Transaction

# A year holds every holiday once; older habits say little about an account of today.
LEARNED_FROM: Final = dt.timedelta(days=400)
FEWEST_GAPS: Final = 8
_QUANTILE: Final = 0.99
_FACTOR: Final = 1.5
# A weekend with a holiday on either side of it is no alarm, however lively the account.
_LEAST_EXTRA_DAYS: Final = 4


@dataclass(frozen=True)
class Rhythm:
    """The gaps between an account's posting days; `limit_days` is None while too few are known."""

    last_posted_on: dt.date | None
    gaps: int
    usual_days: int | None
    longest_usual_days: int | None
    limit_days: int | None

    def silent_days(self, heard_until: dt.date) -> int | None:
        """Count the days without a posting up to the last day on which the bank was heard."""
        if self.last_posted_on is None:
            return None
        return max(0, (heard_until - self.last_posted_on).days)

    def is_silent(self, heard_until: dt.date) -> bool:
        """Say whether the account is silent for longer than is its way."""
        days = self.silent_days(heard_until)
        return days is not None and self.limit_days is not None and days > self.limit_days


def learn(days: Sequence[dt.date]) -> Rhythm:
    """Learn from posting days, each once and in order."""
    last = days[-1] if days else None
    gaps = sorted((later - earlier).days for earlier, later in pairwise(days))
    if len(gaps) < FEWEST_GAPS:
        return Rhythm(last, len(gaps), None, None, None)
    usual = gaps[len(gaps) // 2]
    # Of fewer than a hundred gaps this is the longest one seen.
    longest_usual = gaps[ceil(_QUANTILE * len(gaps)) - 1]
    limit = ceil(max(longest_usual * _FACTOR, longest_usual + _LEAST_EXTRA_DAYS))
    return Rhythm(last, len(gaps), usual, longest_usual, limit)


async def read_rhythms(
    session: AsyncSession, workspace_id: UUID, account_ids: Collection[UUID], today: dt.date
) -> Mapping[UUID, Rhythm]:
    """Learn the rhythms of these accounts from what their banks posted; one without rows has an empty one."""
    query = (
        sa.select(Transaction.account_id, Transaction.date)
        .where(
            Transaction.workspace_id == workspace_id,
            Transaction.account_id.in_(account_ids),
            Transaction.removed_at.is_(None),
            Transaction.pending.is_(False),
            Transaction.origin == Origin.BANK,
            Transaction.date.between(today - LEARNED_FROM, today),
        )
        .distinct()
        .order_by(Transaction.account_id, Transaction.date)
    )
    days: defaultdict[UUID, list[dt.date]] = defaultdict(list)
    for account_id, day in await session.execute(query):
        days[account_id].append(day)
    return {account_id: learn(days[account_id]) for account_id in account_ids}
