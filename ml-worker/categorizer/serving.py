"""Answers one request of the contract; a row that fails never fails its batch."""

import logging
from functools import cache

from categorizer_contract import CategorizeRequest, CategorizeResult, Habits, Label, Reason, ReasonKind, Row
from categorizer_contract.messages import Alternative, Merchant
from categorizer_contract.taxonomy import UNKNOWN

from categorizer.artifacts import artifacts_folder, load
from categorizer.classifier import Classifier
from categorizer.embedding import open_encoder
from categorizer.knowledge import open_knowledge

log = logging.getLogger(__name__)


@cache
def open_classifier() -> Classifier:
    """Load everything a process needs, once."""
    return Classifier(open_knowledge(), load(artifacts_folder()), open_encoder())


def answer(request: CategorizeRequest, classifier: Classifier) -> CategorizeResult:
    """Label every row, in their order."""
    return CategorizeResult(
        batch_id=request.batch_id,
        model_version=classifier.version,
        labels=_label_all(request.rows, classifier, request.habits),
    )


def _label_all(rows: list[Row], classifier: Classifier, habits: Habits | None) -> list[Label]:
    try:
        return classifier.label(rows, habits)
    except Exception:
        # One row in the batch is poison: find it, and label the others.
        if len(rows) > 1:
            half = len(rows) // 2
            return _label_all(rows[:half], classifier, habits) + _label_all(rows[half:], classifier, habits)
        log.exception("a row could not be labelled")
        return [unknown(row) for row in rows]


def unknown(row: Row) -> Label:
    """Return the label of a row that nothing can be said about."""
    return Label(
        id=row.id,
        primary=UNKNOWN.primary,
        detailed=UNKNOWN.detailed,
        confidence=0,
        alternatives=[Alternative(detailed=UNKNOWN.detailed, confidence=0)],
        reason=Reason(kind=ReasonKind.UNKNOWN, text="This text could not be read"),
        merchant=Merchant(key="", name=None),
    )
