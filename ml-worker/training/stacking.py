"""Learns how far each opinion and each kind of evidence is to be believed, and how sure the answer may be.

The rows are the development rows. Each is seen as it is and, where a known merchant is in it, a second time
with that merchant unknown to knowledge and classifiers. The second kind counts for less: most rows of real
people name a merchant that somebody knows.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from categorizer import directions, model
from categorizer.artifacts import Artifacts
from categorizer.classifier import read_row
from categorizer.entries import read_entries
from categorizer.evidence import CATEGORIES, GROUP, PLACE
from categorizer.knowledge import Knowledge
from training.dataset import fold_of
from training.rows import Judgeable
from training.vectors import Vectors

Matrix = NDArray[np.float32]
UNKNOWN_COUNTS = 0.35
# Our own rows name merchants we thought of: the rows of strangers will hold more that nobody knows.
_UNKNOWN_AMONG_STRANGERS = 1.2
_RESTRAINT = 0.02  # pulls weights towards zero
_GROUPS = np.array(GROUP)
_PARTS = 5  # of the cross-validation that the calibration is learned on


@dataclass(frozen=True)
class Stack:
    """Rows laid out for learning: n rows, f features, k categories."""

    table: Matrix  # (n, f, k)
    possible: Matrix  # (n, k)
    wanted: NDArray[np.int64]  # (n) places of the categories
    counts: Matrix  # (n) how much each row counts
    names: tuple[str, ...]  # (n) rows with one name stay together

    @property
    def settled(self) -> NDArray[np.bool_]:
        """Tell of each row whether a known name or phrase settles it: (n,)."""
        return np.asarray(self.table[:, model.OPINIONS.index("n-grams where settled")].any(axis=1), bool)

    def take(self, chosen: NDArray[np.bool_]) -> "Stack":
        names = tuple(name for name, is_in in zip(self.names, chosen, strict=True) if is_in)
        return Stack(
            self.table[chosen], self.possible[chosen], self.wanted[chosen], self.counts[chosen], names
        )


def learn(stack: Stack) -> Matrix:
    """Return the weights (f,) under which the wanted categories, and their groups, are least surprising."""
    groups = _GROUPS[None, :] == _GROUPS[stack.wanted][:, None]
    exact = np.zeros(stack.possible.shape, np.float32)
    exact[np.arange(len(stack.wanted)), stack.wanted] = 1
    counts = stack.counts / stack.counts.sum()

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        chances = model.decide(weights.astype(np.float32), stack.table, stack.possible)
        in_group = chances * groups
        sums = in_group.sum(axis=1, keepdims=True) + 1e-9
        right = (chances * exact).sum(axis=1) + 1e-9
        surprise = -(counts * (np.log(right) + np.log(sums[:, 0]))).sum() / 2
        slope = np.einsum(
            "nfk,nk->f", stack.table, counts[:, None] * (chances - (exact + in_group / sums) / 2)
        )
        restraint = _RESTRAINT / len(weights) * weights
        return float(surprise + (restraint @ weights) / 2), slope.astype(np.float64) + restraint

    start = np.zeros(model.WEIGHED)
    start[: len(model.OPINIONS)] = 0.3
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return np.asarray(found.x, np.float32)


def cross_validate(stack: Stack, seed: int) -> Matrix:
    """Return, for each row, the probabilities (n, k) of weights that were learned without its name."""
    chance = np.random.default_rng(seed)
    names = sorted(set(stack.names))
    part_of = dict(zip(names, chance.integers(_PARTS, size=len(names)), strict=True))
    parts = np.array([part_of[name] for name in stack.names])
    chances = np.zeros(stack.possible.shape, np.float32)
    for part in range(_PARTS):
        weights = learn(stack.take(parts != part))
        inside = parts == part
        chances[inside] = model.decide(weights, stack.table[inside], stack.possible[inside])
    return chances


def find_calibration(chances: Matrix, stack: Stack) -> dict[str, float]:
    """Return the curves that make the best group's probability true on rows not learned from.

    Rows that a known name or phrase settles have one, open rows another: they are wrong in other ways.
    """
    members = np.equal.outer(np.arange(_GROUPS.max() + 1), _GROUPS).astype(np.float32)
    groups = chances @ members.T
    best = groups.argmax(axis=1)
    sure = np.clip(groups[np.arange(len(best)), best], 1e-6, 1 - 1e-6)
    odds = np.log(sure / (1 - sure))
    is_right = best == _GROUPS[stack.wanted]
    counts = np.where(stack.counts < 1, _UNKNOWN_AMONG_STRANGERS, 1)
    settled = stack.settled
    slope, offset = _fit_curve(odds[settled], is_right[settled], counts[settled])
    open_slope, open_offset = _fit_curve(odds[~settled], is_right[~settled], counts[~settled])
    return {"slope": slope, "offset": offset, "open_slope": open_slope, "open_offset": open_offset}


def _fit_curve(odds: Matrix, is_right: NDArray[np.bool_], counts: NDArray[np.float64]) -> tuple[float, float]:
    def loss(given: Sequence[float]) -> float:
        raised = 1 / (1 + np.exp(-(given[0] * odds + given[1])))
        kept = np.clip(np.where(is_right, raised, 1 - raised), 1e-9, 1)
        return float(-(counts * np.log(kept)).sum() / counts.sum())

    found = minimize(loss, [1.0, 0.0], method="Nelder-Mead")
    return round(float(found.x[0]), 4), round(float(found.x[1]), 4)


@dataclass(frozen=True)
class Learner:
    """What is known to one fold: all merchants, or all but its own."""

    knowledge: Knowledge
    artifacts: Artifacts

    @classmethod
    def without(cls, fold: int, fitted: Artifacts) -> "Learner":
        """Return the learner that never heard of a fold's merchants."""
        return cls(knowledge_without(fold), fitted)


def knowledge_without(fold: int) -> Knowledge:
    """Return the knowledge without the merchants of a fold."""
    return Knowledge((words, known) for words, known in read_entries() if fold_of(known) != fold)


def lay_out(rows: Sequence[Judgeable], learners: Sequence[Learner], vectors: Vectors) -> Stack:
    """Lay rows out with everything known (the first learner), and again without the merchant they name."""
    seen = [(each, 0, 1.0) for each in rows if each.detailed]
    full = learners[0].knowledge
    named = [(each, read_row(each.row, full).reading.findings.merchant) for each, _, _ in seen]
    unseen = [(each, fold_of(known) + 1, UNKNOWN_COUNTS) for each, known in named if known]
    tables, wanted, counts, possible, names = [], [], [], [], []
    for place, learner in enumerate(learners):
        mine = [(each, count) for each, owner, count in (*seen, *unseen) if owner == place]
        readings = [read_row(each.row, learner.knowledge) for each, _ in mine]
        encoded = vectors.encode([each.reading.text for each in readings])
        tables.append(model.tabulate(learner.artifacts, [each.reading for each in readings], encoded))
        wanted += [PLACE[each.detailed] for each, _ in mine]
        counts += [count for _, count in mine]
        possible += [directions.mask(each.row.amount, CATEGORIES) for each, _ in mine]
        names += [" ".join(each.merchant) or " ".join(each.bank_words.words) for each in readings]
    return Stack(
        np.concatenate(tables),
        np.stack(possible),
        np.array(wanted),
        np.array(counts, np.float32),
        tuple(names),
    )
