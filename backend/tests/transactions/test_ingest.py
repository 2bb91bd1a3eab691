"""What one delta does to the transactions a person sees."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from saldo.core.database import Database
from saldo.core.jobs import Job
from saldo.transactions import ingest
from tests.factories.ledger import (
    COFFEE,
    Bank,
    bank_account,
    bank_row,
    link_bank,
    live_rows,
    read_rows,
)
from tests.factories.workspaces import Home
from tests.fakes.courier import RecordingCourier


@pytest.fixture
async def bank(database: Database, workspace: Home) -> Bank:
    return await link_bank(database, workspace)


async def test_new_rows_appear_with_the_banks_category(
    bank: Bank, database: Database, workspace: Home
) -> None:
    applied = await bank.apply(added=[bank_row(category=COFFEE, merchant_name="Blue Bottle")])

    [row] = await live_rows(database, workspace)
    assert (applied.added, applied.modified, applied.removed, applied.skipped) == (1, 0, 0, 0)
    assert applied.touched_ids == (row["id"],)
    assert (row["category_detailed"], row["category_source"]) == ("FOOD_AND_DRINK_COFFEE", "bank")
    assert row["category_reason"]["kind"] == "bank"
    assert row["merchant_name"] == "Blue Bottle"
    assert row["labelled_at"] is None


async def test_new_rows_ask_for_labels_and_tell_the_workspace(
    bank: Bank, database: Database, workspace: Home, courier: RecordingCourier
) -> None:
    courier.clear()

    await bank.apply(added=[bank_row() for _ in range(25)])

    [event] = await read_rows(
        database, workspace, "select data from workspace_events where type = 'transaction_created'"
    )
    assert courier.jobs == [Job("categorization.request", {"workspace_id": str(workspace.workspace_id)})]
    assert event["data"]["count"] == 25
    assert len(event["data"]["transactions"]) == 20
    assert event["data"]["transactions"][0]["amount"] == "-4.50"


async def test_a_page_applied_fifty_times_is_there_once(
    bank: Bank, database: Database, workspace: Home
) -> None:
    first: dict[str, Any] = {
        "added": [bank_row("a", amount=Decimal("0.0001"), raw={"x": [1]}), bank_row("p", pending=True)]
    }
    second: dict[str, Any] = {
        "added": [bank_row("b", pending_id="p")],
        "modified": [bank_row("a", description="NEW")],
        "removed": ["p"],
    }

    before = []
    for page in (first, second):
        await bank.apply(**page)
        before = await _everything(database, workspace)
        for _ in range(50):
            again = await bank.apply(**page)
            assert (again.added, again.modified, again.removed) == (0, 0, 0)
        assert await _everything(database, workspace) == before

    assert len(await live_rows(database, workspace)) == 2


async def _everything(database: Database, home: Home) -> list[dict[str, object]]:
    """Read all rows with their physical version: an update that changes nothing would still show."""
    return [
        row
        for table in ("transactions", "bank_transactions", "workspace_events", "rejected_rows")
        for row in await read_rows(database, home, f"select xmin::text, t.* from {table} t order by 1, 2")
    ]


async def test_posting_keeps_the_id_and_a_persons_category(
    bank: Bank, database: Database, workspace: Home
) -> None:
    await bank.apply(added=[bank_row("p", pending=True)])
    [pending] = await live_rows(database, workspace)
    await _choose_flights(database, workspace)

    applied = await bank.apply(
        added=[bank_row("q", pending_id="p", amount=Decimal("-5.40"), category=COFFEE)], removed=["p"]
    )

    [posted] = await live_rows(database, workspace)
    assert (applied.added, applied.modified, applied.removed) == (0, 1, 0)
    assert (posted["id"], posted["pending"], posted["amount"]) == (pending["id"], False, Decimal("-5.40"))
    assert (posted["category_detailed"], posted["category_source"]) == ("TRAVEL_FLIGHTS", "person")


async def _choose_flights(database: Database, home: Home) -> None:
    await _execute(
        database,
        home,
        "update transactions set category_primary = 'TRAVEL', category_detailed = 'TRAVEL_FLIGHTS', "
        "category_source = 'person', labelled_at = now(), label_requested_at = now()",
    )


async def _execute(database: Database, home: Home, statement: str) -> None:
    async with database.transaction(home.scope) as session:
        await (await session.connection()).exec_driver_sql(statement)


@pytest.mark.parametrize("removed_first", [True, False])
async def test_posting_on_another_page_than_the_removal_keeps_the_id(
    bank: Bank, database: Database, workspace: Home, *, removed_first: bool
) -> None:
    await bank.apply(added=[bank_row("p", pending=True)])
    [pending] = await live_rows(database, workspace)
    pages: list[dict[str, Any]] = [{"removed": ["p"]}, {"added": [bank_row("q", pending_id="p")]}]

    for page in pages if removed_first else reversed(pages):
        await bank.apply(**page)

    [posted] = await live_rows(database, workspace)
    assert (posted["id"], posted["pending"]) == (pending["id"], False)


async def test_a_pending_row_that_arrives_after_its_posted_one_stays_silent(
    bank: Bank, database: Database, workspace: Home
) -> None:
    await bank.apply(added=[bank_row("q", pending_id="p")])

    applied = await bank.apply(added=[bank_row("p", pending=True)])

    [row] = await live_rows(database, workspace)
    assert (applied.added, applied.modified) == (0, 0)
    assert row["pending"] is False


async def test_only_one_of_two_posted_rows_continues_a_pending_one(
    bank: Bank, database: Database, workspace: Home
) -> None:
    await bank.apply(added=[bank_row("p", pending=True)])
    [pending] = await live_rows(database, workspace)

    await bank.apply(added=[bank_row("q", pending_id="p"), bank_row("r", pending_id="p")], removed=["p"])

    rows = await live_rows(database, workspace)
    assert len(rows) == 2
    assert pending["id"] in {row["id"] for row in rows}


async def test_rows_that_name_each_other_as_forerunner_do_no_harm(
    bank: Bank, database: Database, workspace: Home
) -> None:
    circle = [bank_row("a", pending_id="b"), bank_row("b", pending_id="a"), bank_row("c", pending_id="c")]

    applied = [(await bank.apply(added=circle)).added for _ in range(3)]

    assert applied == [2, 0, 0]
    assert len(await live_rows(database, workspace)) == 2


async def test_a_removal_loses_against_the_same_id_in_the_same_delta(
    bank: Bank, database: Database, workspace: Home
) -> None:
    await bank.apply(added=[bank_row("a")])
    [before] = await live_rows(database, workspace)

    await bank.apply(added=[bank_row("a", description="AGAIN")], removed=["a"])

    [after] = await live_rows(database, workspace)
    assert (after["id"], after["description"]) == (before["id"], "AGAIN")


async def test_a_removed_row_leaves_the_list_and_returns_as_itself(
    bank: Bank, database: Database, workspace: Home
) -> None:
    await bank.apply(added=[bank_row("a", amount=Decimal(-1)), bank_row("b", amount=Decimal(-2))])
    rows = {row["amount"]: row["id"] for row in await live_rows(database, workspace)}

    removed = await bank.apply(removed=["a", "never heard of"])
    [left] = await live_rows(database, workspace)
    await bank.apply(added=[bank_row("a", amount=Decimal(-1))])

    assert (removed.removed, left["id"]) == (1, rows[Decimal(-2)])
    assert {row["amount"]: row["id"] for row in await live_rows(database, workspace)} == rows


async def test_amounts_and_currencies_are_kept_to_the_tenth_place(
    bank: Bank, database: Database, workspace: Home
) -> None:
    await bank.apply(
        added=[
            bank_row(amount=Decimal("-0.0000000001"), currency="BTC"),
            bank_row(amount=Decimal("123456789012345678.1234567891"), currency="JPY"),
        ]
    )

    rows = await live_rows(database, workspace)
    assert [(row["amount"], row["currency"]) for row in rows] == [
        (Decimal("-0.0000000001"), "BTC"),
        (Decimal("123456789012345678.1234567891"), "JPY"),
    ]


async def test_a_row_that_cannot_be_stored_does_not_stop_the_others(
    bank: Bank, database: Database, workspace: Home
) -> None:
    bad = [
        bank_row("nan", amount=Decimal("NaN")),
        bank_row("huge", amount=Decimal("1e30")),
        bank_row("nul\x00"),
        bank_row("nowhere", account_id="unknown"),
        bank_row("early", date=dt.date(1, 1, 1)),
    ]

    applied = await bank.apply(added=[*bad, bank_row("good", description="A\x00B \ud800")])

    [row] = await live_rows(database, workspace)
    rejected = await read_rows(database, workspace, "select * from rejected_rows where resolved_at is null")
    assert (applied.added, applied.skipped, len(rejected)) == (1, 5, 5)
    assert row["description"] == "AB ?"


async def test_a_rejected_row_is_settled_when_it_arrives_whole(
    bank: Bank, database: Database, workspace: Home
) -> None:
    for _ in range(2):
        await bank.apply(added=[bank_row("a", amount=Decimal("NaN"))])

    await bank.apply(modified=[bank_row("a")])

    rejected = await read_rows(database, workspace, "select resolved_at from rejected_rows")
    assert [row["resolved_at"] is not None for row in rejected] == [True]
    assert len(await live_rows(database, workspace)) == 1


async def test_changed_words_ask_for_a_new_label_and_other_changes_do_not(
    bank: Bank, database: Database, workspace: Home
) -> None:
    await bank.apply(added=[bank_row("a", category=COFFEE), bank_row("b", category=COFFEE)])
    await _execute(
        database,
        workspace,
        "update transactions set category_source = 'model', labelled_at = now(), label_requested_at = now()",
    )

    await bank.apply(
        modified=[
            bank_row("a", category=COFFEE, date=dt.date(2026, 11, 1)),
            bank_row("b", category=COFFEE, description="UNITED AIRLINES"),
        ]
    )

    rows = {row["description"]: row for row in await live_rows(database, workspace)}
    assert rows["BLUE BOTTLE COFFEE"]["labelled_at"] is not None
    assert rows["UNITED AIRLINES"]["labelled_at"] is None
    assert rows["UNITED AIRLINES"]["label_requested_at"] is None
    assert rows["UNITED AIRLINES"]["category_source"] == "model"


async def test_after_a_full_resync_absent_rows_are_withdrawn(
    bank: Bank, database: Database, workspace: Home
) -> None:
    await bank.apply(added=[bank_row("a"), bank_row("b", description="STAYS")])

    async with database.transaction(workspace.scope) as session:
        applied = await ingest.mark_absent_removed(
            session, workspace.workspace_id, bank.connection_id, {"b", "c"}
        )

    [row] = await live_rows(database, workspace)
    assert (applied.removed, row["description"]) == (1, "STAYS")


async def test_the_same_provider_id_in_two_workspaces_is_two_transactions(
    bank: Bank, database: Database, workspace: Home, stranger: Home
) -> None:
    other = await link_bank(database, stranger, bank_account())

    await bank.apply(added=[bank_row("a", description="MINE")])
    await other.apply(added=[bank_row("a", description="THEIRS")])
    await other.apply(removed=["a"])

    [row] = await live_rows(database, workspace)
    assert row["description"] == "MINE"
    assert await live_rows(database, stranger) == []


async def test_what_the_bank_changes_is_told_once(bank: Bank, database: Database, workspace: Home) -> None:
    await bank.apply(added=[bank_row("a"), bank_row("b")])

    await bank.apply(modified=[bank_row("a", description="NEW")], removed=["b"])

    events = await read_rows(
        database, workspace, "select data from workspace_events where type = 'transactions_changed'"
    )
    assert [(event["data"]["modified"], event["data"]["removed"]) for event in events] == [(1, 1)]
    assert events[0]["data"]["account_ids"] == [str(bank.account_ids["checking"])]
