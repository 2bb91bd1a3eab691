"""Which few of up to 25 amounts add up to a sum: meet in the middle. Pure."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations
from typing import Final

from saldo.ledger.comparing import TOLERANCE

MOST_CANDIDATES: Final = 25
MOST_FOUND: Final = 20
_UNITS: Final = 10**10


def find_subsets(
    amounts: Sequence[Decimal], wanted: Decimal, *, fewest: int = 2, most: int = 6
) -> list[tuple[int, ...]]:
    """Return places whose amounts sum to `wanted`, small subsets first; at most 20 of them.

    Only the first 25 amounts are looked at: beyond that almost every sum can be made, and none tells a thing.
    """
    # Whole numbers of the smallest unit the database keeps: thousands of sums are made.
    looked_at = [int(amount * _UNITS) for amount in amounts[:MOST_CANDIDATES]]
    aim, slack = int(wanted * _UNITS), int(TOLERANCE * _UNITS)
    middle = len(looked_at) // 2
    right = sorted(_sums(looked_at, range(middle, len(looked_at)), most))
    totals = [total for total, _ in right]
    found: list[tuple[int, ...]] = []
    for total, places in _sums(looked_at, range(middle), most):
        lowest = bisect_right(totals, aim - total - slack)
        highest = bisect_left(totals, aim - total + slack)
        for _, others in right[lowest:highest]:
            if fewest <= len(places) + len(others) <= most:
                found.append((*places, *others))
    return sorted(found, key=lambda places: (len(places), places))[:MOST_FOUND]


def _sums(amounts: Sequence[int], places: range, most: int) -> Iterator[tuple[int, tuple[int, ...]]]:
    for size in range(min(most, len(places)) + 1):
        for chosen in combinations(places, size):
            yield sum(amounts[place] for place in chosen), chosen
