"""Plaid's JSON as our dataclasses: signs, dates, currencies, and rows that nobody can read."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from saldo.providers.bank import BankCategory, HistoryStatus
from saldo.providers.plaid import mapping
from saldo.providers.plaid.reading import UnreadableRow, instant_from

ROW: dict[str, Any] = {
    "transaction_id": "t1",
    "account_id": "a1",
    "amount": Decimal("12.34"),
    "iso_currency_code": "USD",
    "unofficial_currency_code": None,
    "date": "2026-03-01",
    "authorized_date": None,
    "pending": False,
    "pending_transaction_id": None,
    "name": "COFFEE BAR",
}
PAGE: dict[str, Any] = {
    "added": [],
    "modified": [],
    "removed": [],
    "accounts": [],
    "next_cursor": "c1",
    "has_more": False,
    "transactions_update_status": "HISTORICAL_UPDATE_COMPLETE",
}


def _row(**changes: object) -> dict[str, Any]:
    return ROW | changes


def test_money_out_is_negative_and_money_in_positive() -> None:
    assert mapping.transaction_from(_row(amount=Decimal("12.34"))).amount == Decimal("-12.34")
    assert mapping.transaction_from(_row(amount=Decimal(-500))).amount == Decimal(500)
    assert str(mapping.transaction_from(_row(amount=0)).amount) == "0"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("0.1", "-0.1"), ("12.3456789", "-12.3456789"), ("1e2", "-100"), ("0.30000000000000004", "-0.3")],
)
def test_amounts_keep_every_digit_that_can_be_stored(sent: str, kept: str) -> None:
    row = json.loads(f'{{"amount": {sent}}}', parse_float=Decimal)

    assert mapping.transaction_from(_row(**row)).amount == Decimal(kept)


def test_dates_stay_the_banks_calendar_days() -> None:
    row = mapping.transaction_from(_row(date="2024-02-29", authorized_date="2024-02-28T23:59:59-11:00"))

    assert (row.date, row.authorized_date) == (date(2024, 2, 29), date(2024, 2, 28))


def test_an_unofficial_currency_is_a_currency() -> None:
    row = _row(iso_currency_code=None, unofficial_currency_code="BTC")

    assert mapping.transaction_from(row).currency == "BTC"


def test_a_sparse_row_is_readable() -> None:
    row = mapping.transaction_from(_row(personal_finance_category=None, merchant_name=None))

    assert (row.category, row.merchant_name, row.description) == (None, None, "COFFEE BAR")


def test_the_category_and_the_rest_of_the_row_are_kept() -> None:
    category = {"primary": "FOOD_AND_DRINK", "detailed": "FOOD_AND_DRINK_COFFEE", "confidence_level": "LOW"}
    row = mapping.transaction_from(
        _row(
            personal_finance_category=category, location={"city": "Bern", "lat": Decimal("46.9"), "zip": None}
        )
    )

    assert row.category == BankCategory("FOOD_AND_DRINK", "FOOD_AND_DRINK_COFFEE", "LOW")
    assert row.raw == {"location": {"city": "Bern", "lat": "46.9"}}
    assert json.dumps(dict(row.raw))


def test_text_that_the_database_cannot_hold_is_mended() -> None:
    assert mapping.transaction_from(_row(name="A\x00B \ud800")).description == "AB ?"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"amount": None}, "amount is missing"),
        ({"amount": "12"}, "amount is not a number"),
        ({"amount": True}, "amount is not a number"),
        ({"amount": float("nan")}, "amount is out of range"),
        ({"amount": Decimal("1e30")}, "amount is out of range"),
        ({"date": None}, "date is missing"),
        ({"date": "yesterday"}, "date is not a date"),
        ({"date": "2026-02-30"}, "date is not a date"),
        ({"pending": None}, "pending is not true or false"),
        ({"transaction_id": ""}, "transaction_id is missing"),
        ({"account_id": 7}, "account_id is not text"),
        ({"iso_currency_code": None}, "no currency is given"),
    ],
)
def test_a_poison_row_is_set_aside_with_its_reason(changes: dict[str, object], reason: str) -> None:
    with pytest.raises(UnreadableRow):
        mapping.transaction_from(_row(**changes))

    changes_read = mapping.changes_from(PAGE | {"added": [_row(**changes), _row(transaction_id="good")]})

    assert [row.id for row in changes_read.added] == ["good"]
    assert [row.reason for row in changes_read.rejected] == [f"added: {reason}"]
    assert json.dumps(changes_read.rejected[0].raw)


def test_a_row_that_is_no_object_is_set_aside() -> None:
    changes = mapping.changes_from(PAGE | {"added": [None, "x"], "removed": [{}]})

    assert len(changes.rejected) == 3


@pytest.mark.parametrize("missing", ["added", "modified", "removed", "next_cursor", "has_more"])
def test_a_page_without_its_parts_is_not_taken_for_an_empty_one(missing: str) -> None:
    page = {key: value for key, value in PAGE.items() if key != missing}

    with pytest.raises(UnreadableRow):
        mapping.changes_from(page)


@pytest.mark.parametrize(
    ("status", "history"),
    [
        ("NOT_READY", HistoryStatus.NOT_READY),
        ("INITIAL_UPDATE_COMPLETE", HistoryStatus.INITIAL),
        ("HISTORICAL_UPDATE_COMPLETE", HistoryStatus.COMPLETE),
        ("TRANSACTIONS_UPDATE_STATUS_UNKNOWN", HistoryStatus.NOT_READY),
    ],
)
def test_the_update_status_is_the_state_of_the_history(status: str, history: HistoryStatus) -> None:
    page = PAGE | {"transactions_update_status": status}

    assert mapping.changes_from(page).history is history


def test_an_account_keeps_what_is_owed_positive_and_may_lack_nearly_everything() -> None:
    account = mapping.account_from(
        {
            "account_id": "a1",
            "name": "Card",
            "type": "credit",
            "balances": {
                "current": Decimal(410),
                "available": None,
                "limit": 2000,
                "iso_currency_code": "USD",
            },
        }
    )

    assert account.balance.current == Decimal(410)
    assert (account.mask, account.subtype, account.balance.available) == (None, None, None)


def test_an_instant_without_a_zone_is_utc() -> None:
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)

    assert instant_from("2026-01-01T12:00:00") == noon
    assert instant_from("2026-01-01T13:00:00+01:00") == noon
    assert instant_from("2026-01-01T12:00:00Z") == noon
    assert instant_from("soon") is None


def test_a_broken_item_is_read_with_its_error() -> None:
    item = mapping.item_from(
        {
            "item": {
                "item_id": "i1",
                "error": {"error_code": "ITEM_LOGIN_REQUIRED", "error_message": "sign in"},
            }
        }
    )

    assert (item.item_id, item.error_code) == ("i1", "ITEM_LOGIN_REQUIRED")
