"""Who may open a live socket, and who may not."""

from dataclasses import replace

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from saldo.realtime.tickets import LIFETIME
from saldo.resources import open_redis
from tests.factories.workspaces import Home
from tests.realtime.conftest import ORIGIN, Exchange

EVIL = "https://evil.example"


async def _answer(exchange: Exchange, frame: object, origin: str | None = ORIGIN) -> int | None:
    async with exchange.line(origin=origin) as line:
        await line.send(frame)
        return await line.close_code()


def _hello(ticket: str) -> dict[str, object]:
    return {"type": "hello", "ticket": ticket, "after": None}


async def test_a_ticket_works_once(exchange: Exchange, workspace: Home) -> None:
    ticket = await exchange.ticket(workspace)

    async with exchange.line() as line:
        await line.send(_hello(ticket))
        assert await line.receive() == {"type": "welcome", "sequence": 0}

    assert await _answer(exchange, _hello(ticket)) == 4401


async def test_a_ticket_lives_thirty_seconds(exchange: Exchange, workspace: Home) -> None:
    await exchange.ticket(workspace)

    redis = exchange.app.state.resources.redis
    keys = [key async for key in redis.scan_iter("saldo:ticket:*")]
    assert len(keys) == 1
    assert 28 <= await redis.ttl(keys[0]) <= LIFETIME.total_seconds() == 30


async def test_an_expired_ticket_is_refused(exchange: Exchange, workspace: Home) -> None:
    ticket = await exchange.ticket(workspace)
    await exchange.app.state.resources.redis.flushdb()

    assert await _answer(exchange, _hello(ticket)) == 4401


@pytest.mark.parametrize(
    "frame",
    [
        _hello("made-up"),
        {"type": "hello", "ticket": "x"},
        {"type": "hello", "ticket": "x", "after": -1},
        {"type": "hello", "ticket": "x", "after": None, "extra": 1},
        {"type": "pong"},
        "hello",
        [],
    ],
)
async def test_a_wrong_first_frame_is_refused(exchange: Exchange, frame: object) -> None:
    assert await _answer(exchange, frame) == 4401


async def test_a_foreign_origin_is_refused(exchange: Exchange, workspace: Home) -> None:
    ticket = await exchange.ticket(workspace)

    async with exchange.line(origin=EVIL) as line:
        assert await line.close_code() == 4403
    async with exchange.line() as line:  # and the ticket was not spent
        await line.send(_hello(ticket))
        assert (await line.receive())["type"] == "welcome"


@pytest.mark.parametrize(("issued", "used"), [(EVIL, ORIGIN), (None, ORIGIN), (ORIGIN, None)])
async def test_a_ticket_of_another_origin_is_refused(
    exchange: Exchange, workspace: Home, issued: str | None, used: str | None
) -> None:
    ticket = await exchange.ticket(workspace, origin=issued)

    assert await _answer(exchange, _hello(ticket), origin=used) == 4403


async def test_a_program_without_an_origin_is_welcome(exchange: Exchange, workspace: Home) -> None:
    ticket = await exchange.ticket(workspace, origin=None)

    async with exchange.line(origin=None) as line:
        await line.send(_hello(ticket))
        assert (await line.receive())["type"] == "welcome"


async def test_a_late_hello_is_refused(exchange: Exchange) -> None:
    exchange.app.state.live_door = replace(exchange.app.state.live_door, hello_seconds=0.05)

    async with exchange.line() as line:
        assert await line.close_code() == 4408


async def test_a_session_that_ended_meanwhile_is_refused(exchange: Exchange, workspace: Home) -> None:
    ticket = await exchange.ticket(workspace)
    async with exchange.database.transaction(workspace.scope) as session:
        await session.execute(text("UPDATE sessions SET ended_at = now()"))

    assert await _answer(exchange, _hello(ticket)) == 4401


async def test_an_oversized_frame_is_refused(exchange: Exchange) -> None:
    async with exchange.line() as line:
        await line.send("x" * 70_000)
        assert await line.close_code() == 1009


async def test_sockets_of_one_person_are_bounded(
    exchange: Exchange, workspace: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("saldo.realtime.hub.MOST_SOCKETS_OF_USER", 1)

    async with exchange.watching(workspace):
        assert await _answer(exchange, _hello(await exchange.ticket(workspace))) == 1013


async def test_a_ticket_needs_a_session(anonymous: httpx.AsyncClient) -> None:
    assert (await anonymous.post("/api/events/ticket")).status_code == 401


async def test_without_valkey_there_are_no_tickets(app: FastAPI, client: httpx.AsyncClient) -> None:
    app.state.resources.redis = open_redis("redis://127.0.0.1:1/0")

    response = await client.post("/api/events/ticket")

    assert (response.status_code, response.json()["code"]) == (503, "tickets_unavailable")
