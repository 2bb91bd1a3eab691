"""What a person does to a transaction stands, whatever the bank says later."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from saldo.core.database import Database
from saldo.transactions import correcting
from saldo.transactions.correcting import NewEntry
from saldo.transactions.models import Origin, Transaction
from tests.factories.ledger import DAY, Bank, bank_account, bank_row, link_bank, live_rows, read_rows
from tests.factories.workspaces import Home
from tests.fakes.clock import FixedClock


@pytest.fixture
async def bank(database: Database, workspace: Home) -> Bank:
    linked = await link_bank(database, workspace, bank_account(), bank_account("savings"))
    await linked.apply(added=[bank_row("a")])
    return linked


async def only(bank: Bank) -> dict[str, Any]:
    [row] = await read_rows(bank.database, bank.home, "select * from transactions")
    return row


async def deed(bank: Bank, name: str, *arguments: Any) -> Any:
    async with bank.database.transaction(bank.home.scope) as session:
        return await getattr(correcting, name)(session, bank.home.workspace_id, *arguments)


async def test_a_row_taken_away_stays_away(bank: Bank, clock: FixedClock) -> None:
    identity = (await only(bank))["id"]
    assert await deed(bank, "take_away", identity, clock.now())

    again = await bank.apply(added=[bank_row("a")])
    restated = await bank.apply(modified=[bank_row("a", amount=Decimal(-9))])
    posted = await bank.apply(added=[bank_row("b", pending_id="a")], removed=["a"])

    assert (again.modified, restated.modified, posted.added) == (0, 1, 0)
    assert await live_rows(bank.database, bank.home) == []
    assert await deed(bank, "bring_back", identity)
    assert [row["id"] for row in await live_rows(bank.database, bank.home)] == [identity]


async def test_a_row_brought_back_survives_a_full_comparison(bank: Bank) -> None:
    identity = (await only(bank))["id"]
    await bank.apply(removed=["a"])
    assert await deed(bank, "bring_back", identity)

    await bank.apply(removed=["a"])

    assert [row["id"] for row in await live_rows(bank.database, bank.home)] == [identity]


async def test_a_row_moved_stays_moved(bank: Bank) -> None:
    identity, savings = (await only(bank))["id"], bank.account_ids["savings"]
    assert await deed(bank, "move", identity, savings)

    again = await bank.apply(added=[bank_row("a")])
    restated = await bank.apply(modified=[bank_row("a", amount=Decimal(-9))])

    assert (again.modified, restated.modified) == (0, 1)
    moved = await only(bank)
    assert (moved["account_id"], moved["amount"]) == (savings, Decimal(-9))
    assert await deed(bank, "move", identity, bank.account_ids["checking"])
    assert (await only(bank))["moved_from"] is None


async def test_only_what_the_bank_did_not_send_is_turned(bank: Bank, clock: FixedClock) -> None:
    entry = NewEntry(bank.account_ids["savings"], DAY, Decimal(5), "USD", "Found", Origin.ADJUSTMENT)
    added: UUID = await deed(bank, "add_entry", entry, clock.now())

    assert await deed(bank, "turn_sign", added)
    rows = {row["origin"]: row for row in await live_rows(bank.database, bank.home)}
    assert not await deed(bank, "turn_sign", rows["bank"]["id"])

    assert [rows[origin]["amount"] for origin in ("adjustment", "bank")] == [Decimal(-5), Decimal("-4.5")]


async def test_what_is_divided_is_turned_with_its_parts(bank: Bank, clock: FixedClock) -> None:
    entry = NewEntry(bank.account_ids["savings"], DAY, Decimal(5), "USD", "Found", Origin.ADJUSTMENT)
    added: UUID = await deed(bank, "add_entry", entry, clock.now())
    parts = [{"amount": "2.00", "note": "one"}, {"amount": "3.00", "note": None}]
    async with bank.database.transaction(bank.home.scope) as session:
        await session.execute(sa.update(Transaction).where(Transaction.id == added).values(parts=parts))

    assert await deed(bank, "turn_sign", added)

    [row] = [row for row in await live_rows(bank.database, bank.home) if row["id"] == added]
    assert [(Decimal(part["amount"]), part["note"]) for part in row["parts"]] == [
        (Decimal(-2), "one"),
        (Decimal(-3), None),
    ]


async def test_a_deed_on_what_is_gone_is_refused(bank: Bank, clock: FixedClock) -> None:
    identity = (await only(bank))["id"]
    await bank.apply(removed=["a"])

    assert not await deed(bank, "take_away", identity, clock.now())
    assert not await deed(bank, "move", identity, bank.account_ids["savings"])


async def test_every_deed_moves_the_daily_ledger(bank: Bank, clock: FixedClock) -> None:
    identity, savings = (await only(bank))["id"], bank.account_ids["savings"]
    entry = NewEntry(savings, DAY - dt.timedelta(days=1), Decimal(5), "USD", "Found", Origin.ADJUSTMENT)

    await deed(bank, "add_entry", entry, clock.now())
    await deed(bank, "move", identity, savings)

    days = await read_rows(
        bank.database,
        bank.home,
        "select account_id, posted from ledger_days where posted_count > 0 order by date",
    )
    assert [(row["account_id"], row["posted"]) for row in days] == [
        (savings, Decimal(5)),
        (savings, Decimal("-4.5")),
    ]
