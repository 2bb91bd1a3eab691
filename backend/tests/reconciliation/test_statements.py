"""A statement is ticked off until nothing is lacking, signed, and watched from then on."""

import datetime as dt
from decimal import Decimal
from typing import Any

import asyncpg
import httpx
import pytest

from saldo.core.database import Database
from saldo.core.ids import new_id
from saldo.verify.verifying import verify
from tests.factories.ledger import Bank, bank_row, link_bank, live_rows, read_rows
from tests.factories.workspaces import Home
from tests.fakes.clock import FixedClock
from tests.ledger.books import anchor

FIRST, LAST = dt.date(2026, 10, 1), dt.date(2026, 10, 31)


@pytest.fixture
async def bank(database: Database, workspace: Home, clock: FixedClock) -> Bank:
    """Return a bank whose checking account holds 1,000.00 after three rows of October and one of November."""
    linked = await link_bank(database, workspace, as_of=clock.now())
    await linked.apply(
        added=[
            bank_row("rent", date=dt.date(2026, 10, 2), amount=Decimal(-800), description="RENT"),
            bank_row("pay", date=dt.date(2026, 10, 15), amount=Decimal(2000), description="PAY"),
            bank_row("food", date=dt.date(2026, 10, 30), amount=Decimal("-60.50"), description="FOOD"),
            bank_row("later", date=dt.date(2026, 11, 5), amount=Decimal(-9)),
            bank_row("pending", date=dt.date(2026, 10, 30), amount=Decimal(-5), pending=True),
        ]
    )
    await anchor(linked, clock.now())
    return linked


# 1,000.00 today, less what came and went since the first of October.
OPENING, CLOSING = "-130.50", "1009.00"


async def begin(client: httpx.AsyncClient, bank: Bank, **changes: Any) -> httpx.Response:
    body = {
        "account_id": str(bank.account_ids["checking"]),
        "opening_date": str(FIRST),
        "closing_date": str(LAST),
        "closing_balance": CLOSING,
    }
    return await client.post("/api/reconciliations", json=body | changes)


async def tick(
    client: httpx.AsyncClient, statement: dict[str, Any], *names: str, ticked: bool = True
) -> httpx.Response:
    ids = [row["id"] for row in statement["rows"] if row["description"] in names]
    url = f"/api/reconciliations/{statement['id']}/ticks"
    return await client.put(url, json={"transaction_ids": ids, "ticked": ticked})


async def lock(client: httpx.AsyncClient, statement: dict[str, Any], **body: Any) -> httpx.Response:
    return await client.post(f"/api/reconciliations/{statement['id']}/lock", json=body)


@pytest.fixture
async def signed(client: httpx.AsyncClient, bank: Bank) -> dict[str, Any]:
    """Return a locked statement of October."""
    statement = (await begin(client, bank)).raise_for_status().json()
    (await tick(client, statement, "RENT", "PAY", "FOOD")).raise_for_status()
    locked: dict[str, Any] = (await lock(client, statement)).raise_for_status().json()
    return locked


async def test_the_opening_balance_comes_from_the_ledger(client: httpx.AsyncClient, bank: Bank) -> None:
    answer = await begin(client, bank)

    statement = answer.json()
    assert answer.status_code == 201
    assert (statement["opening_balance"], statement["difference"]) == (OPENING, "1139.50")
    assert [row["description"] for row in statement["rows"]] == ["RENT", "PAY", "FOOD"]


async def test_ticking_brings_the_difference_down_and_back(client: httpx.AsyncClient, bank: Bank) -> None:
    statement = (await begin(client, bank)).json()

    steps = [
        (await tick(client, statement, "PAY")).json()["difference"],
        (await tick(client, statement, "RENT", "PAY")).json()["difference"],
        (await tick(client, statement, "PAY", ticked=False)).json()["difference"],
        (await tick(client, statement, "PAY", "FOOD")).json()["difference"],
    ]

    assert steps == ["-860.50", "-60.50", "1939.50", "0.00"]


async def test_a_statement_that_adds_up_is_signed(
    signed: dict[str, Any], client: httpx.AsyncClient, workspace: Home, database: Database
) -> None:
    again = (await lock(client, signed)).raise_for_status().json()

    assert (signed["status"], signed["locked_by"]) == ("locked", f"user:{workspace.user_id}")
    assert again["record_hash"] == signed["record_hash"]
    statement = "select action from audit_entries where action like 'reconciliation.%' order by id"
    deeds = await read_rows(database, workspace, statement)
    assert [deed["action"] for deed in deeds] == ["reconciliation.opened", "reconciliation.locked"]
    assert (await verify(database))[1] == []


async def test_a_difference_is_not_signed_away_but_by_an_adjusting_entry(
    client: httpx.AsyncClient, bank: Bank, database: Database, workspace: Home
) -> None:
    statement = (await begin(client, bank)).json()
    await tick(client, statement, "RENT", "PAY")

    refused = await lock(client, statement)
    locked = (await lock(client, statement, adjust=True)).raise_for_status().json()

    assert (refused.status_code, refused.json()["code"]) == (409, "difference_remains")
    assert (locked["status"], locked["difference"], locked["ticked_count"]) == ("locked", "0.00", 3)
    [adjustment] = [row for row in await live_rows(database, workspace) if row["origin"] == "adjustment"]
    assert (adjustment["amount"], adjustment["date"]) == (Decimal("-60.5"), LAST)
    assert str(adjustment["id"]) == locked["adjustment_id"]


async def test_what_changes_under_a_signature_is_shown(
    signed: dict[str, Any], client: httpx.AsyncClient, bank: Bank
) -> None:
    await bank.apply(
        modified=[bank_row("rent", date=dt.date(2026, 10, 2), amount=Decimal(-850), description="RENT")],
        removed=["food"],
        added=[bank_row("late", date=dt.date(2026, 10, 20), amount=Decimal(-3), description="LATE")],
    )

    shown = (await client.get(f"/api/reconciliations/{signed['id']}")).json()
    health = (await client.get(f"/api/accounts/{bank.account_ids['checking']}/health")).json()

    changes = {(each["kind"], each["description"]): each for each in shown["changes"]}
    assert changes.keys() == {("changed", "RENT"), ("removed", "FOOD"), ("arrived", "LATE")}
    assert changes["changed", "RENT"]["amount_before"] == "-800.00"
    assert changes["changed", "RENT"]["amount_now"] == "-850.00"
    assert shown["record_hash"] == signed["record_hash"]
    [part] = [part for part in health["parts"] if part["name"] == "statements"]
    assert (part["score"], part["next_step"]) == (0, "review_statements")


async def test_reopening_says_what_changed_and_lets_one_tick_again(
    signed: dict[str, Any], client: httpx.AsyncClient, bank: Bank
) -> None:
    await bank.apply(removed=["food"])

    reopened = (await client.post(f"/api/reconciliations/{signed['id']}/reopen")).raise_for_status().json()
    twice = await client.post(f"/api/reconciliations/{signed['id']}/reopen")

    assert [(each["kind"], each["description"]) for each in reopened["changes"]] == [("removed", "FOOD")]
    assert (reopened["status"], reopened["difference"]) == ("open", "-60.50")
    assert (twice.status_code, twice.json()["code"]) == (409, "reconciliation_not_locked")


async def test_the_next_statement_goes_on_where_the_last_one_ended(
    signed: dict[str, Any], client: httpx.AsyncClient, bank: Bank
) -> None:
    body = {
        "account_id": str(bank.account_ids["checking"]),
        "closing_date": "2026-11-20",
        "closing_balance": "1000",
    }

    following = (await client.post("/api/reconciliations", json=body)).raise_for_status().json()

    assert (following["opening_date"], following["opening_balance"]) == ("2026-11-01", "1009.00")
    assert [row["date"] for row in following["rows"]] == ["2026-11-05"]
    listed = (await client.get("/api/reconciliations?limit=1")).json()
    rest = (await client.get(f"/api/reconciliations?cursor={listed['pagination']['next_cursor']}")).json()
    assert [each["id"] for each in (*listed["data"], *rest["data"])] == [following["id"], signed["id"]]


async def test_one_statement_at_a_time_and_the_same_one_twice_is_one(
    client: httpx.AsyncClient, bank: Bank
) -> None:
    first = (await begin(client, bank)).json()

    same, other = await begin(client, bank), await begin(client, bank, closing_balance="1")

    assert same.json()["id"] == first["id"]
    assert (other.status_code, other.json()["code"]) == (409, "reconciliation_open")
    assert (await client.delete(f"/api/reconciliations/{first['id']}")).status_code == 204
    assert (await begin(client, bank, closing_balance="1")).status_code == 201


async def test_a_locked_statement_does_not_change(signed: dict[str, Any], client: httpx.AsyncClient) -> None:
    answers = [
        await tick(client, signed, "PAY", ticked=False),
        await client.delete(f"/api/reconciliations/{signed['id']}"),
    ]

    assert [(each.status_code, each.json()["code"]) for each in answers] == [
        (409, "reconciliation_locked")
    ] * 2


async def test_only_rows_of_the_statement_can_be_ticked(
    client: httpx.AsyncClient, bank: Bank, database: Database, workspace: Home
) -> None:
    statement = (await begin(client, bank)).json()
    late = [row for row in await live_rows(database, workspace) if row["date"] > LAST or row["pending"]]

    for identity in [*(row["id"] for row in late), new_id()]:
        url = f"/api/reconciliations/{statement['id']}/ticks"
        answer = await client.put(url, json={"transaction_ids": [str(identity)]})
        assert (answer.status_code, answer.json()["code"]) == (400, "row_not_on_statement")


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"opening_date": "2026-11-30"}, 400, "reconciliation_invalid"),
        ({"closing_date": "2099-01-31"}, 400, "reconciliation_invalid"),
        ({"closing_balance": "1e40"}, 422, "validation_failed"),
        ({"account_id": "01a1fd4e-bba4-775e-b4d4-3361316c04ae"}, 404, "account_not_found"),
    ],
)
async def test_what_makes_no_sense_is_refused(
    client: httpx.AsyncClient, bank: Bank, changes: dict[str, str], status: int, code: str
) -> None:
    answer = await begin(client, bank, **changes)

    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_statements_of_others_do_not_exist(
    signed: dict[str, Any], stranger_client: httpx.AsyncClient
) -> None:
    url = f"/api/reconciliations/{signed['id']}"

    answers = [
        await stranger_client.get(url),
        await stranger_client.delete(url),
        await stranger_client.post(f"{url}/lock"),
        await stranger_client.post(f"{url}/reopen"),
        await tick(stranger_client, signed, "PAY"),
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert (await stranger_client.get("/api/reconciliations")).json()["data"] == []


@pytest.mark.usefixtures("signed")
@pytest.mark.parametrize(
    "tampering",
    [
        "record = jsonb_set(record, '{rows, 0, amount}', '\"-801.00\"')",
        "record_hash = '00'",
        "closing_balance = closing_balance + 1",
        "locked_by = 'user:somebody else'",
    ],
)
async def test_a_forged_signature_is_found(
    database: Database, superuser: asyncpg.Connection, tampering: str
) -> None:
    await superuser.execute(f"update reconciliations set {tampering}")

    assert "statement" in str((await verify(database))[1])
