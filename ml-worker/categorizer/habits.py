"""What a person's own choices say of a row before its text is read: what they meet more than others do."""

from decimal import Decimal

import numpy as np
from categorizer_contract import Habits, Reason, ReasonKind
from categorizer_contract.taxonomy import BY_DETAILED
from numpy.typing import NDArray

from categorizer import directions
from categorizer.evidence import CATEGORIES, GROUP, PLACE, PRIMARIES

Odds = NDArray[np.float32]

# What is usual in all households weighs as much as so many choices of this one's.
_WORTH_CHOICES = 20.0
# Choices are few, and made where the model was wrong: they lean, and decide nothing that is clear.
_MOST, _LEAST = 4.0, 0.25
_NEVER = 1e-9
_GROUPS = np.array(GROUP)


def odds(habits: Habits, amount: Decimal, usual: NDArray[np.float32]) -> Odds:
    """Return how many times likelier than usual each category is for this person: (k,), ones for no choices.

    `usual` are the logarithms of how often all households meet a category: (k,).
    """
    chosen = _count(habits.money_in if amount > 0 else habits.money_out)
    common = np.exp(usual) * directions.mask(amount, CATEGORIES)
    in_group, common_in_group = _by_group(chosen), _by_group(common)
    of_groups = _likelier(in_group, chosen.sum(), common_in_group / common.sum())[_GROUPS]
    within = _likelier(chosen, in_group[_GROUPS], common / np.maximum(common_in_group[_GROUPS], _NEVER))
    return np.asarray(np.clip(of_groups * within, _LEAST, _MOST), np.float32)


def describe(habits: Habits, amount: Decimal, won: str, lost: str, usual: NDArray[np.float32]) -> Reason:
    """Say how often the category that won by habit was chosen, or how seldom the one that lost by it."""
    is_liked = odds(habits, amount, usual)[PLACE[won]] >= 1
    entry = BY_DETAILED[won if is_liked else lost]
    choices = habits.money_in if amount > 0 else habits.money_out
    times, label = choices.get(entry.detailed, 0), entry.label
    if is_liked and not times:
        times, label = int(_by_group(_count(choices))[GROUP[PLACE[won]]]), entry.group_label
    often = f"you chose {label} for {times} of {sum(choices.values())} merchants"
    return Reason(kind=ReasonKind.HABIT, text=f"The text leaves it open, and {often}")


def _count(choices: dict[str, int]) -> Odds:
    counts = np.zeros(len(CATEGORIES), np.float32)
    for detailed, times in choices.items():
        if detailed in PLACE:
            counts[PLACE[detailed]] = times
    return counts


def _by_group(values: Odds) -> Odds:
    return np.bincount(_GROUPS, values, len(PRIMARIES)).astype(np.float32)


def _likelier(chosen: Odds, total: Odds | np.float32, usual_share: Odds) -> Odds:
    """Return the share of choices, smoothed towards the usual share, over the usual share."""
    return (chosen / np.maximum(usual_share, _NEVER) + _WORTH_CHOICES) / (total + _WORTH_CHOICES)
