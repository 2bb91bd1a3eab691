"""Merchants: their list, their names, and what becomes of two that are one."""

from typing import Any

import httpx
import pytest

from saldo.core.database import Database
from tests.factories.categorised import CategorisedBank
from tests.factories.ledger import link_bank
from tests.factories.workspaces import Home
from tests.fakes.clock import FixedClock

PATH = "/api/merchants"


@pytest.fixture
async def bank(database: Database, workspace: Home, clock: FixedClock) -> CategorisedBank:
    return CategorisedBank(await link_bank(database, workspace), clock)


def names(rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(row["merchant_key"], row["merchant_name"]) for row in rows]


async def test_the_list_says_what_each_merchant_amounts_to(
    client: httpx.AsyncClient, bank: CategorisedBank
) -> None:
    await bank.post("Aldi", "United", "United")

    listed = (await client.get(PATH)).json()

    assert [(row["name"], row["count"], row["amount"]) for row in listed["data"]] == [
        ("United", 2, "-9.00"),
        ("Aldi", 1, "-4.50"),
    ]
    assert listed["data"][0]["category_label"] == "Flights"


async def test_the_list_can_be_searched_and_comes_in_pages(
    client: httpx.AsyncClient, bank: CategorisedBank
) -> None:
    await bank.post(*(f"Shop {number}" for number in range(5)), "United")

    found = (await client.get(PATH, params={"search": "SHOP"})).json()["data"]
    first = (await client.get(PATH, params={"limit": 4})).json()
    rest = (await client.get(PATH, params={"cursor": first["pagination"]["next_cursor"]})).json()

    assert len(found) == 5
    assert len({row["key"] for row in first["data"] + rest["data"]}) == 6
    assert rest["pagination"]["next_cursor"] is None


async def test_a_new_name_holds_for_the_past_and_for_what_comes(
    client: httpx.AsyncClient, bank: CategorisedBank
) -> None:
    first, second = await bank.post("Aldi", "Aldi")
    await client.patch(f"/api/transactions/{first['id']}", json={"merchant_name": "Mine"})

    done = (await client.patch(PATH, json={"key": "aldi", "name": "ALDI Süd"})).json()
    rows = await bank.post("Aldi")

    assert done["changed"] == 1
    assert second["merchant_name"] == "Aldi"
    assert sorted(name for _, name in names(rows)) == ["ALDI Süd", "ALDI Süd", "Mine"]


async def test_taking_a_name_back_brings_the_one_before(
    client: httpx.AsyncClient, bank: CategorisedBank
) -> None:
    await bank.post("Aldi")
    await client.patch(PATH, json={"key": "aldi", "name": "One"})
    second = (await client.patch(PATH, json={"key": "aldi", "name": "Two"})).json()

    await client.post(f"/api/revisions/{second['revision_id']}/revert")

    assert names(await bank.post("Aldi")) == [("aldi", "One"), ("aldi", "One")]


async def test_merged_merchants_are_one_and_keep_what_was_learned(
    client: httpx.AsyncClient, bank: CategorisedBank
) -> None:
    rows = await bank.post("Aldi", "Aldi Sued")
    change = {"category_detailed": "FOOD_AND_DRINK_GROCERIES"}
    await client.patch(f"/api/transactions/{rows[0]['id']}", json=change)

    merge = {"keys": ["aldi sued"], "into": "aldi"}
    done = (await client.post(f"{PATH}/merge", json=merge)).json()
    rows = await bank.post("Aldi Sued")

    assert done["changed"] == 1
    assert names(rows) == [("aldi", "Aldi")] * 3
    assert rows[2]["category_detailed"] == "FOOD_AND_DRINK_GROCERIES"


async def test_a_merge_is_taken_back_whole(client: httpx.AsyncClient, bank: CategorisedBank) -> None:
    await bank.post("Aldi", "Lidl")
    done = (await client.post(f"{PATH}/merge", json={"keys": ["lidl"], "into": "aldi"})).json()

    await client.post(f"/api/revisions/{done['revision_id']}/revert")

    assert names(await bank.post("Lidl")) == [("aldi", "Aldi"), ("lidl", "Lidl"), ("lidl", "Lidl")]


async def test_what_came_while_a_merge_stood_is_its_own_again_when_it_is_taken_back(
    client: httpx.AsyncClient, bank: CategorisedBank, clock: FixedClock
) -> None:
    await bank.post("Aldi", "Lidl")
    chosen = {"key": "aldi", "category_detailed": "FOOD_AND_DRINK_GROCERIES"}
    await client.put(f"{PATH}/category", json=chosen)
    done = (await client.post(f"{PATH}/merge", json={"keys": ["lidl"], "into": "aldi"})).json()
    clock.advance(minutes=1)
    assert names(await bank.post("Lidl", "Aldi"))[2:] == [("aldi", "Aldi"), ("aldi", "Aldi")]

    await client.post(f"/api/revisions/{done['revision_id']}/revert")

    rows = await bank.post()
    assert names(rows) == [("aldi", "Aldi"), ("lidl", "Lidl"), ("aldi", "Aldi"), ("lidl", "Lidl")]
    assert [row["category_source"] for row in rows] == ["memory", "model", "memory", "model"]


async def test_a_name_that_is_taken_back_leaves_what_came_under_it_too(
    client: httpx.AsyncClient, bank: CategorisedBank, clock: FixedClock
) -> None:
    await bank.post("Aldi")
    done = (await client.patch(PATH, json={"key": "aldi", "name": "Corner shop"})).json()
    clock.advance(minutes=1)
    await bank.post("Aldi")

    await client.post(f"/api/revisions/{done['revision_id']}/revert")

    assert names(await bank.post()) == [("aldi", "Aldi"), ("aldi", "Aldi")]


async def test_merges_in_a_row_lead_to_the_last(client: httpx.AsyncClient, bank: CategorisedBank) -> None:
    await bank.post("One", "Two", "Three")
    await client.post(f"{PATH}/merge", json={"keys": ["one"], "into": "two"})
    await client.post(f"{PATH}/merge", json={"keys": ["two"], "into": "three"})

    rows = await bank.post("One")

    assert set(names(rows)) == {("three", "Three")}


async def test_merchants_cannot_be_merged_in_a_circle(
    client: httpx.AsyncClient, bank: CategorisedBank
) -> None:
    await bank.post("One", "Two")
    await client.post(f"{PATH}/merge", json={"keys": ["one"], "into": "two"})

    itself = await client.post(f"{PATH}/merge", json={"keys": ["two"], "into": "two"})
    circle = await client.post(f"{PATH}/merge", json={"keys": ["two"], "into": "one"})

    assert itself.json()["code"] == "merge_invalid"
    assert circle.json()["code"] == "merge_invalid"


async def test_a_strangers_merchants_do_not_exist(
    stranger_client: httpx.AsyncClient, bank: CategorisedBank
) -> None:
    await bank.post("Aldi", "Lidl")

    renamed = await stranger_client.patch(PATH, json={"key": "aldi", "name": "X"})
    merged = await stranger_client.post(f"{PATH}/merge", json={"keys": ["aldi"], "into": "lidl"})

    assert (await stranger_client.get(PATH)).json()["data"] == []
    assert renamed.json()["code"] == merged.json()["code"] == "merchant_not_found"


async def test_a_merchants_category_holds_for_the_past_and_for_what_comes(
    client: httpx.AsyncClient, bank: CategorisedBank
) -> None:
    rows = await bank.post("Aldi", "Aldi", "Lidl")
    change = {"category_detailed": "TRAVEL_OTHER_TRAVEL", "remember": False}
    await client.patch(f"/api/transactions/{rows[0]['id']}", json=change)

    chosen = {"key": "aldi", "category_detailed": "FOOD_AND_DRINK_GROCERIES"}
    done = (await client.put(f"{PATH}/category", json=chosen)).json()
    rows = await bank.post("Aldi")

    assert (done["changed"], done["lesson"]["category_label"]) == (1, "Groceries")
    codes = [row["category_detailed"] for row in rows]
    assert sorted(codes) == sorted(
        ["TRAVEL_OTHER_TRAVEL", *["FOOD_AND_DRINK_GROCERIES"] * 2, "TRAVEL_FLIGHTS"]
    )
    listed = {row["key"]: row["lesson"] for row in (await client.get(PATH)).json()["data"]}
    assert listed["aldi"]["id"] == done["lesson"]["id"]
    assert listed["lidl"] is None


async def test_a_merchants_category_says_nothing_about_the_other_direction(
    client: httpx.AsyncClient, bank: CategorisedBank
) -> None:
    await bank.post("Aldi", amount="4.50")

    chosen = {"key": "aldi", "category_detailed": "FOOD_AND_DRINK_GROCERIES", "direction": "out"}
    done = (await client.put(f"{PATH}/category", json=chosen)).json()
    row = (await client.get(PATH)).json()["data"][0]

    assert done["changed"] == 0
    assert (row["direction"], row["lesson"]) == ("in", None)


async def test_a_merchants_category_is_taken_back_with_what_it_taught(
    client: httpx.AsyncClient, bank: CategorisedBank
) -> None:
    await bank.post("Aldi")
    chosen = {"key": "aldi", "category_detailed": "FOOD_AND_DRINK_GROCERIES"}
    done = (await client.put(f"{PATH}/category", json=chosen)).json()

    await client.post(f"/api/revisions/{done['revision_id']}/revert")

    assert {row["category_detailed"] for row in await bank.post("Aldi")} == {"TRAVEL_FLIGHTS"}
    assert (await client.get("/api/ml/memory")).json()["data"] == []
