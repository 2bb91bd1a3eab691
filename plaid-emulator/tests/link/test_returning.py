"""Returning users by their phone number, banks chosen before Link opens, and the reCAPTCHA."""

from collections.abc import Callable
from typing import Any

import pytest

Act = Callable[..., Any]


@pytest.fixture
def come(open_dialog: Act) -> Act:
    """Come with a phone number and its code."""

    def with_number(number: str, **details: Any) -> Any:
        dialog = open_dialog(link_customization_name="returning_user", **details)
        dialog.act("consent")
        dialog.act("phone", phone=number)
        dialog.act("passcode", code="123456")
        return dialog

    return with_number


@pytest.mark.parametrize(
    ("number", "view"),
    [
        ("415-555-0010", "SELECT_INSTITUTION"),
        ("(415) 555 0011", "SELECT_SAVED_INSTITUTION"),
        ("+1 415-555-0012", "SELECT_SAVED_INSTITUTION"),
        ("4155550013", "SELECT_SAVED_INSTITUTION"),
        ("415-555-0014", "SELECT_SAVED_INSTITUTION"),
        ("415-555-0015", "SELECT_SAVED_ACCOUNT"),
        ("212-555-0199", "SELECT_INSTITUTION"),
    ],
)
def test_a_number_leads_where_plaid_documents_it(come: Act, number: str, view: str) -> None:
    assert come(number).step["view"]["name"] == view


@pytest.mark.parametrize(
    ("number", "bank", "view"),
    [
        ("415-555-0011", "ins_109508", "SELECT_SAVED_ACCOUNT"),
        ("415-555-0013", "ins_127287", "OAUTH"),
        ("415-555-0014", "ins_109508", "CREDENTIAL"),
    ],
)
def test_a_saved_bank_asks_only_for_what_is_missing(come: Act, number: str, bank: str, view: str) -> None:
    dialog = come(number)

    assert dialog.act("saved", institution_id=bank)["view"]["name"] == view
    selected = next(event for event in dialog.events if event["name"] == "SELECT_INSTITUTION")
    assert selected["metadata"]["match_reason"] == "SAVED_INSTITUTION"


def test_saved_accounts_are_connected_without_a_password(come: Act) -> None:
    dialog = come("415-555-0015")

    dialog.share_all()

    assert dialog.act("finish")["outcome"]["public_token"]
    assert "SUBMIT_CREDENTIALS" not in dialog.names


def test_only_a_saved_bank_can_be_taken(come: Act) -> None:
    dialog = come("415-555-0011")

    assert dialog.act("saved", institution_id="ins_109509")["error_code"] == "INVALID_INSTITUTION"


def test_another_bank_can_be_connected_and_one_can_come_back(come: Act) -> None:
    dialog = come("415-555-0011")
    dialog.act("another-bank")

    assert dialog.names[-2:] == ["CONNECT_NEW_INSTITUTION", "TRANSITION_VIEW(SELECT_INSTITUTION)"]
    assert dialog.act("back")["view"]["name"] == "SELECT_SAVED_INSTITUTION"


@pytest.mark.parametrize("number", ["", "555", "not a number"])
def test_a_number_that_is_none_keeps_the_form(open_dialog: Act, number: str) -> None:
    dialog = open_dialog(link_customization_name="returning_user")
    dialog.act("consent")

    view = dialog.act("phone", phone=number)["view"]

    assert (view["name"], view["error"]["error_code"]) == ("SUBMIT_PHONE", "INVALID_PHONE_NUMBER")


def test_a_wrong_code_keeps_the_form_and_skipping_still_works(open_dialog: Act) -> None:
    dialog = open_dialog(link_customization_name="returning_user")
    dialog.act("consent")
    dialog.act("phone", phone="415-555-0011")

    refused = dialog.act("passcode", code="000000")["view"]
    skipped = dialog.act("skip-phone")["view"]

    assert (refused["name"], refused["error"]["error_code"]) == ("VERIFY_PHONE", "INVALID_OTP")
    assert skipped["name"] == "SELECT_INSTITUTION"


def test_the_number_of_the_app_is_filled_in(open_dialog: Act) -> None:
    user = {"client_user_id": "someone", "phone_number": "+14155550012"}
    dialog = open_dialog(link_customization_name="returning_user", user=user)

    assert dialog.act("consent")["view"]["phone"] == "415-555-0012"


def test_nobody_is_asked_unless_the_customization_says_so(open_dialog: Act) -> None:
    assert open_dialog().act("consent")["view"]["name"] == "SELECT_INSTITUTION"


@pytest.mark.parametrize(("bank", "view"), [("ins_109508", "CREDENTIAL"), ("ins_127287", "OAUTH")])
def test_a_bank_named_by_the_token_is_not_searched_for(open_dialog: Act, bank: str, view: str) -> None:
    dialog = open_dialog(institution_id=bank)

    assert dialog.act("consent")["view"]["name"] == view
    assert dialog.act("back")["view"]["name"] == "CONSENT"


def test_a_highlighted_bank_stands_first(open_dialog: Act) -> None:
    dialog = open_dialog(institution_data={"institution_id": "ins_56"})

    assert dialog.act("consent")["view"]["institutions"][0]["name"] == "Chase"


@pytest.mark.parametrize("password", ['{"recaptcha":"good"}', '{"recaptcha": "good"}'])
def test_a_good_recaptcha_leads_on(open_dialog: Act, password: str) -> None:
    dialog = open_dialog()
    dialog.choose()

    asked = dialog.sign_in(password=password)["view"]["name"]

    assert (asked, dialog.act("recaptcha")["view"]["name"]) == ("RECAPTCHA", "SELECT_ACCOUNT")


def test_a_bad_recaptcha_leads_back_to_the_banks(open_dialog: Act) -> None:
    dialog = open_dialog()
    dialog.choose()
    dialog.sign_in(password='{"recaptcha":"bad"}')

    refused = dialog.act("recaptcha")["view"]

    assert refused["error"]["error_code"] == "RECAPTCHA_BAD"
    assert dialog.act("retry")["view"]["name"] == "SELECT_INSTITUTION"
