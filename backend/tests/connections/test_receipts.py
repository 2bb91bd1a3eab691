"""Every run leaves a sealed receipt, and the verification misses nothing that is changed afterwards."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg
import httpx
import pytest

from saldo.core.database import Database
from saldo.providers.bank import TryAgainLater
from saldo.receipts.sealing import Sealed, seal
from saldo.verify.verifying import verify
from tests.connections.conftest import Link
from tests.connections.test_drift import spend
from tests.fakes.bank import FakeBank, changed_while_paging

Tamper = Callable[[str], Awaitable[None]]


@pytest.fixture
async def told(linked: Link, bank: FakeBank) -> Link:
    """Return a connection with four runs behind it: a first one, one of each change, a failure, a restart."""
    spend(linked, "-10")
    spend(linked, "-3")
    linked.item.spoil("poison")
    await linked.run()
    rows = [row for kind, row in linked.item.log if kind == "added"]
    linked.item.remove(rows[0])  # type: ignore[arg-type]
    spend(linked, "-1")
    await linked.sync()
    bank.failures["fetch_changes"].append(TryAgainLater("the bank is busy", code="INSTITUTION_DOWN"))
    await linked.sync()
    linked.access.clock.advance(hours=2)  # type: ignore[attr-defined]
    bank.failures["fetch_changes"].append(changed_while_paging())
    await linked.sync()
    return linked


async def _receipts(client: httpx.AsyncClient, link: Link, query: str = "") -> list[dict[str, Any]]:
    answer = await client.get(f"/api/connections/{link.connection_id}/receipts{query}")
    receipts: list[dict[str, Any]] = answer.raise_for_status().json()["data"]
    return receipts


async def test_each_run_says_what_it_did(told: Link, client: httpx.AsyncClient) -> None:
    receipts = (await _receipts(client, told))[::-1]

    names = ("status", "added", "removed", "skipped", "restarts")
    assert [tuple(each[name] for name in names) for each in receipts] == [
        ("succeeded", 2, 0, 1, 0),
        ("succeeded", 1, 1, 0, 0),
        ("failed", 0, 0, 0, 0),
        ("succeeded", 0, 0, 0, 1),
    ]
    assert receipts[0]["skipped_rows"] == [{"id": "poison", "reason": "amount is missing"}]
    assert receipts[2]["error_code"] == "INSTITUTION_DOWN"
    [account] = receipts[1]["accounts"]
    assert (account["bank"], account["ledger"], account["difference"]) == ("86.00", "96.00", "-10.00")


async def test_receipts_form_a_chain(told: Link, client: httpx.AsyncClient) -> None:
    receipts = (await _receipts(client, told))[::-1]

    assert [each["number"] for each in receipts] == [1, 2, 3, 4]
    hashes = [each["hash"] for each in receipts]
    assert [each["previous_hash"] for each in receipts] == [None, *hashes[:-1]]
    assert all(each["is_intact"] for each in receipts)


async def test_receipts_come_in_pages_and_by_run(told: Link, client: httpx.AsyncClient) -> None:
    url = f"/api/connections/{told.connection_id}"
    first = (await client.get(f"{url}/receipts?limit=3")).json()
    rest = (await client.get(f"{url}/receipts?cursor={first['pagination']['next_cursor']}")).json()

    alone = await client.get(f"{url}/syncs/{first['data'][0]['sync_id']}/receipt")

    assert [each["number"] for each in (*first["data"], *rest["data"])] == [4, 3, 2, 1]
    assert alone.json() == first["data"][0]


async def test_the_receipts_of_others_do_not_exist(told: Link, stranger_client: httpx.AsyncClient) -> None:
    url = f"/api/connections/{told.connection_id}"
    sync = (await told.syncs())[0]

    answers = [
        await stranger_client.get(f"{url}/{path}") for path in ("receipts", f"syncs/{sync.id}/receipt")
    ]

    assert [answer.status_code for answer in answers] == [404, 404]


async def test_what_nobody_touched_verifies(told: Link, database: Database) -> None:
    await told.sync()

    assert await verify(database) == (1, [])


UUID_LENGTH = 36
COLUMNS = {
    "id": "gen_random_uuid()",
    "number": "number + 10",
    "recorded_at": "recorded_at + interval '1 microsecond'",
    "previous_hash": "'00'",
    "hash": "'00'",
}


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("column", COLUMNS)
async def test_a_changed_column_is_found(
    database: Database, superuser: asyncpg.Connection, column: str
) -> None:
    await superuser.execute(f"update sync_receipts set {column} = {COLUMNS[column]} where number = 2")

    assert "receipt" in str((await verify(database))[1])


@pytest.mark.usefixtures("told")
async def test_every_changed_field_is_found(database: Database, superuser: asyncpg.Connection) -> None:
    [stored] = await superuser.fetch("select * from sync_receipts where number = 2")
    body = json.loads(stored["body"])
    for path, changed in _variants(body):
        await superuser.execute(
            "update sync_receipts set body = $1::jsonb where number = 2", json.dumps(changed)
        )
        assert "do not fit the hash" in str((await verify(database))[1]), path
    await superuser.execute("update sync_receipts set body = $1::jsonb where number = 2", stored["body"])
    assert (await verify(database))[1] == []


@pytest.mark.usefixtures("told")
async def test_whoever_seals_anew_is_found_by_the_rows(
    database: Database, superuser: asyncpg.Connection
) -> None:
    [stored] = await superuser.fetch("select * from sync_receipts where number = 4")
    body = json.loads(stored["body"])
    unproven = {"format", "account.entries"}
    for path, changed in _variants(body):
        columns = {name: stored[name] for name in Sealed.__dataclass_fields__} | {"body": changed}
        await superuser.execute(
            "update sync_receipts set body = $1::jsonb, hash = $2 where number = 4",
            json.dumps(changed),
            seal(Sealed(**columns)),
        )
        assert path in unproven or (await verify(database))[1] != [], path


def _variants(body: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Change each field of a receipt in turn, those of its account as well, and take each away."""
    account = body["accounts"][0]
    variants = [(name, body | {name: _other(value)}) for name, value in body.items()]
    variants += [
        (f"account.{name}", body | {"accounts": [account | {name: _other(value)}]})
        for name, value in account.items()
    ]
    return variants


def _other(value: object) -> object:
    match value:
        case int():
            return value + 1
        case list():
            return [*value, {"id": None, "reason": "none"}]
        case None:
            return "2026-01-01"
        case str() if len(value) == UUID_LENGTH:
            return value[:-1] + ("0" if value[-1] != "0" else "1")
        case _:
            return "2026-02-02" if str(value).startswith("20") else "7.77"


FIGURES = {
    "a row's amount": "update transactions set amount = amount - 1",
    "a row that vanished": "delete from transactions where removed_at is null",
    "a day's sum": "update ledger_days set posted = posted + 1",
    "a day's pending": "update ledger_days set pending = 1",
    "a day's count": "update ledger_days set posted_count = 9",
    "a day that vanished": "delete from ledger_days",
    "the beginning": "update ledger_anchors set opening_balance = opening_balance + 1",
    "the beginning's day": "update ledger_anchors set opening_date = opening_date - 1",
    "a comparison": "update ledger_checks set bank_balance = 0",
    "a comparison's verdict": "update ledger_checks set status = 'unknown'",
    "a vanished comparison": "delete from ledger_checks",
    "a run's count": "update syncs set pages = pages + 1 where added = 2",
    "a receipt that vanished": "delete from sync_receipts where number = 2",
    "the newest receipt": "delete from sync_receipts where number = 4",
    "a row from nowhere": (
        "insert into ledger_days select account_id, 'EUR', date, workspace_id, 1, 0, 1, 0 from ledger_days"
    ),
}


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("what", FIGURES)
async def test_a_figure_that_no_longer_follows_from_rows_is_found(
    database: Database, superuser: asyncpg.Connection, what: str
) -> None:
    # As somebody with the keys to the database would: past every trigger.
    await superuser.execute(
        f"set session_replication_role = replica; {FIGURES[what]}; set session_replication_role = origin"
    )

    assert (await verify(database))[1] != []


@pytest.mark.usefixtures("told")
async def test_added_rows_are_counted_again_from_the_rows(
    database: Database, superuser: asyncpg.Connection
) -> None:
    await superuser.execute("update transactions set created_at = now() where removed_at is null")

    found = "\n".join(map(str, (await verify(database))[1]))

    assert "added is 2, the rows make 1" in found
    assert "added is 1, the rows make 0" in found
