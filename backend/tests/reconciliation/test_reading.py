"""What the search looks at is what the tables say: steps, sisters, rows taken away."""

import datetime as dt
from decimal import Decimal
from typing import Any

import httpx
import pytest

from saldo.core.database import Database
from tests.factories.ledger import Bank, bank_account, bank_row
from tests.factories.workspaces import Home
from tests.fakes.clock import FixedClock
from tests.ledger.books import check


async def _drift_twice(bank: Bank, clock: FixedClock) -> None:
    """Lose a payment of the bank, and days later see another row twice; each is noticed by a sync."""
    first, second = (clock.now() - dt.timedelta(days=days) for days in (8, 2))
    await bank.state(bank_account(current=Decimal("957.90")), as_of=first)
    await check(bank, first)
    rows = [
        bank_row(name, date=second.date(), amount=Decimal(-13), description="CINEMA") for name in ("c1", "c2")
    ]
    await bank.apply(added=rows)
    await bank.state(bank_account(current=Decimal("944.90")), as_of=second)
    await check(bank, second)


async def test_two_causes_on_two_days_are_told_apart(
    client: httpx.AsyncClient, bank: Bank, clock: FixedClock
) -> None:
    await _drift_twice(bank, clock)

    answer = await client.post(f"/api/accounts/{bank.account_ids['checking']}/reconcile")

    found = answer.raise_for_status().json()
    first: dict[str, Any] = found["suggestions"][0]
    assert found["comparison"]["difference"] == "-29.10"
    assert (first["cause"], first["parts"]) == ("combination", ["duplicate", "missing"])
    assert sorted(fix["effect"] for fix in first["fixes"]) == ["-42.10", "13.00"]
    mended = await client.post(f"/api/reconciliations/suggestions/{first['id']}/apply")
    assert mended.json()["comparisons"][0]["status"] == "agrees"
    undone = await client.post(f"/api/reconciliations/suggestions/{first['id']}/undo")
    assert undone.json()["comparisons"][0]["difference"] == "-29.10"


ACCOUNT = "/api/accounts/{account}"
SUGGESTION = "/api/reconciliations/suggestions/{suggestion}"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (f"{ACCOUNT}/reconcile", None),
        ("/api/accounts/reconcile", None),
        (f"{SUGGESTION}/apply", None),
        (f"{SUGGESTION}/undo", None),
        (f"{SUGGESTION}/ignore", None),
        (
            "/api/reconciliations",
            {"account_id": "{account}", "closing_date": "2026-10-31", "closing_balance": "1"},
        ),
    ],
)
async def test_a_viewer_looks_and_mends_nothing(
    client: httpx.AsyncClient,
    bank: Bank,
    database: Database,
    workspace: Home,
    path: str,
    body: dict[str, str] | None,
) -> None:
    account = str(bank.account_ids["checking"])
    found = await client.post(f"/api/accounts/{account}/reconcile", json={"bank_balance": "957.90"})
    names = {"account": account, "suggestion": found.json()["suggestions"][0]["id"]}
    async with database.transaction(workspace.scope) as session:
        await (await session.connection()).exec_driver_sql("update workspace_members set role = 'viewer'")

    filled = {key: value.format(**names) for key, value in body.items()} if body else None
    answer = await client.post(path.format(**names), json=filled)

    assert (answer.status_code, answer.json()["code"]) == (403, "viewer_may_not_change")
    for looked_at in ("health", "balances", "suggestions"):
        assert (await client.get(f"/api/accounts/{account}/{looked_at}")).status_code == 200
