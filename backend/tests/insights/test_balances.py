"""The history of a balance, walked back through what was posted."""

import datetime as dt
from decimal import Decimal

import httpx

from saldo.core.database import Database
from saldo.insights.balances import Past, walk_back
from tests.factories.ledger import bank_account, bank_row, link_bank
from tests.factories.workspaces import Home
from tests.fakes.clock import FixedClock

MONDAY = dt.date(2026, 11, 16)


def days_before(today: dt.date, days: int) -> dt.date:
    return today - dt.timedelta(days=days)


def test_money_that_came_in_was_not_there_the_day_before() -> None:
    past = Past(posted={MONDAY: Decimal(100), days_before(MONDAY, 1): Decimal(-30)})

    days = walk_back(Decimal(500), past, is_debt=False, first=days_before(MONDAY, 2), last=MONDAY)

    assert [balance for _, balance in days] == [Decimal(430), Decimal(400), Decimal(500)]


def test_what_is_owed_moves_the_other_way() -> None:
    past = Past(posted={MONDAY: Decimal(-30)})

    days = walk_back(Decimal(100), past, is_debt=True, first=days_before(MONDAY, 1), last=MONDAY)

    assert [balance for _, balance in days] == [Decimal(70), Decimal(100)]


def test_a_balance_that_was_seen_is_believed() -> None:
    yesterday = days_before(MONDAY, 1)
    past = Past(seen={yesterday: Decimal(7), MONDAY: Decimal(1)}, posted={yesterday: Decimal(2)})

    days = walk_back(Decimal(500), past, is_debt=False, first=days_before(MONDAY, 2), last=MONDAY)

    assert [balance for _, balance in days] == [Decimal(5), Decimal(7), Decimal(500)]


async def test_a_fresh_link_shows_its_past(
    client: httpx.AsyncClient, database: Database, workspace: Home, clock: FixedClock
) -> None:
    today = clock.now().date()
    bank = await link_bank(database, workspace, as_of=clock.now())
    await bank.apply(
        added=[
            bank_row(date=days_before(today, 800), amount=Decimal(1)),
            bank_row(date=days_before(today, 10), amount=Decimal(-50)),
            bank_row(date=today, amount=Decimal(200)),
            bank_row(date=today, amount=Decimal(-999), pending=True),
            bank_row(date=today, amount=Decimal(-999), currency="EUR"),
        ]
    )

    account = (await client.get(f"/api/accounts/{bank.account_ids['checking']}")).raise_for_status().json()

    balances = {point["date"]: point["current"] for point in account["balances"]}
    assert len(balances) == 731
    assert balances[str(today)] == "1000.00"
    assert balances[str(days_before(today, 1))] == "800.00"
    assert balances[str(days_before(today, 11))] == "850.00"
    assert (account["current_balance"], account["is_debt"]) == ("1000.00", False)


async def test_an_account_without_a_balance_has_no_history(
    client: httpx.AsyncClient, database: Database, workspace: Home
) -> None:
    bank = await link_bank(database, workspace, bank_account(current=None, available=None))

    account = (await client.get(f"/api/accounts/{bank.account_ids['checking']}")).raise_for_status().json()

    assert (account["current_balance"], account["balances"]) == (None, [])


async def test_accounts_are_listed_and_foreign_ones_do_not_exist(
    client: httpx.AsyncClient, stranger_client: httpx.AsyncClient, database: Database, workspace: Home
) -> None:
    bank = await link_bank(database, workspace, bank_account(), bank_account("card", type="credit"))

    listed = (await client.get("/api/accounts")).raise_for_status().json()["data"]
    foreign = await stranger_client.get(f"/api/accounts/{bank.account_ids['card']}")

    assert [(each["name"], each["is_debt"], each["institution_name"]) for each in listed] == [
        ("Card", True, "Maple Street Bank"),
        ("Checking", False, "Maple Street Bank"),
    ]
    assert (await stranger_client.get("/api/accounts")).json() == {"data": []}
    assert (foreign.status_code, foreign.json()["code"]) == (404, "account_not_found")
