"""How alike two rows are, and how well a day fits the day a difference arose: pure."""

import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final

from saldo.reconciliation.situation import Step

_NOISE: Final = re.compile(r"[^a-z]+")
# Words of the payment, not of who was paid.
_OF_PAYMENT: Final = frozenset(
    {"pos", "purchase", "debit", "card", "pending", "auth", "authorization", "hold", "visa", "the", "inc"}
)
_PENDING_WORDS: Final = re.compile(r"\b(pending|auth(orization)?|hold)\b", re.IGNORECASE)
_NEAR, _FAR = dt.timedelta(days=7), dt.timedelta(days=24)
_SOON: Final = dt.timedelta(days=2)
_FITS, _MAY_FIT, _HARDLY = 1.0, 0.6, 0.15


@lru_cache(maxsize=4096)
def words(description: str) -> frozenset[str]:
    """Return the words that tell who was paid."""
    found = frozenset(_NOISE.split(description.lower())) - {""}
    return (found - _OF_PAYMENT) or found


def is_alike(one: str, other: str) -> bool:
    """Say whether two texts name the same party: half of the words of the shorter one are shared."""
    left, right = words(one), words(other)
    if not left or not right:
        return one.strip().lower() == other.strip().lower()
    return 2 * len(left & right) > min(len(left), len(right))


def speaks_of_pending(description: str) -> bool:
    return bool(_PENDING_WORDS.search(description))


def fit(day: dt.date, steps: Sequence[Step]) -> float:
    """Say how well a row of this day may have caused one of these steps; 1 when no step is known.

    A bank tells of a row on its day or a few days later, hardly ever before.
    """
    return max((_fit_one(day, step) for step in steps), default=_FITS)


def _fit_one(day: dt.date, step: Step) -> float:
    first, last = (step.after or step.date) - _NEAR, step.date + _SOON
    if first <= day <= last:
        return _FITS
    return _MAY_FIT if first - _FAR <= day <= last + _FAR else _HARDLY


def transpositions(amount: Decimal) -> list[Decimal]:
    """Return the amounts that two neighbouring digits the other way round would make, sign kept."""
    sign, digits, exponent = amount.as_tuple()
    if not isinstance(exponent, int):
        return []
    # 12 was typed as 12.00 perhaps; a currency with three places keeps its third.
    padded = [*digits, *[0] * max(exponent + 2, 0)]
    places = min(exponent, -2)
    swapped = []
    for left in range(len(padded) - 1):
        if padded[left] != padded[left + 1]:
            turned = [*padded]
            turned[left], turned[left + 1] = turned[left + 1], turned[left]
            swapped.append(Decimal((sign, tuple(turned), places)))
    return swapped
