"""How sessions end: by exit, by an error of the bank, by a closed page; and what cannot be opened at all."""

from collections.abc import Callable
from typing import Any

import pytest
from emulator_harness import Bank, Live
from fastapi.testclient import TestClient
from plaid.model.link_token_get_request import LinkTokenGetRequest

Act = Callable[..., Any]


@pytest.mark.parametrize(
    ("code", "next_view"),
    [
        ("INSTITUTION_DOWN", "SELECT_INSTITUTION"),
        ("INSTITUTION_NOT_RESPONDING", "SELECT_INSTITUTION"),
        ("ITEM_LOCKED", "SELECT_INSTITUTION"),
        ("ITEM_NOT_SUPPORTED", "SELECT_INSTITUTION"),
        ("MFA_NOT_SUPPORTED", "SELECT_INSTITUTION"),
        ("NO_ACCOUNTS", "SELECT_INSTITUTION"),
        ("USER_SETUP_REQUIRED", "SELECT_INSTITUTION"),
        ("INTERNAL_SERVER_ERROR", "CREDENTIAL"),
    ],
)
def test_an_error_password_shows_its_error_and_leads_on(open_dialog: Act, code: str, next_view: str) -> None:
    dialog = open_dialog()
    dialog.choose()

    view = dialog.sign_in(password=f"error_{code}")["view"]

    assert (view["name"], view["error"]["error_code"]) == ("ERROR", code)
    assert dialog.act("retry")["view"]["name"] == next_view


def test_an_error_that_closes_link_offers_no_way_on(open_dialog: Act) -> None:
    dialog = open_dialog()
    dialog.choose()

    view = dialog.sign_in(password="error_INVALID_SEND_METHOD")["view"]

    assert view["retry_label"] is None


def test_exit_tells_the_last_error_and_what_was_waited_for(open_dialog: Act) -> None:
    dialog = open_dialog()
    dialog.choose()
    dialog.sign_in(password="wrong")

    outcome = dialog.act("exit")["outcome"]

    assert set(outcome["error"]) == {"error_type", "error_code", "error_message", "display_message"}
    assert outcome["error"]["error_code"] == "INVALID_CREDENTIALS"
    assert outcome["metadata"]["status"] == "requires_credentials"
    assert dialog.names[-2:] == ["TRANSITION_VIEW(EXIT)", "EXIT(INVALID_CREDENTIALS)"]


@pytest.mark.parametrize(
    ("password", "status"),
    [
        ("mfa_device", "choose_device"),
        ("mfa_questions_1_1", "requires_questions"),
        ("mfa_selections", "requires_selections"),
        ("pass_good", "requires_account_selection"),
        ("error_ITEM_NOT_SUPPORTED", "institution_not_supported"),
    ],
)
def test_exit_status_names_the_open_question(open_dialog: Act, password: str, status: str) -> None:
    dialog = open_dialog()
    dialog.choose()
    dialog.sign_in(password=password)

    assert dialog.act("exit")["outcome"]["metadata"]["status"] == status


def test_exit_after_a_search_without_result_says_so(open_dialog: Act) -> None:
    dialog = open_dialog()
    dialog.act("consent")
    dialog.act("search", query="no such bank")

    assert dialog.act("exit")["outcome"]["metadata"]["status"] == "institution_not_found"


def test_staying_after_the_exit_question_is_an_event_of_its_own(open_dialog: Act) -> None:
    dialog = open_dialog()
    dialog.act("ask-exit")

    dialog.act("stay")

    assert dialog.names[-2:] == ["TRANSITION_VIEW(EXIT)", "TRANSITION_VIEW(CONSENT)"]


def test_a_page_that_went_away_counts_as_an_exit(open_dialog: Act, call: Act) -> None:
    dialog = open_dialog()

    dialog.act("left")

    session = call("/link/token/get", link_token=dialog.token)["link_sessions"][0]
    assert session["finished_at"] is not None
    assert session["events"][-1]["event_name"] == "EXIT"


def test_the_official_client_reads_what_sessions_did(live: Live, bank: Bank, dialog_of: Act) -> None:
    wanted = {
        "client_id": "c",
        "secret": "s",
        "client_name": "Saldo",
        "language": "en",
        "country_codes": ["US"],
    }
    user = {"products": ["transactions"], "user": {"client_user_id": "someone"}}
    token = live.http.post("/link/token/create", json=wanted | user).json()["link_token"]
    linked, left = dialog_of(live.http, token).open(), dialog_of(live.http, token).open()
    for dialog in (linked, left):
        dialog.choose()
        dialog.sign_in(password="wrong")
    left.act("exit")
    linked.sign_in()
    linked.share_all()
    linked.act("finish")

    sessions = bank.api.link_token_get(LinkTokenGetRequest(token)).link_sessions

    told = {each.link_session_id: each for each in sessions}
    assert told[left.session_id].exit.error.error_code == "INVALID_CREDENTIALS"
    result = told[linked.session_id].results.item_add_results[0]
    assert result.public_token == linked.step["outcome"]["public_token"]
    assert [event.event_name for event in told[linked.session_id].events][-1] == "HANDOFF"


def test_leaving_after_success_changes_nothing(open_dialog: Act) -> None:
    dialog = open_dialog()
    dialog.choose()
    dialog.sign_in()
    dialog.share_all()
    success = dialog.act("finish")["outcome"]

    assert dialog.act("exit")["outcome"] == success


def test_one_token_opens_link_again_in_the_sandbox(open_dialog: Act, call: Act) -> None:
    dialog = open_dialog()

    dialog.open()

    assert len(call("/link/token/get", link_token=dialog.token)["link_sessions"]) == 2


@pytest.mark.parametrize("token", ["link-sandbox-unknown", "link-production-1", "", "x" * 70_000])
def test_a_wrong_token_opens_nothing(client: TestClient, token: str) -> None:
    response = client.post("/link/api/sessions", json={"link_token": token})

    assert response.status_code == 400
    assert response.json()["error_code"] in {"INVALID_LINK_TOKEN", "INVALID_BODY"}
    assert response.json()["request_id"]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"link_token": 7}'])
def test_a_malformed_body_is_refused_in_plaids_words(client: TestClient, body: bytes) -> None:
    response = client.post("/link/api/sessions", content=body, headers={"Content-Type": "application/json"})

    assert (response.status_code, response.json()["error_code"]) == (400, "INVALID_BODY")


def test_an_unknown_session_is_not_found(client: TestClient) -> None:
    assert client.post("/link/api/sessions/none/consent").status_code == 404


def test_what_is_linked_belongs_to_the_app_that_asked(start: Act, dialog_of: Act) -> None:
    live = start(api_keys={"one": "1", "two": "2"})
    one, two = ({"client_id": name, "secret": secret} for name, secret in (("one", "1"), ("two", "2")))
    wanted = {"client_name": "Saldo", "language": "en", "country_codes": ["US"], "products": ["transactions"]}
    body = {**one, **wanted, "user": {"client_user_id": "someone"}}
    token = live.http.post("/link/token/create", json=body).json()["link_token"]
    dialog = dialog_of(live.http, token).open()
    dialog.choose()
    dialog.sign_in()
    dialog.share_all()
    public = {"public_token": dialog.act("finish")["outcome"]["public_token"]}

    refused = live.http.post("/item/public_token/exchange", json={**two, **public})
    taken = live.http.post("/item/public_token/exchange", json={**one, **public})

    assert refused.json()["error_code"] == "INVALID_PUBLIC_TOKEN"
    assert taken.json()["access_token"]
