"""The categoriser as people and programs meet it: asked about any text, and looked at while it works."""

from collections.abc import Sequence
from typing import Any

import httpx
import pytest

from saldo.categorization import asking, tasks
from saldo.core.database import Database
from saldo.core.jobs import Chain, Message
from saldo.resources import Resources
from tests.categorization.test_tasks import answer_to
from tests.factories.categorised import CategorisedBank
from tests.factories.ledger import bank_row, link_bank
from tests.factories.workspaces import Home
from tests.fakes.clock import FixedClock
from tests.fakes.courier import RecordingCourier

TEXTS = {"texts": [{"description": "SQ *BLUE BOTTLE", "amount": "-4.50"}]}


@pytest.fixture
async def bank(database: Database, workspace: Home, clock: FixedClock) -> CategorisedBank:
    return CategorisedBank(await link_bank(database, workspace), clock)


async def answered(
    client: httpx.AsyncClient, resources: Resources, courier: RecordingCourier, body: dict[str, Any]
) -> httpx.Response:
    """Ask while the test plays the categoriser."""
    deliver = courier.deliver

    async def deliver_and_answer(messages: Sequence[Message]) -> None:
        await deliver(messages)
        for chain in messages:
            if isinstance(chain, Chain):
                reply: dict[str, Any] = dict(chain.reply.payload)
                await tasks.hear(resources, **reply, result=answer_to(chain))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(courier, "deliver", deliver_and_answer)
        return await client.post("/api/ml/categorize", json=body)


async def test_any_text_gets_a_category_and_a_reason(
    client: httpx.AsyncClient, resources: Resources, courier: RecordingCourier
) -> None:
    answer = await answered(client, resources, courier, TEXTS)

    [explained] = answer.raise_for_status().json()["data"]
    assert explained["category"] == {
        "detailed": "FOOD_AND_DRINK_COFFEE",
        "label": "Coffee",
        "group": "Food & drink",
        "confidence": 0.9,
    }
    assert (explained["source"], explained["reason"]) == ("model", "Coffee")


async def test_a_lesson_decides_here_too(
    client: httpx.AsyncClient,
    resources: Resources,
    courier: RecordingCourier,
    database: Database,
    workspace: Home,
    clock: FixedClock,
) -> None:
    [row] = await CategorisedBank(await link_bank(database, workspace), clock).post("Coffee")
    change = {"category_detailed": "FOOD_AND_DRINK_GROCERIES"}
    await client.patch(f"/api/transactions/{row['id']}", json=change)
    courier.clear()

    answer = await answered(client, resources, courier, TEXTS)

    [explained] = answer.json()["data"]
    assert (explained["source"], explained["category"]["label"]) == ("memory", "Groceries")
    assert explained["reason"] == "You chose this for Coffee"


async def test_a_rule_decides_here_as_it_would_of_a_new_transaction(
    client: httpx.AsyncClient, resources: Resources, courier: RecordingCourier
) -> None:
    elsewhere = {"texts": ["blue"], "day_first": 1}
    for name, conditions, actions in (
        ("Any day", elsewhere, {"category_detailed": "TRAVEL_FLIGHTS"}),
        ("Cheap", {"texts": ["blue"], "amount_max": "3"}, {"category_detailed": "TRAVEL_FLIGHTS"}),
        ("Bottle", {"texts": ["blue"]}, {"category_detailed": "TRAVEL_LODGING", "merchant_name": "Bottles"}),
    ):
        rule = {"name": name, "conditions": conditions, "actions": actions}
        (await client.post("/api/rules", json=rule)).raise_for_status()

    answer = await answered(client, resources, courier, TEXTS)

    [explained] = answer.raise_for_status().json()["data"]
    assert (explained["source"], explained["reason"]) == ("rule", "Your rule “Bottle”")
    assert (explained["category"]["detailed"], explained["merchant_name"]) == ("TRAVEL_LODGING", "Bottles")


async def test_a_younger_lesson_is_heard_before_a_rule_here_too(
    client: httpx.AsyncClient, resources: Resources, courier: RecordingCourier, bank: CategorisedBank
) -> None:
    [row] = await bank.post("Coffee")
    rule = {
        "name": "R",
        "conditions": {"texts": ["blue"]},
        "actions": {"category_detailed": "TRAVEL_LODGING"},
    }
    (await client.post("/api/rules", json=rule)).raise_for_status()
    change = {"category_detailed": "FOOD_AND_DRINK_GROCERIES"}
    (await client.patch(f"/api/transactions/{row['id']}", json=change)).raise_for_status()
    courier.clear()

    answer = await answered(client, resources, courier, TEXTS)

    assert answer.json()["data"][0]["source"] == "memory"


async def test_a_merged_merchant_is_known_by_its_new_name_and_lesson(
    client: httpx.AsyncClient, resources: Resources, courier: RecordingCourier, bank: CategorisedBank
) -> None:
    await bank.post("Coffee", "Roasters")
    merge = {"keys": ["coffee"], "into": "roasters"}
    (await client.post("/api/merchants/merge", json=merge)).raise_for_status()
    lesson = {"key": "roasters", "category_detailed": "FOOD_AND_DRINK_GROCERIES"}
    (await client.put("/api/merchants/category", json=lesson)).raise_for_status()
    courier.clear()

    answer = await answered(client, resources, courier, TEXTS)

    [explained] = answer.json()["data"]
    assert (explained["merchant_key"], explained["merchant_name"]) == ("roasters", "Roasters")
    assert (explained["source"], explained["category"]["label"]) == ("memory", "Groceries")


async def test_a_categoriser_that_is_away_is_named(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "PATIENCE_SECONDS", 0.1)

    answer = await client.post("/api/ml/categorize", json=TEXTS)

    assert (answer.status_code, answer.json()["code"]) == (503, "categoriser_away")


@pytest.mark.parametrize(
    "body",
    [{"texts": []}, {"texts": [{"description": " ", "amount": "1"}]}, {"texts": [{"description": "X"}]}],
)
async def test_a_question_that_makes_no_sense_is_refused(
    client: httpx.AsyncClient, courier: RecordingCourier, body: dict[str, object]
) -> None:
    assert (await client.post("/api/ml/categorize", json=body)).status_code == 422
    assert not [message for message in courier.messages if isinstance(message, Chain)]


async def test_the_status_counts_what_waits_and_who_chose(
    client: httpx.AsyncClient, database: Database, workspace: Home, clock: FixedClock
) -> None:
    linked = await link_bank(database, workspace)
    await CategorisedBank(linked, clock).post("Aldi", "Lidl", confidence=0.4)
    await linked.apply(added=[bank_row()])

    status = (await client.get("/api/ml/status")).json()

    assert status == {
        "model_version": "1",
        "waiting": 1,
        "asked": 0,
        "unsure": 2,
        "answered_last_minute": 2,
        "by_source": {"model": 2},
        "queue_depth": 0,
    }
