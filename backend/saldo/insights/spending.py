"""Where the month's money came from and went: pure sums over what the database has grouped."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from saldo.insights.repository import MovedSum

# Money between one's own accounts is neither earned nor spent.
_TRANSFERS: Final = ("TRANSFER_IN", "TRANSFER_OUT")
_INCOME: Final = ("INCOME", "LOAN_DISBURSEMENTS")


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


def summarise(sums: Iterable[MovedSum], *, has_card: bool) -> CashFlow:
    """Add up one currency.

    Paying off a linked card is a transfer: what was bought with it counts. Without the card, the payment is
    all that is known of the spending.
    """
    flow = CashFlow()
    for each in sums:
        if each.category_primary in _TRANSFERS or (each.is_card_payment and has_card):
            continue
        if _is_income(each):
            flow.money_in += each.amount if each.is_this_month else 0
        else:
            _spend(flow.by_category[each.category_primary], each)
    return flow


def _is_income(each: MovedSum) -> bool:
    if each.category_primary is None:
        return each.is_money_in
    return each.category_primary in _INCOME


def _spend(spent: Spent, each: MovedSum) -> None:
    if not each.is_this_month:
        spent.previous -= each.amount
        return
    spent.amount -= each.amount
    if each.is_pending:
        spent.pending -= each.amount
