"""Which categories an amount can belong to: money that leaves is no salary."""

from collections.abc import Sequence
from decimal import Decimal
from functools import cache

import numpy as np
from categorizer_contract.taxonomy import TAXONOMY
from numpy.typing import NDArray

_ONLY_IN = frozenset({"INCOME", "TRANSFER_IN", "LOAN_DISBURSEMENTS"})
_ONLY_OUT = frozenset({"TRANSFER_OUT"})


def allowed(amount: Decimal) -> frozenset[str]:
    """Return the detailed categories an amount (positive is money in) can belong to."""
    return _allowed(amount > 0)


@cache
def _allowed(is_in: bool) -> frozenset[str]:  # noqa: FBT001 - two cases, cached
    barred = _ONLY_OUT if is_in else _ONLY_IN
    return frozenset(entry.detailed for entry in TAXONOMY if entry.primary not in barred)


def mask(amount: Decimal, categories: Sequence[str]) -> NDArray[np.float32]:
    """Return one for each category the amount can belong to, zero for the others: (k,)."""
    return _mask(amount > 0, tuple(categories))


@cache
def _mask(is_in: bool, categories: tuple[str, ...]) -> NDArray[np.float32]:  # noqa: FBT001 - two cases, cached
    possible = _allowed(is_in)
    return np.array([detailed in possible for detailed in categories], np.float32)


def of_money_in(detailed: str) -> str:
    """Return what a category is for money in: what a tax office pays is a refund."""
    return "INCOME_TAX_REFUND" if detailed == "GOVERNMENT_AND_NON_PROFIT_TAX_PAYMENT" else detailed


# Money in of these groups is what it says; of all others it is money back.
_MONEY = frozenset({"INCOME", "TRANSFER_IN", "TRANSFER_OUT", "LOAN_DISBURSEMENTS", "LOAN_PAYMENTS", "OTHER"})
_REFUNDS = np.array([entry.primary not in _MONEY for entry in TAXONOMY], np.float32)


def refunds(amount: Decimal) -> NDArray[np.float32]:
    """Return one for each category in which an amount would be money back: (k,), in the taxonomy's order."""
    return _REFUNDS * np.float32(amount > 0)
