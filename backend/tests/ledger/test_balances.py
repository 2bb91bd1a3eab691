"""The daily ledger follows its rows, whoever writes them, and stands beside the bank's own line."""

import datetime as dt
from decimal import Decimal
from typing import Any

import asyncpg
import httpx
import pytest
import sqlalchemy as sa

from saldo.core.database import Database
from tests.factories.ledger import Bank, bank_account, bank_row, link_bank, read_rows
from tests.factories.workspaces import Home
from tests.fakes.clock import FixedClock
from tests.ledger.books import anchor

BEGIN = dt.date(2026, 11, 1)


def day(number: int) -> dt.date:
    return BEGIN + dt.timedelta(days=number)


@pytest.fixture
async def bank(database: Database, workspace: Home) -> Bank:
    return await link_bank(database, workspace, bank_account(), bank_account("card", type="credit"))


async def days(database: Database, home: Home) -> list[dict[str, Any]]:
    return await read_rows(
        database,
        home,
        "select a.name, d.currency, d.date, d.posted, d.pending, d.posted_count, d.pending_count,"
        " d.xmin::text as written from ledger_days d join accounts a on a.id = d.account_id"
        " where d.posted_count > 0 or d.pending_count > 0 order by a.name, currency, date",
    )


async def test_each_day_sums_its_rows(bank: Bank, database: Database, workspace: Home) -> None:
    await bank.apply(
        added=[
            bank_row(date=day(1), amount=Decimal(10)),
            bank_row(date=day(1), amount=Decimal("-2.50")),
            bank_row(date=day(1), amount=Decimal(-100), pending=True),
            bank_row(date=day(4), amount=Decimal("0.0001")),
            bank_row(date=day(4), amount=Decimal(7), currency="EUR"),
        ]
    )

    written = await days(database, workspace)
    assert [(row["currency"], row["date"], row["posted"]) for row in written] == [
        ("EUR", day(4), Decimal(7)),
        ("USD", day(1), Decimal("7.5")),
        ("USD", day(4), Decimal("0.0001")),
    ]
    assert [(row["pending"], row["pending_count"]) for row in written] == [(0, 0), (Decimal(-100), 1), (0, 0)]


async def test_a_late_row_moves_its_own_day_and_no_other(
    bank: Bank, database: Database, workspace: Home
) -> None:
    await bank.apply(
        added=[
            bank_row(date=day(number), account_id=name)
            for number in (0, 5, 9)
            for name in ("checking", "card")
        ]
    )
    before = await days(database, workspace)

    await bank.apply(added=[bank_row(date=day(5), amount=Decimal(100))])

    after = await days(database, workspace)
    rewritten = [(row["name"], row["date"], row["posted"]) for row in after if row not in before]
    assert rewritten == [("Checking", day(5), Decimal("95.5"))]


async def test_a_young_database_reads_its_days_by_their_key(
    bank: Bank, superuser: asyncpg.Connection
) -> None:
    """The planner takes a table for tiny until it is told better; a first history may come before that."""
    await bank.apply(added=[bank_row(str(number), date=day(number)) for number in range(9)])
    await superuser.execute("analyze ledger_days")
    scans = "select seq_scan from pg_stat_xact_user_tables where relname = 'ledger_days'"

    async with superuser.transaction():
        before = await superuser.fetchval(scans)
        await superuser.execute("update transactions set date = date + 1, amount = amount * 2")
        after = await superuser.fetchval(scans)

    assert after == before


async def test_edits_and_removals_leave_no_trace_of_what_was(
    bank: Bank, database: Database, workspace: Home
) -> None:
    await bank.apply(
        added=[bank_row("a", date=day(1)), bank_row("b", date=day(2)), bank_row("c", date=day(3))]
    )

    await bank.apply(
        modified=[bank_row("a", date=day(6), amount=Decimal(9)), bank_row("c", date=day(3), currency="EUR")],
        removed=["b"],
    )

    found = [(row["currency"], row["date"], row["posted"]) for row in await days(database, workspace)]
    assert found == [("EUR", day(3), Decimal("-4.5")), ("USD", day(6), Decimal(9))]


async def test_a_replay_and_a_new_label_write_no_day(bank: Bank, database: Database, workspace: Home) -> None:
    rows = [bank_row(f"r{number}", date=day(number)) for number in range(5)]
    await bank.apply(added=rows)
    before = await days(database, workspace)

    await bank.apply(added=rows)
    async with database.transaction(workspace.scope) as session:
        await session.execute(sa.text("update transactions set merchant_name = 'Somebody'"))

    assert await days(database, workspace) == before


async def test_rows_deleted_outright_are_counted_no_more(
    bank: Bank, database: Database, workspace: Home, superuser: asyncpg.Connection
) -> None:
    await bank.apply(added=[bank_row("a", date=day(1)), bank_row("b", date=day(2))])

    await superuser.execute("delete from transactions where date = $1", day(1))

    assert [(row["date"], row["posted"]) for row in await days(database, workspace)] == [
        (day(2), Decimal("-4.5"))
    ]


async def test_both_lines_are_shown_for_every_day(
    client: httpx.AsyncClient, bank: Bank, clock: FixedClock
) -> None:
    today = clock.now().date()
    earlier = today - dt.timedelta(days=3)
    for account_id in ("checking", "card"):
        await bank.apply(added=[bank_row(date=earlier, amount=Decimal(-50), account_id=account_id)])
    await bank.state(
        bank_account(current=Decimal(1000)),
        bank_account("card", type="credit", current=Decimal(200)),
        as_of=clock.now(),
    )
    await anchor(bank, clock.now())
    await bank.apply(added=[bank_row(date=today, amount=Decimal(-8), account_id="card", pending=True)])

    shown = {
        name: (await client.get(f"/api/accounts/{identity}/balances?from={earlier}"))
        .raise_for_status()
        .json()
        for name, identity in bank.account_ids.items()
    }

    assert [each["ledger"] for each in shown["checking"]["days"]] == ["1000.00"] * 4
    assert [each["ledger"] for each in shown["card"]["days"]] == ["200.00"] * 4
    assert [each["bank"] for each in shown["card"]["days"]] == [None, None, None, "200.00"]
    assert shown["card"]["days"][3]["pending"] == "-8.00"
    before = earlier - dt.timedelta(days=1)
    [card] = (
        await client.get(f"/api/accounts/{bank.account_ids['card']}/balances?from={before}&to={before}")
    ).json()["days"]
    assert card["ledger"] == "150.00"


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("from=2026-02-02&to=2026-02-01", 400, "span_invalid"),
        ("from=1990-01-01&to=2026-02-01", 400, "span_invalid"),
        ("from=yesterday", 422, "validation_failed"),
    ],
)
async def test_a_wrong_span_is_refused(
    client: httpx.AsyncClient, bank: Bank, query: str, status: int, code: str
) -> None:
    answer = await client.get(f"/api/accounts/{bank.account_ids['card']}/balances?{query}")

    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_the_balances_of_others_do_not_exist(stranger_client: httpx.AsyncClient, bank: Bank) -> None:
    answer = await stranger_client.get(f"/api/accounts/{bank.account_ids['card']}/balances")

    assert (answer.status_code, answer.json()["code"]) == (404, "account_not_found")
