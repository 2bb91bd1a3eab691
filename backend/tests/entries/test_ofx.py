"""OFX and QFX files: rows go by the ids their bank gave them, and only into the account they are of."""

import secrets
from decimal import Decimal
from typing import Any

import httpx
import pytest

from saldo.core.database import Database
from saldo.events.models import WorkspaceEvent
from saldo.transactions import correcting
from tests.factories.ledger import Bank, bank_account, bank_row, link_bank, live_rows, read_rows
from tests.factories.workspaces import Home
from tests.fakes.clock import FixedClock

Row = tuple[str, str, str, str]
COFFEE: Row = ("f1", "20261118", "-4.50", "COFFEE")
TRAM: Row = ("f2", "20261119", "-2.00", "TRAM")


@pytest.fixture
async def bank(database: Database, workspace: Home, clock: FixedClock) -> Bank:
    accounts = (bank_account(mask="0042"), bank_account("savings", mask="7777"))
    return await link_bank(database, workspace, *accounts, as_of=clock.now())


def statement(number: str, *rows: Row, kind: str = "CHECKING") -> str:
    stated = "".join(
        f"<STMTTRN><DTPOSTED>{day}120000<TRNAMT>{amount}<FITID>{name}<NAME>{text}"
        "<BANKACCTTO><ACCTID>999000111</BANKACCTTO></STMTTRN>\n"
        for name, day, amount, text in rows
    )
    return (
        f"<STMTRS><BANKACCTFROM><BANKID>1<ACCTID>{number}<ACCTTYPE>{kind}</BANKACCTFROM>\n"
        f"<BANKTRANLIST>{stated}</BANKTRANLIST></STMTRS>\n"
    )


def ofx(*statements: str) -> str:
    return f"OFXHEADER:100\n\n<OFX>{''.join(statements)}</OFX>"


async def draft(
    client: httpx.AsyncClient, bank: Bank, content: str, account: str = "checking"
) -> dict[str, Any]:
    path = f"/api/accounts/{bank.account_ids[account]}/imports"
    answer = await client.post(path, json={"file_name": "bank.ofx", "content": content})
    preview: dict[str, Any] = answer.raise_for_status().json()
    return preview


async def bring(client: httpx.AsyncClient, bank: Bank, *rows: Row, **choice: Any) -> dict[str, Any]:
    preview = await draft(client, bank, ofx(statement("10042", *rows)))
    path = f"/api/imports/{preview['made']['id']}/apply"
    made: dict[str, Any] = (await client.post(path, json=choice)).raise_for_status().json()
    return made


async def test_a_file_that_overlaps_another_brings_only_what_is_new(
    client: httpx.AsyncClient, bank: Bank
) -> None:
    # The second tram is another ride, on a day that a match by day and amount would take for the same.
    later: Row = ("f3", "20261120", "-2.00", "TRAM")

    added = [
        (await bring(client, bank, *rows))["added"] for rows in [(COFFEE, TRAM), (TRAM, later), (later,)]
    ]

    assert added == [2, 1, 0]


async def test_amounts_may_have_a_comma_and_the_row_is_the_same_with_a_point(
    client: httpx.AsyncClient, bank: Bank
) -> None:
    comma: Row = ("f1", "20261118", "-4,50", "COFFEE")
    unclear: Row = ("f4", "20261119", "-1,234", "RENT")

    first = await bring(client, bank, comma, unclear)
    again = await bring(client, bank, COFFEE)

    assert (first["added"], [row["reason"] for row in first["rejected"]]) == (
        1,
        ["“-1,234” is no amount"],
    )
    assert again["added"] == 0
    assert [row["amount"] for row in await live_rows(bank.database, bank.home)] == [Decimal("-4.50")]


async def test_a_row_is_known_though_a_person_has_changed_it(client: httpx.AsyncClient, bank: Bank) -> None:
    await bring(client, bank, COFFEE)
    [row] = await live_rows(bank.database, bank.home)
    told = {"date": "2026-08-01", "amount": "-9", "name": "Something else"}
    (await client.put(f"/api/transactions/{row['id']}/entry", json=told)).raise_for_status()

    again = await draft(client, bank, ofx(statement("10042", COFFEE)))

    assert again["rows"][0]["duplicate_of"]["date"] == "2026-08-01"


async def test_a_row_is_known_though_it_was_moved_to_another_account(
    client: httpx.AsyncClient, bank: Bank, database: Database, workspace: Home
) -> None:
    await bring(client, bank, COFFEE)
    [row] = await live_rows(bank.database, bank.home)
    async with database.transaction(workspace.scope) as session:
        await correcting.move(session, workspace.workspace_id, row["id"], bank.account_ids["savings"])

    assert (await bring(client, bank, COFFEE, TRAM))["added"] == 1


@pytest.mark.parametrize("by_hand", [True, False])
async def test_a_row_is_known_once_the_bank_speaks_for_it(
    client: httpx.AsyncClient, bank: Bank, *, by_hand: bool
) -> None:
    if by_hand:
        await bank.apply(added=[bank_row("b", amount=Decimal(-5), description="LATTE")])
    await bring(client, bank, COFFEE)
    rows = {row["origin"]: row for row in await live_rows(bank.database, bank.home)}
    if by_hand:
        given = {"bank_transaction_id": str(rows["bank"]["id"])}
        await client.post(f"/api/transactions/{rows['import']['id']}/match", json=given)
    else:
        await bank.apply(added=[bank_row("b", amount=Decimal("-4.50"), description="LATTE")])

    assert (await bring(client, bank, COFFEE))["added"] == 0
    assert [row["description"] for row in await live_rows(bank.database, bank.home)] == ["LATTE"]


async def test_a_bank_that_makes_its_ids_anew_brings_nothing_twice(
    client: httpx.AsyncClient, bank: Bank
) -> None:
    await bring(client, bank, COFFEE, TRAM)

    again = await bring(client, bank, ("x1", *COFFEE[1:]), ("x2", *TRAM[1:]))

    assert again["added"] == 0


async def test_rows_that_share_an_id_are_all_there(client: httpx.AsyncClient, bank: Bank) -> None:
    same = ("0", *COFFEE[1:])

    first = await bring(client, bank, same, same, ("0", *TRAM[1:]))
    second = await bring(client, bank, same, same, ("0", *TRAM[1:]))

    assert (first["added"], second["added"]) == (3, 0)


async def test_an_id_of_absurd_length_holds_nothing_up(client: httpx.AsyncClient, bank: Bank) -> None:
    # Random, or PostgreSQL would press it into the index all the same.
    long = (secrets.token_hex(6_000), *COFFEE[1:])

    assert [(await bring(client, bank, long))["added"] for _ in range(2)] == [1, 0]


async def test_an_import_that_was_undone_can_be_made_again(client: httpx.AsyncClient, bank: Bank) -> None:
    made = await bring(client, bank, COFFEE)
    await client.post(f"/api/imports/{made['id']}/undo")

    assert (await bring(client, bank, COFFEE))["added"] == 1


async def test_of_several_accounts_the_one_of_this_number_is_taken(
    client: httpx.AsyncClient, bank: Bank
) -> None:
    content = ofx(statement("17777", TRAM, kind="SAVINGS"), statement("10042", COFFEE))

    preview = await draft(client, bank, content)

    assert preview["accounts"] == [
        {"number": 0, "name": "Savings ··7777", "rows": 1, "is_like": False},
        {"number": 1, "name": "Checking ··0042", "rows": 1, "is_like": True},
    ]
    assert (preview["account"], [row["description"] for row in preview["rows"]]) == (1, ["COFFEE"])


async def test_when_no_number_tells_a_person_says_which_account_is_meant(
    client: httpx.AsyncClient, bank: Bank
) -> None:
    preview = await draft(client, bank, ofx(statement("1", TRAM), statement("2", COFFEE)))
    path = f"/api/imports/{preview['made']['id']}"

    refused = await client.post(f"{path}/apply", json={})
    chosen = (await client.put(f"{path}/account", json={"account": 1})).raise_for_status().json()
    beyond = await client.put(f"{path}/account", json={"account": 2})
    stale = await client.post(f"{path}/apply", json={"account": 0})
    made = (await client.post(f"{path}/apply", json={"account": 1})).raise_for_status().json()

    assert (preview["account"], preview["rows"]) == (None, [])
    assert (refused.status_code, refused.json()["code"]) == (409, "import_account_open")
    assert [row["description"] for row in chosen["rows"]] == ["COFFEE"]
    assert (beyond.status_code, beyond.json()["code"]) == (400, "import_reading_wrong")
    assert (stale.status_code, stale.json()["code"]) == (409, "import_reread")
    assert made["added"] == 1
    assert [row["description"] for row in await live_rows(bank.database, bank.home)] == ["COFFEE"]


async def test_a_file_of_another_account_says_so(client: httpx.AsyncClient, bank: Bank) -> None:
    preview = await draft(client, bank, ofx(statement("17777", TRAM)))

    assert [(each["name"], each["is_like"]) for each in preview["accounts"]] == [("Checking ··7777", False)]
    assert len(preview["rows"]) == 1


async def test_undoing_tells_every_account_whose_figures_change(
    client: httpx.AsyncClient, bank: Bank, database: Database, workspace: Home
) -> None:
    made = await bring(client, bank, COFFEE, TRAM)
    [coffee, _] = await live_rows(bank.database, bank.home)
    async with database.transaction(workspace.scope) as session:
        await correcting.move(session, workspace.workspace_id, coffee["id"], bank.account_ids["savings"])

    await client.post(f"/api/imports/{made['id']}/undo")

    told = f"select data from {WorkspaceEvent.__tablename__} order by sequence desc limit 1"
    [event] = await read_rows(database, workspace, told)
    assert set(event["data"]["account_ids"]) == {str(each) for each in bank.account_ids.values()}
