"""user_custom through the dialog's password field."""

import json
from collections.abc import Callable
from typing import Any

import pytest

Act = Callable[..., Any]


def sign_in(open_dialog: Act, **configuration: Any) -> Any:
    dialog = open_dialog()
    dialog.choose()
    dialog.sign_in(username="user_custom", password=json.dumps(configuration))
    return dialog


def test_the_configured_accounts_are_offered(open_dialog: Act) -> None:
    accounts = [
        {"type": "depository", "subtype": "checking", "starting_balance": 12, "meta": {"name": "Mine"}},
        {"type": "depository", "subtype": "savings", "starting_balance": 34, "meta": {"name": "Ours"}},
    ]

    view = sign_in(open_dialog, override_accounts=accounts).step["view"]

    assert view["name"] == "SELECT_ACCOUNT"
    assert [account["name"] for account in view["accounts"]] == ["Mine", "Ours"]


def test_a_mistake_is_named_on_the_form(open_dialog: Act) -> None:
    view = sign_in(open_dialog, override_accounts=[{"type": "depository", "subtype": "mortgage"}]).step[
        "view"
    ]

    assert view["name"] == "CREDENTIAL"
    assert "'mortgage' is not a subtype of depository" in view["problem"]


@pytest.mark.parametrize(
    ("configuration", "view"),
    [
        ({"mfa": {"type": "device"}}, "MFA"),
        ({"mfa": {"type": "questions", "question_rounds": 1, "questions_per_round": 2}}, "MFA"),
        ({"recaptcha": "good"}, "RECAPTCHA"),
        ({"force_error": "USER_SETUP_REQUIRED"}, "ERROR"),
    ],
)
def test_the_bank_asks_or_refuses_as_configured(open_dialog: Act, configuration: Any, view: str) -> None:
    assert sign_in(open_dialog, **configuration).step["view"]["name"] == view
