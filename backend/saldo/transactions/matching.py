"""Say which rows of a bank tell of transactions known by other ids: one to one, the likeliest pairs first."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Generic, TypeVar
from uuid import UUID

Id = TypeVar("Id")

# Between two links a pending row may have been posted, which can move its day; its amount must be the same.
MOST_DAYS_APART: Final = 5
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


def match(stated: Sequence[Movement[Id]], known: Sequence[Movement[KnownId]]) -> dict[Id, KnownId]:
    """Pair rows with known transactions of the same account, currency and amount.

    The same day is required, or a day nearby and the same name. Twins pair off one by one in their order, so
    that the second coffee of a day meets the second coffee.
    """
    candidates: defaultdict[object, list[tuple[int, Movement[KnownId]]]] = defaultdict(list)
    for place, each in enumerate(known):
        candidates[_key(each)].append((place, each))
    pairs = [
        (distance, row_place, place)
        for row_place, row in enumerate(stated)
        for place, each in candidates.get(_key(row), ())
        if (distance := _distance(row, each)) is not None
    ]
    return {stated[row].id: known[place].id for row, place in _take_nearest(sorted(pairs))}


def _take_nearest(
    pairs: Iterable[tuple[tuple[int, bool], int, int]],
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


def _distance(row: Movement[Id], known: Movement[KnownId]) -> tuple[int, bool] | None:
    days = abs((row.date - known.date).days)
    is_renamed = _plain(row.name) != _plain(known.name)
    if days == 0 or (days <= MOST_DAYS_APART and not is_renamed):
        return days, is_renamed
    return None


def _plain(name: str) -> str:
    return _NOT_LETTERS.sub(" ", name).strip().casefold()
