"""Rank what may have driven ledger and bank apart: single causes, several rows, two causes at once. Pure."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import combinations, islice, product
from typing import Final

from saldo.ledger.comparing import is_same
from saldo.reconciliation.situation import Cause, Explanation, Fix, Situation, Step
from saldo.reconciliation.subsets import MOST_CANDIDATES, find_subsets
from saldo.reconciliation.suspects import (
    MISSED_THERE,
    Suspect,
    find_singles,
    suspect_extra,
    suspect_pending,
    suspect_removed,
    suspect_sister,
)
from saldo.reconciliation.twins import find_twins

MOST_SHOWN: Final = 8
_MOST_STEPS: Final = 3
_PER_STEP: Final = 4
# What rows tell of by themselves, without the amount that is looked for.
_TELLING: Final = 0.5
_TIMELY: Final = 0.3
_POSSIBLE: Final = 0.1
# One cause makes one step; several steps speak for several causes, and the other way round.
_ONE_CAUSE_FOR_STEPS, _CAUSE_PER_STEP, _CAUSES_IN_ONE_STEP, _ROWS_OF_ONE_KIND = 0.4, 0.95, 0.6, 0.8
# Of rows that nothing speaks against, the more it takes to make the sum, the likelier it is chance.
_EACH_FURTHER_ROW, _MOST_PLAIN_ROWS = 0.6, 4
# Rows of the same words and amount are all the same to a reader: name two of them and make room for others.
_MOST_ALIKE: Final = 2
# What no row tells of stays possible.
_SOMETHING_ELSE: Final = 0.15


def explain(situation: Situation) -> list[Explanation]:
    """Return what accounts for the difference, likeliest first; nothing when there is no difference."""
    if is_same(situation.difference, Decimal(0)):
        return []
    ranked = _choose(_Investigation(situation).everything())
    total = sum(each.weight for each in ranked) + _SOMETHING_ELSE
    return [replace(each, confidence=round(each.weight / total, 3)) for each in ranked]


@dataclass
class _Investigation:
    """One situation, and the suspects in it that stand for themselves, whatever amount is looked for."""

    situation: Situation
    twins: list[Suspect] = field(init=False)

    def __post_init__(self) -> None:
        self.twins = find_twins(self.situation.entries)

    def everything(self) -> Iterable[Explanation]:
        yield from self._in_one()
        yield from self._step_by_step()
        yield from self._of_several_rows()
        yield from self._of_plain_rows()
        yield from self._of_two()

    def _singles(self, amount: Decimal, steps: Sequence[Step]) -> list[Suspect]:
        """Return single causes of an amount, the likeliest first."""
        twins = [each.at(steps) for each in self.twins if is_same(each.effect, amount)]
        return sorted((*twins, *find_singles(self.situation, amount, steps)), key=lambda each: -each.weight)

    def _in_one(self) -> Iterable[Explanation]:
        steps = self.situation.steps
        factor = 1.0 if len(steps) <= 1 else _ONE_CAUSE_FOR_STEPS
        for each in self._singles(self.situation.difference, steps):
            yield Explanation(each.cause, each.reason, each.fixes, each.weight * factor)

    def _step_by_step(self) -> Iterable[Explanation]:
        steps = self.situation.steps
        together = sum((step.amount for step in steps), Decimal(0))
        if not 1 < len(steps) <= _MOST_STEPS or not is_same(together, self.situation.difference):
            return
        each_step = [_varied(self._singles(step.amount, (step,)))[:_PER_STEP] for step in steps]
        for causes in product(*each_step):
            if _are_apart(causes):
                yield _together(causes, _CAUSE_PER_STEP)

    def _of_several_rows(self) -> Iterable[Explanation]:
        """Look for several rows of one kind: taken away together, or all there twice."""
        for group in self._groups():
            yield from self._subsets([each for each in group if each.weight >= _POSSIBLE], 1.0, 6)

    def _of_plain_rows(self) -> Iterable[Explanation]:
        """Look for rows of the days in question that nothing speaks against but their sum."""
        situation = self.situation
        here = [suspect_extra(entry) for entry in situation.entries]
        there = (
            [suspect_sister(entry, sister, situation) for entry in sister.entries]
            for sister in situation.sisters
        )
        for group in (here, *there) if situation.steps else ():
            timely = [each for each in group if each.at(situation.steps).weight >= _TIMELY]
            yield from self._subsets(timely, _EACH_FURTHER_ROW, _MOST_PLAIN_ROWS)

    def _subsets(self, group: Sequence[Suspect], each_further: float, most: int) -> Iterable[Explanation]:
        likeliest = sorted(group, key=lambda each: -each.weight)[:MOST_CANDIDATES]
        subsets = find_subsets([each.effect for each in likeliest], self.situation.difference, most=most)
        found = [[likeliest[place] for place in places] for places in subsets]
        sizes = Counter(len(look) for look in {_look(_fixes(chosen)) for chosen in found})
        for chosen in found:
            # Where many subsets make the sum, each of them is likely to be chance; but those that look
            # the same are one to a reader.
            weight = _mean(chosen) * each_further ** (len(chosen) - 1)
            weight *= _ROWS_OF_ONE_KIND / sizes[len(_look(_fixes(chosen)))] ** 0.5
            reason = f"{len(chosen)} rows together: " + " ".join(each.reason for each in chosen)
            yield Explanation(Cause.SUBSET, reason, _fixes(chosen), weight)

    def _of_two(self) -> Iterable[Explanation]:
        """Look for two causes of different kinds, each of which its rows already tell of."""
        telling = [
            [each for each in group if each.weight >= _TELLING][:MOST_CANDIDATES] for group in self._groups()
        ]
        pairs = (
            (one, other)
            for left, right in combinations(telling, 2)
            for one, other in product(left, right)
            if is_same(one.effect + other.effect, self.situation.difference) and _are_apart((one, other))
        )
        return [_together(pair, _CAUSES_IN_ONE_STEP) for pair in islice(pairs, MOST_SHOWN)]

    def _groups(self) -> list[list[Suspect]]:
        """Return the suspects that stand for themselves, by kind."""
        situation = self.situation
        moved = (
            suspect_sister(entry, sister, situation)
            for sister in situation.sisters
            for entry in sister.entries
        )
        kinds = (
            [each for each in self.twins if each.cause is Cause.DUPLICATE],
            [each for each in self.twins if each.cause is Cause.PENDING_AND_POSTED],
            [suspect_removed(entry) for entry in situation.removed],
            [suspect_pending(entry) for entry in situation.pending],
            [each for each in moved if each.weight == MISSED_THERE],
        )
        return [[each.at(situation.steps) for each in kind] for kind in kinds]


def _together(causes: Sequence[Suspect], factor: float) -> Explanation:
    reason = " And: ".join(each.reason for each in causes)
    parts = tuple(each.cause for each in causes)
    return Explanation(Cause.COMBINATION, reason, _fixes(causes), factor * _mean(causes), parts=parts)


def _mean(suspects: Sequence[Suspect]) -> float:
    return math.prod(each.weight for each in suspects) ** (1 / len(suspects))


def _fixes(causes: Iterable[Suspect]) -> tuple[Fix, ...]:
    return tuple(fix for each in causes for fix in each.fixes)


def _are_apart(causes: Sequence[Suspect]) -> bool:
    """Say that no row is to be mended twice."""
    rows = [fix.entry_id for fix in _fixes(causes) if fix.entry_id is not None]
    return len(rows) == len(set(rows))


def _varied(suspects: Sequence[Suspect]) -> list[Suspect]:
    """Keep the first two of those that a reader could not tell apart."""
    seen: Counter[object] = Counter()
    kept = []
    for each in suspects:
        look = (each.cause, _look(each.fixes))
        seen[look] += 1
        if seen[look] <= _MOST_ALIKE:
            kept.append(each)
    return kept


def _look(fixes: Iterable[Fix]) -> tuple[tuple[str, str, Decimal], ...]:
    """Return what a reader sees of fixes; days apart, some cannot be told from others."""
    return tuple(sorted((fix.action, fix.description or "", fix.effect) for fix in fixes))


def _choose(found: Iterable[Explanation]) -> list[Explanation]:
    """Keep the weightiest of those that would do the same, and few of those that look the same."""
    seen: Counter[object] = Counter()
    chosen: list[Explanation] = []
    for each in sorted(found, key=lambda one: -one.weight):
        look = _look(each.fixes)
        deed = frozenset(each.fixes)
        seen[look] += 1
        seen[deed] += 1
        if seen[deed] == 1 and seen[look] <= _MOST_ALIKE:
            chosen.append(each)
    return chosen[:MOST_SHOWN]
