"""An own category under another primary: what is filed there follows, and deeds can still be taken back."""

from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from saldo.core.database import Database
from tests.categories.test_arranging import add, group_of
from tests.categories.test_merging import COFFEE, file
from tests.factories.categorised import CategorisedBank
from tests.factories.ledger import DAY, link_bank
from tests.factories.workspaces import Home
from tests.fakes.clock import FixedClock
from tests.workspaces.people import join

PATH = "/api/categories"


@pytest.fixture
async def bank(database: Database, workspace: Home, clock: FixedClock) -> CategorisedBank:
    return CategorisedBank(await link_bank(database, workspace), clock)


async def move(client: httpx.AsyncClient, code: str, primary: str, **more: Any) -> httpx.Response:
    return await client.patch(f"{PATH}/{code}", json={"primary": primary, **more})


async def spent(client: httpx.AsyncClient) -> set[str]:
    figures = await client.get("/api/insights/dashboard", params={"month": f"{DAY:%Y-%m}"})
    return {each["category"] for each in figures.json()["currencies"][0]["spending"]}


async def test_everything_filed_there_follows(client: httpx.AsyncClient, bank: CategorisedBank) -> None:
    code = await add(client)
    rows = await bank.post("Aldi", "Lidl")
    await file(client, rows[0], code)
    parts = [{"amount": "-2.50", "category_detailed": code}, {"amount": "-2", "category_detailed": code}]
    (await client.put(f"/api/transactions/{rows[1]['id']}/splits", json={"parts": parts})).raise_for_status()

    (await move(client, code, "TRAVEL")).raise_for_status()

    assert code in [child["detailed"] for child in (await group_of(client, "TRAVEL"))["children"]]
    assert code not in [child["detailed"] for child in (await group_of(client))["children"]]
    listed = (await client.get("/api/transactions", params={"category": "TRAVEL"})).json()["data"]
    assert {row["id"] for row in listed} == {str(row["id"]) for row in rows}
    assert await spent(client) == {"TRAVEL"}
    newest = (await client.get("/api/revisions")).json()["data"][0]
    united = await client.post(f"/api/revisions/{newest['id']}/revert")
    assert united.json() == {"restored": 1, "kept": 0}


async def test_what_was_done_before_can_be_taken_back_after(
    client: httpx.AsyncClient, bank: CategorisedBank
) -> None:
    code = await add(client)
    row = (await bank.post("Aldi"))[0]
    await file(client, row, code)
    await file(client, row, COFFEE)
    (await move(client, code, "TRAVEL")).raise_for_status()

    newest = (await client.get("/api/revisions")).json()["data"][0]
    back = await client.post(f"/api/revisions/{newest['id']}/revert")

    assert back.json() == {"restored": 1, "kept": 0}
    [listed] = (await client.get("/api/transactions", params={"category": "TRAVEL"})).json()["data"]
    assert (listed["category"]["primary"], listed["category"]["detailed"]) == ("TRAVEL", code)
    first = (await client.get("/api/revisions")).json()["data"][-1]
    again = await client.post(f"/api/revisions/{first['id']}/revert")
    assert again.json() == {"restored": 1, "kept": 0}


@pytest.mark.parametrize(
    ("code", "primary", "problem"),
    [
        (COFFEE, "TRAVEL", "category_change_invalid"),
        ("FOOD_AND_DRINK", "TRAVEL", "category_change_invalid"),
        (None, "FUN", "category_unknown"),
        (None, COFFEE, "category_unknown"),
    ],
)
async def test_a_move_that_makes_no_sense_is_refused(
    client: httpx.AsyncClient, code: str | None, primary: str, problem: str
) -> None:
    answer = await move(client, code or await add(client), primary)

    assert answer.json()["code"] == problem


async def test_a_name_that_is_there_keeps_it_out_unless_it_takes_another(client: httpx.AsyncClient) -> None:
    code = await add(client, name="Flights")

    refused = await move(client, code, "TRAVEL")
    moved = await move(client, code, "TRAVEL", name="Flying")

    assert (refused.status_code, refused.json()["code"]) == (409, "category_name_taken")
    assert (moved.status_code, moved.json()["label"]) == (200, "Flying")


async def test_who_does_not_see_every_account_moves_nothing(
    client: httpx.AsyncClient, bank: CategorisedBank, app: FastAPI, database: Database, workspace: Home
) -> None:
    code = await add(client)
    guest = await join(app, database, workspace, "member")
    row = (await bank.post("Aldi"))[0]
    share = {"account_id": row["account_id"], "user_id": guest.home.user_id, "access": "none"}
    body = {name: str(value) for name, value in share.items()}
    (await client.put("/api/workspaces/current/shares", json=body)).raise_for_status()

    refused = await guest.call("PATCH", f"{PATH}/{code}", {"primary": "TRAVEL"})

    assert (refused.status_code, refused.json()["code"]) == (403, "category_not_wholly_yours")
