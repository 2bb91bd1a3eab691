"""Measures what a person's own choices add: `python -m training.habits FILE.csv [FILE.csv ...]`.

Each file is taken for one person's account. Some of its merchants are what the person has already put into
categories; the rows of all other merchants are new, and are labelled without and with those choices.
"""

import random
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from categorizer_contract import Habits, Label

from categorizer.classifier import Classifier
from categorizer.serving import open_classifier
from training.metrics import SURE
from training.rows import Judgeable, read_rows

_DRAWS = 20  # of who was met before
_KNOWN_SHARE = 0.5
_BATCH = 256


@dataclass(frozen=True)
class Told:
    """How well new rows were told: shares of all, and of those at or above the confidence that applies."""

    rows: int
    right: float
    sure: float
    right_where_sure: float


def measure(rows: Sequence[Judgeable], classifier: Classifier, draws: int = _DRAWS) -> tuple[Told, Told]:
    """Return how well one person's new merchants are told without and with what the person chose before."""
    chance = random.Random(7)  # noqa: S311 - reproducible, not secret
    judged = [each for each in rows if each.detailed]
    keys = [label.merchant.key or label.id for label in _label(judged, classifier, None)]
    alone, helped = [], []
    for _ in range(draws):
        met = {key for key in sorted(set(keys)) if chance.random() < _KNOWN_SHARE}
        chosen = _choices([(each, key) for each, key in zip(judged, keys, strict=True) if key in met])
        new = [each for each, key in zip(judged, keys, strict=True) if key not in met]
        alone += list(zip(new, _label(new, classifier, None), strict=True))
        helped += list(zip(new, _label(new, classifier, chosen), strict=True))
    return _judge(alone), _judge(helped)


def _choices(met: Sequence[tuple[Judgeable, str]]) -> Habits:
    seen: dict[tuple[str, bool], str] = {}
    for each, key in met:
        seen.setdefault((key, each.row.amount > 0), each.detailed)
    of = {side: Counter(what for (_, is_in), what in seen.items() if is_in == side) for side in (True, False)}
    return Habits(money_in=dict(of[True]), money_out=dict(of[False]))


def _label(rows: Sequence[Judgeable], classifier: Classifier, chosen: Habits | None) -> list[Label]:
    batches = (rows[at : at + _BATCH] for at in range(0, len(rows), _BATCH))
    return [label for batch in batches for label in classifier.label([each.row for each in batch], chosen)]


def _judge(pairs: Sequence[tuple[Judgeable, Label]]) -> Told:
    right = [label.primary == each.primary for each, label in pairs]
    sure = [is_right for (_, label), is_right in zip(pairs, right, strict=True) if label.confidence >= SURE]
    return Told(len(pairs), _share(right), len(sure) / max(1, len(pairs)), _share(sure))


def _share(values: Sequence[bool]) -> float:
    return sum(values) / max(1, len(values))


def main() -> None:
    classifier = open_classifier()
    for name in sys.argv[1:]:
        alone, helped = measure(read_rows(Path(name)), classifier)
        for title, told in (("without", alone), ("with", helped)):
            sys.stdout.write(
                f"{name} {title} habits: {told.rows} rows, {told.right:.1%} right, "
                f"{told.sure:.1%} sure, {told.right_where_sure:.1%} right there\n"
            )


if __name__ == "__main__":
    main()
