"""One answer says of every account whether it agrees with its bank."""

from decimal import Decimal
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from saldo.core.database import Database
from tests.factories.ledger import Bank, bank_account, link_bank
from tests.factories.workspaces import Home
from tests.fakes.clock import FixedClock
from tests.ledger.books import anchor, check
from tests.workspaces.people import join

PATH = "/api/accounts/standings"
CHECKING, SAVINGS = bank_account(), bank_account("savings")


@pytest.fixture
async def bank(database: Database, workspace: Home, clock: FixedClock) -> Bank:
    """Return a bank with an account that agrees, one that is off, and one that was never compared."""
    bank = await link_bank(database, workspace, CHECKING, SAVINGS, as_of=clock.now())
    await anchor(bank, clock.now())
    off = bank_account(current=Decimal("957.90"))
    await bank.state(off, SAVINGS, as_of=clock.now())
    await check(bank, clock.now())
    await bank.state(off, SAVINGS, bank_account("new"), as_of=clock.now())
    return bank


def _by_account(answer: httpx.Response) -> dict[str, dict[str, Any]]:
    return {each["account_id"]: each for each in answer.raise_for_status().json()["data"]}


async def test_every_account_says_how_it_stands(
    client: httpx.AsyncClient, bank: Bank, clock: FixedClock
) -> None:
    found = _by_account(await client.get(PATH))

    shown = [found[str(bank.account_ids[name])] for name in ("checking", "savings", "new")]
    assert [each["status"] for each in shown] == ["off", "agrees", "unknown"]
    assert (shown[0]["difference"], shown[0]["off_since"]) == ("-42.10", clock.now().date().isoformat())
    assert [each["checked_at"] is None for each in shown] == [False, False, True]


async def test_the_standing_of_a_hidden_account_is_not_told(
    client: httpx.AsyncClient, app: FastAPI, database: Database, workspace: Home, bank: Bank
) -> None:
    guest = await join(app, database, workspace, "viewer")
    savings = str(bank.account_ids["savings"])
    share = {"account_id": savings, "user_id": str(guest.home.user_id), "access": "none"}
    (await client.put("/api/workspaces/current/shares", json=share)).raise_for_status()

    assert savings not in _by_account(await guest.call("GET", PATH))


@pytest.mark.usefixtures("bank")
async def test_a_stranger_sees_no_standings(stranger_client: httpx.AsyncClient) -> None:
    assert _by_account(await stranger_client.get(PATH)) == {}
