import pytest
from pydantic import ValidationError

from categorizer_contract import (
    BY_DETAILED,
    PRIMARIES,
    QUEUE,
    TASK,
    TAXONOMY,
    UNKNOWN,
    CategorizeRequest,
    CategorizeResult,
    find_category,
    get_category,
)
from categorizer_contract.schema import current_schema, frozen_schema

ROW = {"id": "1", "description": "SHELL OIL 57", "amount": "-40.10", "currency": "USD"}
REQUEST = {"batch_id": "b1", "rows": [ROW]}


def test_the_messages_are_the_frozen_ones() -> None:
    assert current_schema() == frozen_schema()


def test_task_and_queue_keep_their_names() -> None:
    assert (TASK, QUEUE) == ("categorizer.categorize.v1", "categorizer")


def test_a_request_survives_json_with_its_amount_exact() -> None:
    request = CategorizeRequest.model_validate(REQUEST)

    again = CategorizeRequest.model_validate_json(request.model_dump_json())

    assert again == request
    assert request.model_dump(mode="json")["rows"][0]["amount"] == "-40.10"


def test_a_newer_sender_may_add_fields() -> None:
    CategorizeRequest.model_validate(REQUEST | {"added_in_the_future": True})


def test_a_batch_is_bounded() -> None:
    with pytest.raises(ValidationError):
        CategorizeRequest.model_validate({"batch_id": "b", "rows": [ROW] * 257})


def test_confidence_is_a_probability() -> None:
    label = {"id": "1", "primary": "OTHER", "detailed": "OTHER_OTHER", "confidence": 1.2, "alternatives": []}
    more = {"reason": {"kind": "unknown", "text": "-"}, "merchant": {"key": "", "name": None}}

    with pytest.raises(ValidationError):
        CategorizeResult.model_validate({"batch_id": "b", "model_version": "1", "labels": [label | more]})


def test_the_taxonomy_has_all_categories_once() -> None:
    assert len(PRIMARIES) == 18
    assert len(TAXONOMY) == len(BY_DETAILED) == 123


def test_every_category_speaks_plain_words() -> None:
    labels = [entry.label for entry in TAXONOMY]

    assert len(set(labels)) == len(labels)
    assert all(entry.detailed.startswith(entry.primary + "_") for entry in TAXONOMY)
    assert all(entry.label and entry.group_label and entry.description for entry in TAXONOMY)
    assert not any("_" in entry.label for entry in TAXONOMY)


def test_older_codes_are_understood() -> None:
    assert get_category("INCOME_WAGES").detailed == "INCOME_SALARY"
    assert get_category("TRANSFER_IN_CASH_ADVANCES_AND_LOANS").primary == "LOAN_DISBURSEMENTS"
    assert find_category("NO_SUCH_CODE") is None
    assert get_category("NO_SUCH_CODE") is UNKNOWN
