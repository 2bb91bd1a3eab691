"""Rows that stand twice: the same row again, or a pending payment beside the one it became. Pure."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from saldo.reconciliation.likeness import is_alike, speaks_of_pending
from saldo.reconciliation.situation import Action, Cause, Entry, Fix
from saldo.reconciliation.suspects import Suspect

SAME_DAY, SAME_WEEK, TYPED_AND_SENT, BECAME, MAY_HAVE_BECOME, ODD_PAIR = 0.9, 0.65, 0.85, 0.92, 0.33, 0.15
# Two fares a day are no copies of each other, nor is today's coffee one of yesterday's.
OF_HABIT: Final = 0.12
_HABIT_ROWS: Final = 3
_TYPED_WITHIN: Final = dt.timedelta(days=5)
_COPIED_WITHIN, _COPIED_LATE = dt.timedelta(days=1), dt.timedelta(days=4)
_POSTS_WITHIN, _POSTS_USUALLY_WITHIN = dt.timedelta(days=14), dt.timedelta(days=5)
_MOST_TIP: Final = Decimal("1.35")

Pair = tuple[Entry, Entry, Cause, float]


@dataclass
class _Habits:
    """How often a row of the same words and amount comes: on its day, and on the day it comes most."""

    on_day: Counter[tuple[str, Decimal, dt.date]] = field(default_factory=Counter)
    days: defaultdict[tuple[str, Decimal], list[int]] = field(default_factory=lambda: defaultdict(list))
    rows: Counter[tuple[str, Decimal]] = field(default_factory=Counter)

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> "_Habits":
        habits = cls()
        habits.on_day.update((each.description, each.amount, each.date) for each in entries)
        habits.rows.update((each.description, each.amount) for each in entries)
        for (description, amount, _), count in habits.on_day.items():
            habits.days[description, amount].append(count)
        return habits

    def is_habit(self, entry: Entry) -> bool:
        return self.rows[entry.description, entry.amount] > _HABIT_ROWS

    def is_more_than_ever(self, entry: Entry) -> bool:
        """Say that this day has more such rows than any other one has."""
        here = self.on_day[entry.description, entry.amount, entry.date]
        days = self.days[entry.description, entry.amount]
        return here == max(days) and days.count(here) == 1


def find_twins(entries: Sequence[Entry]) -> list[Suspect]:
    """Find the rows that one may take away; each row is suspected once, for its likeliest reason."""
    ordered = sorted(entries, key=lambda each: (each.date, not _was_pending(each), each.id))
    habits = _Habits.of(ordered)
    best: dict[object, Suspect] = {}
    for extra, twin, cause, weight in (*_copies(ordered, habits), *_successions(ordered, habits)):
        if extra.id not in best or best[extra.id].weight < weight:
            best[extra.id] = _suspect(extra, twin, cause, weight)
    return list(best.values())


def _copies(ordered: Sequence[Entry], habits: _Habits) -> Iterator[Pair]:
    """Yield pairs of one amount: the one to take away, the one to keep."""
    by_amount: defaultdict[Decimal, list[Entry]] = defaultdict(list)
    for entry in ordered:
        for earlier in reversed(by_amount[entry.amount]):
            if entry.date - earlier.date > _POSTS_WITHIN:
                break
            if pair := _judge(earlier, entry, habits):
                yield pair
        by_amount[entry.amount].append(entry)


def _judge(earlier: Entry, later: Entry, habits: _Habits) -> Pair | None:
    gap = later.date - earlier.date
    if earlier.is_manual != later.is_manual and gap <= _TYPED_WITHIN:
        typed, sent = (earlier, later) if earlier.is_manual else (later, earlier)
        return typed, sent, Cause.DUPLICATE, TYPED_AND_SENT
    if not is_alike(earlier.description, later.description):
        return (later, earlier, Cause.DUPLICATE, ODD_PAIR) if gap <= _COPIED_WITHIN else None
    if _was_pending(earlier) and not _was_pending(later):
        return earlier, later, Cause.PENDING_AND_POSTED, BECAME
    if gap > _COPIED_LATE:
        return None
    if habits.is_habit(later):
        is_odd = not gap and habits.is_more_than_ever(later)
        return later, earlier, Cause.DUPLICATE, SAME_DAY if is_odd else OF_HABIT
    return later, earlier, Cause.DUPLICATE, SAME_DAY if gap <= _COPIED_WITHIN else SAME_WEEK


def _successions(ordered: Sequence[Entry], habits: _Habits) -> Iterator[Pair]:
    """Yield pending payments beside the posted ones they became, whose amounts may have a tip in them."""
    for place, earlier in enumerate(ordered):
        if earlier.amount >= 0 or earlier.is_manual:
            continue
        marked = _was_pending(earlier)
        within = _POSTS_WITHIN if marked else _POSTS_USUALLY_WITHIN
        for later in ordered[place + 1 :]:
            if later.date - earlier.date > within:
                break
            if _has_grown_by_a_tip(earlier, later):
                is_usual = habits.is_habit(earlier) or habits.is_habit(later)
                weight = BECAME if marked else OF_HABIT if is_usual else MAY_HAVE_BECOME
                yield earlier, later, Cause.PENDING_AND_POSTED, weight


def _has_grown_by_a_tip(earlier: Entry, later: Entry) -> bool:
    return (
        later.amount < earlier.amount
        and later.amount / earlier.amount <= _MOST_TIP
        and not _was_pending(later)
        and is_alike(earlier.description, later.description)
    )


def _was_pending(entry: Entry) -> bool:
    return entry.was_pending or speaks_of_pending(entry.description)


def _suspect(extra: Entry, twin: Entry, cause: Cause, weight: float) -> Suspect:
    what = "is there twice" if cause is Cause.DUPLICATE else "is counted both as it was pending and as posted"
    days = f"{extra.date:%-d %b}"
    if extra.date != twin.date:
        days += f" and {twin.date:%-d %b}"
    reason = f"“{extra.description}” ({extra.amount:+f}) {what}: {days}."
    fix = Fix(Action.REMOVE, -extra.amount, extra.id, extra.date, extra.description)
    return Suspect(cause, -extra.amount, weight, reason, (fix,), extra.date)
