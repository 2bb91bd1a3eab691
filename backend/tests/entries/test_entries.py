"""What a person types in: it waits for the bank, is found again in its rows, and nothing gets lost."""

import datetime as dt
from decimal import Decimal
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from saldo.core.database import Database, workspace_scope
from saldo.ledger import anchoring, checking
from saldo.ledger.checking import Checked, Occasion
from saldo.ledger.models import CheckStatus
from tests.factories.ledger import COFFEE, DAY, Bank, bank_account, bank_row, link_bank, live_rows, read_rows
from tests.factories.workspaces import Home
from tests.fakes.clock import FixedClock

PATH = "/api/transactions"
OLD = dt.timedelta(days=400)


@pytest.fixture
async def bank(database: Database, workspace: Home, clock: FixedClock) -> Bank:
    """Return a bank whose ledger begins on the day of its one row."""
    bank = await link_bank(database, workspace, bank_account(current=Decimal(500)), as_of=clock.now())
    await bank.apply(added=[bank_row("a", date=DAY - OLD / 2)])
    await check(bank, clock)
    return bank


async def check(bank: Bank, clock: FixedClock) -> Checked:
    async with bank.database.transaction(bank.home.scope) as session:
        place = (session, bank.home.workspace_id, bank.connection_id)
        await anchoring.anchor_accounts(*place, clock.now(), is_history_complete=True)
        [checked] = await checking.check_connection(*place, Occasion("test", clock.now()))
        return checked


def entry(bank: Bank, amount: str = "-60.00", day: dt.date = DAY, **more: Any) -> dict[str, Any]:
    account = str(bank.account_ids["checking"])
    return {"account_id": account, "date": day.isoformat(), "amount": amount, "name": "Anna's cheque"} | more


async def add(client: httpx.AsyncClient, given: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = (await client.post(PATH, json=given)).raise_for_status().json()
    return answer


async def get(client: httpx.AsyncClient, row: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = (await client.get(f"{PATH}/{row['id']}")).raise_for_status().json()
    return answer


async def test_an_entry_waits_for_the_bank_and_blames_nobody(
    client: httpx.AsyncClient, bank: Bank, clock: FixedClock
) -> None:
    added = await add(
        client, entry(bank, note="for the roof", category_detailed="HOME_IMPROVEMENT_FURNITURE")
    )

    checked = await check(bank, clock)

    assert (added["pending"], added["origin"], added["currency"]) == (True, "person", "USD")
    assert (added["note"], added["category"]["source"]) == ("for the roof", "person")
    assert (checked.standing.status, checked.figures.pending) == (CheckStatus.AGREES, Decimal(0))


async def test_an_entry_is_not_taken_for_what_the_bank_has_pending(
    client: httpx.AsyncClient, bank: Bank, clock: FixedClock
) -> None:
    await add(client, entry(bank, "-77.00"))
    await bank.apply(added=[bank_row("p", pending=True, amount=Decimal(-20))])
    await bank.state(bank_account(current=Decimal(480)), as_of=clock.now(), fresh=True)

    checked = await check(bank, clock)

    assert (checked.standing.status, checked.standing.difference) == (CheckStatus.PENDING, Decimal(-20))


async def test_what_is_older_than_the_ledger_is_history(
    client: httpx.AsyncClient, bank: Bank, clock: FixedClock
) -> None:
    added = await add(client, entry(bank, day=DAY - OLD))

    assert added["pending"] is False
    assert (await check(bank, clock)).standing.status is CheckStatus.AGREES


async def test_the_banks_row_becomes_one_with_the_entry_and_keeps_its_edits(
    client: httpx.AsyncClient, bank: Bank, clock: FixedClock
) -> None:
    added = await add(client, entry(bank, note="roof", tags=["home"], category_detailed="TRAVEL_FLIGHTS"))
    parts = [{"amount": "-30", "category_detailed": "TRAVEL_FLIGHTS"}] * 2
    await client.put(f"{PATH}/{added['id']}/splits", json={"parts": parts})

    posted = bank_row("c", amount=Decimal(-60), date=DAY + dt.timedelta(2), description="CHECK 1042")
    applied = await bank.apply(added=[posted])
    await bank.state(bank_account(current=Decimal(440)), as_of=clock.now(), fresh=True)

    row = await get(client, added)
    assert (applied.added, applied.modified) == (0, 1)
    assert (row["description"], row["date"], row["pending"]) == ("CHECK 1042", "2026-11-22", False)
    assert (row["merchant_name"], row["note"], row["tags"]) == ("Anna's cheque", "roof", ["home"])
    assert (row["category"]["detailed"], len(row["parts"]), row["origin"]) == ("TRAVEL_FLIGHTS", 2, "bank")
    assert (row["matched_entry"]["date"], row["matched_entry"]["origin"]) == ("2026-11-20", "person")
    assert (await check(bank, clock)).standing.status is CheckStatus.AGREES


@pytest.mark.parametrize(
    "other",
    [
        {"amount": Decimal("-60.01")},
        {"amount": Decimal(60)},
        {"date": DAY + dt.timedelta(8)},
        {"account_id": "savings"},
    ],
)
async def test_another_amount_day_or_account_is_another_transaction(
    client: httpx.AsyncClient, bank: Bank, clock: FixedClock, other: dict[str, Any]
) -> None:
    await bank.state(bank_account(), bank_account("savings"), as_of=clock.now())
    added = await add(client, entry(bank))

    applied = await bank.apply(added=[bank_row("c", **({"amount": Decimal(-60)} | other))])

    assert applied.added == 1
    assert (await get(client, added))["matched_entry"] is None


async def test_one_row_takes_one_entry_the_nearest_and_likest(client: httpx.AsyncClient, bank: Bank) -> None:
    early = await add(client, entry(bank, day=DAY - dt.timedelta(3)))
    cheque = await add(client, entry(bank))
    shop = await add(client, entry(bank, name="Hardware store"))

    await bank.apply(added=[bank_row("c", amount=Decimal(-60), description="HARDWARE STORE 12")])

    assert (await get(client, shop))["matched_entry"]["description"] == "Hardware store"
    assert [(await get(client, each))["matched_entry"] for each in (early, cheque)] == [None, None]


async def test_a_pending_row_and_the_posted_one_are_one_entry(client: httpx.AsyncClient, bank: Bank) -> None:
    added = await add(client, entry(bank))
    pending = bank_row("p", amount=Decimal(-60), pending=True)
    posted = bank_row("c", amount=Decimal(-60), pending_id="p")

    both = await bank.apply(added=[pending, posted])
    await bank.apply(removed=["p"])

    rows = [row for row in await live_rows(bank.database, bank.home) if row["amount"] == -60]
    assert (both.added, [str(row["id"]) for row in rows]) == (0, [added["id"]])


async def test_an_entry_waits_again_when_the_bank_withdraws_its_row(
    client: httpx.AsyncClient, bank: Bank
) -> None:
    added = await add(client, entry(bank, note="roof"))
    await bank.apply(added=[bank_row("p", amount=Decimal(-60), pending=True)])

    await bank.apply(removed=["p"])
    waiting = await get(client, added)
    await bank.apply(added=[bank_row("q", amount=Decimal(-60))])

    assert (waiting["origin"], waiting["pending"], waiting["matched_entry"]) == ("person", True, None)
    assert (waiting["description"], waiting["note"]) == ("Anna's cheque", "roof")
    assert (await get(client, added))["matched_entry"] is not None


async def test_a_bank_that_names_no_forerunner_is_followed_all_the_same(
    client: httpx.AsyncClient, bank: Bank
) -> None:
    added = await add(client, entry(bank))
    await bank.apply(added=[bank_row("p", amount=Decimal(-60), pending=True)])

    await bank.apply(added=[bank_row("c", amount=Decimal(-60))], removed=["p"])

    rows = [row for row in await live_rows(bank.database, bank.home) if row["amount"] == -60]
    assert [(str(row["id"]), row["origin"], row["pending"]) for row in rows] == [(added["id"], "bank", False)]


async def test_a_match_taken_back_stays_so(
    client: httpx.AsyncClient, bank: Bank, database: Database, workspace: Home
) -> None:
    added = await add(client, entry(bank, note="roof"))
    await bank.apply(added=[bank_row("c", amount=Decimal(-60), category=COFFEE, description="CHECK 1042")])

    parted = (await client.post(f"{PATH}/{added['id']}/unmatch")).raise_for_status().json()
    again = await bank.apply(added=[bank_row("c", amount=Decimal(-60), category=COFFEE)])
    other = await bank.apply(added=[bank_row("d", amount=Decimal(-60))])

    kept = parted["entry"]
    assert {**kept, "updated_at": None} == {**added, "updated_at": None}
    assert (parted["of_bank"]["description"], parted["of_bank"]["note"]) == ("CHECK 1042", None)
    assert parted["of_bank"]["category"]["detailed"] == "FOOD_AND_DRINK_COFFEE"
    assert (again.added, again.modified, other.added) == (0, 1, 1)
    twice = await client.post(f"{PATH}/{added['id']}/unmatch")
    assert (twice.status_code, twice.json()["code"]) == (409, "entry_not_matched")
    [deed] = await read_rows(
        database, workspace, "select * from audit_entries where action = 'entry.unmatched'"
    )
    assert deed["after"] == {"of_bank": parted["of_bank"]["id"]}


async def test_nothing_is_parted_once_the_banks_words_are_erased(
    client: httpx.AsyncClient, bank: Bank, database: Database, workspace: Home
) -> None:
    added = await add(client, entry(bank))
    await bank.apply(added=[bank_row("c", amount=Decimal(-60))])
    # As it is after an account was carried on by another link and the former one's data was erased.
    async with database.transaction(workspace_scope(workspace.workspace_id)) as session:
        await session.execute(text("delete from bank_transactions where provider_transaction_id = 'c'"))

    refused = await client.post(f"{PATH}/{added['id']}/unmatch")

    assert (refused.status_code, refused.json()["code"]) == (409, "entry_not_matched")


async def test_an_entry_is_restated_and_taken_back(client: httpx.AsyncClient, bank: Bank) -> None:
    added = await add(client, entry(bank))
    told = {"date": (DAY - OLD).isoformat(), "amount": "-61.50", "name": "Roofer"}

    changed = (await client.put(f"{PATH}/{added['id']}/entry", json=told)).raise_for_status().json()
    row = changed["transaction"]
    await client.post(f"/api/revisions/{changed['revision_id']}/revert")

    assert (row["date"], row["amount"], row["merchant_name"]) == (told["date"], "-61.50", "Roofer")
    assert row["pending"] is False
    assert {**await get(client, added), "updated_at": None} == {**added, "updated_at": None}


async def test_a_restated_entry_that_was_matched_is_the_banks(client: httpx.AsyncClient, bank: Bank) -> None:
    added = await add(client, entry(bank, "-61"))
    told = {"date": DAY.isoformat(), "amount": "-60", "name": "Roofer"}
    changed = (await client.put(f"{PATH}/{added['id']}/entry", json=told)).json()
    await bank.apply(added=[bank_row("c", amount=Decimal(-60), description="Roofer")])

    await client.post(f"/api/revisions/{changed['revision_id']}/revert")
    refused = await client.put(f"{PATH}/{added['id']}/entry", json=told)

    assert (await get(client, added))["amount"] == "-60.00"
    assert (refused.status_code, refused.json()["code"]) == (409, "entry_of_bank")


async def test_an_entry_is_removed_and_brought_back(client: httpx.AsyncClient, bank: Bank) -> None:
    added = await add(client, entry(bank))

    gone = await client.delete(f"{PATH}/{added['id']}")
    missing = await client.get(f"{PATH}/{added['id']}")
    back = await client.post(f"{PATH}/{added['id']}/restore")
    twice = await client.post(f"{PATH}/{added['id']}/restore")

    assert (gone.status_code, missing.status_code, back.status_code, twice.status_code) == (
        204,
        404,
        200,
        409,
    )
    assert back.json()["amount"] == "-60.00"


async def test_the_banks_own_is_not_removed(client: httpx.AsyncClient, bank: Bank) -> None:
    [row] = await live_rows(bank.database, bank.home)

    answer = await client.delete(f"{PATH}/{row['id']}")

    assert (answer.status_code, answer.json()["code"]) == (409, "entry_of_bank")
    assert len(await live_rows(bank.database, bank.home)) == 1


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"amount": "0"}, 400),
        ({"date": "2028-01-01"}, 400),
        ({"date": "1899-12-31"}, 400),
        ({"category_detailed": "NOPE"}, 400),
        ({"account_id": "00000000-0000-7000-8000-000000000000"}, 404),
        ({"name": " "}, 422),
        ({"amount": "1e20"}, 422),
        ({"currency": "EUR"}, 422),
    ],
)
async def test_what_makes_no_entry_is_refused(
    client: httpx.AsyncClient, bank: Bank, wrong: dict[str, Any], status: int
) -> None:
    answer = await client.post(PATH, json=entry(bank) | wrong)

    assert answer.status_code == status
    assert len(await live_rows(bank.database, bank.home)) == 1


async def test_strangers_add_nothing_here(stranger_client: httpx.AsyncClient, bank: Bank) -> None:
    answer = await stranger_client.post(PATH, json=entry(bank))

    assert (answer.status_code, answer.json()["code"]) == (404, "account_not_found")


async def test_a_cheque_written_before_the_banks_first_row_is_found_when_it_is_cashed(
    client: httpx.AsyncClient, bank: Bank
) -> None:
    added = await add(client, entry(bank, day=DAY - OLD / 2 - dt.timedelta(3)))

    await bank.apply(added=[bank_row("c", amount=Decimal(-60), date=DAY - OLD / 2)])

    assert added["pending"] is False
    assert (await get(client, added))["matched_entry"] is not None


async def test_many_entries_wait_again_at_once(client: httpx.AsyncClient, bank: Bank) -> None:
    given = [await add(client, entry(bank, str(-number), note=f"n{number}")) for number in (61, 62, 63)]
    rows = [bank_row(f"p{number}", amount=Decimal(-number), pending=True) for number in (61, 62, 63)]
    await bank.apply(added=rows)

    await bank.apply(removed=[row.id for row in rows])

    waiting = [await get(client, each) for each in given]
    assert [(each["amount"], each["note"]) for each in waiting] == [
        ("-61.00", "n61"),
        ("-62.00", "n62"),
        ("-63.00", "n63"),
    ]
    told = await read_rows(bank.database, bank.home, "select distinct transaction_id from bank_transactions")
    assert not {str(each["transaction_id"]) for each in told} & {each["id"] for each in given}
