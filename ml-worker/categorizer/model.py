"""The trained model: linear classifiers over n-grams and sentence vectors, weighed with the evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from categorizer import directions, features
from categorizer.artifacts import Artifacts
from categorizer.evidence import GROUP, KINDS, PRIMARIES, Findings

Scores = NDArray[np.float32]

# What the linear classifiers and the usual frequencies bring, besides the kinds of evidence.
OPINIONS = (
    "n-grams",
    "n-grams where settled",
    "vectors",
    "usual",
    "usual where nothing is known",
    "refund nobody speaks of",
)
WEIGHED = len(OPINIONS) + 2 * len(KINDS)
_BARRED = -1e4
_FLOOR = 1e-6
_GROUPS = np.array(GROUP)
_MEMBERS = np.equal.outer(np.arange(len(PRIMARIES)), _GROUPS).astype(np.float32)  # (groups, k)


@dataclass(frozen=True)
class Reading:
    """What the model needs of a row."""

    text: str
    amount: Decimal
    findings: Findings


def tabulate(artifacts: Artifacts, readings: Sequence[Reading], vectors: NDArray[np.float32]) -> Scores:
    """Lay out, for each row, everything that is weighed: (n, opinions + 2 x kinds, k).

    Vectors are (n, 384); those of settled rows are not looked at.
    """
    settled = np.array([each.findings.is_settled for each in readings], np.float32)[:, None]
    nothing = np.array([not each.findings.matches for each in readings], np.float32)[:, None]
    texts = [each.text for each in readings]
    grams = np.log(softmax(gram_scores(artifacts, texts)) + _FLOOR)
    encoded = np.log(softmax(vectors @ artifacts.vector_weights + artifacts.vector_bias) + _FLOOR)
    usual = np.broadcast_to(artifacts.usual, grams.shape)
    refunds = np.stack(
        [directions.refunds(each.amount) * (not each.findings.is_money_back) for each in readings]
    )
    said = np.stack(
        (grams * (1 - settled), grams * settled, encoded * (1 - settled), usual, usual * nothing, refunds),
        axis=1,
    )
    found = np.stack([spread(each.findings) for each in readings])
    return np.asarray(np.concatenate((said, found), axis=1), np.float32)


def gram_scores(artifacts: Artifacts, texts: Sequence[str]) -> Scores:
    """Return the unnormalised scores of the n-gram classifier: (n_texts, k)."""
    scores = np.empty((len(texts), len(artifacts.categories)), np.float32)
    for place, text in enumerate(texts):
        columns, values = features.weighted(text, artifacts.idf)
        scores[place] = values @ artifacts.gram_weights[columns]
    return np.asarray(scores + artifacts.gram_bias, np.float32)


def spread(findings: Findings) -> Scores:
    """Lay a row's evidence out: (2 x kinds, k); first for the categories, then for their groups."""
    table = np.zeros((2 * len(KINDS), len(GROUP)), np.float32)
    for piece in findings.pieces:
        table[piece.kind, piece.category] += piece.value
        table[len(KINDS) + piece.kind] += _MEMBERS[GROUP[piece.category]] * piece.value
    return table


def decide(weights: Scores, table: Scores, possible: Scores) -> Scores:
    """Weigh opinions and evidence (n, f, k) into probabilities (n, k), none where not possible (n, k)."""
    scores = np.einsum("nfk,f->nk", table, weights)
    return softmax(np.where(possible > 0, scores, _BARRED))


def calibrate(probabilities: Scores, settled: NDArray[np.bool_], settings: Mapping[str, float]) -> Scores:
    """Sum to groups and correct how sure the best one is: (n, k) -> (n, groups).

    What is settled (n) and what is open are as sure as such rows were right, each by its own curve.
    """
    groups = probabilities @ _MEMBERS.T
    best = groups.argmax(axis=1)
    rows = np.arange(len(groups))
    sure = np.clip(groups[rows, best], _FLOOR, 1 - _FLOOR)
    slope = np.where(settled, settings["slope"], settings["open_slope"])
    offset = np.where(settled, settings["offset"], settings["open_offset"])
    corrected = 1 / (1 + np.exp(-(slope * np.log(sure / (1 - sure)) + offset)))
    scaled = groups * ((1 - corrected) / np.maximum(1 - sure, _FLOOR))[:, None]
    scaled[rows, best] = corrected
    return np.asarray(scaled, np.float32)


def softmax(scores: Scores) -> Scores:
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), np.float32)


def nearest(artifacts: Artifacts, vector: NDArray[np.float32], category: int, most: int = 2) -> list[str]:
    """Return the names of the category's examples that a text's vector (384,) is closest to."""
    places = np.flatnonzero(artifacts.example_categories == category)
    closeness = artifacts.example_vectors[places] @ vector
    order = np.argsort(-closeness)[:most]
    return [artifacts.example_names[places[i]] for i in order if closeness[i] > _ALIKE]


# Below this cosine two texts share no more than any two merchants do.
_ALIKE = 0.35
