"""Where the month's money came from and went: pure sums over what the database has grouped."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from saldo.insights.repository import MovedSum
from saldo.transactions.flowing import Flow


@dataclass
class Spent:
    """One category's spending; refunds are taken off. `pending` is the part that is not final."""

    amount: Decimal = Decimal(0)
    previous: Decimal = Decimal(0)
    pending: Decimal = Decimal(0)


@dataclass
class CashFlow:
    """One currency's month."""

    money_in: Decimal = Decimal(0)
    by_category: defaultdict[str | None, Spent] = field(default_factory=lambda: defaultdict(Spent))

    @property
    def money_out(self) -> Decimal:
        return sum((spent.amount for spent in self.by_category.values()), Decimal(0))


def summarise(sums: Iterable[MovedSum]) -> CashFlow:
    """Add up one currency."""
    flow = CashFlow()
    for each in sums:
        if each.flow == Flow.SPENDING:
            _spend(flow.by_category[each.category], each)
        elif each.is_this_month:
            flow.money_in += each.amount
    return flow


def _spend(spent: Spent, each: MovedSum) -> None:
    if not each.is_this_month:
        spent.previous -= each.amount
        return
    spent.amount -= each.amount
    if each.is_pending:
        spent.pending -= each.amount
