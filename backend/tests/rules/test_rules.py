"""Rules: what they speak of, who is heard, what they would do is seen before and undone after."""

from decimal import Decimal
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from saldo.core.database import Database
from tests.factories.categorised import CategorisedBank
from tests.factories.ledger import link_bank
from tests.factories.workspaces import Home
from tests.fakes.clock import FixedClock

GROCERIES, COFFEE = "FOOD_AND_DRINK_GROCERIES", "FOOD_AND_DRINK_COFFEE"


@pytest.fixture
async def bank(database: Database, workspace: Home, clock: FixedClock) -> CategorisedBank:
    return CategorisedBank(await link_bank(database, workspace), clock)


def draft(name: str = "Rule", *, actions: dict[str, Any] | None = None, **conditions: Any) -> dict[str, Any]:
    return {
        "name": name,
        "conditions": conditions or {"texts": ["aldi"]},
        "actions": actions or {"category_detailed": GROCERIES},
    }


async def make(client: httpx.AsyncClient, body: dict[str, Any]) -> dict[str, Any]:
    answer = await client.post("/api/rules", json=body)
    assert answer.status_code == 201, answer.text
    rule: dict[str, Any] = answer.json()
    return rule


async def test_a_rule_speaks_of_what_comes_and_leaves_the_past(
    client: httpx.AsyncClient, bank: CategorisedBank
) -> None:
    await bank.post("Aldi")
    await make(client, draft("Food"))

    rows = await bank.post("Aldi", "United")

    assert [(row["category_detailed"], row["category_source"]) for row in rows] == [
        ("TRAVEL_FLIGHTS", "model"),
        (GROCERIES, "rule"),
        ("TRAVEL_FLIGHTS", "model"),
    ]
    assert rows[1]["category_reason"] == {"kind": "rule", "text": "Your rule “Food”"}


@pytest.mark.parametrize(
    ("conditions", "holds"),
    [
        ({"texts": ["LDI"]}, True),
        ({"texts": ["nope", "ald"]}, True),
        ({"texts": ["nope"]}, False),
        ({"texts": ["a_d"]}, False),
        ({"merchant_key": "aldi"}, True),
        ({"merchant_key": "ald"}, False),
        ({"direction": "out"}, True),
        ({"direction": "in"}, False),
        ({"amount_min": "4.50", "amount_max": "4.50"}, True),
        ({"amount_min": "4.51"}, False),
        ({"amount_max": "4.49"}, False),
        ({"day_first": 20, "day_last": 20}, True),
        ({"day_first": 21}, False),
        ({"day_last": 19}, False),
        ({"texts": ["aldi"], "direction": "in"}, False),
    ],
)
async def test_all_conditions_must_hold(
    client: httpx.AsyncClient, bank: CategorisedBank, conditions: dict[str, Any], *, holds: bool
) -> None:
    await bank.post("Aldi")

    simulated = (await client.post("/api/rules/preview", json=draft(**conditions))).json()

    assert (simulated["matched"], simulated["changed"]) == (int(holds), int(holds))


async def test_a_rule_may_speak_of_some_accounts_only(
    client: httpx.AsyncClient, bank: CategorisedBank
) -> None:
    [row] = await bank.post("Aldi")
    here = draft(account_ids=[str(row["account_id"])])
    elsewhere = draft(account_ids=["0198c0de-0000-7000-8000-000000000000"])

    assert (await client.post("/api/rules/preview", json=here)).json()["matched"] == 1
    assert (await client.post("/api/rules/preview", json=elsewhere)).json()["code"] == "rule_invalid"


async def test_the_first_rule_to_speak_of_a_field_is_heard_and_tags_add_up(
    client: httpx.AsyncClient, bank: CategorisedBank
) -> None:
    await make(client, draft("One", actions={"category_detailed": COFFEE, "tags": ["b"]}))
    second = draft("Two", actions={"category_detailed": GROCERIES, "tags": ["a"], "merchant_name": "My Aldi"})
    await make(client, second)

    [row] = await bank.post("Aldi")

    assert (row["category_detailed"], row["merchant_name"], row["tags"]) == (COFFEE, "My Aldi", ["a", "b"])


async def test_the_order_can_be_changed(client: httpx.AsyncClient, bank: CategorisedBank) -> None:
    first = await make(client, draft("One", actions={"category_detailed": COFFEE}))
    second = await make(client, draft("Two"))

    ordered = await client.put("/api/rules/order", json={"rule_ids": [second["id"], first["id"]]})
    stale = await client.put("/api/rules/order", json={"rule_ids": [first["id"]]})
    [row] = await bank.post("Aldi")

    assert [rule["name"] for rule in ordered.json()["data"]] == ["Two", "One"]
    assert stale.json()["code"] == "rule_order_invalid"
    assert row["category_detailed"] == GROCERIES


async def test_a_simulation_shows_what_applying_does_and_reverting_undoes(
    client: httpx.AsyncClient, bank: CategorisedBank
) -> None:
    before = await bank.post("Aldi", "Aldi", "United")
    rule = await make(client, draft("Food", actions={"category_detailed": GROCERIES, "is_excluded": True}))

    simulated = (await client.post("/api/rules/simulate")).json()
    applied = (await client.post(f"/api/rules/{rule['id']}/apply")).json()
    after = await bank.rows()
    again = (await client.post(f"/api/rules/{rule['id']}/apply")).json()
    reverted = (await client.post(f"/api/revisions/{applied['revision_id']}/revert")).json()

    assert (simulated["matched"], simulated["changed"], applied["changed"]) == (2, 2, 2)
    assert simulated["sums"] == [{"currency": "USD", "amount": "-9.00"}]
    shown = simulated["transactions"][0]
    assert (shown["category_before"], shown["category_after"]) == ("Flights", "Groceries")
    assert shown["also"] == ["excluded"]
    assert [row["is_excluded"] for row in after] == [True, True, False]
    assert (again["changed"], again["revision_id"]) == (0, None)
    assert reverted == {"restored": 2, "kept": 0}
    assert [_words(row) for row in await bank.rows()] == [_words(row) for row in before]


def _words(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "updated_at"}


async def test_a_persons_word_is_never_overruled(client: httpx.AsyncClient, bank: CategorisedBank) -> None:
    [row] = await bank.post("Aldi")
    change = {"category_detailed": COFFEE, "note": "mine", "remember": False}
    await client.patch(f"/api/transactions/{row['id']}", json=change)
    rule = await make(
        client, draft(actions={"category_detailed": GROCERIES, "note": "theirs", "tags": ["x"]})
    )

    await client.post(f"/api/rules/{rule['id']}/apply")

    [row] = await bank.rows()
    assert (row["category_detailed"], row["note"], row["tags"]) == (COFFEE, "mine", ["x"])


async def test_of_a_rule_and_a_lesson_the_younger_is_heard(
    client: httpx.AsyncClient, bank: CategorisedBank, clock: FixedClock
) -> None:
    rule = await make(client, draft("Food"))
    clock.advance(seconds=1)
    [row] = await bank.post("Aldi")
    await client.patch(f"/api/transactions/{row['id']}", json={"category_detailed": COFFEE})
    lesson_younger = (await bank.post("Aldi"))[1]
    clock.advance(seconds=1)
    await client.put(f"/api/rules/{rule['id']}", json=draft("Food"))
    rule_younger = (await bank.post("Aldi"))[2]

    assert (lesson_younger["category_detailed"], lesson_younger["category_source"]) == (COFFEE, "memory")
    assert (rule_younger["category_detailed"], rule_younger["category_source"]) == (GROCERIES, "rule")


async def test_a_transfer_has_the_category_of_its_direction(
    client: httpx.AsyncClient, bank: CategorisedBank
) -> None:
    await make(client, draft(actions={"is_transfer": True}))

    [out] = await bank.post("Aldi")
    came = (await bank.post("Aldi", amount=str(Decimal(9))))[1]

    assert out["category_detailed"] == "TRANSFER_OUT_ACCOUNT_TRANSFER"
    assert came["category_detailed"] == "TRANSFER_IN_ACCOUNT_TRANSFER"


async def test_a_disabled_or_deleted_rule_is_silent(client: httpx.AsyncClient, bank: CategorisedBank) -> None:
    first = await make(client, {**draft("One"), "is_enabled": False})
    second = await make(client, draft("Two"))
    deleted = await client.delete(f"/api/rules/{second['id']}")

    [row] = await bank.post("Aldi")

    assert deleted.status_code == 204
    assert row["category_source"] == "model"
    assert [rule["id"] for rule in (await client.get("/api/rules")).json()["data"]] == [first["id"]]


@pytest.mark.parametrize(
    "body",
    [
        {**draft(), "conditions": {}},
        {**draft(), "actions": {}},
        draft(amount_min="2", amount_max="1"),
        draft(texts=["a"]),
        draft(actions={"category_detailed": COFFEE, "is_transfer": True}),
        {**draft(), "name": " "},
    ],
)
async def test_a_rule_that_makes_no_sense_is_refused(client: httpx.AsyncClient, body: dict[str, Any]) -> None:
    assert (await client.post("/api/rules", json=body)).status_code == 422
    assert (await client.get("/api/rules")).json()["data"] == []


async def test_a_rule_names_a_category_that_is_there(client: httpx.AsyncClient) -> None:
    refused = await client.post("/api/rules", json=draft(actions={"category_detailed": "NOPE"}))

    assert (refused.status_code, refused.json()["code"]) == (400, "category_unknown")


async def test_a_strangers_rules_do_not_exist(
    client: httpx.AsyncClient, stranger_client: httpx.AsyncClient
) -> None:
    rule = await make(client, draft())

    assert (await stranger_client.get("/api/rules")).json()["data"] == []
    for answer in (
        await stranger_client.put(f"/api/rules/{rule['id']}", json=draft()),
        await stranger_client.delete(f"/api/rules/{rule['id']}"),
        await stranger_client.post(f"/api/rules/{rule['id']}/apply"),
    ):
        assert answer.json()["code"] == "rule_not_found"


async def test_the_record_holds_what_a_rule_said_before_and_after(
    client: httpx.AsyncClient, database: Database, workspace: Home, clock: FixedClock
) -> None:
    conditions = {"texts": ["landlord"], "amount_min": "900"}
    body = {"name": "Rent", "conditions": conditions, "actions": {"is_excluded": True}}
    first = (await client.post("/api/rules", json=body)).json()["id"]
    second = (await client.post("/api/rules", json=body)).json()["id"]
    clock.advance(seconds=1)
    await client.put(f"/api/rules/{first}", json=body | {"is_enabled": False})
    await client.put("/api/rules/order", json={"rule_ids": [second, first]})
    await client.delete(f"/api/rules/{first}")

    async with database.transaction(workspace.scope) as session:
        query = "SELECT action, before, after FROM audit_entries WHERE action LIKE 'rule.%' ORDER BY id"
        made, _, changed, ordered, deleted = (await session.execute(text(query))).all()
    assert (made.before, deleted.after) == (None, None)
    assert made.after == changed.before
    assert changed.after == deleted.before == changed.before | {"is_enabled": False}
    assert (ordered.before["order"], ordered.after["order"]) == ([first, second], [second, first])
    assert "landlord" not in str(made)
