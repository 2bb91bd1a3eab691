"""People who share a workspace, each with a client of their own."""

from dataclasses import dataclass

import httpx
from fastapi import FastAPI
from sqlalchemy import text

from saldo.core.database import Database
from tests.conftest import PUBLIC_URL, access_token
from tests.factories.workspaces import Home, make_home


@dataclass(frozen=True)
class Guest:
    """A person from elsewhere, acting in the host's workspace."""

    home: Home
    host: Home
    http: httpx.AsyncClient

    async def call(self, method: str, path: str, body: object = None) -> httpx.Response:
        return await self.http.request(method, path, json=body)


async def join(app: FastAPI, database: Database, host: Home, role: str) -> Guest:
    """Make a person and let them into the host's workspace."""
    guest = await make_home(database, app.state.resources.clock.now())
    async with database.transaction(host.scope) as session:
        await session.execute(
            text("INSERT INTO workspace_members (workspace_id, user_id, role) VALUES (:w, :u, :r)"),
            {"w": host.workspace_id, "u": guest.user_id, "r": role},
        )
    headers = {
        "Authorization": f"Bearer {access_token(app, guest)}",
        "X-Workspace-Id": str(host.workspace_id),
    }
    http = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=PUBLIC_URL, headers=headers)
    return Guest(guest, host, http)
