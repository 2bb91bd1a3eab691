"""Compare an account's ledger with the bank's balance: pure."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from saldo.accounts.models import DEBT_TYPES
from saldo.ledger.models import CheckStatus, Figures

# Half a cent: banks round what their rows state to more places.
TOLERANCE: Final = Decimal("0.005")
ALWAYS_TRACKED: Final = ("depository", "credit")


@dataclass(frozen=True)
class Standing:
    """How one account stands; `difference` is what the ledger lacks, positive is money in."""

    status: CheckStatus
    difference: Decimal


def is_same(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) < TOLERANCE


def signed(account_type: str, balance: Decimal) -> Decimal:
    """Turn a bank's balance into one that is positive for money one has, or back."""
    return -balance if account_type in DEBT_TYPES else balance


def compare(figures: Figures) -> Standing:
    """Say whether ledger and bank agree.

    An investment's value moves with the market and a mortgage's with interest, without any row: such
    accounts have no standing, unless a loan brings entries.
    """
    is_tracked = figures.type in ALWAYS_TRACKED or (figures.type in DEBT_TYPES and figures.entries > 0)
    if figures.bank is None or figures.ledger is None or not is_tracked:
        return Standing(CheckStatus.UNKNOWN, Decimal(0))
    difference = figures.bank - figures.ledger
    if is_same(difference, Decimal(0)):
        return Standing(CheckStatus.AGREES, Decimal(0))
    if is_same(difference, figures.pending):
        return Standing(CheckStatus.PENDING, difference)
    return Standing(CheckStatus.OFF, difference)
