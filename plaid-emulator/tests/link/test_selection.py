"""Which accounts are shared: customizations, filters, and choosing anew in update mode."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

Act = Callable[..., Any]


def test_all_accounts_are_ticked_at_first(open_dialog: Act) -> None:
    dialog = open_dialog()
    dialog.choose()

    view = dialog.sign_in()["view"]

    assert {each["selected"] for each in view["accounts"]} == {True}
    assert not view["picks_one"]


@pytest.mark.parametrize(("name", "picks_one"), [("single", True), ("multiple", False)])
def test_a_customization_ticks_none(open_dialog: Act, name: str, picks_one: bool) -> None:
    dialog = open_dialog(link_customization_name=name)
    dialog.choose()

    view = dialog.sign_in()["view"]

    assert {each["selected"] for each in view["accounts"]} == {False}
    assert view["picks_one"] == picks_one


def test_more_than_one_account_is_refused_where_one_is_to_be_picked(open_dialog: Act) -> None:
    dialog = open_dialog(link_customization_name="single")
    dialog.choose()
    dialog.sign_in()

    assert dialog.share_all()["error_code"] == "INVALID_ACCOUNT_ID"


def test_an_unknown_customization_is_the_default(open_dialog: Act) -> None:
    dialog = open_dialog(link_customization_name="only in the real Dashboard")
    dialog.choose()

    assert dialog.sign_in()["view"]["accounts"][0]["selected"]


def test_the_admin_door_makes_customizations(open_dialog: Act, client: TestClient) -> None:
    settings = {"customizations": {"mine": {"account_selection": "one", "live_events": True}}}
    shown = client.post("/__admin/link", json=settings).json()
    dialog = open_dialog(link_customization_name="mine")
    dialog.choose()

    assert {"default", "single", "mine"} <= set(shown["customizations"])
    assert dialog.sign_in()["view"]["picks_one"]
    assert dialog.step["live_events"]


@pytest.mark.parametrize(
    "settings", [{"unknown": 1}, {"customizations": {"x": {"account_selection": "two"}}}]
)
def test_a_mistaken_setting_is_refused(client: TestClient, settings: dict[str, Any]) -> None:
    assert client.post("/__admin/link", json=settings).status_code == 422


def test_a_page_elsewhere_cannot_change_the_settings(client: TestClient) -> None:
    answer = client.post("/__admin/link", json={}, headers={"Origin": "https://elsewhere.example"})

    assert answer.status_code == 403


def test_asking_for_account_numbers_hides_accounts_without_any(open_dialog: Act) -> None:
    dialog = open_dialog(products=["auth", "transactions"])
    dialog.choose()

    subtypes = {each["subtype"] for each in dialog.sign_in()["view"]["accounts"]}

    assert subtypes == {"checking", "savings", "cash management"}


def test_update_mode_begins_with_what_is_shared_and_changes_it(open_dialog: Act, call: Act) -> None:
    linked = open_dialog()
    linked.choose()
    keys = [each["key"] for each in linked.sign_in()["view"]["accounts"]]
    linked.act("accounts", accounts=keys[:2])
    public_token = linked.act("finish")["outcome"]["public_token"]
    token = call("/item/public_token/exchange", public_token=public_token)["access_token"]
    dialog = open_dialog(access_token=token, update={"account_selection_enabled": True})

    view = dialog.sign_in()["view"]
    dialog.act("accounts", accounts=keys[1:3])
    outcome = dialog.act("finish")["outcome"]

    shared = call("/accounts/get", access_token=token)["accounts"]
    assert [each["key"] for each in view["accounts"] if each["selected"]] == keys[:2]
    assert [each["id"] for each in outcome["metadata"]["accounts"]] == [each["account_id"] for each in shared]
    assert len(shared) == 2


def test_update_mode_cannot_choose_accounts_where_one_is_to_be_picked(call: Act, broken_item: str) -> None:
    answer = call(
        "/link/token/create",
        client_name="Saldo",
        language="en",
        country_codes=["US"],
        user={"client_user_id": "someone"},
        access_token=broken_item,
        update={"account_selection_enabled": True},
        link_customization_name="single",
    )

    assert answer["error_code"] == "INVALID_LINK_CUSTOMIZATION"


def test_every_household_shows_a_balance_for_every_account(open_dialog: Act) -> None:
    dialog = open_dialog(country_codes=["US", "CA", "GB", "DE"])
    banks = dialog.act("consent")["view"]["institutions"]
    households = [each["institution_id"] for each in banks if each["institution_id"].startswith("ins_9000")]

    for bank in households:
        view = dialog.act("institution", institution_id=bank)["view"]
        offered = dialog.sign_in(view["hints"][0]["username"], "any")["view"]["accounts"]
        assert all(each["balance"] is not None and each["currency"] for each in offered)
        dialog = open_dialog(country_codes=["US", "CA", "GB", "DE"])
        dialog.act("consent")
