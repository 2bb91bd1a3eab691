"""The judge itself: what differs from the specification is found, whatever it is."""

from typing import Any

import pytest
from emulator_harness import Json

from conformance import contract
from conformance.right import RIGHT
from conformance.test_webhook_shapes import MODELS
from conformance.world import World

Place = tuple[str | int, ...]


@pytest.mark.parametrize(
    ("place", "value", "says"),
    [
        (("accounts", 0, "mood"), "good", ".accounts[].mood is unknown"),
        (("accounts", 0, "name"), None, ".accounts[].name is null"),
        (("accounts", 0, "balances", "current"), "110", ".accounts[].balances.current is '110', not number"),
        (("accounts", 0, "type"), "cash", ".accounts[].type is 'cash', not =AccountType"),
        (("accounts", 0, "balances"), [], ".accounts[].balances is no object"),
        (("accounts",), {}, ".accounts is not [AccountBase]"),
        (("item", "available_products", 0), "gold", ".item.available_products[] is 'gold', not =Products"),
        (
            ("item", "consent_expiration_time"),
            "2026-01-01",
            ".item.consent_expiration_time is '2026-01-01', not moment",
        ),
    ],
)
def test_a_difference_is_found(world: World, place: Place, value: Any, says: str) -> None:
    body = _accounts(world)

    assert contract.of_answer("/accounts/get", 200, body) == []
    _put(body, place, value)
    assert contract.of_answer("/accounts/get", 200, body) == [says]


def test_a_field_that_is_missing_is_found(world: World) -> None:
    body = _accounts(world)
    del body["accounts"][2]["mask"]

    assert contract.of_answer("/accounts/get", 200, body) == [".accounts[].mask is missing"]


def test_the_contract_is_about_every_endpoint_and_webhook() -> None:
    known = {tuple(code.split(".")) for code in contract.CONTRACT["webhooks"]}
    in_link = {("LINK", "EVENTS"), ("LINK", "ITEM_ADD_RESULT"), ("LINK", "SESSION_FINISHED")}

    assert set(contract.CONTRACT["answers"]) == set(RIGHT)
    # Nothing here ever cancels or brings back an investment transaction.
    assert known - set(MODELS) == in_link | {("INVESTMENTS_TRANSACTIONS", "HISTORICAL_UPDATE")}


def _accounts(world: World) -> Json:
    return world.call("/accounts/get", {"access_token": world.token()}).body


def _put(body: Any, place: Place, value: Any) -> None:
    for step in place[:-1]:
        body = body[step]
    body[place[-1]] = value
