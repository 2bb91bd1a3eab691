import asyncpg
import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from saldo.audit.verifying import verify
from saldo.connections import jobs as bank_jobs
from saldo.connections.bank_access import BankAccess
from saldo.core.database import Database, workspace_scope
from saldo.privacy import erasing, jobs, tasks  # noqa: F401 - registers the handlers
from saldo.providers.bank import TryAgainLater
from tests.connections.conftest import Link, do_promised
from tests.factories.workspaces import Home
from tests.fakes.bank import FakeBank, bank_transaction
from tests.fakes.clock import FixedClock
from tests.fakes.courier import RecordingCourier
from tests.workspaces.people import join

ME = "/api/privacy/me"
NAME = "Zebulon Quagmire"


@pytest.fixture
async def lived_in(client: httpx.AsyncClient, linked: Link) -> Link:
    """Return a bank with rows, of a person with a name of their own who has done things."""
    linked.item.add(*(bank_transaction(linked.item.accounts[0]) for _ in range(3)))
    await linked.run()
    await client.patch("/api/profile", json={"display_name": NAME}, headers={"User-Agent": "Zebrafox"})
    return linked


async def _all_text(superuser: asyncpg.Connection) -> str:
    tables = await superuser.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    texts = []
    for row in tables:
        found = await superuser.fetch(f'SELECT t::text AS line FROM "{row["tablename"]}" t')
        texts += [f"{row['tablename']}: {one['line']}" for one in found]
    return "\n".join(texts)


async def _go(access: BankAccess, courier: RecordingCourier) -> None:
    """Do what the workers would, until all is done."""
    for _ in range(3):
        await erasing.erase_due(access)
        await do_promised(access, courier, bank_jobs.REMOVE_ITEM)


async def test_after_an_erasure_nothing_is_left_but_a_record_that_verifies(
    client: httpx.AsyncClient,
    lived_in: Link,
    access: BankAccess,
    courier: RecordingCourier,
    superuser: asyncpg.Connection,
    workspace: Home,
) -> None:
    assert (await client.delete(ME)).status_code == 202
    assert (await client.get("/api/auth/me")).status_code == 401

    await _go(access, courier)

    left = await _all_text(superuser)
    assert isinstance(access.bank, FakeBank)
    assert access.bank.items == {}
    for personal in (NAME, workspace.email, "Zebrafox", str(lived_in.item.accounts[0].name)):
        assert personal not in left, personal
    tables = {line.partition(":")[0] for line in left.splitlines() if str(workspace.workspace_id) in line}
    assert tables == {"audit_entries", "audit_heads"}
    assert (await verify(access.database, access.vault)).findings == []


@pytest.mark.usefixtures("lived_in")
async def test_a_bank_that_cannot_be_reached_is_told_first(
    client: httpx.AsyncClient,
    access: BankAccess,
    courier: RecordingCourier,
    bank: FakeBank,
    clock: FixedClock,
    superuser: asyncpg.Connection,
) -> None:
    bank.failures["remove_item"].append(TryAgainLater("down", code="INTERNAL_SERVER_ERROR"))
    await client.delete(ME)

    await _go(access, courier)
    assert await superuser.fetchval("SELECT count(*) FROM users") == 1

    clock.advance(hours=2)
    rows = await superuser.fetch("SELECT id FROM item_removals WHERE removed_at IS NULL")
    courier.messages += [bank_jobs.removal_job(row["id"]) for row in rows]
    await do_promised(access, courier, bank_jobs.REMOVE_ITEM)
    await _go(access, courier)
    assert bank.items == {}
    assert await superuser.fetchval("SELECT count(*) FROM users") == 0


async def test_whoever_shares_a_workspace_hands_it_over_first(
    client: httpx.AsyncClient, app: FastAPI, database: Database, workspace: Home
) -> None:
    await join(app, database, workspace, "member")

    answer = await client.delete(ME)

    assert (answer.status_code, answer.json()["code"]) == (409, "hand_over_first")
    name = (await client.get("/api/auth/me")).json()["workspace"]["name"]
    assert f"“{name}”" in answer.json()["detail"]
    assert (await client.get("/api/auth/me")).status_code == 200


async def test_others_keep_their_workspace(
    app: FastAPI,
    database: Database,
    stranger: Home,
    stranger_client: httpx.AsyncClient,
    access: BankAccess,
    courier: RecordingCourier,
) -> None:
    guest = await join(app, database, stranger, "member")
    guest.http.headers.pop("X-Workspace-Id")

    assert (await guest.call("DELETE", ME)).status_code == 202
    await _go(access, courier)

    members = (await stranger_client.get("/api/workspaces/current/members")).json()["data"]
    assert [one["user_id"] for one in members] == [str(stranger.user_id)]
    async with database.transaction(workspace_scope(stranger.workspace_id)) as session:
        actions = (await session.execute(text("SELECT action FROM audit_entries"))).scalars().all()
    assert "member.erased" in actions


async def test_erasing_asks_for_a_fresh_proof(
    client: httpx.AsyncClient, database: Database, workspace: Home
) -> None:
    async with database.transaction(workspace.scope) as session:
        await session.execute(text("UPDATE sessions SET proven_at = proven_at - interval '11 minutes'"))

    answer = await client.delete(ME)

    assert (answer.status_code, answer.json()["code"]) == (403, "proof_needed")
