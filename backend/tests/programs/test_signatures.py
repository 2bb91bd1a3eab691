import json
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from saldo.core.database import SYSTEM, Database
from saldo.programs.signatures import sign, text_to_sign
from saldo.resources import open_redis
from tests.factories.workspaces import Home
from tests.fakes.clock import FixedClock
from tests.workspaces.people import join

WISH = {
    "name": "Family bot",
    "permissions": ["accounts:read", "accounts:write", "transactions:read", "connections:write"],
    "expires_in_days": 30,
}


@dataclass
class Program:
    """A program that signs what it sends; each part of a request can be bent."""

    http: httpx.AsyncClient
    clock: FixedClock
    client_id: str
    secret: str

    def headers(self, method: str, target: str, body: bytes = b"", **bent: str) -> dict[str, str]:
        path, _, query = target.partition("?")
        moment = bent.get("moment", str(int(self.clock.now().timestamp())))
        nonce = bent.get("nonce", uuid4().hex)
        signed = text_to_sign(method, path, query, body, moment, nonce)
        return {
            "X-Client-Id": bent.get("client_id", self.client_id),
            "X-Timestamp": moment,
            "X-Nonce": nonce,
            "X-Signature": sign(bent.get("secret", self.secret), signed),
        }

    async def send(self, method: str, target: str, **given: Any) -> httpx.Response:
        return await self.http.request(method, target, **given)


@pytest.fixture
async def program(client: httpx.AsyncClient, anonymous: httpx.AsyncClient, clock: FixedClock) -> Program:
    made = await client.post("/api/clients", json=WISH)
    assert made.status_code == 201, made.text
    return Program(anonymous, clock, made.json()["client_id"], made.json()["secret"])


async def test_a_signed_request_is_answered(program: Program) -> None:
    target = "/api/transactions?limit=5&search=b%20c&account_id=&from=2026-01-01"
    target = target.replace("account_id=&", "")

    answer = await program.send("GET", target, headers=program.headers("GET", target))

    assert answer.status_code == 200, answer.text


async def test_a_body_is_signed_too(program: Program) -> None:
    body, path = json.dumps({}).encode(), "/api/accounts/sync-transactions"
    json_header = {"Content-Type": "application/json"}
    headers = program.headers("POST", path, body) | json_header

    good = await program.send("POST", path, content=body, headers=headers)
    altered = await program.send(
        "POST", path, content=body + b" ", headers=program.headers("POST", path, body) | json_header
    )

    assert good.status_code == 202, good.text
    assert (altered.status_code, altered.json()["code"]) == (401, "signature_wrong")


async def test_a_replay_is_refused(program: Program) -> None:
    headers = program.headers("GET", "/api/accounts")

    first = await program.send("GET", "/api/accounts", headers=headers)
    second = await program.send("GET", "/api/accounts", headers=headers)

    assert first.status_code == 200
    assert (second.status_code, second.json()["code"]) == (401, "nonce_used")


@pytest.mark.parametrize("seconds", [-301, 301])
async def test_a_clock_too_far_away_is_refused(program: Program, seconds: int) -> None:
    moment = str(int(program.clock.now().timestamp()) + seconds)

    headers = program.headers("GET", "/api/accounts", moment=moment)

    assert (await program.send("GET", "/api/accounts", headers=headers)).status_code == 401


@pytest.mark.parametrize(
    "bent",
    [
        {"secret": "another"},
        {"client_id": "sldc_unknown"},
        {"nonce": "short"},
        {"moment": "soon"},
        {"moment": "9" * 40},
        {"moment": "-1"},
    ],
)
async def test_anything_bent_is_refused(program: Program, bent: dict[str, Any]) -> None:
    headers = program.headers("GET", "/api/accounts", **bent)

    answer = await program.send("GET", "/api/accounts", headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (401, "signature_wrong")


@pytest.mark.parametrize("missing", ["X-Timestamp", "X-Nonce", "X-Signature"])
async def test_no_part_can_be_left_out(program: Program, missing: str) -> None:
    headers = program.headers("GET", "/api/accounts")
    del headers[missing]

    assert (await program.send("GET", "/api/accounts", headers=headers)).status_code == 401


async def test_a_signature_is_for_one_method_path_and_query(program: Program) -> None:
    answers = [
        await program.send("GET", "/api/transactions", headers=program.headers("GET", "/api/accounts")),
        await program.send("GET", "/api/accounts", headers=program.headers("POST", "/api/accounts")),
        await program.send(
            "GET", "/api/transactions?limit=9", headers=program.headers("GET", "/api/transactions?limit=5")
        ),
    ]

    assert {one.status_code for one in answers} == {401}


async def test_the_order_of_the_query_does_not_matter(program: Program) -> None:
    headers = program.headers("GET", "/api/transactions?limit=5&pending=false")

    answer = await program.send("GET", "/api/transactions?pending=false&limit=5", headers=headers)

    assert answer.status_code == 200


async def test_the_versioned_path_is_signed_as_it_is_asked_for(program: Program) -> None:
    headers = program.headers("GET", "/api/v1/accounts")

    assert (await program.send("GET", "/api/v1/accounts", headers=headers)).status_code == 200


async def test_without_valkey_no_signed_request_passes(program: Program, app: FastAPI) -> None:
    nowhere = open_redis("redis://127.0.0.1:1/0")
    app.state.request_authenticators[0]._redis = nowhere
    headers = program.headers("GET", "/api/accounts")

    answer = await program.send("GET", "/api/accounts", headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (503, "signatures_unavailable")
    await nowhere.aclose()


async def test_a_revoked_client_is_refused(program: Program, client: httpx.AsyncClient) -> None:
    listed = (await client.get("/api/clients")).json()["data"]

    assert (await client.delete(f"/api/clients/{listed[0]['id']}")).status_code == 204
    headers = program.headers("GET", "/api/accounts")
    assert (await program.send("GET", "/api/accounts", headers=headers)).status_code == 401


async def test_a_rotated_client_signs_with_its_new_secret_only(
    program: Program, client: httpx.AsyncClient
) -> None:
    shown = (await client.get("/api/clients")).json()
    one = shown["data"][0]

    made = (await client.post(f"/api/clients/{one['id']}/rotate", json={"expires_in_days": 60})).json()

    old = await program.send("GET", "/api/accounts", headers=program.headers("GET", "/api/accounts"))
    program.secret = made["secret"]
    new = await program.send("GET", "/api/accounts", headers=program.headers("GET", "/api/accounts"))
    assert (old.status_code, new.status_code) == (401, 200)
    assert (made["client_id"], made["permissions"]) == (one["client_id"], one["permissions"])
    assert made["expires_at"] > one["expires_at"]
    assert set(one["permissions"]) <= {right["permission"] for right in shown["rights"]}


async def test_a_client_is_rotated_by_its_maker_only(
    program: Program, client: httpx.AsyncClient, app: FastAPI, database: Database, workspace: Home
) -> None:
    one = (await client.get("/api/clients")).json()["data"][0]
    other = await join(app, database, workspace, "admin")

    answer = await other.call("POST", f"/api/clients/{one['id']}/rotate", {"expires_in_days": 60})

    assert (answer.status_code, answer.json()["code"]) == (403, "client_of_another")
    headers = program.headers("GET", "/api/accounts")
    assert (await program.send("GET", "/api/accounts", headers=headers)).status_code == 200


@pytest.mark.usefixtures("program")
async def test_rotating_asks_for_a_fresh_proof(client: httpx.AsyncClient, database: Database) -> None:
    one = (await client.get("/api/clients")).json()["data"][0]
    async with database.transaction(SYSTEM) as session:
        await session.execute(text("UPDATE sessions SET proven_at = proven_at - interval '11 minutes'"))

    answer = await client.post(f"/api/clients/{one['id']}/rotate", json={"expires_in_days": 60})

    assert (answer.status_code, answer.json()["code"]) == (403, "proof_needed")


async def test_the_secret_is_sealed(program: Program, database: Database, workspace: Home) -> None:
    async with database.transaction(workspace.scope) as session:
        rows = await session.execute(text("SELECT to_jsonb(signed_clients)::text FROM signed_clients"))
    assert all(program.secret not in row for row in rows.scalars())
