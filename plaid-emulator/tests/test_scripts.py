"""Scripts of faults: they wait for calls, pages and moments, and happen again exactly."""

from collections.abc import Callable
from typing import Any

import pytest
from emulator_harness import PERSONA, Bank, Json, Live, error_of, wait_until
from plaid.model.item_get_request import ItemGetRequest

from plaid_emulator.admin.scripts import Script, list_examples

MUTATION = "TRANSACTIONS_SYNC_MUTATION_DURING_PAGINATION"
ROW = {"description": "CORNER SHOP", "amount": 12.4}


def run(live: Live, **script: Any) -> Json:
    return live.admin("/scripts", script)


def fired(live: Live) -> list[Json]:
    """Tell what has fired, without what differs between two runs."""
    entries = live.admin("/journal")["entries"]
    differing = {"number", "item_id", "at"}
    return [{name: value for name, value in each.items() if name not in differing} for each in entries]


@pytest.mark.parametrize("page", [2, 3, 4])
def test_data_moves_at_the_page_it_is_told(live: Live, bank: Bank, page: int) -> None:
    token = bank.link(**PERSONA)
    run(live, steps=[{"when": {"sync_page": page}, "then": [{"do": "add_transactions", "rows": [ROW]}]}])

    cursor = ""
    for _ in range(page - 1):
        cursor = bank.page(token, cursor, count=20).next_cursor

    assert error_of(lambda: bank.page(token, cursor, count=20))["error_code"] == MUTATION
    assert bank.sync(token, count=100).held


def test_a_step_can_wait_for_the_nth_call_of_an_endpoint(live: Live, bank: Bank) -> None:
    token = bank.link()
    fault = {"do": "add_fault", "kind": "error", "error_code": "ITEM_LOCKED"}
    run(live, steps=[{"when": {"endpoint": "/item/get", "call": 3}, "then": [fault]}])

    def ask() -> str:
        answer = live.http.post("/item/get", json={"client_id": "a", "secret": "b", "access_token": token})
        return str(answer.json().get("error_code"))

    assert [ask() for _ in range(4)] == ["None", "None", "ITEM_LOCKED", "None"]


def test_a_step_can_come_again_and_again(live: Live) -> None:
    fault = {"do": "add_fault", "kind": "status"}
    run(live, steps=[{"when": {"endpoint": "*", "call": 2}, "every": True, "then": [fault]}])

    answers = [live.http.post("/categories/get", json={}).status_code for _ in range(6)]

    assert answers == [200, 502] * 3


def test_a_step_can_wait_for_a_moment(live: Live, bank: Bank) -> None:
    token = bank.link()
    live.admin("/clock", {"speed": 0})
    run(live, steps=[{"when": {"after_seconds": 600}, "then": [{"do": "break_login", "item": "#1"}]}])

    assert bank.api.item_get(ItemGetRequest(token)).item.error is None
    live.admin("/clock", {"advance_seconds": 601})

    wait_until(lambda: live.admin("/items")["items"][0]["error_code"] == "ITEM_LOGIN_REQUIRED")


def test_the_same_seed_strikes_the_same_calls(start: Callable[..., Live]) -> None:
    (story,) = [each for each in list_examples() if each["name"] == "rough_night"]

    def live_through(seed: int) -> tuple[list[int], list[Json]]:
        live = start()
        live.admin(
            "/scripts",
            {
                **story,
                "seed": seed,
                "random": [
                    {
                        "probability": 0.3,
                        "faults": [{"kind": "status"}, {"kind": "not_json"}, {"kind": "error"}],
                    }
                ],
            },
        )
        answers = [live.http.post("/categories/get", json={}).status_code for _ in range(30)]
        return answers, fired(live)

    once, again, otherwise = live_through(7), live_through(7), live_through(8)

    assert once == again
    assert once[0] != otherwise[0]
    assert {entry["what"] for entry in once[1]} >= {"script_started", "drawn", "fault"}


def test_other_calls_in_between_change_nothing(start: Callable[..., Live]) -> None:
    chance = {"probability": 0.3, "endpoints": ["/categories/get"], "faults": [{"kind": "status"}]}

    def answers(*, disturbed: bool) -> list[int]:
        live, codes = start(), []
        run(live, seed=5, random=[chance])
        for _ in range(20):
            if disturbed:
                live.http.post("/item/get", json={})
            codes.append(live.http.post("/categories/get", json={}).status_code)
        return codes

    assert answers(disturbed=True) == answers(disturbed=False)


def test_a_step_that_cannot_be_done_is_written_down(live: Live) -> None:
    run(
        live, steps=[{"when": {"endpoint": "/categories/get"}, "then": [{"do": "break_login", "item": "#9"}]}]
    )

    assert live.http.post("/categories/get", json={}).status_code == 200

    assert [(each["what"], each["why"]) for each in fired(live) if "why" in each] == [
        ("step_failed", "there is no Item #9: there are 0")
    ]


def test_a_script_can_be_stopped(live: Live) -> None:
    begun = run(live, random=[{"probability": 1, "faults": [{"kind": "status"}]}])

    first = live.http.post("/categories/get", json={}).status_code
    live.admin(f"/scripts/{begun['id']}/stop", {})
    second = live.http.post("/categories/get", json={}).status_code

    assert (first, second) == (502, 200)
    assert [each["running"] for each in live.admin("/scripts")["scripts"]] == [False]


@pytest.mark.parametrize(
    "script",
    [
        {},
        {"steps": [{"when": {}, "then": [{"do": "clear_faults"}]}]},
        {"steps": [{"when": {"endpoint": "*", "after_seconds": 3}, "then": [{"do": "clear_faults"}]}]},
        {"steps": [{"when": {"endpoint": "*"}, "then": [{"do": "dance"}]}]},
        {"steps": [{"when": {"endpoint": "*"}, "then": []}]},
        {"random": [{"probability": 2, "faults": [{"kind": "cut"}]}]},
    ],
)
def test_a_script_that_makes_no_sense_is_refused(live: Live, script: Json) -> None:
    assert live.http.post("/__admin/scripts", json=script).status_code == 422


def test_the_examples_are_scripts_and_explain_themselves(live: Live) -> None:
    examples = live.admin("/scripts/examples")["examples"]

    assert len(examples) >= 5
    assert all(Script.model_validate(each).about for each in examples)
