import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from saldo.connections.bank_access import BankAccess
from saldo.core.clock import Clock
from saldo.core.database import SYSTEM, Database
from saldo.core.encryption import Vault
from saldo.privacy import erasing
from tests.factories.workspaces import Home
from tests.fakes.bank import FakeBank
from tests.fakes.clock import FixedClock

USERS = "/api/admin/users"
CLIENT = {"name": "Bot", "permissions": ["accounts:read"], "expires_in_days": 30}


@pytest.fixture
async def admin(client: httpx.AsyncClient, database: Database, workspace: Home) -> httpx.AsyncClient:
    """Return a client of someone who looks after the installation."""
    async with database.transaction(SYSTEM) as session:
        await session.execute(
            text("UPDATE users SET is_administrator = true WHERE id = :id"), {"id": workspace.user_id}
        )
    return client


def _access(database: Database, vault: Vault, clock: Clock) -> BankAccess:
    return BankAccess(database, FakeBank(), vault, clock)


@pytest.mark.parametrize("path", ["users", "audit", "requests", "erasures", "jobs"])
async def test_an_owner_of_a_workspace_is_no_administrator(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(f"/api/admin/{path}")

    assert (answer.status_code, answer.json()["code"]) == (403, "permission_missing")


async def test_people_are_searched_by_name_or_address(admin: httpx.AsyncClient, stranger: Home) -> None:
    everyone = (await admin.get(USERS)).json()["data"]
    found = (await admin.get(USERS, params={"search": stranger.email[:20].upper()})).json()["data"]
    nobody = (await admin.get(USERS, params={"search": "100%"})).json()["data"]

    assert len(everyone) == 2
    assert [one["id"] for one in found] == [str(stranger.user_id)]
    assert nobody == []


async def test_one_person_is_shown(admin: httpx.AsyncClient, stranger: Home) -> None:
    shown = (await admin.get(f"{USERS}/{stranger.user_id}")).json()
    nobody = await admin.get(f"{USERS}/{stranger.workspace_id}")

    assert (shown["email"], shown["workspaces"], shown["deleted_at"]) == (stranger.email, 1, None)
    assert (nobody.status_code, nobody.json()["code"]) == (404, "person_not_found")


@pytest.mark.usefixtures("admin")
async def test_a_page_knows_whether_it_is_an_administrators(
    client: httpx.AsyncClient, stranger_client: httpx.AsyncClient
) -> None:
    assert (await client.get("/api/auth/me")).json()["user"]["is_administrator"] is True
    assert (await stranger_client.get("/api/auth/me")).json()["user"]["is_administrator"] is False


async def test_people_are_listed_in_pages(admin: httpx.AsyncClient, stranger: Home) -> None:
    first = (await admin.get(f"{USERS}?limit=1")).json()
    second = (await admin.get(f"{USERS}?limit=1&cursor={first['pagination']['next_cursor']}")).json()

    ids = {first["data"][0]["id"], second["data"][0]["id"]}
    assert len(ids) == 2
    assert str(stranger.user_id) in ids


async def test_a_deleted_person_is_out_and_can_be_restored(
    admin: httpx.AsyncClient, stranger: Home, stranger_client: httpx.AsyncClient
) -> None:
    person = f"{USERS}/{stranger.user_id}"

    assert (await admin.delete(person)).status_code == 204
    assert (await stranger_client.get("/api/auth/me")).status_code == 401
    assert [one["id"] for one in (await admin.get(f"{USERS}?deleted=true")).json()["data"]] == [
        str(stranger.user_id)
    ]
    assert (await admin.post(f"{person}/restore")).status_code == 204
    assert (await admin.get(f"{USERS}?deleted=true")).json()["data"] == []
    again = await admin.post(f"{person}/restore")
    assert (again.status_code, again.json()["code"]) == (404, "person_not_found")


async def test_a_deleted_person_is_erased_when_the_time_has_passed(
    admin: httpx.AsyncClient, stranger: Home, database: Database, vault: Vault, clock: FixedClock
) -> None:
    await admin.delete(f"{USERS}/{stranger.user_id}")
    clock.advance(days=29)
    assert await erasing.erase_due(_access(database, vault, clock)) == 0

    clock.advance(days=1, seconds=1)

    assert await erasing.erase_due(_access(database, vault, clock)) == 1
    async with database.transaction(SYSTEM) as session:
        assert (await session.execute(text("SELECT count(*) FROM users"))).scalar_one() == 1


async def test_an_erasure_under_way_says_what_is_left(
    admin: httpx.AsyncClient, stranger: Home, stranger_client: httpx.AsyncClient, database: Database
) -> None:
    await stranger_client.post("/api/clients", json=CLIENT)
    await admin.delete(f"{USERS}/{stranger.user_id}")
    assert (await admin.get("/api/admin/erasures")).json() == {"data": []}

    async with database.transaction(SYSTEM) as session:
        await session.execute(text("UPDATE users SET erase_at = deleted_at WHERE deleted_at IS NOT NULL"))
    (shown,) = (await admin.get("/api/admin/erasures")).json()["data"]

    assert (shown["email"], shown["banks_waiting"], shown["rows_left"]) == (stranger.email, 0, 1)


async def test_nobody_deletes_themselves(admin: httpx.AsyncClient, workspace: Home) -> None:
    answer = await admin.delete(f"{USERS}/{workspace.user_id}")

    assert (answer.status_code, answer.json()["code"]) == (409, "not_yourself")


async def test_sessions_are_listed_without_addresses_and_ended(
    admin: httpx.AsyncClient, stranger: Home, stranger_client: httpx.AsyncClient
) -> None:
    sessions = f"{USERS}/{stranger.user_id}/sessions"

    listed = await admin.get(sessions)
    ended = await admin.delete(sessions)

    assert [one["id"] for one in listed.json()["data"]] == [str(stranger.session_id)]
    assert "127.0.0.1" not in listed.text
    assert ended.json() == {"ended": 1}
    assert (await stranger_client.get("/api/auth/me")).status_code == 401


async def test_deeds_of_everyone_are_listed_without_values(
    admin: httpx.AsyncClient, stranger: Home, stranger_client: httpx.AsyncClient
) -> None:
    await stranger_client.patch("/api/profile", json={"locale": "de"})

    found = (await admin.get(f"/api/admin/audit?workspace_id={stranger.workspace_id}")).json()["data"]

    assert [one["action"] for one in found] == ["user.profile_changed", "user.signed_up"]
    assert found[0]["after"] is None
    assert {one["actor_email"] for one in found} == {stranger.email}


async def test_requests_of_everyone_are_listed(
    admin: httpx.AsyncClient, app: FastAPI, stranger: Home, stranger_client: httpx.AsyncClient
) -> None:
    await stranger_client.get("/api/accounts")
    await app.state.access_log.write()

    found = (await admin.get(f"/api/admin/requests?user_id={stranger.user_id}")).json()["data"]

    assert [(one["path"], one["email"]) for one in found] == [("/api/accounts", stranger.email)]


async def test_waiting_jobs_are_counted(admin: httpx.AsyncClient, app: FastAPI) -> None:
    await app.state.resources.redis.lpush("default", "one", "two")

    jobs = (await admin.get("/api/admin/jobs")).json()

    assert {one["name"]: one["waiting"] for one in jobs["queues"]}["default"] == 2
    assert "connections.sweep" in {one["task"] for one in jobs["repeated"]}


async def test_what_changes_something_asks_for_a_fresh_proof(
    admin: httpx.AsyncClient, stranger: Home, database: Database
) -> None:
    async with database.transaction(SYSTEM) as session:
        await session.execute(text("UPDATE sessions SET proven_at = proven_at - interval '11 minutes'"))

    answer = await admin.delete(f"{USERS}/{stranger.user_id}")

    assert (answer.status_code, answer.json()["code"]) == (403, "proof_needed")
