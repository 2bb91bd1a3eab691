"""Banks with a sign-in page of their own: by a window, by a redirect, and what can go wrong with either."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from plaid_emulator.emulator import Emulator

Act = Callable[..., Any]
BANK = "ins_127287"
BACK = "http://localhost:3000/back"


class Bank:
    """A person at the bank's own page."""

    def __init__(self, client: TestClient, state_id: str) -> None:
        self.client, self.path = client, f"/link/api/oauth/{state_id}"

    def show(self) -> Any:
        return self.client.get(self.path).json()

    def sign_in(self, username: str = "", password: str = "") -> Any:
        body = {"username": username, "password": password}
        return self.client.post(f"{self.path}/sign-in", json=body).json()

    def decide(self, **decision: Any) -> Any:
        return self.client.post(f"{self.path}/decision", json=decision).json()

    def allow_all(self) -> Any:
        return self.decide(accounts=[each["key"] for each in self.sign_in()["accounts"]])


@pytest.fixture
def at_bank(client: TestClient) -> Callable[[Any], Bank]:
    return lambda dialog: Bank(client, dialog.step["view"]["state_id"])


def test_allowing_connects_the_chosen_accounts(open_dialog: Act, call: Act, at_bank: Act) -> None:
    dialog = open_dialog()
    dialog.choose(BANK)
    dialog.act("oauth-opened")
    offered = at_bank(dialog).sign_in()["accounts"]

    at_bank(dialog).decide(accounts=[each["key"] for each in offered[:2]])
    dialog.act("oauth-done")
    outcome = dialog.act("finish")["outcome"]

    token = call("/item/public_token/exchange", public_token=outcome["public_token"])["access_token"]
    names = [each["name"] for each in call("/accounts/get", access_token=token)["accounts"]]
    assert names == [each["name"] for each in offered[:2]]
    assert "TRANSITION_VIEW(SELECT_ACCOUNT)" not in dialog.names


def test_nothing_happens_while_the_person_is_still_deciding(open_dialog: Act) -> None:
    dialog = open_dialog()
    dialog.choose(BANK)

    step = dialog.act("oauth-done")

    assert (step["view"]["name"], step["events"]) == ("OAUTH", [])


def test_a_closed_window_is_told_once_and_loses_no_decision(open_dialog: Act, at_bank: Act) -> None:
    dialog = open_dialog()
    dialog.choose(BANK)
    dialog.act("oauth-closed")
    dialog.act("oauth-closed")
    at_bank(dialog).allow_all()

    view = dialog.act("oauth-closed")["view"]

    assert view["name"] == "CONNECTED"
    assert dialog.names.count("CLOSE_OAUTH") == 1


@pytest.mark.parametrize(
    ("code", "way"),
    [
        ("INSUFFICIENT_CREDENTIALS", "OAUTH"),
        ("ACCESS_NOT_GRANTED", "OAUTH"),
        ("NO_AUTH_ACCOUNTS", "SELECT_INSTITUTION"),
    ],
)
def test_a_failure_at_the_bank_is_told_and_leads_on(
    open_dialog: Act, at_bank: Act, code: str, way: str
) -> None:
    dialog = open_dialog()
    dialog.choose(BANK)
    first = dialog.step["view"]["state_id"]
    assert code in at_bank(dialog).show()["failures"]

    at_bank(dialog).decide(error_code=code)
    dialog.act("oauth-done")

    assert dialog.names[-3:] == ["FAIL_OAUTH", f"ERROR({code})", "TRANSITION_VIEW(ERROR)"]
    view = dialog.act("retry")["view"]
    assert view["name"] == way
    assert view.get("state_id") != first


def test_the_bank_takes_one_decision_only(open_dialog: Act, at_bank: Act) -> None:
    dialog = open_dialog()
    dialog.choose(BANK)
    bank = at_bank(dialog)
    bank.allow_all()

    again = bank.decide(error_code="ACCESS_NOT_GRANTED")

    assert again["error_code"] == "OAUTH_STATE_ID_ALREADY_PROCESSED"
    assert bank.show()["is_over"]


@pytest.mark.parametrize("decision", [{}, {"accounts": ["of somebody else"]}, {"error_code": "ITEM_LOCKED"}])
def test_a_decision_the_page_cannot_have_sent_changes_nothing(
    open_dialog: Act, at_bank: Act, decision: dict[str, Any]
) -> None:
    dialog = open_dialog()
    dialog.choose(BANK)
    bank = at_bank(dialog)
    bank.sign_in()

    assert bank.decide(**decision)["error_code"] in {"INVALID_ACCOUNT_ID", "INVALID_BODY"}
    assert not bank.show()["is_over"]


def test_deciding_before_signing_in_is_refused(open_dialog: Act, at_bank: Act) -> None:
    dialog = open_dialog()
    dialog.choose(BANK)

    assert at_bank(dialog).decide(accounts=["checking"])["error_code"] == "INSUFFICIENT_CREDENTIALS"


def test_a_known_user_brings_its_own_accounts(open_dialog: Act, at_bank: Act) -> None:
    dialog = open_dialog()
    dialog.choose(BANK)

    assert len(at_bank(dialog).sign_in("user_transactions_dynamic")["accounts"]) == 2


def test_update_mode_goes_to_the_bank_and_keeps_its_user(open_dialog: Act, call: Act, at_bank: Act) -> None:
    linked = open_dialog()
    linked.choose(BANK)
    at_bank(linked).allow_all()
    linked.act("oauth-done")
    public_token = linked.act("finish")["outcome"]["public_token"]
    token = call("/item/public_token/exchange", public_token=public_token)["access_token"]
    call("/sandbox/item/reset_login", access_token=token)

    dialog = open_dialog(access_token=token)
    assert dialog.names == ["OPEN(OAUTH)"]
    shown = at_bank(dialog).show()
    assert shown["username"] == "user_good"
    assert shown["data_types"].startswith("Account names, balances and transactions")
    offered = at_bank(dialog).sign_in("somebody else")["accounts"]
    at_bank(dialog).decide(accounts=[offered[0]["key"]])
    dialog.act("oauth-done")

    assert call("/item/get", access_token=token)["item"]["error"] is None
    assert len(call("/accounts/get", access_token=token)["accounts"]) == 1


def come_back(client: TestClient, token: str, uri: str) -> Any:
    body = {"link_token": token, "received_redirect_uri": uri}
    return client.post("/link/api/sessions", json=body)


def test_a_redirect_goes_on_in_the_same_session(open_dialog: Act, client: TestClient, at_bank: Act) -> None:
    dialog = open_dialog(redirect_uri=BACK)
    dialog.choose(BANK)
    assert dialog.step["view"]["leaves_page"]
    address = at_bank(dialog).allow_all()["return_to"]

    step = come_back(client, dialog.token, address).json()

    assert address.startswith(f"{BACK}?oauth_state_id=")
    assert step["snapshot"]["link_session_id"] == dialog.session_id
    assert step["view"]["name"] == "CONNECTED"
    assert [event["name"] for event in step["events"]] == ["OPEN", "TRANSITION_VIEW", "TRANSITION_VIEW"]


def test_a_window_has_nowhere_to_return_to(open_dialog: Act, at_bank: Act) -> None:
    dialog = open_dialog()
    dialog.choose(BANK)

    assert at_bank(dialog).allow_all()["return_to"] is None


def test_only_the_own_link_token_takes_up_a_redirect_and_only_once(
    open_dialog: Act, client: TestClient, at_bank: Act
) -> None:
    dialog, other = open_dialog(redirect_uri=BACK), open_dialog(redirect_uri=BACK)
    dialog.choose(BANK)
    address = at_bank(dialog).allow_all()["return_to"]

    foreign = come_back(client, other.token, address)
    come_back(client, dialog.token, address)
    dialog.act("finish")
    again = come_back(client, dialog.token, address)

    assert (foreign.status_code, foreign.json()["error_code"]) == (400, "INCORRECT_LINK_TOKEN")
    assert (again.status_code, again.json()["error_code"]) == (208, "OAUTH_STATE_ID_ALREADY_PROCESSED")


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("", 400, "INVALID_FIELD"),
        ("?oauth_state_id=", 400, "INVALID_FIELD"),
        ("?oauth_state_id=a&oauth_state_id=b", 400, "INVALID_FIELD"),
        ("?oauth_state_id=unknown", 404, "OAUTH_STATE_ID_NOT_FOUND"),
    ],
)
def test_a_redirect_without_a_state_of_ours_is_refused(
    open_dialog: Act, client: TestClient, query: str, status: int, code: str
) -> None:
    answer = come_back(client, open_dialog().token, f"{BACK}{query}")

    assert (answer.status_code, answer.json()["error_code"]) == (status, code)


def test_an_expired_link_token_closes_the_bank_too(
    open_dialog: Act, at_bank: Act, emulator: Emulator
) -> None:
    dialog = open_dialog()
    dialog.choose(BANK)
    emulator.clock.advance(5 * 3600)

    assert at_bank(dialog).show()["error_code"] == "INVALID_LINK_TOKEN"
