"""What a correction teaches: it holds at once, for the past on demand, and can be forgotten."""

from typing import Any

import httpx
import pytest

from saldo.core.database import Database
from tests.factories.categorised import CategorisedBank
from tests.factories.ledger import link_bank
from tests.factories.workspaces import Home
from tests.fakes.clock import FixedClock

GROCERIES = "FOOD_AND_DRINK_GROCERIES"


@pytest.fixture
async def bank(database: Database, workspace: Home, clock: FixedClock) -> CategorisedBank:
    return CategorisedBank(await link_bank(database, workspace), clock)


async def choose(client: httpx.AsyncClient, row: dict[str, Any], **change: Any) -> dict[str, Any]:
    body = {"category_detailed": GROCERIES, **change}
    answer: dict[str, Any] = (await client.patch(f"/api/transactions/{row['id']}", json=body)).json()
    return answer


async def test_the_same_mistake_is_never_made_twice(client: httpx.AsyncClient, bank: CategorisedBank) -> None:
    [first] = await bank.post("Aldi")

    lesson = (await choose(client, first))["lesson"]
    rows = await bank.post("Aldi", "Aldi", "United")

    assert (lesson["merchant_key"], lesson["direction"], lesson["times"]) == ("aldi", "out", 1)
    assert [(row["category_detailed"], row["category_source"]) for row in rows] == [
        (GROCERIES, "person"),
        (GROCERIES, "memory"),
        (GROCERIES, "memory"),
        ("TRAVEL_FLIGHTS", "model"),
    ]
    assert rows[1]["category_reason"] == {"kind": "memory", "text": "You chose this for Aldi"}


async def test_every_later_row_follows_its_merchants_last_correction(
    client: httpx.AsyncClient, bank: CategorisedBank
) -> None:
    merchants = [f"Shop {number}" for number in range(12)]
    rows = await bank.post(*merchants)
    choices = {}
    for number, row in enumerate(rows):
        for detailed in (GROCERIES, "FOOD_AND_DRINK_COFFEE")[: 1 + number % 2]:
            await choose(client, row, category_detailed=detailed)
            choices[row["merchant_key"]] = detailed

    later = (await bank.post(*merchants * 3))[len(merchants) :]

    assert len(later) == 36
    assert all(row["category_detailed"] == choices[row["merchant_key"]] for row in later)


async def test_a_refund_is_not_a_purchase(client: httpx.AsyncClient, bank: CategorisedBank) -> None:
    [first] = await bank.post("Aldi")
    await choose(client, first)

    rows = await bank.post("Aldi", amount="9.00")

    assert rows[1]["category_detailed"] == "TRAVEL_FLIGHTS"


async def test_only_this_one_teaches_nothing(client: httpx.AsyncClient, bank: CategorisedBank) -> None:
    [first] = await bank.post("Aldi")

    done = await choose(client, first, remember=False)
    rows = await bank.post("Aldi")

    assert done["lesson"] is None
    assert rows[1]["category_source"] == "model"


async def test_the_past_follows_on_demand_and_never_a_persons_choice(
    client: httpx.AsyncClient, bank: CategorisedBank
) -> None:
    rows = await bank.post("Aldi", "Aldi", "Aldi", "United")
    await choose(client, rows[0], category_detailed="TRAVEL_LODGING", remember=False)
    done = await choose(client, rows[1])
    path = f"/api/ml/memory/{done['lesson']['id']}"

    preview = (await client.get(f"{path}/preview")).json()
    before = await bank.rows()
    applied = (await client.post(f"{path}/apply")).json()

    assert (done["others"], preview["count"], applied["changed"]) == (1, 1, 1)
    assert preview["sums"] == [{"currency": "USD", "amount": "-4.50"}]
    assert [row["id"] for row in preview["transactions"]] == [str(rows[2]["id"])]
    assert [row["category_source"] for row in before] == ["person", "person", "model", "model"]
    assert [row["category_detailed"] for row in await bank.rows()] == [
        *("TRAVEL_LODGING", GROCERIES, GROCERIES, "TRAVEL_FLIGHTS"),
    ]


async def test_taking_a_correction_back_unteaches_it(
    client: httpx.AsyncClient, bank: CategorisedBank
) -> None:
    [first] = await bank.post("Aldi")
    await choose(client, first)
    second = await choose(client, first, category_detailed="TRAVEL_LODGING")

    await client.post(f"/api/revisions/{second['revision_id']}/revert")
    rows = await bank.post("Aldi")

    assert [row["category_detailed"] for row in rows] == [GROCERIES, GROCERIES]


async def test_a_lesson_counts_how_often_it_was_chosen(
    client: httpx.AsyncClient, bank: CategorisedBank
) -> None:
    for row in await bank.post("Aldi", "Aldi", "Aldi"):
        await choose(client, row)

    [lesson] = (await client.get("/api/ml/memory")).json()["data"]
    rows = await bank.post("Aldi")

    assert lesson["times"] == 3
    assert rows[3]["category_reason"]["text"] == "You chose this for Aldi 3 times"


async def test_what_is_forgotten_is_no_longer_followed(
    client: httpx.AsyncClient, bank: CategorisedBank
) -> None:
    [first] = await bank.post("Aldi")
    lesson = (await choose(client, first))["lesson"]

    answer = await client.delete(f"/api/ml/memory/{lesson['id']}")
    rows = await bank.post("Aldi")

    assert answer.status_code == 204
    assert (await client.get("/api/ml/memory")).json()["data"] == []
    assert rows[1]["category_source"] == "model"


async def test_a_right_guess_can_be_confirmed(client: httpx.AsyncClient, bank: CategorisedBank) -> None:
    [first] = await bank.post("United")

    body = {"transaction_id": str(first["id"]), "category_detailed": "TRAVEL_FLIGHTS"}
    done = (await client.post("/api/ml/feedback", json=body)).json()

    assert done["transaction"]["category"]["source"] == "person"
    assert done["lesson"]["times"] == 1


async def test_a_strangers_lessons_are_not_followed(
    client: httpx.AsyncClient, stranger_client: httpx.AsyncClient, bank: CategorisedBank
) -> None:
    [first] = await bank.post("Aldi")
    lesson = (await choose(client, first))["lesson"]

    answer = await stranger_client.post(f"/api/ml/memory/{lesson['id']}/apply")

    assert answer.json()["code"] == "lesson_not_found"
    assert (await stranger_client.get("/api/ml/memory")).json()["data"] == []
