"""A person says which of the bank's rows an entry is, and takes it back: nothing doubles, nothing is lost."""

import datetime as dt
from decimal import Decimal
from typing import Any

import httpx
import pytest

from saldo.core.database import Database
from tests.factories.ledger import COFFEE, DAY, Bank, bank_account, bank_row, link_bank, live_rows, read_rows
from tests.factories.workspaces import Home

PATH = "/api/transactions"
Row = dict[str, Any]


@pytest.fixture
async def bank(database: Database, workspace: Home) -> Bank:
    return await link_bank(database, workspace, bank_account(), bank_account("savings"))


async def add(client: httpx.AsyncClient, bank: Bank, amount: str = "-60.00", **more: Any) -> Row:
    account = str(bank.account_ids["checking"])
    given = {"account_id": account, "date": DAY.isoformat(), "amount": amount, "name": "Anna's cheque"} | more
    row: Row = (await client.post(PATH, json=given)).raise_for_status().json()
    return row


async def shown(client: httpx.AsyncClient) -> list[Row]:
    rows: list[Row] = (await client.get(PATH)).raise_for_status().json()["data"]
    return rows


async def of_bank(client: httpx.AsyncClient, bank: Bank, **said: Any) -> Row:
    """Let the bank tell of a row of its own, before anybody wrote it down."""
    name = said.pop("name", "c")
    await bank.apply(added=[bank_row(name, **({"amount": Decimal("-61.50")} | said))])
    [row] = [each for each in await shown(client) if each["origin"] == "bank"]
    return row


async def match(client: httpx.AsyncClient, entry: Row, row: Row) -> httpx.Response:
    return await client.post(f"{PATH}/{entry['id']}/match", json={"bank_transaction_id": row["id"]})


def plain(row: Row) -> Row:
    return row | {"updated_at": None}


async def test_the_likeliest_rows_of_the_bank_are_offered_first(
    client: httpx.AsyncClient, bank: Bank
) -> None:
    far, long_ago = DAY + dt.timedelta(20), DAY - dt.timedelta(31)
    rows: dict[str, Row] = {
        "equal": {"amount": Decimal(-60), "date": DAY + dt.timedelta(2)},
        "far": {"amount": Decimal(-60), "date": far},
        "tipped": {"amount": Decimal(-66), "date": DAY},
        "other way": {"amount": Decimal(60)},
        "too much": {"amount": Decimal(-80)},
        "too old": {"amount": Decimal(-60), "date": long_ago},
        "elsewhere": {"amount": Decimal(-60), "account_id": "savings"},
        "other money": {"amount": Decimal(-60), "currency": "EUR"},
    }
    await bank.apply(added=[bank_row(description=name, **said) for name, said in rows.items()])
    entry = await add(client, bank)

    found = (await client.get(f"{PATH}/{entry['id']}/candidates")).raise_for_status().json()["data"]

    assert [row["description"] for row in found] == ["equal", "tipped", "far"]


async def test_the_banks_transaction_goes_on_with_what_was_said_of_both(
    client: httpx.AsyncClient, bank: Bank
) -> None:
    row = await of_bank(client, bank, category=COFFEE, description="CHECK 1042")
    await client.patch(f"{PATH}/{row['id']}", json={"note": "of the bank", "tags": ["b"]})
    chosen: Row = {"category_detailed": "TRAVEL_FLIGHTS", "note": "roof", "tags": ["a"]}
    entry = await add(client, bank, **chosen)
    parts = [{"amount": "-30", "category_detailed": "TRAVEL_FLIGHTS"}] * 2
    await client.put(f"{PATH}/{entry['id']}/splits", json={"parts": parts})

    one = (await match(client, entry, row)).raise_for_status().json()

    assert [each["id"] for each in await shown(client)] == [one["id"]] == [row["id"]]
    assert (one["amount"], one["description"], one["pending"]) == ("-61.50", "CHECK 1042", False)
    assert (one["note"], one["tags"], one["merchant_name"]) == (
        "of the bank\nroof",
        ["a", "b"],
        "Anna's cheque",
    )
    assert (one["category"]["detailed"], len(one["parts"]), one["unassigned"]) == (
        "TRAVEL_FLIGHTS",
        2,
        "-1.50",
    )
    assert (one["matched_entry"]["amount"], one["matched_entry"]["origin"]) == ("-60.00", "person")


async def test_parted_again_both_are_as_they_were(
    client: httpx.AsyncClient, bank: Bank, database: Database, workspace: Home
) -> None:
    row = await of_bank(client, bank, category=COFFEE)
    entry = await add(client, bank, note="roof", category_detailed="TRAVEL_FLIGHTS")
    await match(client, entry, row)

    parted = (await client.post(f"{PATH}/{row['id']}/unmatch")).raise_for_status().json()
    later = await bank.apply(added=[bank_row("d", amount=Decimal(-60))])

    assert plain(parted["entry"]) == plain(entry)
    assert plain(parted["of_bank"]) == plain(row)
    # A person said that it is none of the bank's rows: it waits for none, and may still be given one by hand.
    assert later.added == 1
    assert (await match(client, entry, row)).status_code == 200
    deeds = await read_rows(
        database,
        workspace,
        "select * from audit_entries where action like 'entry.%matched' order by position",
    )
    assert [deed["action"] for deed in deeds] == ["entry.matched", "entry.unmatched", "entry.matched"]


async def test_what_is_said_after_the_match_stays_with_the_bank(
    client: httpx.AsyncClient, bank: Bank
) -> None:
    row = await of_bank(client, bank)
    entry = await add(client, bank, note="roof")
    await match(client, entry, row)
    await client.patch(f"{PATH}/{row['id']}", json={"note": "later"})

    parted = (await client.post(f"{PATH}/{row['id']}/unmatch")).json()

    assert (parted["entry"]["note"], parted["of_bank"]["note"]) == ("roof", "later")


async def test_when_the_bank_withdraws_the_row_the_entry_waits_again(
    client: httpx.AsyncClient, bank: Bank
) -> None:
    row = await of_bank(client, bank, pending=True)
    entry = await add(client, bank, note="roof")
    await match(client, entry, row)

    await bank.apply(removed=["c"])
    twice = await client.post(f"{PATH}/{entry['id']}/restore")
    [waiting] = await shown(client)
    await bank.apply(added=[bank_row("d", amount=Decimal(-60))])
    [one] = await shown(client)

    # Nobody took it away: it is there already, under the id of the row it was matched with.
    assert (twice.status_code, twice.json()["code"]) == (409, "entry_not_removed")
    assert (waiting["amount"], waiting["note"], waiting["origin"]) == ("-60.00", "roof", "person")
    assert (one["id"], one["origin"], one["note"]) == (waiting["id"], "bank", "roof")


@pytest.mark.parametrize("is_at_once", [True, False])
async def test_a_match_outlives_a_posting_that_names_no_forerunner(
    client: httpx.AsyncClient, bank: Bank, *, is_at_once: bool
) -> None:
    row = await of_bank(client, bank, pending=True)
    entry = await add(client, bank, note="roof")
    await match(client, entry, row)
    posted = bank_row("d", amount=Decimal("-61.50"), date=DAY + dt.timedelta(3), description="CHEQUE 7")

    if is_at_once:
        await bank.apply(added=[posted], removed=["c"])
    else:
        await bank.apply(removed=["c"])
        await bank.apply(added=[posted])

    [one] = await shown(client)
    assert (one["amount"], one["pending"], one["note"]) == ("-61.50", False, "roof")
    assert (one["id"], one["matched_entry"]["amount"]) == (row["id"], "-60.00")


@pytest.mark.parametrize(
    "other", [{"amount": Decimal("-61.51")}, {"date": DAY + dt.timedelta(8)}, {"account_id": "savings"}]
)
async def test_another_row_is_not_taken_for_the_successor(
    client: httpx.AsyncClient, bank: Bank, other: Row
) -> None:
    row = await of_bank(client, bank, pending=True)
    await match(client, await add(client, bank), row)
    said: Row = {"amount": Decimal("-61.50")} | other

    await bank.apply(removed=["c"])
    await bank.apply(added=[bank_row("d", **said)])

    assert sorted(each["origin"] for each in await shown(client)) == ["bank", "person"]


async def test_two_rows_do_not_share_one_match(client: httpx.AsyncClient, bank: Bank) -> None:
    row = await of_bank(client, bank, pending=True)
    await match(client, await add(client, bank), row)

    await bank.apply(removed=["c"])
    await bank.apply(added=[bank_row("d", amount=Decimal("-61.50")), bank_row("e", amount=Decimal(-60))])

    rows = await shown(client)
    assert [(each["amount"], bool(each["matched_entry"])) for each in rows if each["matched_entry"]] == [
        ("-61.50", True)
    ]
    assert sorted(each["amount"] for each in rows) == ["-60.00", "-61.50"]


async def test_one_row_is_matched_with_one_entry(client: httpx.AsyncClient, bank: Bank) -> None:
    row = await of_bank(client, bank)
    first, second = await add(client, bank), await add(client, bank)
    await match(client, first, row)

    taken = await match(client, second, row)
    candidates = (await client.get(f"{PATH}/{second['id']}/candidates")).json()["data"]
    again = await match(client, first, row)

    assert (taken.status_code, taken.json()["code"], candidates) == (409, "entry_unmatchable", [])
    assert (again.status_code, again.json()["code"]) == (404, "transaction_not_found")


@pytest.mark.parametrize("other", [{"account_id": "savings"}, {"currency": "EUR"}])
async def test_rows_of_other_accounts_and_currencies_are_refused(
    client: httpx.AsyncClient, bank: Bank, other: Row
) -> None:
    row = await of_bank(client, bank, **other)
    entry = await add(client, bank)

    refused = await match(client, entry, row)
    upside_down = await match(client, row, entry)

    assert {refused.json()["code"], upside_down.json()["code"]} == {"entry_unmatchable"}
    assert len(await shown(client)) == 2


async def test_a_stranger_matches_nothing(
    client: httpx.AsyncClient, stranger_client: httpx.AsyncClient, bank: Bank
) -> None:
    row, entry = await of_bank(client, bank), await add(client, bank)

    assert (await match(stranger_client, entry, row)).status_code == 404
    assert (await stranger_client.get(f"{PATH}/{entry['id']}/candidates")).status_code == 404
    assert len(await shown(client)) == 2


async def test_an_entry_brought_back_is_one_with_the_row_that_came_meanwhile(
    client: httpx.AsyncClient, bank: Bank
) -> None:
    entry = await add(client, bank, note="roof")
    await client.delete(f"{PATH}/{entry['id']}")
    row = await of_bank(client, bank, amount=Decimal(-60))

    back = (await client.post(f"{PATH}/{entry['id']}/restore")).raise_for_status().json()
    twice = await client.post(f"{PATH}/{entry['id']}/restore")

    assert [each["id"] for each in await shown(client)] == [back["id"]] == [row["id"]]
    assert (back["note"], back["matched_entry"]["description"]) == ("roof", "Anna's cheque")
    assert (twice.status_code, twice.json()["code"]) == (409, "entry_not_removed")


async def test_undoing_the_file_of_a_matched_row_leaves_the_banks(
    client: httpx.AsyncClient, bank: Bank
) -> None:
    row = await of_bank(client, bank)
    path = f"/api/accounts/{bank.account_ids['checking']}/imports"
    content = "Date,Description,Amount\n2026-11-20,ANNA,-60.00\n"
    made = (await client.post(path, json={"file_name": "a.csv", "content": content})).json()["made"]
    await client.post(f"/api/imports/{made['id']}/apply", json={})
    [brought] = [each for each in await shown(client) if each["origin"] == "import"]
    await match(client, brought, row)

    undone = (await client.post(f"/api/imports/{made['id']}/undo")).raise_for_status().json()

    [left] = await live_rows(bank.database, bank.home)
    assert (undone["removed"], undone["kept"]) == (0, 1)
    assert (str(left["id"]), left["entry"], left["import_id"]) == (row["id"], None, None)
