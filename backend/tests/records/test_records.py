import httpx
import pytest
from fastapi import FastAPI

from saldo.core.database import Database
from tests.factories.workspaces import Home
from tests.workspaces.people import join


@pytest.fixture
async def busy(client: httpx.AsyncClient) -> httpx.AsyncClient:
    for number in range(5):
        name, agent = {"name": f"Home {number}"}, {"User-Agent": "Firefox Linux"}
        await client.patch("/api/workspaces/current", json=name, headers=agent)
    return client


async def test_the_record_is_read_in_pages_without_gap_or_repeat(busy: httpx.AsyncClient) -> None:
    seen: list[str] = []
    cursor = ""
    for _ in range(9):
        page = (await busy.get(f"/api/audit?limit=2{cursor}")).json()
        seen += [one["action"] for one in page["data"]]
        if page["pagination"]["next_cursor"] is None:
            break
        cursor = f"&cursor={page['pagination']['next_cursor']}"

    assert seen == ["workspace.renamed"] * 5 + ["user.signed_up"]


async def test_the_record_can_be_filtered(busy: httpx.AsyncClient) -> None:
    by_family = (await busy.get("/api/audit?action=user")).json()["data"]
    by_name = (await busy.get("/api/audit?action=workspace.renamed&actor=user:nobody")).json()["data"]

    assert [one["action"] for one in by_family] == ["user.signed_up"]
    assert by_name == []


async def test_ones_own_deeds_say_where_they_came_from(busy: httpx.AsyncClient) -> None:
    newest = (await busy.get("/api/audit/mine")).json()["data"][0]

    assert (newest["address"], newest["device"]) == ("127.0.0.1", "Firefox on Linux")
    assert newest["position"] == 6
    assert len(newest["digest"]) == 64


async def test_ones_own_deeds_are_listed_by_kind(busy: httpx.AsyncClient) -> None:
    async def list_kinds(query: str) -> list[str]:
        return [one["action"] for one in (await busy.get(f"/api/audit/mine?{query}")).json()["data"]]

    assert await list_kinds("kind=user") == ["user.signed_up"]
    assert len(await list_kinds("kind=user&kind=workspace")) == 6
    assert await list_kinds("kind=session") == []


async def test_a_member_reads_their_own_deeds_only(
    busy: httpx.AsyncClient, app: FastAPI, database: Database, workspace: Home
) -> None:
    guest = await join(app, database, workspace, "member")

    assert (await guest.call("GET", "/api/audit")).status_code == 403
    mine = (await guest.call("GET", "/api/audit/mine")).json()["data"]
    assert [(one["action"], one["workspace_id"]) for one in mine] == [
        ("user.signed_up", str(guest.home.workspace_id))
    ]
    assert len((await busy.get("/api/audit")).json()["data"]) == 6


async def test_ones_own_deeds_are_listed_from_all_workspaces_but_for_a_programs_token(
    client: httpx.AsyncClient, workspace: Home
) -> None:
    elsewhere = (await client.post("/api/workspaces", json={"name": "Family"})).json()["id"]
    there = {"X-Workspace-Id": elsewhere}
    wish = {"name": "Script", "permissions": ["audit:read:own"], "expires_in_days": 1}
    token = (await client.post("/api/tokens", json=wish, headers=there)).json()["token"]

    mine = (await client.get("/api/audit/mine")).json()["data"]
    programs = await client.get("/api/audit/mine", headers={"Authorization": f"Bearer {token}"})

    assert {one["workspace_id"] for one in mine} == {str(workspace.workspace_id), elsewhere}
    assert ("token.created", "Family") in [(one["action"], one["workspace_name"]) for one in mine]
    assert {one["workspace_id"] for one in programs.json()["data"]} == {elsewhere}


async def test_ones_own_requests_are_listed(
    busy: httpx.AsyncClient, stranger_client: httpx.AsyncClient, app: FastAPI
) -> None:
    await app.state.access_log.write()

    mine = (await busy.get("/api/audit/requests")).json()["data"]
    theirs = (await stranger_client.get("/api/audit/requests")).json()["data"]

    assert [(one["method"], one["path"], one["status"]) for one in mine] == [
        ("PATCH", "/api/workspaces/current", 204)
    ] * 5
    assert theirs == []


@pytest.mark.parametrize("query", ["cursor=nonsense", "limit=101", "action=%00"])
async def test_a_bad_question_is_a_bad_request(client: httpx.AsyncClient, query: str) -> None:
    assert (await client.get(f"/api/audit?{query}")).status_code in {400, 422}
