from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text

from saldo.core.database import Database
from tests.factories.workspaces import Home


async def test_without_a_token_nothing_private_answers(anonymous: httpx.AsyncClient) -> None:
    response = await anonymous.get("/api/auth/me")

    assert (response.status_code, response.json()["code"]) == (401, "token_invalid")


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Basic abc", "Bearer x.y.z", "Bearer dev-mock-token-anna"]
)
async def test_a_bad_token_is_refused(anonymous: httpx.AsyncClient, header: str) -> None:
    response = await anonymous.get("/api/auth/me", headers={"Authorization": header})

    assert response.status_code == 401


async def test_another_workspace_of_mine_can_be_chosen(
    client: httpx.AsyncClient, workspace: Home, stranger: Home, database: Database
) -> None:
    async with database.transaction(stranger.scope) as session:
        await session.execute(
            text("INSERT INTO workspace_members (workspace_id, user_id, role) VALUES (:w, :u, 'viewer')"),
            {"w": stranger.workspace_id, "u": workspace.user_id},
        )

    response = await client.get("/api/auth/me", headers={"X-Workspace-Id": str(stranger.workspace_id)})

    assert response.json()["workspace"] == {
        "id": str(stranger.workspace_id),
        "name": response.json()["workspace"]["name"],
        "kind": "personal",
        "role": "viewer",
    }
    assert len(response.json()["workspaces"]) == 2


async def test_a_foreign_workspace_does_not_exist(client: httpx.AsyncClient, stranger: Home) -> None:
    foreign = await client.get("/api/auth/me", headers={"X-Workspace-Id": str(stranger.workspace_id)})
    unknown = await client.get("/api/auth/me", headers={"X-Workspace-Id": str(uuid4())})

    assert foreign.status_code == unknown.status_code == 404
    assert foreign.json()["code"] == unknown.json()["code"] == "workspace_not_found"


async def test_a_workspace_header_that_is_no_id_is_a_bad_request(client: httpx.AsyncClient) -> None:
    response = await client.get("/api/auth/me", headers={"X-Workspace-Id": "mine"})

    assert (response.status_code, response.json()["code"]) == (400, "workspace_header_invalid")


async def test_a_member_who_was_removed_is_out_at_once(
    client: httpx.AsyncClient, workspace: Home, database: Database
) -> None:
    async with database.transaction(workspace.scope) as session:
        await session.execute(text("DELETE FROM workspace_members"))

    assert (await client.get("/api/auth/me")).status_code == 404


@pytest.mark.usefixtures("stranger")
async def test_a_person_sees_only_their_own_memberships(workspace: Home, database: Database) -> None:
    async with database.transaction(workspace.scope) as session:
        rows = await session.execute(text("SELECT user_id FROM workspace_members"))

    assert rows.scalars().all() == [workspace.user_id]
