"""The sums above the list: what the list shows and nothing else, each currency by itself."""

import datetime as dt
from decimal import Decimal
from typing import Any

import httpx
import pytest

from saldo.core.database import Database
from tests.factories.ledger import COFFEE, DAY, Bank, bank_account, bank_row, link_bank
from tests.factories.workspaces import Home

PATH = "/api/transactions"


@pytest.fixture
async def bank(database: Database, workspace: Home) -> Bank:
    return await link_bank(database, workspace, bank_account("checking"), bank_account("card", type="credit"))


async def summary(client: httpx.AsyncClient, **filters: Any) -> dict[str, Any]:
    answer = (await client.get(f"{PATH}/summary", params=filters)).raise_for_status()
    return dict(answer.json())


async def test_each_currency_is_added_up_by_itself(client: httpx.AsyncClient, bank: Bank) -> None:
    amounts = [("100.10", "USD"), ("-0.20", "USD"), ("-30", "USD"), ("-0.00000001", "BTC")]
    await bank.apply(added=[bank_row(amount=Decimal(amount), currency=each) for amount, each in amounts])

    assert await summary(client) == {
        "count": 4,
        "excluded_count": 0,
        "currencies": [
            {"currency": "USD", "count": 3, "money_in": "100.10", "money_out": "-30.20", "net": "69.90"},
            {
                "currency": "BTC",
                "count": 1,
                "money_in": "0.00",
                "money_out": "-0.00000001",
                "net": "-0.00000001",
            },
        ],
    }


async def test_what_is_excluded_or_removed_is_in_no_sum(client: httpx.AsyncClient, bank: Bank) -> None:
    await bank.apply(added=[bank_row("a"), bank_row("b", amount=Decimal(-7)), bank_row("c")])
    await bank.apply(removed=["c"])
    [row] = (await client.get(PATH, params={"search": "bottle"})).json()["data"][-1:]
    (await client.patch(f"{PATH}/{row['id']}", json={"is_excluded": True})).raise_for_status()

    found = await summary(client)

    left = {"-4.50", "-7.00"} - {row["amount"]}
    assert (found["count"], found["excluded_count"]) == (2, 1)
    assert {each["money_out"] for each in found["currencies"]} == left


@pytest.mark.parametrize(
    "filters",
    [
        {"from": "2026-11-19"},
        {"to": "2026-11-19", "pending": "true"},
        {"category": "FOOD_AND_DRINK"},
        {"category": "FOOD_AND_DRINK_GROCERIES"},
        {"search": "100%"},
        {"search": "united air", "from": "2026-11-01"},
    ],
)
async def test_the_same_filters_find_the_same_rows(
    client: httpx.AsyncClient, bank: Bank, filters: dict[str, str]
) -> None:
    flight: dict[str, Any] = {"description": "UA 22", "merchant_name": "United Airlines", "pending": True}
    await bank.apply(
        added=[
            bank_row(category=COFFEE),
            bank_row(**flight, date=dt.date(2026, 11, 19), amount=Decimal(-300)),
            bank_row(description="RENT 100%", date=dt.date(2026, 11, 1), amount=Decimal(-800)),
        ]
    )
    listed = (await client.get(PATH, params=filters)).json()["data"]

    found = await summary(client, **filters)

    total = sum((Decimal(row["amount"]) for row in listed), Decimal(0))
    assert found["count"] == len(listed)
    assert sum(Decimal(each["net"]) for each in found["currencies"]) == total


async def test_by_category_only_its_parts_are_added_up(client: httpx.AsyncClient, bank: Bank) -> None:
    await bank.apply(added=[bank_row("a", category=COFFEE, amount=Decimal(-100)), bank_row(category=COFFEE)])
    [divided] = [row for row in (await client.get(PATH)).json()["data"] if row["amount"] == "-100.00"]
    parts = [("-60", "FOOD_AND_DRINK_GROCERIES"), ("-30", "TRAVEL_FLIGHTS"), ("-10", "TRAVEL_LODGING")]
    body = {"parts": [{"amount": amount, "category_detailed": code} for amount, code in parts]}
    (await client.put(f"{PATH}/{divided['id']}/splits", json=body)).raise_for_status()
    # Of the bank's new amount, 5 stand in no part and count for the category of the whole.
    await bank.apply(modified=[bank_row("a", category=COFFEE, amount=Decimal(-105))])

    codes = ("TRAVEL", "TRAVEL_FLIGHTS", "FOOD_AND_DRINK", "FOOD_AND_DRINK_COFFEE")
    found = [await summary(client, category=code) for code in codes]

    sums = [(each["count"], each["currencies"][0]["net"]) for each in found]
    assert sums == [(1, "-40.00"), (1, "-30.00"), (2, "-69.50"), (2, "-9.50")]


async def test_another_workspace_adds_up_nothing(
    client: httpx.AsyncClient, stranger_client: httpx.AsyncClient, bank: Bank
) -> None:
    await bank.apply(added=[bank_row(date=DAY)])
    mine = {"account_id": str(bank.account_ids["checking"])}

    assert (await summary(client, **mine))["count"] == 1
    assert await summary(stranger_client, **mine) == {"count": 0, "excluded_count": 0, "currencies": []}


@pytest.mark.parametrize(
    ("filters", "status"), [({"category": "FUN"}, 400), ({"from": "yesterday"}, 422), ({"limit": "5"}, 422)]
)
async def test_a_filter_that_makes_no_sense_is_refused(
    client: httpx.AsyncClient, filters: dict[str, str], status: int
) -> None:
    assert (await client.get(f"{PATH}/summary", params=filters)).status_code == status
