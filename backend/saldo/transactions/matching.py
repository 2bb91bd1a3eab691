"""Say which rows tell of transactions known by other ids: one to one, the likeliest pairs first."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

Id = TypeVar("Id")

# Between two links a pending row may have been posted, which can move its day; its amount must be the same.
MOST_DAYS_APART: Final = 5
# People write down the day of a purchase, banks that of the posting; a bill is often paid some days late.
MOST_DAYS_FROM_ENTRY: Final = 7
_NOT_LETTERS: Final = re.compile(r"[\W\d_]+")


@dataclass(frozen=True, slots=True)
class Movement(Generic[Id]):
    """What two statements of one transaction have in common."""

    id: Id
    account_id: UUID
    date: dt.date
    amount: Decimal
    currency: str
    name: str


KnownId = TypeVar("KnownId")
Distance = tuple[int, float]


def as_the_bank_said(row: Movement[Any], known: Movement[Any]) -> Distance | None:
    """Compare two statements by the same bank: the same day, or a day nearby and the same name."""
    days = abs((row.date - known.date).days)
    is_renamed = _plain(row.name) != _plain(known.name)
    if days == 0 or (days <= MOST_DAYS_APART and not is_renamed):
        return days, is_renamed
    return None


def as_a_person_said(row: Movement[Any], known: Movement[Any]) -> Distance | None:
    """Compare statements by different hands: a day nearby will do, and likeness of words decides ties."""
    days = abs((row.date - known.date).days)
    if days > MOST_DAYS_FROM_ENTRY:
        return None
    return days, unlikeness(row.name, known.name)


# Words are slow to compare, and of like rows each is compared with each: without memory a thousand took
# a minute.
@lru_cache(maxsize=10_000)
def unlikeness(name: str, other: str) -> float:
    return 1 - SequenceMatcher(None, _plain(name), _plain(other)).ratio()


def match(
    stated: Sequence[Movement[Id]],
    known: Sequence[Movement[KnownId]],
    compare: Callable[[Movement[Any], Movement[Any]], Distance | None] = as_the_bank_said,
) -> dict[Id, KnownId]:
    """Pair rows with known transactions of the same account, currency and amount.

    `compare` says how far two are apart, None that they are no pair. Twins pair off one by one in their
    order, so that the second coffee of a day meets the second coffee.
    """
    candidates: defaultdict[object, list[tuple[int, Movement[KnownId]]]] = defaultdict(list)
    for place, each in enumerate(known):
        candidates[_key(each)].append((place, each))
    pairs = [
        (distance, row_place, place)
        for row_place, row in enumerate(stated)
        for place, each in candidates.get(_key(row), ())
        if (distance := compare(row, each)) is not None
    ]
    return {stated[row].id: known[place].id for row, place in _take_nearest(sorted(pairs))}


def _take_nearest(
    pairs: Iterable[tuple[Distance, int, int]],
) -> Iterable[tuple[int, int]]:
    rows: set[int] = set()
    places: set[int] = set()
    for _, row, place in pairs:
        if row not in rows and place not in places:
            rows.add(row)
            places.add(place)
            yield row, place


def _key(movement: Movement[Id]) -> object:
    return movement.account_id, movement.currency, movement.amount


def _plain(name: str) -> str:
    return _NOT_LETTERS.sub(" ", name).strip().casefold()
