"""Tables that hold the rows of several accounts: only those of one come in, unless a person says else."""

from typing import Any

import httpx
import pytest

from saldo.core.database import Database
from tests.factories.ledger import Bank, bank_account, link_bank, live_rows
from tests.factories.workspaces import Home
from tests.fakes.clock import FixedClock

HEADER = "Date,Account,Description,Amount"
COFFEE, TRAM, RENT = "2026-11-18,{},COFFEE,-4.50", "2026-11-19,{},TRAM,-2.00", "2026-11-20,{},RENT,-900.00"


@pytest.fixture
async def bank(database: Database, workspace: Home, clock: FixedClock) -> Bank:
    account = bank_account(mask="0042", name="Everyday")
    return await link_bank(database, workspace, account, as_of=clock.now())


async def draft(client: httpx.AsyncClient, bank: Bank, *names: str) -> dict[str, Any]:
    lines = [row.format(name) for row, name in zip((COFFEE, TRAM, RENT), names, strict=True)]
    file = {"file_name": "all.csv", "content": "\n".join([HEADER, *lines])}
    path = f"/api/accounts/{bank.account_ids['checking']}/imports"
    preview: dict[str, Any] = (await client.post(path, json=file)).raise_for_status().json()
    return preview


def words(preview: dict[str, Any]) -> list[str]:
    return [row["description"] for row in preview["rows"]]


@pytest.mark.parametrize(
    ("own", "other"),
    [("everyday", "Savings"), ("Checking (...0042)", "Savings (...7777)"), ("DE 1234 0042", "DE 1234 7777")],
)
async def test_the_rows_of_this_account_are_taken(
    client: httpx.AsyncClient, bank: Bank, own: str, other: str
) -> None:
    preview = await draft(client, bank, own, other, own)

    assert preview["account"] == 0
    assert [each["rows"] for each in preview["accounts"]] == [2, 1]
    assert words(preview) == ["COFFEE", "RENT"]


async def test_where_nothing_tells_a_person_says_which_is_meant(
    client: httpx.AsyncClient, bank: Bank
) -> None:
    preview = await draft(client, bank, "Joint", "Holiday", "Joint")
    path = f"/api/imports/{preview['made']['id']}"

    refused = await client.post(f"{path}/apply", json={})
    chosen = (await client.put(f"{path}/account", json={"account": 0})).raise_for_status().json()
    (await client.post(f"{path}/apply", json={"account": 0})).raise_for_status()

    assert [each["name"] for each in preview["accounts"]] == ["Joint", "Holiday"]
    assert (preview["account"], preview["rows"]) == (None, [])
    assert (refused.status_code, refused.json()["code"]) == (409, "import_account_open")
    assert words(chosen) == ["COFFEE", "RENT"]
    shown = {row["description"] for row in await live_rows(bank.database, bank.home)}
    assert shown == {"COFFEE", "RENT"}


async def test_all_are_taken_when_a_person_says_so(client: httpx.AsyncClient, bank: Bank) -> None:
    preview = await draft(client, bank, "Joint", "Holiday", "Joint")
    path = f"/api/imports/{preview['made']['id']}"

    reading = preview["reading"] | {"account_column": None}
    whole = (await client.put(f"{path}/reading", json=reading)).raise_for_status().json()
    back = (await client.put(f"{path}/reading", json=preview["reading"])).raise_for_status().json()

    assert (whole["accounts"], words(whole)) == ([], ["COFFEE", "TRAM", "RENT"])
    assert (back["account"], back["rows"]) == (None, [])


async def test_another_reading_keeps_the_account_that_was_chosen(
    client: httpx.AsyncClient, bank: Bank
) -> None:
    preview = await draft(client, bank, "Joint", "Holiday", "Joint")
    path = f"/api/imports/{preview['made']['id']}"
    await client.put(f"{path}/account", json={"account": 1})

    reading = preview["reading"] | {"is_inverted": True}
    again = (await client.put(f"{path}/reading", json=reading)).raise_for_status().json()

    assert [row["amount"] for row in again["rows"]] == ["2.00"]


async def test_a_reading_that_sees_other_accounts_forgets_the_one_that_was_chosen(
    client: httpx.AsyncClient, bank: Bank
) -> None:
    preview = await draft(client, bank, "Joint", "Holiday", "Joint")
    path = f"/api/imports/{preview['made']['id']}"
    await client.put(f"{path}/account", json={"account": 1})

    reading = preview["reading"] | {"header_line": 3}
    again = (await client.put(f"{path}/reading", json=reading)).raise_for_status().json()

    assert [each["name"] for each in again["accounts"]] == ["Joint"]
    assert (again["account"], words(again)) == (0, ["RENT"])


async def test_a_column_of_hundreds_of_values_is_none_of_accounts(
    client: httpx.AsyncClient, bank: Bank
) -> None:
    rows = [f"2026-11-19,SHOP {number},-1" for number in range(60)]
    file = {"file_name": "a.csv", "content": "\n".join(["Date,Description,Amount", *rows])}
    made = (await client.post(f"/api/accounts/{bank.account_ids['checking']}/imports", json=file)).json()

    reading = made["reading"] | {"account_column": 1}
    answer = await client.put(f"/api/imports/{made['made']['id']}/reading", json=reading)

    assert (answer.status_code, answer.json()["code"]) == (400, "import_reading_wrong")
