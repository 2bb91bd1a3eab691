"""The dialog's flow, act by act, through its own API."""

from collections.abc import Callable
from typing import Any

from plaid_emulator.emulator import Emulator

Act = Callable[..., Any]

ALL_KEYS = {
    "account_number_mask",
    "error_type",
    "error_code",
    "error_message",
    "exit_status",
    "institution_id",
    "institution_name",
    "institution_search_query",
    "is_update_mode",
    "link_session_id",
    "match_reason",
    "mfa_type",
    "request_id",
    "routing_number",
    "selection",
    "timestamp",
    "view_name",
}


def test_success_hands_over_a_public_token_that_can_be_exchanged(open_dialog: Act, call: Act) -> None:
    dialog = open_dialog()
    dialog.choose()
    dialog.sign_in()
    dialog.share_all()

    outcome = dialog.act("finish")["outcome"]
    exchanged = call("/item/public_token/exchange", public_token=outcome["public_token"])
    accounts = call("/accounts/get", access_token=exchanged["access_token"])["accounts"]

    assert [each["id"] for each in outcome["metadata"]["accounts"]] == [
        each["account_id"] for each in accounts
    ]
    assert outcome["metadata"]["institution"]["institution_id"] == "ins_109508"


def test_events_come_in_the_documented_order_with_every_key(open_dialog: Act) -> None:
    dialog = open_dialog()
    dialog.act("consent")
    dialog.act("search", query="platypus")
    dialog.act("institution", institution_id="ins_109508")
    dialog.sign_in()
    dialog.share_all()
    dialog.act("finish")

    assert dialog.names == [
        "OPEN(CONSENT)",
        "TRANSITION_VIEW(SELECT_INSTITUTION)",
        "SEARCH_INSTITUTION",
        "SELECT_INSTITUTION",
        "TRANSITION_VIEW(CREDENTIAL)",
        "SUBMIT_CREDENTIALS",
        "TRANSITION_VIEW(LOADING)",
        "TRANSITION_VIEW(SELECT_ACCOUNT)",
        "TRANSITION_VIEW(LOADING)",
        "TRANSITION_VIEW(CONNECTED)",
        "HANDOFF",
    ]
    assert all(set(event["metadata"]) == ALL_KEYS for event in dialog.events)
    stamps = [event["metadata"]["timestamp"] for event in dialog.events]
    assert stamps == sorted(set(stamps))


def test_unchosen_accounts_stay_hidden_from_the_api(open_dialog: Act, call: Act) -> None:
    dialog = open_dialog()
    dialog.choose()
    dialog.sign_in()
    chosen = dialog.step["view"]["accounts"][:2]

    dialog.act("accounts", accounts=[each["key"] for each in chosen])
    public_token = dialog.act("finish")["outcome"]["public_token"]
    access_token = call("/item/public_token/exchange", public_token=public_token)["access_token"]

    accounts = call("/accounts/get", access_token=access_token)["accounts"]
    assert [each["name"] for each in accounts] == [each["name"] for each in chosen]


def test_account_filters_limit_what_is_offered(open_dialog: Act) -> None:
    dialog = open_dialog(account_filters={"credit": {"account_subtypes": ["credit card"]}})
    dialog.choose()

    view = dialog.sign_in()["view"]

    assert {each["type"] for each in view["accounts"]} == {"credit"}


def test_filters_that_nothing_passes_say_that_there_are_no_accounts(open_dialog: Act) -> None:
    dialog = open_dialog(account_filters={"depository": {"account_subtypes": ["paypal"]}})
    dialog.choose()

    view = dialog.sign_in()["view"]

    assert (view["name"], view["error"]["error_code"]) == ("ERROR", "NO_ACCOUNTS")


def test_an_account_that_was_not_offered_is_refused(open_dialog: Act) -> None:
    dialog = open_dialog()
    dialog.choose()
    dialog.sign_in()

    assert dialog.act("accounts", accounts=["of somebody else"])["error_code"] == "INVALID_ACCOUNT_ID"
    assert dialog.act("accounts", accounts=[])["error_code"] == "INVALID_ACCOUNT_ID"


def test_a_repeated_act_does_not_connect_twice(open_dialog: Act) -> None:
    dialog = open_dialog()
    dialog.choose()
    dialog.sign_in()
    keys = [each["key"] for each in dialog.step["view"]["accounts"]]
    dialog.act("accounts", accounts=keys)

    again = dialog.act("accounts", accounts=keys)
    first, second = dialog.act("finish")["outcome"], dialog.act("finish")["outcome"]

    assert (again["view"]["name"], again["events"]) == ("CONNECTED", [])
    assert first == second


def test_a_wrong_password_keeps_the_form_and_its_user_name(open_dialog: Act) -> None:
    dialog = open_dialog()
    dialog.choose()

    view = dialog.sign_in(password="wrong")["view"]

    assert (view["name"], view["username"]) == ("CREDENTIAL", "user_good")
    assert "do not match" in view["problem"]
    assert dialog.names[-2:] == ["ERROR(INVALID_CREDENTIALS)", "TRANSITION_VIEW(CREDENTIAL)"]


def test_back_forgets_the_bank(open_dialog: Act) -> None:
    dialog = open_dialog()
    dialog.choose()

    step = dialog.act("back")

    assert step["view"]["name"] == "SELECT_INSTITUTION"
    assert step["snapshot"]["institution"] is None
    assert dialog.act("back")["view"]["name"] == "CONSENT"


def test_a_session_survives_a_restart_of_nothing_but_the_page(open_dialog: Act, call: Act) -> None:
    dialog = open_dialog()
    dialog.choose()
    dialog.sign_in(password="error_ITEM_LOCKED")
    dialog.act("exit")

    session = call("/link/token/get", link_token=dialog.token)["link_sessions"][0]

    assert session["link_session_id"] == dialog.session_id
    assert session["exit"]["error"]["error_code"] == "ITEM_LOCKED"
    assert [event["event_name"] for event in session["events"]] == [event["name"] for event in dialog.events]
    assert "pass" not in str(session).lower().replace("passed", "")


def test_an_expired_token_ends_the_dialog_in_the_middle(open_dialog: Act, emulator: Emulator) -> None:
    dialog = open_dialog()
    emulator.clock.advance(4 * 3600 + 1)

    assert dialog.act("consent")["error_code"] == "INVALID_LINK_TOKEN"
    assert dialog.act("exit")["outcome"]["kind"] == "exit"
