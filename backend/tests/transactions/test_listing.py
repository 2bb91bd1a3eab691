"""Pages of the list: complete, in order, narrowed by filters, and only one's own."""

import datetime as dt
from decimal import Decimal
from typing import Any

import httpx
import pytest

from saldo.core.database import Database
from saldo.core.ids import new_id
from saldo.providers.bank import BankCategory
from tests.factories.ledger import COFFEE, DAY, Bank, bank_account, bank_row, link_bank, live_rows
from tests.factories.workspaces import Home

PATH = "/api/transactions"


@pytest.fixture
async def bank(database: Database, workspace: Home) -> Bank:
    return await link_bank(database, workspace, bank_account("checking"), bank_account("card", type="credit"))


async def all_pages(client: httpx.AsyncClient, **parameters: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        page = (await client.get(PATH, params=parameters | cursor)).raise_for_status().json()
        rows += page["data"]
        if page["pagination"]["next_cursor"] is None:
            return rows
        cursor = {"cursor": page["pagination"]["next_cursor"]}


async def test_pages_are_complete_and_newest_first(client: httpx.AsyncClient, bank: Bank) -> None:
    days = [DAY - dt.timedelta(days=number % 5) for number in range(53)]
    await bank.apply(added=[bank_row(date=day) for day in days])

    rows = await all_pages(client, limit=7)

    assert [row["date"] for row in rows] == sorted(map(str, days), reverse=True)
    assert len({row["id"] for row in rows}) == 53


async def test_rows_that_arrive_while_paging_neither_repeat_nor_hide_others(
    client: httpx.AsyncClient, bank: Bank
) -> None:
    await bank.apply(added=[bank_row(f"old-{number}") for number in range(6)])
    first = (await client.get(PATH, params={"limit": 3})).json()

    await bank.apply(added=[bank_row(date=DAY + dt.timedelta(days=1))], removed=["old-5"])
    rest = await all_pages(client, limit=3, cursor=first["pagination"]["next_cursor"])

    shown = [row["id"] for row in (*first["data"], *rest)]
    assert len(shown) == len(set(shown))
    assert {str(row["id"]) for row in await live_rows(bank.database, bank.home) if row["date"] == DAY} <= set(
        shown
    )


async def test_a_row_looks_as_documented(client: httpx.AsyncClient, bank: Bank) -> None:
    await bank.apply(
        added=[bank_row(category=COFFEE, amount=Decimal("-0.0001"), currency="BTC", pending=True)]
    )

    [row] = await all_pages(client)

    assert (row["amount"], row["currency"], row["pending"]) == ("-0.0001", "BTC", True)
    assert row["category"] == {
        "primary": "FOOD_AND_DRINK",
        "detailed": "FOOD_AND_DRINK_COFFEE",
        "label": row["category"]["label"],
        "group": row["category"]["group"],
        "source": "bank",
        "confidence": None,
        "reason": {"kind": "bank", "text": "The bank's own category"},
        "alternatives": [],
        "model": None,
        "color": None,
        "icon": None,
    }
    assert row["is_categorising"] is True
    assert (await client.get(f"{PATH}/{row['id']}")).json() == row


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"from": "2026-11-19"}, {"coffee", "flight"}),
        ({"to": "2026-11-19"}, {"rent", "flight"}),
        ({"from": "2026-11-19", "to": "2026-11-19"}, {"flight"}),
        ({"category": "FOOD_AND_DRINK"}, {"coffee"}),
        ({"category": "FOOD_AND_DRINK_COFFEE"}, {"coffee"}),
        ({"category": "FOOD_AND_DRINK_GROCERIES"}, set()),
        ({"search": "bottle"}, {"coffee"}),
        ({"search": "100%"}, {"rent"}),
        ({"search": "  "}, {"coffee", "flight", "rent"}),
        ({"search": "united air"}, {"flight"}),
        ({"without": "united"}, {"coffee", "rent"}),
        ({"without": "COFFEE 100%"}, {"flight"}),
        ({"least": "4.50"}, {"coffee", "flight", "rent"}),
        ({"least": "4.51"}, set()),
        ({"most": "4.5", "search": "rent"}, {"rent"}),
        ({"most": "4"}, set()),
        ({"pending": "true"}, {"flight"}),
        ({"pending": "false"}, {"coffee", "rent"}),
        ({"merchant": "united"}, {"flight"}),
        ({"category": "FOOD_AND_DRINK", "pending": "true"}, set()),
    ],
)
async def test_filters_narrow_the_list(
    client: httpx.AsyncClient, bank: Bank, parameters: dict[str, str], expected: set[str]
) -> None:
    await bank.apply(
        added=[
            bank_row("coffee", category=COFFEE),
            bank_row(
                "flight",
                description="UA 22",
                merchant_name="United Airlines",
                pending=True,
                date=dt.date(2026, 11, 19),
            ),
            bank_row("rent", description="RENT 100%", date=dt.date(2026, 11, 1)),
        ]
    )
    async with bank.database.transaction(bank.home.scope) as session:
        await (await session.connection()).exec_driver_sql(
            "update transactions set merchant_key = 'united' where description = 'UA 22'"
        )
    names = {"BLUE BOTTLE COFFEE": "coffee", "UA 22": "flight", "RENT 100%": "rent"}

    rows = await all_pages(client, **parameters)

    assert {names[row["description"]] for row in rows} == expected


async def test_money_back_of_what_was_spent_is_a_refund(client: httpx.AsyncClient, bank: Bank) -> None:
    pay = BankCategory("INCOME", "INCOME_WAGES", "HIGH")
    amounts = [("bought", -9, COFFEE), ("back", 9, COFFEE), ("pay", 900, pay), ("unknown", 9, None)]
    await bank.apply(
        added=[
            bank_row(name, description=name, amount=Decimal(amount), category=category)
            for name, amount, category in amounts
        ]
    )

    rows = await all_pages(client)

    assert {row["description"] for row in rows if row["is_refund"]} == {"back"}


async def test_the_account_filter_shows_one_account(client: httpx.AsyncClient, bank: Bank) -> None:
    await bank.apply(added=[bank_row(), bank_row(account_id="card", description="ON THE CARD")])

    [row] = await all_pages(client, account_id=str(bank.account_ids["card"]))

    assert row["description"] == "ON THE CARD"
    assert await all_pages(client, account_id=str(new_id())) == []


@pytest.mark.parametrize(
    ("parameters", "status", "code"),
    [
        ({"category": "FUN"}, 400, "filter_invalid"),
        ({"from": "2026-11-20", "to": "2026-11-19"}, 400, "filter_invalid"),
        ({"least": "2", "most": "1"}, 400, "filter_invalid"),
        ({"cursor": "nonsense"}, 400, "cursor_invalid"),
        ({"least": "NaN"}, 422, None),
        ({"most": "-1"}, 422, None),
        ({"from": "yesterday"}, 422, None),
        ({"account_id": "1"}, 422, None),
        ({"pending": "perhaps"}, 422, None),
        ({"limit": "101"}, 422, None),
        ({"colour": "red"}, 422, None),
    ],
)
async def test_a_filter_that_makes_no_sense_is_named(
    client: httpx.AsyncClient, parameters: dict[str, str], status: int, code: str | None
) -> None:
    answer = await client.get(PATH, params=parameters)

    problem = answer.json()
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert code is None or problem["code"] == code
    assert next(iter(parameters)) in str(problem)
    assert code == "cursor_invalid" or {each["field"] for each in problem["errors"]} == {
        f"query.{name}" for name in parameters
    }


async def test_another_workspaces_transactions_do_not_exist(
    client: httpx.AsyncClient, stranger_client: httpx.AsyncClient, bank: Bank
) -> None:
    await bank.apply(added=[bank_row()])
    [row] = await all_pages(client)
    change = {"category_detailed": "TRAVEL_FLIGHTS"}

    answers = [
        await stranger_client.get(f"{PATH}/{row['id']}"),
        await stranger_client.patch(f"{PATH}/{row['id']}", json=change),
        await client.get(f"{PATH}/{new_id()}"),
    ]

    assert await all_pages(stranger_client) == []
    assert await all_pages(stranger_client, account_id=row["account_id"]) == []
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {
        (404, "transaction_not_found")
    }
    assert await all_pages(client) == [row]


async def test_removed_transactions_are_not_shown(client: httpx.AsyncClient, bank: Bank) -> None:
    await bank.apply(added=[bank_row("a")])
    [row] = await all_pages(client)

    await bank.apply(removed=["a"])

    assert await all_pages(client) == []
    assert (await client.get(f"{PATH}/{row['id']}")).status_code == 404
