"""A transaction in parts: they add up, count by themselves, stay, and can be taken back."""

from decimal import Decimal
from typing import Any

import httpx
import pytest

from saldo.core.database import Database
from tests.factories.ledger import COFFEE, Bank, bank_row, link_bank, live_rows, read_rows
from tests.factories.workspaces import Home

PATH = "/api/transactions"
GROCERIES, GIFTS = "FOOD_AND_DRINK_GROCERIES", "GENERAL_MERCHANDISE_GIFTS_AND_NOVELTIES"


def part(amount: str, category: str = GROCERIES, **more: Any) -> dict[str, Any]:
    return {"amount": amount, "category_detailed": category, **more}


HALVES = [part("-60.00", note="the week"), part("-40.00", GIFTS)]


@pytest.fixture
async def bank(database: Database, workspace: Home) -> Bank:
    bank = await link_bank(database, workspace)
    await bank.apply(added=[bank_row("a", amount=Decimal(-100), category=COFFEE, pending=True)])
    return bank


@pytest.fixture
async def path(bank: Bank) -> str:
    [row] = await live_rows(bank.database, bank.home)
    return f"{PATH}/{row['id']}"


async def split(client: httpx.AsyncClient, path: str, parts: list[dict[str, Any]]) -> dict[str, Any]:
    answer: dict[str, Any] = (
        (await client.put(f"{path}/splits", json={"parts": parts})).raise_for_status().json()
    )
    return answer


async def test_parts_are_shown_with_their_own_words(client: httpx.AsyncClient, path: str) -> None:
    shown = (await split(client, path, HALVES))["transaction"]

    assert [(one["amount"], one["category_label"], one["note"]) for one in shown["parts"]] == [
        ("-60.00", "Groceries", "the week"),
        ("-40.00", "Gifts", None),
    ]
    assert (shown["amount"], shown["unassigned"]) == ("-100.00", "0.00")
    assert shown == (await client.get(path)).json()


@pytest.mark.parametrize(
    ("parts", "status"),
    [
        ([part("-60.00"), part("-40.01")], 400),
        ([part("-100.00"), part("0")], 400),
        ([part("-50"), part("-50", "NOPE")], 400),
        ([part("-100.00")], 422),
        ([part("-50"), part("NaN")], 422),
        ([part("-50"), {"amount": -50.0, "category_detailed": GROCERIES}], 422),
    ],
)
async def test_parts_that_make_no_sense_are_refused(
    client: httpx.AsyncClient, path: str, parts: list[dict[str, Any]], status: int
) -> None:
    before = (await client.get(path)).json()

    answer = await client.put(f"{path}/splits", json={"parts": parts})

    assert answer.status_code == status
    assert (await client.get(path)).json() == before


async def test_the_error_says_how_much_is_left(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.put(f"{path}/splits", json={"parts": [part("-60"), part("-39.5")]})

    assert answer.json()["code"] == "parts_wrong"
    assert answer.json()["detail"] == "The parts must add up to -100.00 exactly; -0.50 is left."


async def test_parts_stay_when_the_bank_posts_and_amends(
    client: httpx.AsyncClient, path: str, bank: Bank
) -> None:
    await split(client, path, HALVES)

    await bank.apply(added=[bank_row("b", amount=Decimal(-100), pending_id="a")], removed=["a"])
    posted = (await client.get(path)).json()
    await bank.apply(modified=[bank_row("b", amount=Decimal("-103.50"))])
    amended = (await client.get(path)).json()

    assert (posted["pending"], len(posted["parts"]), posted["unassigned"]) == (False, 2, "0.00")
    assert (amended["amount"], amended["unassigned"]) == ("-103.50", "-3.50")
    assert [one["amount"] for one in amended["parts"]] == ["-60.00", "-40.00"]
    mended = await split(client, path, [part("-63.50"), part("-40", GIFTS)])
    assert mended["transaction"]["unassigned"] == "0.00"


async def test_sums_count_the_parts_and_what_is_left(
    client: httpx.AsyncClient, path: str, bank: Bank
) -> None:
    await split(client, path, HALVES)
    await bank.apply(modified=[bank_row("a", amount=Decimal("-103.50"), category=COFFEE, pending=True)])

    figures = (await client.get("/api/insights/dashboard", params={"month": "2026-11"})).json()

    spent = figures["currencies"][0]["spending"]
    assert {one["category"]: one["amount"] for one in spent} == {
        "FOOD_AND_DRINK": "63.50",
        "GENERAL_MERCHANDISE": "40.00",
    }


@pytest.mark.parametrize(
    ("category", "found"),
    [
        ("GENERAL_MERCHANDISE", 1),
        (GIFTS, 1),
        ("FOOD_AND_DRINK", 1),
        ("FOOD_AND_DRINK_COFFEE", 0),
        ("TRAVEL", 0),
    ],
)
async def test_a_list_by_category_finds_the_parts(
    client: httpx.AsyncClient, path: str, category: str, found: int
) -> None:
    await split(client, path, HALVES)

    listed = (await client.get(PATH, params={"category": category})).json()["data"]

    assert [f"{PATH}/{row['id']}" for row in listed] == [path] * found


async def test_what_is_left_is_found_by_the_category_of_the_whole(
    client: httpx.AsyncClient, path: str, bank: Bank
) -> None:
    await split(client, path, HALVES)
    await bank.apply(modified=[bank_row("a", amount=Decimal(-101), category=COFFEE, pending=True)])

    listed = (await client.get(PATH, params={"category": "FOOD_AND_DRINK_COFFEE"})).json()["data"]

    assert [row["unassigned"] for row in listed] == ["-1.00"]


async def test_pages_of_a_category_go_on_across_whole_and_divided_rows(
    client: httpx.AsyncClient, bank: Bank
) -> None:
    await bank.apply(added=[bank_row(f"r{n}", category=COFFEE) for n in range(6)])
    rows = await live_rows(bank.database, bank.home)
    for row in rows[2:5]:
        half = [part(f"{row['amount'] / 2}"), part(f"{row['amount'] / 2}", "FOOD_AND_DRINK_COFFEE")]
        await split(client, f"{PATH}/{row['id']}", half)

    seen: list[str] = []
    query: dict[str, str] = {"category": "FOOD_AND_DRINK_COFFEE", "limit": "2"}
    while True:
        page = (await client.get(PATH, params=query)).json()
        seen += [row["id"] for row in page["data"]]
        if page["pagination"]["next_cursor"] is None:
            break
        query["cursor"] = page["pagination"]["next_cursor"]

    newest_first = sorted(rows, key=lambda row: (row["date"], row["id"]), reverse=True)
    assert seen == [str(row["id"]) for row in newest_first]


async def test_a_split_is_taken_back_by_its_revision(client: httpx.AsyncClient, path: str) -> None:
    first = await split(client, path, HALVES)
    second = await split(client, path, [part("-50"), part("-50", GIFTS)])

    await client.post(f"/api/revisions/{second['revision_id']}/revert")
    after_one = (await client.get(path)).json()["parts"]
    await client.post(f"/api/revisions/{first['revision_id']}/revert")

    assert after_one == first["transaction"]["parts"]
    assert (await client.get(path)).json()["parts"] == []


async def test_a_transaction_is_made_whole_again(
    client: httpx.AsyncClient, path: str, database: Database, workspace: Home
) -> None:
    await split(client, path, HALVES)

    whole = (await client.delete(f"{path}/splits")).raise_for_status().json()
    again = (await client.delete(f"{path}/splits")).raise_for_status().json()

    deeds = await read_rows(
        database, workspace, "select * from audit_entries where action = 'transaction.split'"
    )
    assert (whole["transaction"]["parts"], again["revision_id"]) == ([], None)
    assert len(deeds) == 2
    assert "the week" not in str(deeds)


async def test_the_same_parts_again_change_nothing(client: httpx.AsyncClient, path: str) -> None:
    await split(client, path, HALVES)

    assert (await split(client, path, HALVES))["revision_id"] is None


async def test_strangers_find_nothing_to_split(stranger_client: httpx.AsyncClient, path: str) -> None:
    answer = await stranger_client.put(f"{path}/splits", json={"parts": HALVES})

    assert (answer.status_code, answer.json()["code"]) == (404, "transaction_not_found")


async def test_parts_follow_their_transaction_through_a_full_comparison(
    client: httpx.AsyncClient, path: str, bank: Bank
) -> None:
    await split(client, path, HALVES)

    await bank.apply(removed=["a"])
    await bank.apply(added=[bank_row("a", amount=Decimal(-100), category=COFFEE)])

    assert len((await client.get(path)).json()["parts"]) == 2
