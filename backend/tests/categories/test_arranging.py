"""Own categories: added, renamed, hidden, shown wherever a label is, and nobody else's."""

from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from saldo.core.database import Database
from tests.factories.categorised import CategorisedBank
from tests.factories.ledger import DAY, link_bank, read_rows
from tests.factories.workspaces import Home
from tests.fakes.clock import FixedClock
from tests.workspaces.people import join

PATH = "/api/categories"
LUNCHES = {"primary": "FOOD_AND_DRINK", "name": "Office lunches", "color": 4, "icon": "utensils"}


@pytest.fixture
async def bank(database: Database, workspace: Home, clock: FixedClock) -> CategorisedBank:
    return CategorisedBank(await link_bank(database, workspace), clock)


async def add(client: httpx.AsyncClient, **change: Any) -> str:
    made = (await client.post(PATH, json=LUNCHES | change)).raise_for_status()
    code: str = made.json()["detailed"]
    return code


async def group_of(
    client: httpx.AsyncClient, primary: str = "FOOD_AND_DRINK", **query: Any
) -> dict[str, Any]:
    groups: list[dict[str, Any]] = (await client.get(PATH, params=query)).json()["data"]
    return next(group for group in groups if group["primary"] == primary)


async def child_of(client: httpx.AsyncClient, code: str, **query: Any) -> dict[str, Any]:
    children: list[dict[str, Any]] = (await group_of(client, **query))["children"]
    return next(child for child in children if child["detailed"] == code)


async def test_an_own_category_stands_first_under_its_primary(client: httpx.AsyncClient) -> None:
    made = await client.post(PATH, json=LUNCHES)

    first = (await group_of(client))["children"][0]
    assert made.status_code == 201
    assert made.json() == first
    assert first["detailed"].startswith("own_")
    assert (first["label"], first["color"], first["icon"], first["is_own"]) == (
        "Office lunches",
        4,
        "utensils",
        True,
    )


@pytest.mark.parametrize("name", ["office LUNCHES", " Office  lunches ", "Coffee", "coffee"])
async def test_siblings_have_different_names(client: httpx.AsyncClient, name: str) -> None:
    await add(client)

    refused = await client.post(PATH, json=LUNCHES | {"name": name})

    assert (refused.status_code, refused.json()["code"]) == (409, "category_name_taken")


async def test_the_same_name_may_stand_under_another_primary(client: httpx.AsyncClient) -> None:
    await add(client)

    await add(client, primary="TRAVEL")

    assert (await group_of(client, "TRAVEL"))["children"][0]["label"] == "Office lunches"


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"primary": "LUNCHES"}, 400, "category_unknown"),
        ({"primary": "FOOD_AND_DRINK_COFFEE"}, 400, "category_unknown"),
        ({"name": " "}, 422, "validation_failed"),
        ({"name": "\x00"}, 422, "validation_failed"),
        ({"color": 13}, 422, "validation_failed"),
        ({"icon": "skull"}, 422, "validation_failed"),
    ],
)
async def test_what_makes_no_category_is_refused(
    client: httpx.AsyncClient, change: dict[str, Any], status: int, code: str
) -> None:
    refused = await client.post(PATH, json=LUNCHES | change)

    assert (refused.status_code, refused.json()["code"]) == (status, code)


async def test_a_new_name_is_shown_wherever_the_category_is(
    client: httpx.AsyncClient, bank: CategorisedBank
) -> None:
    code = await add(client)
    row = (await bank.post("Aldi"))[0]
    taught = await client.patch(f"/api/transactions/{row['id']}", json={"category_detailed": code})
    rule = {"name": "R", "conditions": {"texts": ["aldi"]}, "actions": {"category_detailed": code}}
    await client.post("/api/rules", json=rule)

    await client.patch(f"{PATH}/{code}", json={"name": "Canteen"})

    assert taught.json()["transaction"]["category"]["label"] == "Office lunches"
    transaction = (await client.get("/api/transactions", params={"category": code})).json()["data"][0]
    assert (transaction["category"]["label"], transaction["category"]["color"]) == ("Canteen", 4)
    assert transaction["category"]["primary"] == "FOOD_AND_DRINK"
    assert (await client.get("/api/ml/memory")).json()["data"][0]["category_label"] == "Canteen"
    assert (await client.get("/api/rules")).json()["data"][0]["category_label"] == "Canteen"
    assert (await client.get("/api/merchants")).json()["data"][0]["category_label"] == "Canteen"


async def test_a_built_in_category_and_its_primary_are_called_otherwise(
    client: httpx.AsyncClient, bank: CategorisedBank
) -> None:
    await bank.post("United")

    await client.patch(f"{PATH}/TRAVEL_FLIGHTS", json={"name": "Flying", "icon": "plane"})
    await client.patch(f"{PATH}/TRAVEL", json={"name": "Away", "color": 9})

    category = (await client.get("/api/transactions")).json()["data"][0]["category"]
    assert (category["label"], category["group"]) == ("Flying", "Away")
    assert (category["color"], category["icon"]) == (9, "plane")
    assert category["alternatives"][0]["label"] == "Flying"
    dashboard = await client.get("/api/insights/dashboard", params={"month": f"{DAY:%Y-%m}"})
    spending = dashboard.json()["currencies"][0]["spending"]
    assert spending[0]["label"] == "Away"


async def test_a_built_in_category_is_as_saldo_has_it_again(client: httpx.AsyncClient) -> None:
    code = "FOOD_AND_DRINK_COFFEE"
    await client.patch(f"{PATH}/{code}", json={"name": "Espresso", "color": 3, "is_hidden": True})
    renamed = await child_of(client, code)

    again = await client.patch(f"{PATH}/{code}", json={"name": None, "color": None, "is_hidden": False})

    assert (renamed["label"], renamed["built_in_label"], renamed["is_hidden"]) == ("Espresso", "Coffee", True)
    assert again.json() == {"code": code, "label": "Coffee", "color": None, "icon": None, "is_hidden": False}


@pytest.mark.parametrize(
    ("code", "change", "refusal"),
    [
        ("own", {"name": None}, "category_change_invalid"),
        ("own", {"name": "Coffee"}, "category_name_taken"),
        ("FOOD_AND_DRINK", {"is_hidden": True}, "category_change_invalid"),
        ("FOOD_AND_DRINK", {"name": "Travel"}, "category_name_taken"),
        ("NOTHING", {"name": "X"}, "category_not_found"),
        ("INCOME_WAGES", {"name": "X"}, "category_not_found"),
        ("own", {}, "validation_failed"),
    ],
)
async def test_a_change_that_does_not_fit_is_refused(
    client: httpx.AsyncClient, code: str, change: dict[str, Any], refusal: str
) -> None:
    own = await add(client)

    refused = await client.patch(f"{PATH}/{own if code == 'own' else code}", json=change)

    assert refused.json()["code"] == refusal


async def test_categories_are_counted_with_their_parts(
    client: httpx.AsyncClient, bank: CategorisedBank
) -> None:
    code = await add(client)
    rows = await bank.post("Aldi", "Lidl")
    await client.patch(f"/api/transactions/{rows[0]['id']}", json={"category_detailed": code})
    parts = [
        {"amount": "-1.50", "category_detailed": code},
        {"amount": "-3.00", "category_detailed": "FOOD_AND_DRINK_COFFEE"},
    ]
    (await client.put(f"/api/transactions/{rows[1]['id']}/splits", json={"parts": parts})).raise_for_status()

    child, group = await child_of(client, code, counts=True), await group_of(client, counts=True)

    sums = [{"currency": "USD", "amount": "-6.00"}]
    assert child["usage"] == {"transactions": 2, "sums": sums, "lessons": 1, "rules": 0}
    assert group["usage"]["transactions"] == 3
    assert group["usage"]["sums"] == [{"currency": "USD", "amount": "-9.00"}]
    assert (await child_of(client, code))["usage"] is None


async def test_a_strangers_category_is_refused_wherever_a_code_is_taken(
    client: httpx.AsyncClient, stranger_client: httpx.AsyncClient, bank: CategorisedBank
) -> None:
    code = await add(stranger_client)
    row = (await bank.post("Aldi"))[0]
    named = {"category_detailed": code}
    ids = [str(row["id"])]
    rule = {"name": "R", "conditions": {"texts": ["aldi"]}, "actions": named}
    parts = {"parts": [{"amount": "-1.50", **named}, {"amount": "-3.00", **named}]}

    answers = [
        await client.patch(f"/api/transactions/{row['id']}", json=named),
        await client.post("/api/transactions/bulk-change", json={"transaction_ids": ids, "change": named}),
        await client.put(f"/api/transactions/{row['id']}/splits", json=parts),
        await client.post("/api/ml/feedback", json={"transaction_id": str(row["id"]), **named}),
        await client.post("/api/review", json={"transaction_ids": ids, **named}),
        await client.post("/api/rules", json=rule),
        await client.post("/api/rules/preview", json=rule),
        await client.put("/api/merchants/category", json={"key": "aldi", **named}),
    ]

    assert [answer.json()["code"] for answer in answers] == ["category_unknown"] * 8
    assert (await client.get("/api/transactions", params={"category": code})).json()[
        "code"
    ] == "filter_invalid"
    assert (await client.patch(f"{PATH}/{code}", json={"name": "Ours"})).json()[
        "code"
    ] == "category_not_found"
    assert (await client.delete(f"{PATH}/{code}")).json()["code"] == "category_not_found"


async def test_a_viewer_looks_and_changes_nothing(
    app: FastAPI, database: Database, workspace: Home, client: httpx.AsyncClient
) -> None:
    code = await add(client)
    viewer = await join(app, database, workspace, "viewer")

    refused = [
        await viewer.call("POST", PATH, LUNCHES | {"name": "Mine"}),
        await viewer.call("PATCH", f"{PATH}/{code}", {"name": "Mine"}),
        await viewer.call("DELETE", f"{PATH}/{code}"),
    ]

    assert {answer.status_code for answer in refused} == {403}
    assert (await viewer.call("GET", PATH)).status_code == 200


async def test_changes_are_told_and_recorded_without_words(
    client: httpx.AsyncClient, database: Database, workspace: Home
) -> None:
    code = await add(client)
    await client.patch(f"{PATH}/{code}", json={"name": "Canteen"})

    told = (await client.get("/api/events", params={"after": 0})).json()["data"]
    written = await read_rows(
        database,
        workspace,
        "select action, subject_id, before, after from audit_entries where subject_type = 'category'",
    )

    changes = [each["data"] for each in told if each["type"] == "categories_changed"]
    assert changes == [{"codes": [code]}] * 2
    assert [(row["action"], row["subject_id"]) for row in written] == [
        ("category.created", code),
        ("category.changed", code),
    ]
    assert written[1]["before"]["name"] != written[1]["after"]["name"]
    assert "Canteen" not in str(written)
