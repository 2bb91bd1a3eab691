import itertools
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from saldo.core.database import Database
from saldo.core.jobs import MemberChanged
from saldo.workspaces.models import Role
from saldo.workspaces.permissions import GRANTED
from tests.factories.workspaces import Home
from tests.fakes.courier import RecordingCourier
from tests.workspaces.people import join

CURRENT = "/api/workspaces/current"


async def _make(client: httpx.AsyncClient, name: str = "Maple Street") -> str:
    made = await client.post("/api/workspaces", json={"name": name})
    assert (made.status_code, made.json()["role"]) == (201, "owner"), made.text
    workspace_id: str = made.json()["id"]
    return workspace_id


async def test_a_new_workspace_is_empty_and_mine(client: httpx.AsyncClient) -> None:
    workspace_id = await _make(client)

    listed = (await client.get("/api/workspaces")).json()["data"]
    assert [(one["name"], one["is_current"]) for one in listed][1:] == [("Maple Street", False)]
    members = await client.get(f"{CURRENT}/members", headers={"X-Workspace-Id": workspace_id})
    assert [one["role"] for one in members.json()["data"]] == ["owner"]
    accounts = await client.get("/api/accounts", headers={"X-Workspace-Id": workspace_id})
    assert accounts.json()["data"] == []


async def test_after_a_switch_the_token_names_the_other_workspace(client: httpx.AsyncClient) -> None:
    workspace_id = await _make(client)

    switched = await client.post(f"/api/workspaces/{workspace_id}/switch")
    headers = {"Authorization": f"Bearer {switched.json()['access_token']}"}
    me = await client.get("/api/auth/me", headers=headers)

    assert me.json()["workspace"]["id"] == workspace_id


async def test_renewed_tokens_stay_in_the_workspace_chosen(anonymous: httpx.AsyncClient) -> None:
    body = {"email": "anna@example.com", "password": "correct horse battery"}
    signed = await anonymous.post("/api/auth/sign-up", json=body, headers={"X-Token-Delivery": "body"})
    anonymous.headers["Authorization"] = f"Bearer {signed.json()['access_token']}"
    workspace_id = await _make(anonymous)
    await anonymous.post(f"/api/workspaces/{workspace_id}/switch")

    token = {"refresh_token": signed.json()["refresh_token"]}
    renewed = (await anonymous.post("/api/auth/refresh", json=token)).json()["access_token"]

    me = await anonymous.get("/api/auth/me", headers={"Authorization": f"Bearer {renewed}"})
    assert me.json()["workspace"]["id"] == workspace_id


async def test_one_cannot_switch_to_a_foreign_workspace(client: httpx.AsyncClient, stranger: Home) -> None:
    answer = await client.post(f"/api/workspaces/{stranger.workspace_id}/switch")

    assert (answer.status_code, answer.json()["code"]) == (404, "workspace_not_found")


async def test_a_workspace_can_be_renamed(client: httpx.AsyncClient) -> None:
    assert (await client.patch(CURRENT, json={"name": "  Home  "})).status_code == 204

    assert (await client.get("/api/workspaces")).json()["data"][0]["name"] == "Home"


async def test_a_removed_member_is_out_at_once_and_their_sockets_close(
    client: httpx.AsyncClient,
    app: FastAPI,
    database: Database,
    workspace: Home,
    courier: RecordingCourier,
) -> None:
    guest = await join(app, database, workspace, "member")
    assert (await guest.call("GET", "/api/accounts")).status_code == 200

    removed = await client.delete(f"{CURRENT}/members/{guest.home.user_id}")

    assert removed.status_code == 204
    assert (await guest.call("GET", "/api/accounts")).status_code == 404
    assert MemberChanged(workspace.workspace_id, guest.home.user_id) in courier.messages


async def test_a_member_may_leave_and_is_at_home_elsewhere(
    app: FastAPI, database: Database, workspace: Home
) -> None:
    guest = await join(app, database, workspace, "viewer")

    assert (await guest.call("POST", f"{CURRENT}/leave")).status_code == 204
    assert (await guest.call("GET", "/api/auth/me")).status_code == 404


async def test_an_owner_cannot_leave_be_removed_or_be_demoted(
    client: httpx.AsyncClient, app: FastAPI, database: Database, workspace: Home
) -> None:
    admin = await join(app, database, workspace, "admin")
    owner = f"{CURRENT}/members/{workspace.user_id}"

    answers = [
        await client.post(f"{CURRENT}/leave"),
        await admin.call("DELETE", owner),
        await admin.call("PATCH", owner, {"role": "viewer"}),
    ]

    assert {(one.status_code, one.json()["code"]) for one in answers} == {(409, "owner_stays")}


async def test_administrators_neither_make_nor_unmake_administrators(
    app: FastAPI, database: Database, workspace: Home
) -> None:
    admin = await join(app, database, workspace, "admin")
    other = await join(app, database, workspace, "admin")
    member = await join(app, database, workspace, "member")
    members = f"{CURRENT}/members"

    answers = [
        await admin.call("DELETE", f"{members}/{other.home.user_id}"),
        await admin.call("PATCH", f"{members}/{member.home.user_id}", {"role": "admin"}),
        await admin.call("PATCH", f"{members}/{admin.home.user_id}", {"role": "owner"}),
        await admin.call("POST", f"{CURRENT}/invitations", {"email": "a@example.com", "role": "admin"}),
    ]

    assert {one.json()["code"] for one in answers} == {"role_too_high"}


async def test_a_household_can_be_handed_over(
    client: httpx.AsyncClient, app: FastAPI, database: Database, workspace: Home
) -> None:
    household = await _make(client)
    host = Home(workspace.user_id, UUID(household), workspace.session_id, workspace.email)
    heir = await join(app, database, host, "member")
    client.headers["X-Workspace-Id"] = household

    assert (await heir.call("POST", f"{CURRENT}/hand-over", {"user_id": str(workspace.user_id)})).json()[
        "code"
    ] == "permission_missing"
    handed = await client.post(f"{CURRENT}/hand-over", json={"user_id": str(heir.home.user_id)})

    assert handed.status_code == 204
    roles = {one["user_id"]: one["role"] for one in (await client.get(f"{CURRENT}/members")).json()["data"]}
    assert roles == {str(heir.home.user_id): "owner", str(workspace.user_id): "admin"}


async def test_a_personal_workspace_stays_with_its_person(
    client: httpx.AsyncClient, app: FastAPI, database: Database, workspace: Home
) -> None:
    heir = await join(app, database, workspace, "member")

    answer = await client.post(f"{CURRENT}/hand-over", json={"user_id": str(heir.home.user_id)})

    assert (answer.status_code, answer.json()["code"]) == (409, "not_handed_over")


@pytest.mark.parametrize("role", ["admin", "member", "viewer"])
async def test_each_role_may_do_exactly_what_the_table_says(
    app: FastAPI, database: Database, workspace: Home, role: str
) -> None:
    guest = await join(app, database, workspace, role)

    shown = (await guest.call("GET", f"{CURRENT}/members")).json()["permissions"]
    renamed = await guest.call("PATCH", CURRENT, {"name": "Ours"})

    assert set(shown) == GRANTED[Role(role)]
    assert renamed.status_code == (204 if role == "admin" else 403)


def test_every_role_may_do_what_the_one_below_may() -> None:
    ladder = [GRANTED[role] for role in (Role.VIEWER, Role.MEMBER, Role.ADMIN, Role.OWNER)]

    assert all(below < above for below, above in itertools.pairwise(ladder))


async def test_what_was_done_is_recorded(
    client: httpx.AsyncClient, app: FastAPI, database: Database, workspace: Home
) -> None:
    guest = await join(app, database, workspace, "viewer")
    await client.patch(f"{CURRENT}/members/{guest.home.user_id}", json={"role": "member"})

    async with database.transaction(workspace.scope) as session:
        query = text("SELECT before, after FROM audit_entries WHERE action = 'member.role_changed'")
        row = (await session.execute(query)).one()
    assert tuple(row) == ({"role": "viewer"}, {"role": "member"})


async def test_a_new_name_of_a_workspace_is_recorded_as_a_hash(
    client: httpx.AsyncClient, database: Database, workspace: Home
) -> None:
    for name in ("Maple Street", "Oak Street"):
        await client.patch(CURRENT, json={"name": name})

    async with database.transaction(workspace.scope) as session:
        query = "SELECT before, after FROM audit_entries WHERE action = 'workspace.renamed' ORDER BY id"
        first, second = (await session.execute(text(query))).all()
    assert first.after == second.before != second.after
    assert "Street" not in str((first, second))
