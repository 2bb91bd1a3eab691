"""Many accounts compared at once: each tells of itself, and a last event of the end."""

from decimal import Decimal

import asyncpg
import httpx

from saldo.core.database import Database
from saldo.core.ids import new_id
from tests.factories.ledger import Bank, bank_account, read_rows
from tests.factories.workspaces import Home
from tests.fakes.clock import FixedClock

TOLD = """
select type, data from workspace_events
where type in ('account_reconciled', 'bulk_reconciliation_complete') order by sequence
"""


async def test_every_account_is_compared_and_told_of(
    client: httpx.AsyncClient, bank: Bank, database: Database, workspace: Home, clock: FixedClock
) -> None:
    await bank.state(bank_account(current=Decimal("957.90")), as_of=clock.now())
    before = len(await read_rows(database, workspace, TOLD))

    results = (await client.post("/api/accounts/reconcile")).raise_for_status().json()["results"]

    outcome = {each["account_id"]: (each["status"], each["difference"]) for each in results}
    assert outcome == {
        str(bank.account_ids["checking"]): ("off", "-42.10"),
        str(bank.account_ids["savings"]): ("agrees", "0.00"),
        str(bank.account_ids["card"]): ("agrees", "0.00"),
    }
    told = (await read_rows(database, workspace, TOLD))[before:]
    assert [event["type"] for event in told] == [
        *["account_reconciled"] * 3,
        "bulk_reconciliation_complete",
    ]
    assert (told[-1]["data"]["reconciled"], told[-1]["data"]["failed"]) == (3, 0)


async def test_an_account_that_fails_is_its_own_failure(
    client: httpx.AsyncClient, bank: Bank, superuser: asyncpg.Connection
) -> None:
    locked = bank.account_ids["checking"]
    async with superuser.transaction():
        # Held by somebody else for longer than a request waits.
        await superuser.execute("select from reconciliation_suggestions")
        await superuser.execute("lock table ledger_checks in access exclusive mode")

        answer = await client.post("/api/accounts/reconcile", json={"account_ids": [str(locked)]})

    [result] = answer.raise_for_status().json()["results"]
    assert (result["status"], result["account_id"]) == ("failed", str(locked))
    assert "database" in result["error"]


async def test_one_foreign_account_stops_all(
    client: httpx.AsyncClient, bank: Bank, database: Database, workspace: Home
) -> None:
    before = await read_rows(database, workspace, TOLD)
    wanted = [str(bank.account_ids["card"]), str(new_id())]

    answer = await client.post("/api/accounts/reconcile", json={"account_ids": wanted})

    assert (answer.status_code, answer.json()["code"]) == (404, "account_not_found")
    assert await read_rows(database, workspace, TOLD) == before
