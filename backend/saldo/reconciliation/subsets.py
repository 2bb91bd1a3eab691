"""Which few of up to 25 amounts add up to a sum: meet in the middle. Pure."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations
from typing import Final

from saldo.ledger.comparing import TOLERANCE

MOST_CANDIDATES: Final = 25
MOST_FOUND: Final = 20


def find_subsets(
    amounts: Sequence[Decimal], wanted: Decimal, *, fewest: int = 2, most: int = 6
) -> list[tuple[int, ...]]:
    """Return places whose amounts sum to `wanted`, small subsets first; at most 20 of them.

    Only the first 25 amounts are looked at: beyond that almost every sum can be made, and none tells a thing.
    """
    looked_at = amounts[:MOST_CANDIDATES]
    middle = len(looked_at) // 2
    right = sorted((total, places) for total, places in _sums(looked_at, range(middle, len(looked_at)), most))
    totals = [total for total, _ in right]
    found: list[tuple[int, ...]] = []
    for total, places in _sums(looked_at, range(middle), most):
        lowest = bisect_right(totals, wanted - total - TOLERANCE)
        highest = bisect_left(totals, wanted - total + TOLERANCE)
        for _, others in right[lowest:highest]:
            if fewest <= len(places) + len(others) <= most:
                found.append((*places, *others))
    return sorted(found, key=lambda places: (len(places), places))[:MOST_FOUND]


def _sums(amounts: Sequence[Decimal], places: range, most: int) -> Iterator[tuple[Decimal, tuple[int, ...]]]:
    for size in range(min(most, len(places)) + 1):
        for chosen in combinations(places, size):
            yield sum((amounts[place] for place in chosen), Decimal(0)), chosen
