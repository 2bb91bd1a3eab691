"""/sandbox/*: Items without Link, broken logins, rows by hand."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from emulator_harness import Bank, Json, Live, Receiver, error_of
from plaid.model.accounts_get_request import AccountsGetRequest
from plaid.model.item_get_request import ItemGetRequest
from plaid.model.sandbox_item_fire_webhook_request import SandboxItemFireWebhookRequest
from plaid.model.sandbox_item_reset_login_request import SandboxItemResetLoginRequest

KEYS = {"client_id": "a", "secret": "b"}


def create_public_token(live: Live, **changes: Any) -> Json:
    body = {**KEYS, "institution_id": "ins_109508", "initial_products": ["transactions"], **changes}
    return dict(live.http.post("/sandbox/public_token/create", json=body).json())


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"institution_id": "ins_0"}, "INVALID_INSTITUTION"),
        ({"initial_products": ["accounts"]}, "INVALID_PRODUCT"),
        ({"initial_products": ["balance"]}, "INVALID_PRODUCT"),
        ({"initial_products": []}, "INVALID_FIELD"),
        ({"institution_id": "ins_132361"}, "INSTITUTION_DOWN"),
        ({"institution_id": "ins_133402"}, "INSTITUTION_NO_LONGER_SUPPORTED"),
        ({"options": {"override_username": "user_nobody"}}, "INVALID_CREDENTIALS"),
        ({"options": {"override_password": "wrong"}}, "INVALID_CREDENTIALS"),
        ({"options": {"override_password": "error_ITEM_LOCKED"}}, "ITEM_LOCKED"),
        ({"options": {"transactions": {"days_requested": 0}}}, "INVALID_FIELD"),
    ],
)
def test_an_item_that_cannot_be_made_says_why(live: Live, changes: Json, code: str) -> None:
    assert create_public_token(live, **changes)["error_code"] == code


def test_reset_login_breaks_the_item_and_says_so(bank: Bank, receiver: Receiver) -> None:
    token = bank.link(webhook=receiver.url)

    answer = bank.api.sandbox_item_reset_login(SandboxItemResetLoginRequest(token))

    assert answer.reset_login
    assert bank.api.item_get(ItemGetRequest(token)).item.error.error_code == "ITEM_LOGIN_REQUIRED"
    assert error_of(lambda: bank.sync(token))["error_code"] == "ITEM_LOGIN_REQUIRED"
    error = receiver.wait_for("ERROR")["error"]
    assert (error["error_code"], error["status"]) == ("ITEM_LOGIN_REQUIRED", 400)
    assert "request_id" not in error


def test_a_login_expires_after_thirty_days(live: Live, bank: Bank, receiver: Receiver) -> None:
    token = bank.link(webhook=receiver.url)

    live.admin("/clock", {"advance_seconds": 31 * 86_400})

    assert receiver.wait_for("ERROR")["error"]["error_code"] == "ITEM_LOGIN_REQUIRED"
    assert bank.api.item_get(ItemGetRequest(token)).item.error.error_code == "ITEM_LOGIN_REQUIRED"


@pytest.mark.parametrize(
    ("code", "webhook_type"),
    [
        ("DEFAULT_UPDATE", "TRANSACTIONS"),
        ("SYNC_UPDATES_AVAILABLE", "TRANSACTIONS"),
        ("NEW_ACCOUNTS_AVAILABLE", "ITEM"),
        ("LOGIN_REPAIRED", "ITEM"),
        ("USER_PERMISSION_REVOKED", "ITEM"),
        ("PENDING_DISCONNECT", "ITEM"),
    ],
)
def test_a_webhook_can_be_fired(bank: Bank, receiver: Receiver, code: str, webhook_type: str) -> None:
    token = bank.link(webhook=receiver.url)

    answer = bank.api.sandbox_item_fire_webhook(SandboxItemFireWebhookRequest(token, webhook_code=code))

    assert answer.webhook_fired
    body = receiver.wait_for(code)
    assert (body["webhook_type"], body["environment"]) == (webhook_type, "sandbox")
    assert bank.api.item_get(ItemGetRequest(token)).item.error is None


def test_firing_needs_an_address_and_the_product(live: Live, bank: Bank, receiver: Receiver) -> None:
    silent, other = bank.link(), bank.link(products=["auth"], webhook=receiver.url)

    def fire(token: str, **fields: str) -> str:
        body = {**KEYS, "access_token": token, "webhook_code": "DEFAULT_UPDATE", **fields}
        return str(live.http.post("/sandbox/item/fire_webhook", json=body).json().get("error_code"))

    assert fire(silent) == "SANDBOX_WEBHOOK_INVALID"
    assert fire(other) == "SANDBOX_PRODUCT_NOT_ENABLED"
    assert fire(silent, webhook_code="NO_SUCH_CODE") == "INVALID_FIELD"


def row(days_ago: int = 0, **changes: Any) -> Json:
    day = (datetime.now(UTC) - timedelta(days=days_ago)).date().isoformat()
    return {"date_transacted": day, "date_posted": day, "amount": 12.5, "description": "BY HAND", **changes}


def create(live: Live, token: str, rows: list[Json]) -> Json:
    body = {**KEYS, "access_token": token, "transactions": rows}
    return dict(live.http.post("/sandbox/transactions/create", json=body).json())


def test_rows_made_by_hand_arrive_at_once(live: Live, bank: Bank) -> None:
    token = bank.link(username="user_transactions_dynamic")
    cursor = bank.sync(token).cursor

    create(live, token, [row(), row(3, description="EARLIER", amount=-4)])
    added = bank.sync(token, cursor).added

    assert {(each["name"], each["amount"]) for each in added} == {("BY HAND", 12.5), ("EARLIER", -4)}


def account(kind: str, subtype: str) -> Json:
    return {"type": kind, "subtype": subtype, "meta": {"name": subtype}}


@pytest.mark.parametrize(
    ("accounts", "named"),
    [
        ([account("credit", "credit card"), account("depository", "savings")], "savings"),
        ([account("depository", "savings"), account("depository", "checking")], "savings"),
        ([account("credit", "credit card")], "credit card"),
    ],
)
def test_a_custom_users_rows_go_to_the_first_account_for_them(
    live: Live, bank: Bank, accounts: list[Json], named: str
) -> None:
    password = json.dumps({"override_accounts": accounts})
    token = bank.link(username="user_custom", password=password)

    answer = create(live, token, [row()])

    assert "error_code" not in answer, answer
    (added,) = [each for each in bank.sync(token).added if each["name"] == "BY HAND"]
    names = {each.account_id: each.name for each in bank.api.accounts_get(AccountsGetRequest(token)).accounts}
    assert names[added["account_id"]] == named


def test_a_student_loan_takes_no_rows(live: Live, bank: Bank) -> None:
    token = bank.link()
    (loan,) = [
        each.account_id
        for each in bank.api.accounts_get(AccountsGetRequest(token)).accounts
        if str(each.subtype) == "student"
    ]

    assert create(live, token, [row(account_id=loan)])["error_code"] == "INVALID_ACCOUNT_ID"


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([row()] * 11, "INVALID_FIELD"),
        ([row(15)], "INVALID_FIELD"),
        ([row(date_posted="2020-01-01")], "INVALID_FIELD"),
        ([row(account_id="nobody")], "INVALID_ACCOUNT_ID"),
        ([row(amount="12")], "INVALID_FIELD"),
        ([{"amount": 1}], "MISSING_FIELDS"),
        ([], "INVALID_FIELD"),
    ],
)
def test_faulty_rows_are_refused_and_change_nothing(
    live: Live, bank: Bank, rows: list[Json], code: str
) -> None:
    token = bank.link(username="user_transactions_dynamic")
    cursor = bank.sync(token).cursor

    assert create(live, token, rows)["error_code"] == code
    assert bank.sync(token, cursor).added == []
