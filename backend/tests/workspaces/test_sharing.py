from datetime import UTC, datetime

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from saldo.core.database import SYSTEM, Database, workspace_scope
from saldo.events import service as events
from saldo.events.types import AccountBalanceUpdated
from saldo.mail.models import Mail
from saldo.mail.post import unseal
from tests.factories.ledger import Bank, bank_account, bank_row, link_bank, live_rows
from tests.factories.workspaces import Home
from tests.workspaces.people import Guest, join

SHARES = "/api/workspaces/current/shares"


@pytest.fixture
async def bank(database: Database, workspace: Home) -> Bank:
    """Return a bank with two accounts and a row on each."""
    bank = await link_bank(database, workspace, bank_account("checking"), bank_account("savings"))
    await bank.apply(added=[bank_row("a"), bank_row("b", account_id="savings")])
    return bank


@pytest.fixture
async def guest(app: FastAPI, database: Database, workspace: Home) -> Guest:
    return await join(app, database, workspace, "member")


async def _share(client: httpx.AsyncClient, bank: Bank, guest: Guest, access: str) -> httpx.Response:
    body = {
        "account_id": str(bank.account_ids["savings"]),
        "user_id": str(guest.home.user_id),
        "access": access,
    }
    return await client.put(SHARES, json=body)


async def _names(guest: Guest) -> list[str]:
    return sorted(one["name"] for one in (await guest.call("GET", "/api/accounts")).json()["data"])


async def test_a_hidden_account_does_not_exist_for_that_member(
    client: httpx.AsyncClient, bank: Bank, guest: Guest
) -> None:
    assert await _names(guest) == ["Checking", "Savings"]

    assert (await _share(client, bank, guest, "none")).status_code == 204

    savings = bank.account_ids["savings"]
    assert await _names(guest) == ["Checking"]
    assert (await guest.call("GET", f"/api/accounts/{savings}")).status_code == 404
    assert len((await guest.call("GET", "/api/transactions")).json()["data"]) == 1
    assert len((await client.get("/api/transactions")).json()["data"]) == 2


async def test_an_account_shared_for_reading_cannot_be_changed(
    client: httpx.AsyncClient, bank: Bank, guest: Guest, database: Database, workspace: Home
) -> None:
    await _share(client, bank, guest, "read")
    rows = {row["account_id"]: row["id"] for row in await live_rows(database, workspace)}
    note = {"note": "ours"}

    refused = await guest.call("PATCH", f"/api/transactions/{rows[bank.account_ids['savings']]}", note)
    allowed = await guest.call("PATCH", f"/api/transactions/{rows[bank.account_ids['checking']]}", note)

    assert await _names(guest) == ["Checking", "Savings"]
    assert (refused.status_code, refused.json()["code"]) == (403, "shared_for_reading")
    assert allowed.status_code == 200


async def test_workers_see_every_account(
    client: httpx.AsyncClient, bank: Bank, guest: Guest, database: Database, workspace: Home
) -> None:
    await _share(client, bank, guest, "none")

    async with database.transaction(workspace_scope(workspace.workspace_id)) as session:
        count = await (await session.connection()).exec_driver_sql("SELECT count(*) FROM accounts")
        assert count.scalar_one() == 2
    await bank.apply(added=[bank_row("c", account_id="savings")])
    assert len(await live_rows(database, workspace)) == 3


async def test_events_of_a_hidden_account_say_nothing(
    client: httpx.AsyncClient, bank: Bank, guest: Guest, database: Database, workspace: Home
) -> None:
    await _share(client, bank, guest, "none")
    before = (await client.get("/api/events?limit=500")).json()["last_sequence"]
    for name in ("savings", "checking"):
        event = AccountBalanceUpdated(
            account_id=bank.account_ids[name],
            currency="USD",
            current_balance="12.00",
            available_balance=None,
            balance_as_of=datetime.now(UTC),
        )
        async with database.transaction(workspace.scope) as session:
            await events.publish(session, workspace.workspace_id, event)

    seen = (await guest.call("GET", f"/api/events?after={before}")).json()["data"]

    assert [one["type"] for one in seen] == ["dashboard_update", "account_balance_updated"]
    assert str(bank.account_ids["savings"]) not in str(seen)


async def test_a_foreign_account_or_person_cannot_be_shared(
    stranger_client: httpx.AsyncClient, client: httpx.AsyncClient, bank: Bank, guest: Guest, stranger: Home
) -> None:
    foreign = await _share(stranger_client, bank, guest, "read")
    savings = str(bank.account_ids["savings"])
    unknown = await client.put(
        SHARES, json={"account_id": savings, "user_id": str(stranger.user_id), "access": "read"}
    )

    assert foreign.status_code == unknown.status_code == 404


async def test_shares_are_listed_and_leave_with_the_member(
    client: httpx.AsyncClient, bank: Bank, guest: Guest
) -> None:
    await _share(client, bank, guest, "none")
    await _share(client, bank, guest, "read")
    assert [one["access"] for one in (await client.get(SHARES)).json()["data"]] == ["read"]

    await client.delete(f"/api/workspaces/current/members/{guest.home.user_id}")

    assert (await client.get(SHARES)).json()["data"] == []


async def _invite(inviter: httpx.AsyncClient, guest: Home, shares: dict[str, str]) -> httpx.Response:
    body = {
        "email": guest.email,
        "shares": [{"account_id": each, "access": access} for each, access in shares.items()],
    }
    return await inviter.post("/api/workspaces/current/invitations", json=body)


async def _accept(app: FastAPI, workspace: Home, stranger_client: httpx.AsyncClient) -> list[str]:
    """Accept what the only letter offers, and return the names of the accounts one sees then."""
    resources = app.state.resources
    async with resources.database.transaction(SYSTEM) as session:
        mail = (await session.execute(text("SELECT * FROM mails"))).mappings().one()
    token = unseal(resources.vault, Mail(**mail)).partition("/invitation#")[2].split()[0]
    assert (await stranger_client.post("/api/invitations/accept", json={"token": token})).is_success
    there = {"X-Workspace-Id": str(workspace.workspace_id)}
    accounts = (await stranger_client.get("/api/accounts", headers=there)).json()["data"]
    return sorted(one["name"] for one in accounts)


async def test_an_invited_person_sees_from_the_first_look_on_what_was_shared(
    client: httpx.AsyncClient,
    app: FastAPI,
    bank: Bank,
    workspace: Home,
    stranger: Home,
    stranger_client: httpx.AsyncClient,
) -> None:
    hidden = {str(bank.account_ids["savings"]): "none"}
    foreign = await _invite(client, stranger, {str(stranger.workspace_id): "none"})
    assert (foreign.status_code, foreign.json()["code"]) == (404, "account_not_shareable")

    assert (await _invite(client, stranger, hidden)).status_code == 201

    assert await _accept(app, workspace, stranger_client) == ["Checking"]


async def test_nobody_shows_others_by_an_invitation_what_is_hidden_from_themselves(
    client: httpx.AsyncClient, app: FastAPI, bank: Bank, stranger: Home, stranger_client: httpx.AsyncClient
) -> None:
    helper = await join(app, app.state.resources.database, bank.home, "admin")
    await _share(client, bank, helper, "none")

    assert (await _invite(helper.http, stranger, {})).status_code == 201

    assert await _accept(app, bank.home, stranger_client) == ["Checking"]
