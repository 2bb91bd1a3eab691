import asyncio
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from saldo.core.database import SYSTEM, Database
from saldo.core.errors import Unavailable
from saldo.idempotency import memory
from saldo.workspaces.access import CurrentMember
from saldo.workspaces.permissions import require
from tests.fakes.clock import FixedClock

TOKEN = {"name": "Spreadsheet", "permissions": ["accounts:read"], "expires_in_days": 30}


@pytest.fixture
def key() -> dict[str, str]:
    return {"Idempotency-Key": uuid4().hex}


async def _count(client: httpx.AsyncClient) -> int:
    return len((await client.get("/api/workspaces")).json()["data"])


async def test_a_repeated_write_happens_once_and_is_answered_alike(
    client: httpx.AsyncClient, key: dict[str, str]
) -> None:
    first = await client.post("/api/workspaces", json={"name": "Home"}, headers=key)
    second = await client.post("/api/workspaces", json={"name": "Home"}, headers=key)

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert second.headers["Idempotency-Replayed"] == "true"
    assert await _count(client) == 2


async def test_of_parallel_repetitions_one_does_the_work(
    client: httpx.AsyncClient, key: dict[str, str]
) -> None:
    answers = await asyncio.gather(
        *(client.post("/api/workspaces", json={"name": "Home"}, headers=key) for _ in range(10))
    )

    assert {one.status_code for one in answers} <= {201, 409}
    assert len({one.json()["id"] for one in answers if one.status_code == 201}) == 1
    assert await _count(client) == 2


async def test_a_key_is_for_one_request(client: httpx.AsyncClient, key: dict[str, str]) -> None:
    await client.post("/api/workspaces", json={"name": "Home"}, headers=key)

    other = await client.post("/api/workspaces", json={"name": "Office"}, headers=key)

    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")


async def test_a_key_is_for_one_person(
    client: httpx.AsyncClient, stranger_client: httpx.AsyncClient, key: dict[str, str]
) -> None:
    mine = await client.post("/api/workspaces", json={"name": "Home"}, headers=key)
    theirs = await stranger_client.post("/api/workspaces", json={"name": "Home"}, headers=key)

    assert mine.json()["id"] != theirs.json()["id"]


async def test_a_refusal_is_remembered_too(client: httpx.AsyncClient, key: dict[str, str]) -> None:
    answers = [await client.post("/api/workspaces", json={"name": ""}, headers=key) for _ in range(2)]

    assert [one.status_code for one in answers] == [422, 422]
    assert answers[1].headers["content-type"] == "application/problem+json"


async def test_a_failure_of_ours_can_be_tried_again(
    app: FastAPI, client: httpx.AsyncClient, key: dict[str, str]
) -> None:
    tries = []

    @app.post("/api/moody", dependencies=[require("own:write")])
    async def moody(_: CurrentMember) -> str:
        """Fail once."""
        tries.append(1)
        if len(tries) == 1:
            raise Unavailable
        return "better now"

    answers = [await client.post("/api/moody", headers=key) for _ in range(2)]

    assert [one.status_code for one in answers] == [503, 200]


async def test_what_is_shown_once_is_sealed(
    client: httpx.AsyncClient, database: Database, key: dict[str, str]
) -> None:
    made = [await client.post("/api/tokens", json=TOKEN, headers=key) for _ in range(2)]

    assert made[0].json()["token"] == made[1].json()["token"]
    async with database.transaction(SYSTEM) as session:
        rows = await session.execute(text("SELECT to_jsonb(idempotency_keys)::text FROM idempotency_keys"))
    assert all(made[0].json()["token"] not in row for row in rows.scalars())


async def test_keys_are_forgotten_after_a_day(
    client: httpx.AsyncClient, database: Database, clock: FixedClock, key: dict[str, str]
) -> None:
    await client.post("/api/workspaces", json={"name": "Home"}, headers=key)

    clock.advance(days=1, seconds=1)
    await memory.prune(database, clock.now())

    async with database.transaction(SYSTEM) as session:
        assert (await session.execute(text("SELECT count(*) FROM idempotency_keys"))).scalar_one() == 0


@pytest.mark.parametrize("bad", ["short", "with spaces in it", "x" * 129])
async def test_a_bad_key_is_a_bad_request(client: httpx.AsyncClient, bad: str) -> None:
    answer = await client.post("/api/workspaces", json={"name": "Home"}, headers={"Idempotency-Key": bad})

    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_invalid")


async def test_a_stranger_with_a_key_is_still_a_stranger(
    anonymous: httpx.AsyncClient, key: dict[str, str]
) -> None:
    answer = await anonymous.post("/api/workspaces", json={"name": "Home"}, headers=key)

    assert answer.status_code == 401
