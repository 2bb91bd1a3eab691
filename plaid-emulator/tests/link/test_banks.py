"""Finding a bank, its second questions, and repairing a connection."""

from collections.abc import Callable
from typing import Any

import pytest

Act = Callable[..., Any]


def test_the_persona_bank_stands_first_with_its_household(open_dialog: Act) -> None:
    dialog = open_dialog()

    banks = dialog.act("consent")["view"]["institutions"]
    view = dialog.act("institution", institution_id=banks[0]["institution_id"])["view"]

    assert banks[0]["name"] == "Maple Street Bank"
    assert [hint["username"] for hint in view["hints"]] == [
        "user_maple_household",
        "user_good",
        "user_transactions_dynamic",
    ]


def test_search_finds_by_part_of_the_name_in_the_tokens_countries(open_dialog: Act) -> None:
    dialog = open_dialog()
    dialog.act("consent")

    found = dialog.act("search", query="gingham")

    assert [each["institution_id"] for each in found["institutions"]] == ["ins_109509"]
    assert dialog.events[-1]["metadata"]["institution_search_query"] == "gingham"
    assert dialog.act("search", query="bank of canada")["institutions"] == []


def test_a_bank_that_is_down_or_unsupported_never_asks_for_a_password(open_dialog: Act) -> None:
    dialog = open_dialog()
    dialog.act("consent")

    down = dialog.act("institution", institution_id="ins_132361")["view"]
    dialog.act("retry")
    unsupported = dialog.act("institution", institution_id="ins_133402")["view"]

    assert down["error"]["error_code"] == "INSTITUTION_DOWN"
    assert unsupported["error"]["error_code"] == "INSTITUTION_NO_LONGER_SUPPORTED"
    assert "SELECT_DOWN_INSTITUTION" in dialog.names


def test_a_degraded_bank_can_still_be_linked(open_dialog: Act) -> None:
    dialog = open_dialog()
    dialog.act("consent")

    view = dialog.act("institution", institution_id="ins_132363")["view"]

    assert view["name"] == "CREDENTIAL"
    assert "SELECT_DEGRADED_INSTITUTION" in dialog.names


@pytest.mark.parametrize("institution_id", ["", "ins_0"])
def test_an_unknown_bank_is_refused(open_dialog: Act, institution_id: str) -> None:
    dialog = open_dialog()
    dialog.act("consent")

    assert dialog.act("institution", institution_id=institution_id)["error_code"] == "INVALID_INSTITUTION"


def test_a_device_is_chosen_before_the_code_is_asked(open_dialog: Act) -> None:
    dialog = open_dialog()
    dialog.choose()
    prompt = dialog.sign_in(password="mfa_device")["view"]["prompts"][0]

    asked = dialog.act("mfa", answers=[prompt["options"][0]])["view"]
    wrong = dialog.act("mfa", answers=["0000"])["view"]
    passed = dialog.act("mfa", answers=["1234"])["view"]

    assert (asked["mfa_type"], wrong["mfa_type"], passed["name"]) == ("code", "code", "SELECT_ACCOUNT")
    assert "ERROR(INVALID_MFA)" in dialog.names


def test_questions_come_in_rounds(open_dialog: Act) -> None:
    dialog = open_dialog()
    dialog.choose()
    dialog.sign_in(password="mfa_questions_2_2")

    again = dialog.act("mfa", answers=["answer_0_0", "answer_0_1"])["view"]
    passed = dialog.act("mfa", answers=["answer_1_0", "answer_1_1"])["view"]

    assert (again["name"], len(again["prompts"]), passed["name"]) == ("MFA", 2, "SELECT_ACCOUNT")


def test_selections_take_one_of_their_options(open_dialog: Act) -> None:
    dialog = open_dialog()
    dialog.choose()
    prompts = dialog.sign_in(password="mfa_selections_1_2_3")["view"]["prompts"]

    passed = dialog.act("mfa", answers=["answer_0_0_0", "answer_0_1_0"])["view"]

    assert [len(prompt["options"]) for prompt in prompts] == [3, 3]
    assert passed["name"] == "SELECT_ACCOUNT"


def test_update_mode_starts_at_the_login_and_heals_the_item(
    open_dialog: Act, call: Act, broken_item: str
) -> None:
    dialog = open_dialog(access_token=broken_item)
    first = dialog.step["view"]

    connected = dialog.sign_in()["view"]
    dialog.act("finish")

    assert (first["name"], first["update_mode"], first["can_go_back"]) == ("CREDENTIAL", True, False)
    assert connected["name"] == "CONNECTED"
    assert call("/item/get", access_token=broken_item)["item"]["error"] is None
    assert {event["metadata"]["is_update_mode"] for event in dialog.events} == {"true"}


def test_update_mode_refuses_another_user_name(open_dialog: Act, call: Act, broken_item: str) -> None:
    dialog = open_dialog(access_token=broken_item)

    view = dialog.sign_in(username="user_transactions_dynamic")["view"]

    assert (view["name"], view["error"]["error_code"]) == ("CREDENTIAL", "INVALID_UPDATED_USERNAME")
    assert call("/item/get", access_token=broken_item)["item"]["error"]["error_code"] == "ITEM_LOGIN_REQUIRED"
