"""What comes again: streams of like transactions at a steady pace, found in an Item's history."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from sqlite3 import Row
from statistics import median
from typing import Any

import orjson

MATURE, EARLY, ENDED = "MATURE", "EARLY_DETECTION", "TOMBSTONED"
# Three of a kind make a stream; two of exactly the same amount may become one; a year's rhythm shows in two.
ENOUGH, PERHAPS = 3, 2
# Weekends and short months move single payments, so not every step must fit.
STEADY_SHARE = 0.8
DIGITS = re.compile(r"[\d#*]+")


@dataclass(frozen=True)
class Pace:
    """One frequency: between how many days its steps lie, and how far on the next one is expected."""

    name: str
    shortest: int
    longest: int
    days: int
    months: int = 0


PACES = (
    Pace("WEEKLY", 6, 8, 7),
    Pace("BIWEEKLY", 12, 16, 14),
    Pace("SEMI_MONTHLY", 11, 20, 15),
    Pace("MONTHLY", 26, 35, 30, months=1),
    Pace("ANNUALLY", 350, 380, 365, months=12),
)
SEMI_MONTHLY, ANNUALLY = PACES[2], PACES[4]
TWICE_A_MONTH_SLACK = 3


@dataclass(frozen=True)
class Movement:
    """A posted transaction, as much of it as tells whether it comes again."""

    sequence: int
    transaction_id: str
    day: date
    amount: float


@dataclass(frozen=True)
class Stream:
    """Movements that come again, oldest first."""

    movements: tuple[Movement, ...]
    pace: Pace
    status: str
    next_day: date | None

    @property
    def is_active(self) -> bool:
        return self.next_day is not None

    @property
    def last(self) -> Movement:
        return self.movements[-1]

    @property
    def average(self) -> float:
        return round(sum(each.amount for each in self.movements) / len(self.movements), 2)


class Finder:
    """Sorts an Item's live rows by payee, in the order they were told, and finds what comes again."""

    def __init__(self, account_ids: Collection[str]) -> None:
        self._account_ids = account_ids
        self._by_kind: dict[tuple[str, bool, str], list[Movement]] = defaultdict(list)

    def take(self, rows: Iterable[Row]) -> None:
        """Take some of the log in; pending rows and those of other accounts do not count."""
        for row in rows:
            body = orjson.loads(row["body"])
            if not body["pending"] and body["account_id"] in self._account_ids:
                day = date.fromisoformat(body["date"])
                movement = Movement(row["sequence"], row["transaction_id"], day, body["amount"])
                self._by_kind[_kind(body)].append(movement)

    def find(self, today: date) -> Iterator[list[Stream]]:
        """Yield the streams of one payee after the other."""
        for group in self._by_kind.values():
            yield _streams_of(group, today)


def _kind(body: dict[str, Any]) -> tuple[str, bool, str]:
    """Tell with which others it may belong to one stream: same account, direction and payee."""
    payee = body["merchant_name"] or DIGITS.sub("", body["name"])
    return body["account_id"], body["amount"] < 0, " ".join(str(payee).casefold().split())


def _streams_of(group: list[Movement], today: date) -> list[Stream]:
    """Take a payee's movements as one stream, else those of equal amount: a subscription among purchases."""
    whole = _stream(group, today)
    if whole is not None:
        return [whole]
    by_amount: dict[float, list[Movement]] = defaultdict(list)
    for movement in group:
        by_amount[movement.amount].append(movement)
    found = [_stream(equal, today) for equal in by_amount.values()]
    return [stream for stream in found if stream is not None]


def _stream(group: Sequence[Movement], today: date) -> Stream | None:
    movements = tuple(sorted(group, key=lambda each: each.day))
    if len(movements) < PERHAPS:
        return None
    pace = _find_pace([each.day for each in movements])
    if pace is None:
        return None
    mature = len(movements) >= ENOUGH or pace is ANNUALLY
    if not mature and movements[0].amount != movements[1].amount:
        return None
    due = _after(movements[-1].day, pace)
    overdue = today > due + timedelta(days=max(3, pace.days // 4))
    if overdue:
        return Stream(movements, pace, MATURE if mature else ENDED, None)
    return Stream(movements, pace, MATURE if mature else EARLY, due)


def _find_pace(days: Sequence[date]) -> Pace | None:
    steps = [(later - earlier).days for earlier, later in pairwise(days)]
    middle = median(steps)
    for pace in PACES:
        fitting = sum(pace.shortest <= step <= pace.longest for step in steps)
        if (
            pace.shortest <= middle <= pace.longest
            and fitting >= STEADY_SHARE * len(steps)
            and (pace is not SEMI_MONTHLY or _falls_on_two_days(days))
        ):
            return pace
    return None


def _falls_on_two_days(days: Sequence[date]) -> bool:
    """Whether every second payment falls on about the same day of its month."""
    if len(days) < ENOUGH:
        return False
    return all(
        _days_apart(days[index], days[index + 2]) <= TWICE_A_MONTH_SLACK for index in range(len(days) - 2)
    )


def _days_apart(earlier: date, later: date) -> int:
    return abs((later - _after(earlier, PACES[3])).days)


def _after(day: date, pace: Pace) -> date:
    """Tell the day one step later; months keep their day as far as they are long enough."""
    if not pace.months:
        return day + timedelta(days=pace.days)
    years, month = divmod(day.month - 1 + pace.months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(day.year + years, month + 1, last)
        except ValueError:
            continue
    return date(day.year + years, month + 1, min(day.day, 28))
