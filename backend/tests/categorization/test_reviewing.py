"""The review inbox: only what is unsure, by merchant; one answer settles a group and teaches."""

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


async def test_only_what_is_unsure_waits_by_merchant(
    client: httpx.AsyncClient, bank: CategorisedBank
) -> None:
    await bank.post("Aldi", "Aldi", "Lidl", confidence=0.4)
    await bank.post("United")

    listed = (await client.get("/api/review")).json()

    assert [(group["name"], group["count"], group["amount"]) for group in listed["data"]] == [
        ("Aldi", 2, "-9.00"),
        ("Lidl", 1, "-4.50"),
    ]
    assert listed["data"][0]["candidates"][0] == {
        "detailed": "TRAVEL_FLIGHTS",
        "label": "Flights",
        "group": "Travel",
        "confidence": 0.4,
    }
    assert (listed["transactions"], listed["groups"]) == (3, 2)


async def test_what_nobody_believes_is_not_offered(client: httpx.AsyncClient, bank: CategorisedBank) -> None:
    await bank.post("Aldi", confidence=0)

    [group] = (await client.get("/api/review")).json()["data"]

    assert group["candidates"] == []


async def test_money_in_and_out_are_asked_about_apart(
    client: httpx.AsyncClient, bank: CategorisedBank
) -> None:
    await bank.post("Aldi", confidence=0.4)
    await bank.post("Aldi", confidence=0.4, amount="4.50")

    listed = (await client.get("/api/review")).json()["data"]

    assert sorted(group["direction"] for group in listed) == ["in", "out"]


async def test_one_answer_settles_the_group_and_teaches(
    client: httpx.AsyncClient, bank: CategorisedBank
) -> None:
    await bank.post("Aldi", "Aldi", "Lidl", confidence=0.4)
    [group, _] = (await client.get("/api/review")).json()["data"]

    body = {"transaction_ids": group["transaction_ids"], "category_detailed": GROCERIES}
    answered = (await client.post("/api/review", json=body)).json()
    rows = await bank.post("Aldi", confidence=0.4)

    assert (answered["changed"], answered["transactions"], answered["groups"]) == (2, 1, 1)
    assert answered["lesson"]["merchant_key"] == "aldi"
    assert rows[-1]["category_source"] == "memory"
    assert (await client.get("/api/review")).json()["groups"] == 1


async def test_an_answer_is_taken_back_whole(client: httpx.AsyncClient, bank: CategorisedBank) -> None:
    await bank.post("Aldi", "Aldi", confidence=0.4)
    [group] = (await client.get("/api/review")).json()["data"]
    body = {"transaction_ids": group["transaction_ids"], "category_detailed": GROCERIES}
    answered = (await client.post("/api/review", json=body)).json()

    await client.post(f"/api/revisions/{answered['revision_id']}/revert")

    assert (await client.get("/api/review")).json()["transactions"] == 2
    assert (await client.get("/api/ml/memory")).json()["data"] == []


async def test_a_strangers_inbox_is_empty(stranger_client: httpx.AsyncClient, bank: CategorisedBank) -> None:
    [row] = await bank.post("Aldi", confidence=0.4)
    body = {"transaction_ids": [str(row["id"])], "category_detailed": GROCERIES}

    answered = (await stranger_client.post("/api/review", json=body)).json()

    assert (await stranger_client.get("/api/review")).json()["data"] == []
    assert (answered["changed"], answered["lesson"]) == (0, None)
