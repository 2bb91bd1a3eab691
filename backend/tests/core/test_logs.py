"""Nothing secret and nothing personal reaches the log."""

import io
import json
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from saldo.core.database import NOBODY, Database

CANARY = "canary-7c1f"


async def test_secrets_and_people_stay_out_of_the_log(log: io.StringIO, anonymous: httpx.AsyncClient) -> None:
    email, password = f"{CANARY}@example.com", f"{CANARY} horse battery"
    credentials = {"email": email, "password": password}
    signed_up = await anonymous.post(
        "/api/auth/sign-up", json=credentials | {"display_name": CANARY}, headers={"X-Token-Delivery": "body"}
    )
    session = signed_up.json()
    await anonymous.post("/api/auth/sign-in", json=credentials | {"password": f"wrong {CANARY}"})
    await anonymous.post("/api/auth/sign-in", json=credentials | {"unknown": CANARY})
    await anonymous.get("/api/transactions", params={"search": CANARY}, headers=_bearer(session))
    await anonymous.get(f"/api/nothing/{CANARY}")
    await anonymous.post("/api/auth/refresh", json={"refresh_token": session["refresh_token"]})

    written = log.getvalue()

    assert written.count("request.finished") == 6
    for secret in (CANARY, session["access_token"], session["refresh_token"]):
        assert secret not in written


@pytest.mark.parametrize(
    ("asked", "logged"),
    [
        ("/health", "/health"),
        ("/api/accounts/connection-status", "/api/accounts/connection-status"),
        (f"/api/transactions?search={CANARY}", "/api/transactions"),
        (f"/api/v1/transactions?search={CANARY}", "/api/v1/transactions"),
        (f"/api/v1/connections/{UUID(int=7)}", "/api/v1/connections/{connection_id}"),
        (f"/api/nothing/{CANARY}", "unmatched"),
    ],
)
async def test_a_request_is_logged_by_the_path_asked_for_and_never_its_query(
    log: io.StringIO, client: httpx.AsyncClient, asked: str, logged: str
) -> None:
    await client.get(asked)

    line = next(line for line in log.getvalue().splitlines() if "request.finished" in line)
    assert json.loads(line)["path"] == logged
    assert CANARY not in log.getvalue()


async def test_a_crash_is_logged_with_its_trace_and_without_local_variables(
    log: io.StringIO, app: FastAPI, anonymous: httpx.AsyncClient
) -> None:
    @app.get("/api/crash")
    async def crash() -> None:
        password = CANARY
        raise RuntimeError(len(password))

    await anonymous.get("/api/crash")

    assert "request.crashed" in log.getvalue()
    assert "RuntimeError" in log.getvalue()
    assert CANARY not in log.getvalue()


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT 1 / (length(:secret) - length(:secret))",  # its parameters
        "SELECT cast(:secret AS text)::integer",  # the server's own message
        "SELECT :secret + 1",  # the driver's
    ],
)
async def test_a_statement_that_fails_is_logged_without_what_it_carried(
    log: io.StringIO, app: FastAPI, anonymous: httpx.AsyncClient, database: Database, statement: str
) -> None:
    @app.get("/api/crash")
    async def crash() -> None:
        async with database.transaction(NOBODY) as session:
            await session.execute(text(statement), {"secret": CANARY})

    await anonymous.get("/api/crash")

    assert "request.crashed" in log.getvalue()
    assert "sqlalchemy" in log.getvalue()
    assert CANARY not in log.getvalue()


def _bearer(session: dict[str, str]) -> dict[str, str]:
    return {"Authorization": f"Bearer {session['access_token']}"}
