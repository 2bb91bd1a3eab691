"""Every figure of the month opens into exactly the rows it is made of."""

import datetime as dt
from decimal import Decimal
from typing import Any

import httpx
import pytest

from saldo.core.database import Database
from saldo.providers.bank import BankCategory, BankTransaction
from tests.factories.ledger import Bank, bank_account, bank_row, link_bank
from tests.factories.workspaces import Home
from tests.fakes.clock import FixedClock

LIST = "/api/transactions"
NOVEMBER = {"from": "2026-11-01", "to": "2026-11-30"}


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC))


@pytest.fixture
async def bank(database: Database, workspace: Home, clock: FixedClock) -> Bank:
    """Link accounts with a month of all that counts in its own way, in two currencies; one has a card."""
    accounts = bank_account(), bank_account("card", type="credit"), bank_account("euros", currency="EUR")
    bank = await link_bank(database, workspace, *accounts, as_of=clock.now())
    rows = [*_month("USD"), *_month("EUR")]
    await bank.apply(added=[*rows, _row("FOOD_AND_DRINK", "COFFEE", -99, date=dt.date(2026, 10, 31))])
    return bank


def _row(primary: str, kind: str, amount: int, **changes: Any) -> BankTransaction:
    category = BankCategory(primary, f"{primary}_{kind}", "HIGH")
    return bank_row(category=category, amount=Decimal(amount), **changes)


def _month(currency: str) -> list[BankTransaction]:
    place = {"currency": currency, "account_id": "checking" if currency == "USD" else "euros"}
    return [
        _row("INCOME", "SALARY", 3000, **place),
        _row("LOAN_DISBURSEMENTS", "PERSONAL", 500, **place),
        _row("TRANSFER_IN", "DEPOSIT", 80, **place),
        _row("TRANSFER_IN", "SAVINGS", 70, **place),
        _row("TRANSFER_OUT", "WITHDRAWAL", -100, **place),
        _row("TRANSFER_OUT", "SAVINGS", -50, **place),
        _row("LOAN_PAYMENTS", "CREDIT_CARD_PAYMENT", -300, **place),
        _row("LOAN_PAYMENTS", "MORTGAGE_PAYMENT", -900, **place),
        _row("FOOD_AND_DRINK", "COFFEE", -10, pending=True, **place),
        _row("FOOD_AND_DRINK", "COFFEE", -20, description="DIVIDED", **place),
        _row("FOOD_AND_DRINK", "COFFEE", -6, description="EXCLUDED", **place),
        _row("TRAVEL", "FLIGHTS", 25, **place),
        bank_row(amount=Decimal(-3), **place),
        bank_row(amount=Decimal(4), **place),
    ]


async def _speak(client: httpx.AsyncClient) -> None:
    """Divide one row among spending, income and a transfer, and exclude another."""
    shares = ("-12", "FOOD_AND_DRINK_GROCERIES"), ("-5", "TRANSFER_OUT_SAVINGS"), ("-3", "INCOME_OTHER")
    parts = [{"amount": amount, "category_detailed": code} for amount, code in shares]
    for row in (await client.get(LIST, params={"search": "DIVIDED"})).json()["data"]:
        (await client.put(f"{LIST}/{row['id']}/splits", json={"parts": parts})).raise_for_status()
    for row in (await client.get(LIST, params={"search": "EXCLUDED"})).json()["data"]:
        (await client.patch(f"{LIST}/{row['id']}", json={"is_excluded": True})).raise_for_status()


async def _open(client: httpx.AsyncClient, currency: str, **filters: str) -> Decimal:
    """Add up what the list shows, and hold its sums against its rows."""
    query = NOVEMBER | {"currency": currency} | filters
    found = (await client.get(f"{LIST}/summary", params=query)).raise_for_status().json()
    listed = (await client.get(LIST, params=query)).raise_for_status().json()["data"]
    assert found["count"] == len(listed)
    assert {row["currency"] for row in listed} <= {currency}
    assert found["excluded_count"] == 0
    return sum((Decimal(each["net"]) for each in found["currencies"]), Decimal(0))


@pytest.mark.usefixtures("bank")
@pytest.mark.parametrize("currency", ["USD", "EUR"])
async def test_every_figure_opens_into_the_rows_it_is_made_of(
    client: httpx.AsyncClient, currency: str
) -> None:
    await _speak(client)
    figures = (await client.get("/api/insights/dashboard")).raise_for_status().json()["currencies"]
    [shown] = [each for each in figures if each["currency"] == currency]

    opened = {
        each["category"]: await _open(
            client, currency, counts_as="spending", category=each["category"] or "none"
        )
        for each in shown["spending"]
    }

    assert {each["category"]: -Decimal(each["amount"]) for each in shown["spending"]} == opened
    assert await _open(client, currency, counts_as="spending") == -Decimal(shown["money_out"])
    assert await _open(client, currency, counts_as="income") == Decimal(shown["money_in"])
    assert set(opened) == {"TRANSFER_OUT_WITHDRAWAL", "LOAN_PAYMENTS", "FOOD_AND_DRINK", "TRAVEL", None}
    card_payment = 0 if currency == "USD" else 300
    assert opened["LOAN_PAYMENTS"] == -900 - card_payment
    assert opened["FOOD_AND_DRINK"] == -22


@pytest.mark.usefixtures("bank")
async def test_what_has_no_category_yet_can_be_listed(client: httpx.AsyncClient) -> None:
    listed = (await client.get(LIST, params={"category": "none"})).raise_for_status().json()["data"]

    assert sorted(row["amount"] for row in listed) == ["-3.00", "-3.00", "4.00", "4.00"]


async def test_a_sum_that_is_none_is_refused(client: httpx.AsyncClient) -> None:
    assert (await client.get(LIST, params={"counts_as": "savings"})).status_code == 422
