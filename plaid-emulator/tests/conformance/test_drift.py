"""The pinned client and the emulator agree on every field; a new client shows here what it brings."""

import json

import pytest
from plaid.model.accounts_get_request import AccountsGetRequest
from plaid.model.accounts_get_response import AccountsGetResponse

from conformance import drift
from conformance.case import Case
from conformance.cases import CASES
from conformance.world import AS_JSON, World, endpoint_of, request_model
from plaid_emulator.api.registry import ENDPOINTS

# plaid-python has forgotten this one; what other clients send it is an access token.
NOT_IN_CLIENT = {"/item/public_token/create"}
ASKED_FOR = [case for case in CASES if case.code is None and case.endpoint not in NOT_IN_CLIENT]


@pytest.mark.parametrize("case", [pytest.param(each, id=each.id) for each in ASKED_FOR])
def test_an_answer_has_the_fields_the_client_knows_and_needs(world: World, case: Case) -> None:
    answer = world.post(case.endpoint, json.dumps(case.body(world)), AS_JSON)
    (model,) = endpoint_of(world.bank.api, case.endpoint).settings["response_type"]

    assert answer.status == 200
    assert sorted(set(drift.of_answer(answer.body, model))) == []


@pytest.mark.parametrize("path", sorted(set(ENDPOINTS) - NOT_IN_CLIENT))
def test_a_request_has_the_fields_the_client_knows(world: World, path: str) -> None:
    theirs = request_model(world.bank.api, path)

    assert theirs is None or sorted(drift.of_request(ENDPOINTS[path].model, theirs)) == []


def test_a_field_too_many_and_a_field_too_few_are_found(world: World) -> None:
    body = world.post("/accounts/get", json.dumps({"access_token": world.token()}), AS_JSON).body
    body["accounts"][2]["balances"]["mood"] = "good"
    del body["accounts"][3]["mask"]

    assert sorted(drift.of_answer(body, AccountsGetResponse)) == [
        ".accounts[].balances.mood is unknown",
        ".accounts[].mask is missing",
    ]
    assert set(drift.of_request(ENDPOINTS["/item/get"].model, AccountsGetRequest)) == {
        ".options is known only to the client"
    }
