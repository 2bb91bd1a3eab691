"""Say which rows tell of transactions known by other ids: one to one, the likeliest pairs first."""

import datetime as dt
import re
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from functools import lru_cache
from heapq import heapify, heappop, heappush
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

Id = TypeVar("Id")

# Between two links a pending row may have been posted, which can move its day; its amount must be the same.
MOST_DAYS_APART: Final = 5
# People write down the day of a purchase, banks that of the posting; a bill is often paid some days late.
MOST_DAYS_FROM_ENTRY: Final = 7
# How many pairs of names are compared for each name that is there.
_MOST_COMPARED: Final = 20
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
Alike = tuple[dt.date, str]
Place = tuple[int, Movement[Any]]
_Queues = dict[Alike, deque[Place]]


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


# Words are slow to compare, and the same ones meet again and again.
@lru_cache(maxsize=10_000)
def unlikeness(name: str, other: str) -> float:
    """Say how unlike two texts are, from 0 to 1."""
    return 1 - SequenceMatcher(None, _plain(name), _plain(other)).ratio()


def match(
    stated: Sequence[Movement[Id]],
    known: Sequence[Movement[KnownId]],
    compare: Callable[[Movement[Any], Movement[Any]], Distance | None] = as_the_bank_said,
) -> dict[Id, KnownId]:
    """Pair rows with known transactions of the same account, currency and amount, the nearest pairs first.

    `compare` says how far two are apart by day and name, None that they are no pair. Twins pair off one by
    one in their order, so that the second coffee of a day meets the second coffee.
    """
    rows, candidates = _group(stated), _group(known)
    pairs: list[tuple[int, int]] = []
    for key, own in rows.items():
        if key in candidates:
            pairs += _Pairing(own, candidates[key], compare).pair_off()
    return {stated[row].id: known[place].id for row, place in pairs}


def _group(movements: Sequence[Movement[Any]]) -> dict[object, list[Place]]:
    groups: defaultdict[object, list[Place]] = defaultdict(list)
    for place, each in enumerate(movements):
        groups[each.account_id, each.currency, each.amount].append((place, each))
    return groups


class _Pairing:
    """Pair off the rows of one amount.

    Thousands of equal rows are usual (a tram ticket a day for years), and each with each would be millions of
    pairs: rows of one day and name stand in one queue, and only queues are compared.
    """

    def __init__(
        self,
        rows: Sequence[Place],
        known: Sequence[Place],
        compare: Callable[[Movement[Any], Movement[Any]], Distance | None],
    ) -> None:
        self._rows, self._known, self._compare = rows, known, compare
        self._taken_rows: set[int] = set()
        self._taken: set[int] = set()

    def pair_off(self) -> Iterator[tuple[int, int]]:
        """Yield places of a row and a known transaction, the nearest first."""
        rows, known = self._queue(_by_day_and_name)
        if _count_near(rows, known) <= _MOST_COMPARED * (len(rows) + len(known)):
            yield from self._take_nearest(rows, known, _list_days(known))
            return
        # Too many names for one amount within days: the same names first, then the others by day alone.
        yield from self._take_nearest(rows, known, lambda day, name: [(day, name)])
        rows, known = self._queue(_by_day)
        yield from self._take_nearest(rows, known, _list_days(known))

    def _queue(self, kind: Callable[[Movement[Any]], Alike]) -> tuple[_Queues, _Queues]:
        rows, known = _Queues(), _Queues()
        for queues, places, taken in (
            (rows, self._rows, self._taken_rows),
            (known, self._known, self._taken),
        ):
            for place, each in places:
                if place not in taken:
                    queues.setdefault(kind(each), deque()).append((place, each))
        return rows, known

    def _take_nearest(
        self, rows: _Queues, known: _Queues, others_of: Callable[[dt.date, str], Iterable[Alike]]
    ) -> Iterator[tuple[int, int]]:
        near = [
            (distance, queue[0][0], known[other][0][0], one, other)
            for one, queue in rows.items()
            for day in _days_around(one[0])
            for other in others_of(day, one[1])
            if other in known and (distance := self._compare(queue[0][1], known[other][0][1])) is not None
        ]
        heapify(near)
        while near:
            distance, row, place, one, other = heappop(near)
            own, others = rows[one], known[other]
            if not own or not others:
                continue
            if (own[0][0], others[0][0]) == (row, place):
                self._taken_rows.add(own.popleft()[0])
                self._taken.add(others.popleft()[0])
                yield row, place
            if own and others:
                # The next two of these queues, or the first ones, if others have met these meanwhile.
                heappush(near, (distance, own[0][0], others[0][0], one, other))


def _list_days(known: _Queues) -> Callable[[dt.date, str], Iterable[Alike]]:
    by_day: defaultdict[dt.date, list[Alike]] = defaultdict(list)
    for alike in known:
        by_day[alike[0]].append(alike)
    return lambda day, _: by_day.get(day, ())


def _by_day_and_name(movement: Movement[Any]) -> Alike:
    return movement.date, _plain(movement.name)


def _by_day(movement: Movement[Any]) -> Alike:
    return movement.date, ""


def _count_near(rows: _Queues, known: _Queues) -> int:
    days = Counter(day for day, _ in known)
    return sum(days[near] for day, _ in rows for near in _days_around(day))


def _days_around(day: dt.date) -> Iterator[dt.date]:
    ordinal = day.toordinal()
    first = max(ordinal - MOST_DAYS_FROM_ENTRY, dt.date.min.toordinal())
    last = min(ordinal + MOST_DAYS_FROM_ENTRY, dt.date.max.toordinal())
    return (dt.date.fromordinal(each) for each in range(first, last + 1))


@lru_cache(maxsize=10_000)
def _plain(name: str) -> str:
    return _NOT_LETTERS.sub(" ", name).strip().casefold()
