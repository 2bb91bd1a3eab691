"""Categories that become one, and those that go: with all that is filed under them, and back again."""

from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from saldo.core.database import Database
from tests.categories.test_arranging import add, child_of, group_of
from tests.factories.categorised import CategorisedBank
from tests.factories.ledger import link_bank, read_rows
from tests.factories.workspaces import Home
from tests.fakes.clock import FixedClock
from tests.workspaces.people import join

PATH = "/api/categories"
COFFEE = "FOOD_AND_DRINK_COFFEE"


@pytest.fixture
async def bank(database: Database, workspace: Home, clock: FixedClock) -> CategorisedBank:
    return CategorisedBank(await link_bank(database, workspace), clock)


async def file(client: httpx.AsyncClient, row: dict[str, Any], code: str) -> None:
    change = {"category_detailed": code}
    (await client.patch(f"/api/transactions/{row['id']}", json=change)).raise_for_status()


def rule_for(text: str, code: str) -> dict[str, Any]:
    return {"name": text, "conditions": {"texts": [text]}, "actions": {"category_detailed": code}}


async def test_a_merge_moves_transactions_lessons_and_rules(
    client: httpx.AsyncClient, bank: CategorisedBank
) -> None:
    going, staying = await add(client), await add(client, name="Canteen", primary="GENERAL_SERVICES")
    rows = await bank.post("Aldi", "Lidl")
    await file(client, rows[0], going)
    await client.post("/api/rules", json=rule_for("lidl", going))
    await client.post("/api/rules/apply")

    done = (await client.post(f"{PATH}/merge", json={"codes": [going], "into": staying})).json()

    assert (done["transactions"], done["lessons"], done["rules"]) == (2, 1, 1)
    rows = await bank.post("Aldi", "Lidl")
    assert {(row["category_primary"], row["category_detailed"]) for row in rows} == {
        ("GENERAL_SERVICES", staying)
    }
    assert [row["category_source"] for row in rows] == ["person", "rule", "memory", "rule"]
    assert (await client.get("/api/ml/memory")).json()["data"][0]["category_label"] == "Canteen"
    shown = (await client.get("/api/rules")).json()["data"][0]
    assert (shown["category_label"], shown["actions"]["category_detailed"]) == ("Canteen", staying)
    assert going not in [child["detailed"] for child in (await group_of(client))["children"]]


async def test_how_often_something_was_chosen_is_not_forgotten_by_a_merge(
    client: httpx.AsyncClient, bank: CategorisedBank
) -> None:
    going, staying = await add(client), await add(client, name="Canteen")
    rows = await bank.post("Aldi", "Aldi", "Aldi")
    for row, code in zip(rows, (staying, going, going), strict=True):
        await file(client, row, code)

    done = (await client.post(f"{PATH}/merge", json={"codes": [going], "into": staying})).json()

    [lesson] = (await client.get("/api/ml/memory")).json()["data"]
    assert (done["lessons"], lesson["times"]) == (1, 3)
    await client.post(f"/api/revisions/{done['revision_id']}/revert")
    [before] = (await client.get("/api/ml/memory")).json()["data"]
    assert (before["category_label"], before["times"]) == ("Office lunches", 2)


async def test_a_merge_is_taken_back_whole(client: httpx.AsyncClient, bank: CategorisedBank) -> None:
    going = await add(client)
    rows = await bank.post("Aldi", "Lidl")
    await file(client, rows[0], going)
    await client.post("/api/rules", json=rule_for("lidl", going))
    await client.post("/api/rules/apply")
    done = (await client.post(f"{PATH}/merge", json={"codes": [going], "into": COFFEE})).json()

    back = (await client.post(f"/api/revisions/{done['revision_id']}/revert")).json()

    assert back == {"restored": 2, "kept": 0}
    assert {row["category_detailed"] for row in await bank.post("Aldi", "Lidl")} == {going}
    assert (await client.get("/api/rules")).json()["data"][0]["category_label"] == "Office lunches"
    usage = (await child_of(client, going, counts=True))["usage"]
    assert (usage["transactions"], usage["lessons"], usage["rules"]) == (4, 1, 1)


async def test_what_was_said_after_a_merge_stays_when_it_is_taken_back(
    client: httpx.AsyncClient, bank: CategorisedBank
) -> None:
    going = await add(client)
    row = (await bank.post("Aldi"))[0]
    await file(client, row, going)
    done = (await client.post(f"{PATH}/merge", json={"codes": [going], "into": COFFEE})).json()
    await file(client, row, "TRAVEL_FLIGHTS")

    back = (await client.post(f"/api/revisions/{done['revision_id']}/revert")).json()

    assert back == {"restored": 0, "kept": 1}
    assert (await bank.rows())[0]["category_detailed"] == "TRAVEL_FLIGHTS"


async def test_the_parts_of_a_divided_transaction_move_too(
    client: httpx.AsyncClient, bank: CategorisedBank
) -> None:
    going = await add(client)
    row = (await bank.post("Aldi"))[0]
    parts = [
        {"amount": "-1.50", "category_detailed": going},
        {"amount": "-3.00", "category_detailed": COFFEE},
    ]
    (await client.put(f"/api/transactions/{row['id']}/splits", json={"parts": parts})).raise_for_status()

    done = (await client.delete(f"{PATH}/{going}", params={"replacement": "TRAVEL_FLIGHTS"})).json()

    def codes(transaction: dict[str, Any]) -> list[str]:
        return [part["category_detailed"] for part in transaction["parts"]]

    moved = (await client.get(f"/api/transactions/{row['id']}")).json()
    await client.post(f"/api/revisions/{done['revision_id']}/revert")
    back = (await client.get(f"/api/transactions/{row['id']}")).json()
    assert done["transactions"] == 1
    assert codes(moved) == ["TRAVEL_FLIGHTS", COFFEE]
    assert codes(back) == [going, COFFEE]


async def test_a_category_in_use_goes_only_when_something_takes_its_place(
    client: httpx.AsyncClient, bank: CategorisedBank
) -> None:
    code = await add(client)
    await file(client, (await bank.post("Aldi"))[0], code)

    refused = await client.delete(f"{PATH}/{code}")
    done = await client.delete(f"{PATH}/{code}", params={"replacement": COFFEE})

    assert (refused.status_code, refused.json()["code"]) == (409, "category_in_use")
    assert "1 transaction, 1 lesson" in refused.json()["detail"]
    assert (done.json()["transactions"], done.json()["lessons"]) == (1, 1)
    assert (await bank.rows())[0]["category_detailed"] == COFFEE


async def test_an_unused_category_goes_and_comes_back(client: httpx.AsyncClient) -> None:
    code = await add(client)

    done = (await client.delete(f"{PATH}/{code}")).json()
    gone = await client.patch(f"{PATH}/{code}", json={"name": "X"})
    await client.post(f"/api/revisions/{done['revision_id']}/revert")

    assert gone.json()["code"] == "category_not_found"
    assert (await child_of(client, code))["label"] == "Office lunches"


async def test_a_name_taken_since_keeps_a_category_from_coming_back(client: httpx.AsyncClient) -> None:
    code = await add(client)
    done = (await client.delete(f"{PATH}/{code}")).json()
    await add(client)

    refused = await client.post(f"/api/revisions/{done['revision_id']}/revert")

    assert refused.json()["code"] == "category_name_taken"


async def test_an_undone_correction_may_bring_up_a_category_that_is_gone(
    client: httpx.AsyncClient, bank: CategorisedBank
) -> None:
    code = await add(client)
    row = (await bank.post("Aldi"))[0]
    await file(client, row, code)
    change = {"category_detailed": COFFEE}
    corrected = (await client.patch(f"/api/transactions/{row['id']}", json=change)).json()
    await client.delete(f"{PATH}/{code}", params={"replacement": "TRAVEL_FLIGHTS"})

    await client.post(f"/api/revisions/{corrected['revision_id']}/revert")

    category = (await client.get(f"/api/transactions/{row['id']}")).json()["category"]
    assert (category["detailed"], category["label"]) == ("TRAVEL_FLIGHTS", "Flights")


async def test_merges_in_a_row_lead_to_the_last(client: httpx.AsyncClient, bank: CategorisedBank) -> None:
    first, second, third = [await add(client, name=name) for name in ("One", "Two", "Three")]
    await client.post("/api/rules", json=rule_for("aldi", first))
    await client.post(f"{PATH}/merge", json={"codes": [first], "into": second})
    await client.post(f"{PATH}/merge", json={"codes": [second], "into": third})

    rows = await bank.post("Aldi")

    assert rows[0]["category_detailed"] == third
    assert (await client.get("/api/rules")).json()["data"][0]["category_label"] == "Three"


@pytest.mark.parametrize(
    ("codes", "into", "refusal"),
    [
        (["own"], "own", "category_merge_invalid"),
        ([COFFEE], "own", "category_built_in"),
        (["FOOD_AND_DRINK"], "own", "category_built_in"),
        (["nothing"], "own", "category_not_found"),
        (["own"], "nothing", "category_unknown"),
        (["own"], "FOOD_AND_DRINK", "category_unknown"),
    ],
)
async def test_a_merge_that_makes_no_sense_is_refused(
    client: httpx.AsyncClient, codes: list[str], into: str, refusal: str
) -> None:
    own = await add(client)

    def named(code: str) -> str:
        return own if code == "own" else code

    body = {"codes": [named(code) for code in codes], "into": named(into)}
    refused = await client.post(f"{PATH}/merge", json=body)

    assert refused.json()["code"] == refusal


async def test_who_does_not_see_every_account_merges_nothing(
    app: FastAPI, database: Database, workspace: Home, client: httpx.AsyncClient, bank: CategorisedBank
) -> None:
    code = await add(client)
    await file(client, (await bank.post("Aldi"))[0], code)
    guest = await join(app, database, workspace, "member")
    account_id = (await bank.rows())[0]["account_id"]
    share = {"account_id": str(account_id), "user_id": str(guest.home.user_id), "access": "none"}
    (await client.put("/api/workspaces/current/shares", json=share)).raise_for_status()

    refused = await guest.call("DELETE", f"{PATH}/{code}")

    assert (refused.status_code, refused.json()["code"]) == (403, "category_not_wholly_yours")


async def test_a_merge_is_recorded_with_its_counts(
    client: httpx.AsyncClient, database: Database, workspace: Home, bank: CategorisedBank
) -> None:
    going = await add(client)
    await file(client, (await bank.post("Aldi"))[0], going)

    done = (await client.post(f"{PATH}/merge", json={"codes": [going], "into": COFFEE})).json()

    written = await read_rows(
        database, workspace, "select after from audit_entries where action = 'category.merged'"
    )
    assert written[0]["after"] == {
        "revision": done["revision_id"], "codes": [going], "into": COFFEE,
        "transactions": 1, "lessons": 1, "rules": 0,
    }  # fmt: skip
    listed = (await client.get("/api/revisions")).json()["data"][0]
    assert (listed["kind"], listed["rows"]) == ("category", 1)
    assert listed["title"] == "Category “Office lunches” merged into “Coffee”"
