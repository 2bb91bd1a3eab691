"""Which category a transaction gets when the model has spoken: pure."""

import re
from collections.abc import Mapping
from typing import Any, Final

from categorizer_contract import Category, Label, find_category

from saldo.transactions.labelling import Labelling
from saldo.transactions.models import CategorySource

SURE_ENOUGH: Final = 0.6
BANK_REASON: Final = {"kind": "bank", "text": "The bank's own category"}
GIVEN_UP_REASON: Final = {"kind": "unknown", "text": "This text could not be categorised"}


def decide(row: Mapping[str, Any], label: Label, category: Category, model_version: str) -> Labelling:
    """Weigh a label against what stands: a person's word on this very row, then the model, then the bank.

    A model that is not sure enough leaves the bank's category standing, when there is one, and adds its
    candidates. Lessons and rules speak after it, and again when the text has changed.
    """
    if _stands(row):
        chosen = {name: row[name] for name in _CATEGORY}
    else:
        bank = find_category(row["bank_category_detailed"] or "")
        chosen = _of_bank(bank) if bank and label.confidence < SURE_ENOUGH else _of_model(category, label)
    return Labelling(
        transaction_id=row["id"],
        **chosen,
        category_alternatives=[
            {"detailed": each.detailed, "confidence": each.confidence} for each in label.alternatives
        ],
        category_model=model_version,
        merchant_name=_name(row, label.merchant.name),
        merchant_key=label.merchant.key or None,
    )


def is_outdone(row: Mapping[str, Any], model_version: str) -> bool:
    """Tell whether a newer model has answered for these words: one that was slow must not speak after it."""
    answered_by = row["category_model"]
    if row["labelled_at"] is None or answered_by is None:
        return False
    return _numbers(model_version) < _numbers(answered_by)


def _numbers(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", version)]


def _stands(row: Mapping[str, Any]) -> bool:
    if row["category_source"] in {CategorySource.RULE, CategorySource.MEMORY}:
        return row["labelled_at"] is not None  # for other words they would have to speak again
    return bool(row["category_source"] == CategorySource.PERSON)


def give_up(row: Mapping[str, Any]) -> Labelling:
    """Settle a row that the categoriser cannot answer: what stands stays."""
    chosen = {name: row[name] for name in _CATEGORY}
    if row["category_source"] is None:
        chosen["category_reason"] = GIVEN_UP_REASON
    return Labelling(
        transaction_id=row["id"],
        **chosen,
        category_alternatives=None,
        category_model=None,
        merchant_name=_name(row, None),
        merchant_key=None,
    )


def _name(row: Mapping[str, Any], read: str | None) -> str | None:
    if keeps_name(row):
        given: str | None = row["merchant_name"]
        return given
    return read or row["bank_merchant_name"]


def keeps_name(row: Mapping[str, Any]) -> bool:
    """Tell whether a person named this very row, or a rule or a register the words it still has."""
    source = row["merchant_source"]
    return bool(source == CategorySource.PERSON or (source and row["labelled_at"] is not None))


_CATEGORY: Final = (
    "category_primary",
    "category_detailed",
    "category_source",
    "category_confidence",
    "category_reason",
)


def _of_bank(category: Category) -> dict[str, Any]:
    return {
        "category_primary": category.primary,
        "category_detailed": category.detailed,
        "category_source": CategorySource.BANK.value,
        "category_confidence": None,
        "category_reason": BANK_REASON,
    }


def _of_model(category: Category, label: Label) -> dict[str, Any]:
    return {
        "category_primary": category.primary,
        "category_detailed": category.detailed,
        "category_source": CategorySource.MODEL.value,
        "category_confidence": label.confidence,
        "category_reason": {"kind": label.reason.kind.value, "text": label.reason.text},
    }
