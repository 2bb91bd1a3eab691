"""The list as a file: every row once, the words a person sees, and no cell a spreadsheet would run."""

import csv
import datetime as dt
import io
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
    accounts = (bank_account("checking", mask="0042"), bank_account("card", type="credit"))
    return await link_bank(database, workspace, *accounts)


async def export(client: httpx.AsyncClient, **filters: Any) -> list[dict[str, str]]:
    answer = (await client.get(f"{PATH}/export", params=filters)).raise_for_status()
    assert answer.content.startswith(b"\xef\xbb\xbfdate,account,merchant,bank_text,amount,currency,category,")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


async def test_a_file_says_what_the_list_shows(client: httpx.AsyncClient, bank: Bank) -> None:
    day = DAY - dt.timedelta(1)
    row = bank_row(category=COFFEE, merchant_name="Café, 3", authorized_date=day, pending=True)
    await bank.apply(added=[row])
    [shown] = (await client.get(PATH)).json()["data"]
    words = {"note": "Two\nlines", "tags": ["b", "a"], "is_excluded": True}
    (await client.patch(f"{PATH}/{shown['id']}", json=words)).raise_for_status()

    [written] = await export(client)

    assert written == {
        "date": "2026-11-20",
        "account": "Checking 0042",
        "merchant": "Café, 3",
        "bank_text": "BLUE BOTTLE COFFEE",
        "amount": "-4.50",
        "currency": "USD",
        "category": "Coffee",
        "category_group": shown["category"]["group"],
        "tags": "a, b",
        "note": "Two\nlines",
        "pending": "yes",
        "excluded": "yes",
        "parts": "",
        "origin": "bank",
        "paid_on": "2026-11-19",
        "account_id": shown["account_id"],
        "id": shown["id"],
    }


async def test_a_divided_transaction_is_one_row_that_names_its_parts(
    client: httpx.AsyncClient, bank: Bank
) -> None:
    await bank.apply(added=[bank_row(amount=Decimal(-10))])
    [shown] = (await client.get(PATH)).json()["data"]
    parts = [
        {"amount": "-7", "category_detailed": "FOOD_AND_DRINK_COFFEE"},
        {"amount": "-3", "category_detailed": "FOOD_AND_DRINK_GROCERIES"},
    ]
    (await client.put(f"{PATH}/{shown['id']}/splits", json={"parts": parts})).raise_for_status()

    [written] = await export(client)

    assert (written["amount"], written["parts"]) == ("-10.00", "Coffee -7.00; Groceries -3.00")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(1)", "＝1"])  # noqa: RUF001 - full width on purpose
async def test_no_text_of_a_bank_runs_as_a_formula(client: httpx.AsyncClient, bank: Bank, text: str) -> None:
    await bank.apply(added=[bank_row(description=text, merchant_name=text, amount=Decimal(-3))])

    [written] = await export(client)

    assert (written["bank_text"], written["merchant"]) == (f"'{text}", f"'{text}")
    assert written["amount"] == "-3.00"


async def test_a_long_file_has_every_row_once_in_the_order_of_the_list(
    client: httpx.AsyncClient, bank: Bank
) -> None:
    days = [DAY - dt.timedelta(number % 7) for number in range(4_100)]
    await bank.apply(added=[bank_row(date=day) for day in days])

    written = await export(client)

    assert [row["date"] for row in written] == sorted(map(str, days), reverse=True)
    assert len({row["id"] for row in written}) == 4_100


@pytest.mark.parametrize(
    ("filters", "texts"),
    [
        ({"from": "2026-11-20"}, ["new"]),
        ({"to": "2026-11-19"}, ["old"]),
        ({"search": "OL"}, ["old"]),
        ({"pending": "true"}, []),
    ],
)
async def test_a_file_is_narrowed_like_the_list(
    client: httpx.AsyncClient, bank: Bank, filters: dict[str, str], texts: list[str]
) -> None:
    rows = [bank_row(description="new"), bank_row(description="old", date=DAY - dt.timedelta(9))]
    await bank.apply(added=rows)

    assert [row["bank_text"] for row in await export(client, **filters)] == texts


async def test_a_filter_that_makes_no_sense_is_refused_before_anything_is_written(
    client: httpx.AsyncClient,
) -> None:
    answer = await client.get(f"{PATH}/export", params={"from": "2026-11-20", "to": "2026-11-19"})

    assert (answer.status_code, answer.json()["code"]) == (400, "filter_invalid")


async def test_a_file_brought_back_adds_nothing(client: httpx.AsyncClient, bank: Bank) -> None:
    await bank.apply(added=[bank_row(category=COFFEE), bank_row(amount=Decimal("1234.5"), description="PAY")])
    content = (await client.get(f"{PATH}/export")).text

    path = f"/api/accounts/{bank.account_ids['checking']}/imports"
    file = {"file_name": "back.csv", "content": content}
    preview = (await client.post(path, json=file)).raise_for_status().json()

    assert [row["duplicate_of"] is not None for row in preview["rows"]] == [True, True]
    assert {row["category_detailed"] for row in preview["rows"]} == {"FOOD_AND_DRINK_COFFEE", None}


async def test_a_stranger_gets_a_file_without_rows(bank: Bank, stranger_client: httpx.AsyncClient) -> None:
    await bank.apply(added=[bank_row()])

    assert await export(stranger_client) == []
