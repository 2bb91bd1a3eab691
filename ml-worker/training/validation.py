"""Cross-validation by merchant: every merchant is labelled by what never heard of it."""

import random
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from categorizer_contract import Row
from categorizer_contract.taxonomy import BY_DETAILED

from categorizer.artifacts import Artifacts
from categorizer.classifier import Classifier
from training import metrics
from training.dataset import FOLDS, Example
from training.stacking import knowledge_without
from training.vectors import Vectors

_SAMPLED = 1200  # merchants a fold
_BATCH = 256
_MONEY_IN = ("INCOME", "TRANSFER_IN", "LOAN_DISBURSEMENTS")


def cross_validate(
    examples: Sequence[Example], without: Sequence[Artifacts], vectors: Vectors, seed: int
) -> dict[str, Any]:
    """Return the figures over merchants that neither knowledge nor model of their fold has seen."""
    judged = [each for fold in range(FOLDS) for each in _judge_fold(examples, without, vectors, seed, fold)]
    return metrics.summarise(judged) | {"reliability": metrics.reliability(judged)}


def _judge_fold(
    examples: Sequence[Example], without: Sequence[Artifacts], vectors: Vectors, seed: int, fold: int
) -> list[metrics.Judged]:
    mine = {example.name: example for example in examples if example.fold == fold}  # one printing a merchant
    chance = random.Random(seed + fold)  # noqa: S311 - reproducible, not secret
    sample = chance.sample(sorted(mine.values(), key=lambda each: each.name), min(_SAMPLED, len(mine)))
    rows = [
        Row(
            id=str(place),
            description=each.text.upper(),
            amount=Decimal(10 if each.detailed.startswith(_MONEY_IN) else -10),
            currency="USD",
        )
        for place, each in enumerate(sample)
    ]
    classifier = Classifier(knowledge_without(fold), without[fold], vectors)
    labels = [
        label for at in range(0, len(rows), _BATCH) for label in classifier.label(rows[at : at + _BATCH])
    ]
    return [
        metrics.judge(
            row.description, str(-row.amount), (BY_DETAILED[each.detailed].primary, each.detailed), label
        )
        for row, each, label in zip(rows, sample, labels, strict=True)
    ]
