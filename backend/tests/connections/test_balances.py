"""Live balances of many accounts at once: each account hears what became of its own."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import httpx

from saldo.providers.bank import BankBalance, RateLimited
from tests.connections.conftest import MakeLink
from tests.fakes.bank import FakeBank


async def _refresh(client: httpx.AsyncClient) -> dict[str, Any]:
    """Ask for everything; return the accounts' results by name."""
    answer = (await client.post("/api/accounts/sync-balances")).raise_for_status().json()
    names = {each["id"]: each["name"] for each in (await client.get("/api/accounts")).json()["data"]}
    return {names[each["account_id"]]: each for each in answer["accounts"]}


async def test_each_account_hears_of_its_own_bank(client: httpx.AsyncClient, make_link: MakeLink) -> None:
    good = await make_link("Good", "Gone")
    bad = await make_link("Limited", institution_id="ins_2")
    for link in (good, bad):
        await link.run()
    good.item.accounts = [
        replace(good.item.accounts[0], balance=BankBalance(Decimal("7.50"), None, None, "USD"))
    ]
    bad.item.error = RateLimited("slow down", code="BALANCE_LIMIT", after_seconds=40)

    found = await _refresh(client)

    assert {name: each["status"] for name, each in found.items()} == {
        "Good": "refreshed",
        "Gone": "not_listed",
        "Limited": "failed",
    }
    assert found["Good"]["current_balance"] == "7.50"
    assert (found["Limited"]["error"]["code"], found["Limited"]["retry_after_seconds"]) == (
        "BALANCE_LIMIT",
        40,
    )
    assert found["Limited"]["current_balance"] == "100.00"


async def test_an_account_whose_link_ended_says_so(
    client: httpx.AsyncClient, make_link: MakeLink, bank: FakeBank
) -> None:
    link = await make_link("Old")
    await link.run()
    await client.delete(f"/api/connections/{link.connection_id}")
    (account,) = (await client.get("/api/accounts")).json()["data"]

    answer = await client.post("/api/accounts/sync-balances", json={"account_ids": [account["id"]]})

    (result,) = answer.json()["accounts"]
    assert (result["status"], result["error"]["code"]) == ("ended", "ENDED")
    assert "refresh_balances" not in bank.calls
