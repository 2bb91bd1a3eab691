"""Single causes that would account for an amount: each looks at the rows in its own way. Pure."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Final

from saldo.ledger.comparing import is_same
from saldo.reconciliation.likeness import fit, is_alike, transpositions
from saldo.reconciliation.situation import Action, Cause, Entry, Fix, Sister, Situation, Step

# How telling each sign is, before the day is looked at. Developed on ledgers with other seeds than those
# that the tests report.
REMOVED, COUNTED_ALREADY, RECURRING, OTHER_SIDE, PLAIN_GAP = 0.85, 0.75, 0.7, 0.5, 0.3
MISSED_THERE, ON_SISTER, EXTRA = 0.95, 0.5, 0.3
SIGN_AGAINST_HABIT, SIGN_TYPED, SIGN_ALONE = 0.75, 0.6, 0.25
DIGITS_OF_HABIT, DIGITS_TYPED, DIGITS_ALONE = 0.8, 0.55, 0.27
NEVER_AGREED, OPENING_LATER = 0.8, 0.04
_RHYTHMS: Final = ((6, 8), (13, 15), (27, 33))
_LATE_DAYS: Final = 4


@dataclass(frozen=True)
class Suspect:
    """One possible cause of a movement of `effect`; `date` is that of the row behind it, if one is."""

    cause: Cause
    effect: Decimal
    weight: float
    reason: str
    fixes: tuple[Fix, ...]
    date: dt.date | None = None

    def at(self, steps: Sequence[Step]) -> "Suspect":
        """Weigh the suspect by how well its day fits the days on which the difference arose."""
        return self if self.date is None else replace(self, weight=self.weight * fit(self.date, steps))


def find_singles(situation: Situation, amount: Decimal, steps: Sequence[Step]) -> list[Suspect]:
    """Find every single cause, twins apart, that moves the ledger by this amount at these steps."""
    search = _Search(situation, amount, steps)
    rows = (search.removed(), search.pending(), search.sisters(), search.signs(), search.digits())
    return [*(each.at(steps) for kind in rows for each in kind), search.gap(), search.opening()]


class _Search:
    """The look for one amount in one situation."""

    def __init__(self, situation: Situation, amount: Decimal, steps: Sequence[Step]) -> None:
        self._situation = situation
        self._amount = amount
        self._steps = steps

    def removed(self) -> Iterator[Suspect]:
        return (suspect_removed(each) for each in self._of(self._situation.removed, self._amount))

    def pending(self) -> Iterator[Suspect]:
        return (suspect_pending(each) for each in self._of(self._situation.pending, self._amount))

    def sisters(self) -> Iterator[Suspect]:
        for sister in self._situation.sisters:
            for entry in self._of(sister.entries, self._amount):
                yield suspect_sister(entry, sister, self._situation)
            if is_same(sister.difference, -self._amount):
                for entry in self._here(-self._amount):
                    move = Fix(
                        Action.MOVE, self._amount, entry.id, entry.date, entry.description, sister.account_id
                    )
                    reason = f"{told(entry)} stands here, and {sister.name} lacks just that amount."
                    yield Suspect(Cause.SISTER, self._amount, MISSED_THERE, reason, (move,), entry.date)

    def signs(self) -> Iterator[Suspect]:
        for entry in self._here(-self._amount / 2):
            habit = [each.amount > 0 for each in self._others_like(entry)]
            is_against = len(habit) > 1 and (entry.amount > 0) not in habit
            weight = SIGN_AGAINST_HABIT if is_against else SIGN_TYPED if entry.is_manual else SIGN_ALONE
            reason = f"{told(entry)} has the opposite sign of what the bank counted."
            fix = self._correction(entry)
            if entry.is_manual:
                fix = Fix(Action.FLIP, self._amount, entry.id, entry.date, entry.description)
            yield Suspect(Cause.SIGN, self._amount, weight, reason, (fix,), entry.date)

    def digits(self) -> Iterator[Suspect]:
        for entry in self._situation.entries:
            meant = entry.amount + self._amount
            if not any(is_same(meant, turned) for turned in transpositions(entry.amount)):
                continue
            is_habit = any(is_same(each.amount, meant) for each in self._others_like(entry))
            weight = DIGITS_OF_HABIT if is_habit else DIGITS_TYPED if entry.is_manual else DIGITS_ALONE
            reason = f"{told(entry)} has two digits the other way round: {meant:+f} would fit."
            fix = self._correction(entry)
            yield Suspect(Cause.TRANSPOSED, self._amount, weight, reason, (fix,), entry.date)

    def gap(self) -> Suspect:
        """Suspect the simplest: a row of just this amount is absent."""
        day = self._steps[0].date if self._steps else self._situation.today
        for entry in self._rhythm():
            return self._absent(
                RECURRING, day, entry.description, f"{told(entry)} usually comes again by then."
            )
        for entry, sister in self._other_sides():
            reason = f"The other side of {told(entry)} in {sister.name} is absent here."
            return self._absent(OTHER_SIDE, entry.date, entry.description, reason)
        reason = f"A row of {self._amount:+f} is absent."
        return self._absent(PLAIN_GAP, day, "Reconciliation adjustment", reason)

    def opening(self) -> Suspect:
        weight = OPENING_LATER if self._situation.steps else NEVER_AGREED
        reason = f"The opening balance is {self._amount:+f} off."
        if not self._situation.steps:
            reason += " Ledger and bank have never agreed."
        fix = Fix(Action.MOVE_OPENING, self._amount)
        return Suspect(Cause.OPENING, self._amount, weight, reason, (fix,))

    def _absent(self, weight: float, day: dt.date, description: str, reason: str) -> Suspect:
        fix = Fix(Action.ADD, self._amount, date=day, description=description)
        return Suspect(Cause.MISSING, self._amount, weight, reason, (fix,))

    def _rhythm(self) -> Iterator[Entry]:
        """Yield the last row of this amount when the next one of its series was due at a step."""
        series = sorted(self._here(self._amount), key=lambda entry: entry.date)
        if len(series) < 2 or not self._steps:  # noqa: PLR2004 - two make a series
            return
        gaps = [(later.date - earlier.date).days for earlier, later in pairwise(series)]
        waited = (self._steps[0].date - series[-1].date).days
        for shortest, longest in _RHYTHMS:
            if shortest <= waited <= longest + _LATE_DAYS and all(shortest <= gap <= longest for gap in gaps):
                yield series[-1]

    def _other_sides(self) -> Iterator[tuple[Entry, Sister]]:
        """Yield rows of other accounts of these days that lack their counterpart here."""
        here = list(self._here(self._amount))
        for sister in self._situation.sisters if self._steps else ():
            for entry in self._of(sister.entries, -self._amount):
                is_paired = any(abs((each.date - entry.date).days) <= _LATE_DAYS for each in here)
                if fit(entry.date, self._steps) == 1 and not is_paired:
                    yield entry, sister

    def _here(self, amount: Decimal) -> Iterator[Entry]:
        return self._of(self._situation.entries, amount)

    @staticmethod
    def _of(entries: Sequence[Entry], amount: Decimal) -> Iterator[Entry]:
        return (entry for entry in entries if is_same(entry.amount, amount))

    def _others_like(self, entry: Entry) -> Iterator[Entry]:
        return (
            each
            for each in self._situation.entries
            if each.id != entry.id and is_alike(each.description, entry.description)
        )

    def _correction(self, entry: Entry) -> Fix:
        """Put an adjusting row beside a wrong one: what the bank sent is not rewritten."""
        return Fix(
            Action.ADD, self._amount, date=entry.date, description=f"Correction of {entry.description}"
        )


def suspect_removed(entry: Entry) -> Suspect:
    """Suspect a row that was taken away and should not have been."""
    fix = Fix(Action.RESTORE, entry.amount, entry.id, entry.date, entry.description)
    reason = f"{told(entry)} was taken away, and the bank still counts it."
    return Suspect(Cause.MISSING, entry.amount, REMOVED, reason, (fix,), entry.date)


def suspect_pending(entry: Entry) -> Suspect:
    """Suspect a pending row that the bank counts already."""
    fix = Fix(Action.WAIT, entry.amount, entry.id, entry.date, entry.description)
    reason = f"{told(entry)} is pending, and the bank counts it already: it settles by itself."
    return Suspect(Cause.PENDING_COUNTED, entry.amount, COUNTED_ALREADY, reason, (fix,), entry.date)


def suspect_sister(entry: Entry, sister: Sister, situation: Situation) -> Suspect:
    """Suspect a row of another account that belongs here; the more so when its bank does not count it."""
    fix = Fix(Action.MOVE, entry.amount, entry.id, entry.date, entry.description, situation.account_id)
    is_too_much = is_same(sister.difference, -entry.amount)
    weight = MISSED_THERE if is_too_much else ON_SISTER
    proof = "and its bank does not count it there" if is_too_much else "and may belong here"
    reason = f"{told(entry)} stands in {sister.name}, {proof}."
    return Suspect(Cause.SISTER, entry.amount, weight, reason, (fix,), entry.date)


def suspect_extra(entry: Entry) -> Suspect:
    """Suspect a row that the bank does not count."""
    fix = Fix(Action.REMOVE, -entry.amount, entry.id, entry.date, entry.description)
    reason = f"{told(entry)} stands here, and the bank may not count it."
    return Suspect(Cause.SUBSET, -entry.amount, EXTRA, reason, (fix,), entry.date)


def told(entry: Entry) -> str:
    return f"“{entry.description}” of {entry.date:%-d %b %Y} ({entry.amount:+f})"
