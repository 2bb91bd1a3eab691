"""Ledger against bank: who agrees, who is off by how much and since when, and who is told."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from saldo.core.database import Database
from saldo.ledger.comparing import compare
from saldo.ledger.models import CheckStatus, Figures
from tests.factories.ledger import Bank, bank_account, bank_row, link_bank, read_rows
from tests.factories.workspaces import Home
from tests.fakes.clock import FixedClock
from tests.ledger.books import anchor, check


@pytest.fixture
async def bank(database: Database, workspace: Home, clock: FixedClock) -> Bank:
    """Return a bank whose checking account agrees: 1,000.00 after a coffee of 4.50."""
    linked = await link_bank(database, workspace, as_of=clock.now())
    await linked.apply(added=[bank_row("coffee", date=clock.now().date())])
    await anchor(linked, clock.now())
    return linked


def figures(**changes: Any) -> Figures:
    fields: dict[str, Any] = {
        "account_id": None,
        "type": "depository",
        "currency": "USD",
        "bank": Decimal(100),
        "ledger": Decimal(100),
        "pending": Decimal(0),
        "entries": 3,
        "opening_date": None,
        "opening_balance": None,
    }
    return Figures(**(fields | changes))


@pytest.mark.parametrize(
    ("changes", "status", "difference"),
    [
        ({}, "agrees", "0"),
        ({"bank": Decimal("100.0049")}, "agrees", "0"),
        ({"bank": Decimal("57.90")}, "off", "-42.10"),
        ({"bank": Decimal(80), "pending": Decimal(-20)}, "pending", "-20"),
        ({"bank": Decimal(80), "pending": Decimal(-21)}, "off", "-20"),
        ({"type": "credit", "bank": Decimal(-300), "ledger": Decimal(-290)}, "off", "-10"),
        ({"bank": None}, "unknown", "0"),
        ({"ledger": None}, "unknown", "0"),
        ({"type": "investment", "bank": Decimal(90)}, "unknown", "0"),
        ({"type": "loan", "bank": Decimal(90), "entries": 0}, "unknown", "0"),
        ({"type": "loan", "bank": Decimal(90)}, "off", "-10"),
    ],
)
def test_comparing(changes: dict[str, Any], status: str, difference: str) -> None:
    standing = compare(figures(**changes))

    assert (standing.status, standing.difference) == (status, Decimal(difference))


async def test_what_the_bank_adds_to_rows_and_balance_agrees(bank: Bank, clock: FixedClock) -> None:
    today = clock.now().date()
    posted, pending = Decimal("-42.10"), Decimal(-9)
    await bank.apply(
        added=[bank_row(amount=posted, date=today), bank_row(amount=pending, date=today, pending=True)]
    )
    await bank.state(bank_account(current=Decimal("957.90")), as_of=clock.now())

    [checked] = await check(bank, clock.now())

    assert (checked.standing.status, checked.figures.ledger) == (CheckStatus.AGREES, Decimal("957.90"))


async def test_a_row_that_is_missing_is_noticed_and_dated(
    bank: Bank, database: Database, workspace: Home, clock: FixedClock
) -> None:
    await check(bank, clock.now())
    await bank.state(bank_account(current=Decimal("957.90")), as_of=clock.now())
    clock.advance(days=1)
    [first] = await check(bank, clock.now())
    clock.advance(days=3)
    [later] = await check(bank, clock.now())

    assert first.standing.difference == later.standing.difference == Decimal("-42.10")
    assert later.off_since == first.off_since == (clock.now() - dt.timedelta(days=3)).date()
    events = await read_rows(
        database, workspace, "select data from workspace_events where type = 'account_reconciled' order by 1"
    )
    assert [(row["data"]["status"], row["data"]["difference"]) for row in events] == [
        ("agrees", "0.00"),
        ("off", "-42.10"),
    ]
    stored = await read_rows(database, workspace, "select status from ledger_checks order by id")
    assert [row["status"] for row in stored] == ["agrees", "off"]


async def test_agreement_ends_the_drift(bank: Bank, clock: FixedClock) -> None:
    await bank.state(bank_account(current=Decimal("957.90")), as_of=clock.now())
    await check(bank, clock.now())
    await bank.apply(added=[bank_row(amount=Decimal("-42.10"), date=clock.now().date())])

    [checked] = await check(bank, clock.now())

    assert (checked.standing.status, checked.off_since) == (CheckStatus.AGREES, None)


async def test_until_the_history_is_whole_the_beginning_moves(bank: Bank, clock: FixedClock) -> None:
    young = await link_bank(bank.database, bank.home, as_of=clock.now())
    await young.apply(added=[bank_row("new", date=clock.now().date())])
    await anchor(young, clock.now(), complete=False)
    await young.apply(added=[bank_row("old", date=clock.now().date() - dt.timedelta(days=10))])
    await anchor(young, clock.now())

    [checked] = await check(young, clock.now())

    assert (checked.standing.status, checked.figures.ledger) == (CheckStatus.AGREES, Decimal(1000))


async def test_rows_older_than_the_beginning_move_nothing_after_it(bank: Bank, clock: FixedClock) -> None:
    long_ago, lately = (clock.now().date() - dt.timedelta(days=days) for days in (400, 40))
    await bank.apply(added=[bank_row(date=long_ago, amount=Decimal(500))])
    [older] = await check(bank, clock.now())
    await bank.apply(added=[bank_row(date=lately, amount=Decimal(20))])

    [late] = await check(bank, clock.now())

    assert (older.figures.ledger, late.figures.ledger) == (Decimal(1000), Decimal(1020))


async def test_another_currency_begins_anew(bank: Bank, clock: FixedClock) -> None:
    await bank.apply(added=[bank_row(amount=Decimal(7), currency="EUR")])
    await bank.state(bank_account(current=Decimal(50), currency="EUR"), as_of=clock.now())
    await anchor(bank, clock.now())

    [checked] = await check(bank, clock.now())

    assert (checked.standing.status, checked.figures.ledger) == (CheckStatus.AGREES, Decimal(50))


async def test_an_account_that_joins_later_begins_when_its_history_is_there(
    bank: Bank, clock: FixedClock, superuser: Any
) -> None:
    """Its bank has long been complete, so nothing else says that its first rows are no news."""
    await superuser.execute("update bank_connections set created_at = created_at - interval '10 days'")
    await bank.state(bank_account(), bank_account("new"), as_of=clock.now())
    await anchor(bank, clock.now())
    await bank.apply(added=[bank_row(account_id="new", date=clock.now().date(), amount=Decimal(400))])
    await anchor(bank, clock.now())
    clock.advance(days=2)
    await anchor(bank, clock.now())
    await bank.apply(added=[bank_row(account_id="new", date=clock.now().date(), amount=Decimal(7))])

    checked = {each.figures.account_id: each for each in await check(bank, clock.now())}

    assert checked[bank.account_ids["new"]].figures.ledger == Decimal(1007)
