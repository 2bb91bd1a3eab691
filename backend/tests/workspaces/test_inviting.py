import re

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from saldo.core.database import Database
from saldo.mail.models import Mail
from saldo.mail.post import unseal
from tests.conftest import access_token
from tests.factories.workspaces import Home
from tests.fakes.clock import FixedClock

INVITATIONS = "/api/workspaces/current/invitations"


@pytest.fixture
async def token(client: httpx.AsyncClient, stranger: Home, app: FastAPI, workspace: Home) -> str:
    """Invite the stranger and return what their letter carries."""
    body = {"email": stranger.email.upper(), "role": "viewer"}
    answer = await client.post(INVITATIONS, json=body)
    assert (answer.status_code, answer.json()["link"]) == (201, None), answer.text
    resources = app.state.resources
    async with resources.database.transaction(workspace.scope) as session:
        mail = (await session.execute(text("SELECT * FROM mails"))).mappings().one()
    found = re.search(r"/invitation#(\S+)", unseal(resources.vault, Mail(**mail)))
    assert found
    assert mail["recipient"].casefold() == stranger.email.casefold()
    return found.group(1)


async def test_an_invited_person_looks_accepts_and_is_in(
    token: str, stranger_client: httpx.AsyncClient, workspace: Home
) -> None:
    offer = await stranger_client.post("/api/invitations/look", json={"token": token})
    joined = await stranger_client.post("/api/invitations/accept", json={"token": token})
    there = {"X-Workspace-Id": str(workspace.workspace_id)}
    me = await stranger_client.get("/api/auth/me", headers=there)

    assert (offer.json()["role"], offer.json()["workspace_id"]) == ("viewer", str(workspace.workspace_id))
    assert joined.json() == {"workspace_id": str(workspace.workspace_id)}
    assert me.json()["workspace"]["role"] == "viewer"
    assert me.json()["user"]["is_address_confirmed"] is True


async def test_an_invitation_works_once(token: str, stranger_client: httpx.AsyncClient) -> None:
    await stranger_client.post("/api/invitations/accept", json={"token": token})

    again = await stranger_client.post("/api/invitations/accept", json={"token": token})

    assert (again.status_code, again.json()["code"]) == (400, "invitation_over")


async def test_a_declined_invitation_is_over(
    token: str, stranger_client: httpx.AsyncClient, client: httpx.AsyncClient
) -> None:
    declined = await stranger_client.post("/api/invitations/decline", json={"token": token})

    assert declined.status_code == 204
    assert (await client.get(INVITATIONS)).json()["data"] == []
    accepted = await stranger_client.post("/api/invitations/accept", json={"token": token})
    assert accepted.json()["code"] == "invitation_over"


async def test_a_revoked_invitation_is_over(
    token: str, stranger_client: httpx.AsyncClient, client: httpx.AsyncClient
) -> None:
    waiting = (await client.get(INVITATIONS)).json()["data"]

    assert (await client.delete(f"{INVITATIONS}/{waiting[0]['id']}")).status_code == 204
    accepted = await stranger_client.post("/api/invitations/accept", json={"token": token})
    assert accepted.json()["code"] == "invitation_over"
    again = await client.delete(f"{INVITATIONS}/{waiting[0]['id']}")
    assert again.json()["code"] == "invitation_not_found"


async def test_an_invitation_expires(
    token: str, stranger_client: httpx.AsyncClient, clock: FixedClock, stranger: Home, app: FastAPI
) -> None:
    clock.advance(days=7, seconds=1)
    headers = {"Authorization": f"Bearer {access_token(app, stranger)}"}
    answer = await stranger_client.post("/api/invitations/look", json={"token": token}, headers=headers)

    assert answer.json()["code"] == "invitation_over"


async def test_a_letter_is_no_use_to_anyone_else(token: str, client: httpx.AsyncClient) -> None:
    for verb in ("look", "accept", "decline"):
        answer = await client.post(f"/api/invitations/{verb}", json={"token": token})
        assert answer.json()["code"] == "invitation_over"


async def test_a_second_invitation_replaces_the_first(
    token: str, client: httpx.AsyncClient, stranger: Home, stranger_client: httpx.AsyncClient
) -> None:
    await client.post(INVITATIONS, json={"email": stranger.email, "role": "member"})

    first = await stranger_client.post("/api/invitations/look", json={"token": token})
    waiting = (await client.get(INVITATIONS)).json()["data"]
    assert first.json()["code"] == "invitation_over"
    assert [one["role"] for one in waiting] == ["member"]


async def test_a_member_is_not_invited_again(client: httpx.AsyncClient, workspace: Home) -> None:
    answer = await client.post(INVITATIONS, json={"email": workspace.email})

    assert (answer.status_code, answer.json()["code"]) == (409, "already_member")


async def test_the_token_itself_is_nowhere_in_the_database(
    token: str, database: Database, workspace: Home
) -> None:
    async with database.transaction(workspace.scope) as session:
        rows = await session.execute(text("SELECT to_jsonb(invitations)::text FROM invitations"))
    assert all(token not in row for row in rows.scalars())
