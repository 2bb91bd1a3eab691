"""Sign up, sign in, refresh, sign out: the whole entrance, from outside."""

import asyncio
from collections import Counter

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from saldo.core.database import NOBODY, SYSTEM, Database
from saldo.core.jobs import SessionEnded
from saldo.resources import open_redis
from tests.fakes.clock import FixedClock
from tests.fakes.courier import RecordingCourier

EMAIL, PASSWORD = "Anna@Example.com", "correct horse battery"
PAGE = {"X-Saldo-Client": "web", "Sec-Fetch-Site": "same-origin"}
API = {"X-Token-Delivery": "body"}
COOKIE = "saldo-refresh-8080"


async def _sign_up(client: httpx.AsyncClient, headers: dict[str, str] | None = None) -> httpx.Response:
    body = {"email": EMAIL, "password": PASSWORD}
    response = await client.post("/api/auth/sign-up", json=body, headers=headers or API)
    assert response.status_code == 201, response.text
    return response


async def _sign_in(client: httpx.AsyncClient, password: str = PASSWORD) -> httpx.Response:
    body = {"email": EMAIL.lower(), "password": password}
    return await client.post("/api/auth/sign-in", json=body, headers=API)


async def _refresh(client: httpx.AsyncClient, token: str, agent: str = "phone") -> httpx.Response:
    return await client.post(
        "/api/auth/refresh", json={"refresh_token": token}, headers={"User-Agent": agent}
    )


async def _me(client: httpx.AsyncClient, access_token: str) -> httpx.Response:
    return await client.get("/api/auth/me", headers={"Authorization": f"Bearer {access_token}"})


async def test_signing_up_gives_a_workspace_and_a_session(anonymous: httpx.AsyncClient) -> None:
    session = (await _sign_up(anonymous)).json()

    me = (await _me(anonymous, session["access_token"])).json()
    assert me["user"]["email"] == EMAIL.partition("@")[0] + "@example.com"
    assert me["user"]["display_name"] == "Anna"
    assert (me["workspace"]["kind"], me["workspace"]["role"]) == ("personal", "owner")
    assert [one["id"] for one in me["workspaces"]] == [me["workspace"]["id"]]
    assert session["expires_in"] == 300


async def test_an_address_is_taken_once_in_any_case(anonymous: httpx.AsyncClient) -> None:
    await _sign_up(anonymous)

    body = {"email": EMAIL.upper(), "password": PASSWORD}
    again = await anonymous.post("/api/auth/sign-up", json=body)

    assert (again.status_code, again.json()["code"]) == (409, "email_taken")


@pytest.mark.parametrize(
    ("password", "status", "code"),
    [
        ("short", 422, "validation_failed"),
        ("x" * 129, 422, "validation_failed"),
        ("password1234", 400, "password_too_weak"),
    ],
)
async def test_a_bad_password_is_refused(
    anonymous: httpx.AsyncClient, password: str, status: int, code: str
) -> None:
    response = await anonymous.post("/api/auth/sign-up", json={"email": EMAIL, "password": password})

    assert (response.status_code, response.json()["code"]) == (status, code)


async def test_signing_in_needs_the_right_password(anonymous: httpx.AsyncClient) -> None:
    await _sign_up(anonymous)

    right, wrong = await _sign_in(anonymous), await _sign_in(anonymous, "wrong horse battery")

    assert right.status_code == 200
    assert (await _me(anonymous, right.json()["access_token"])).status_code == 200
    assert (wrong.status_code, wrong.json()["code"]) == (401, "credentials_wrong")


async def test_an_unknown_person_hears_the_same(anonymous: httpx.AsyncClient) -> None:
    body = {"email": "nobody@example.com", "password": PASSWORD}
    unknown = await anonymous.post("/api/auth/sign-in", json=body)

    assert (unknown.status_code, unknown.json()["code"]) == (401, "credentials_wrong")


async def test_signing_in_without_valkey_is_refused_and_the_rest_goes_on(
    app: FastAPI, anonymous: httpx.AsyncClient
) -> None:
    access_token = (await _sign_up(anonymous)).json()["access_token"]
    app.state.entrance.door.throttle._redis = open_redis("redis://127.0.0.1:1/0")

    refused = await _sign_in(anonymous)

    assert (refused.status_code, refused.json()["code"]) == (503, "sign_in_unavailable")
    assert "retry-after" in refused.headers
    assert (await _me(anonymous, access_token)).status_code == 200


async def test_the_access_token_ends_with_its_minutes(
    anonymous: httpx.AsyncClient, clock: FixedClock
) -> None:
    access_token = (await _sign_up(anonymous)).json()["access_token"]

    clock.advance(minutes=5)

    expired = await _me(anonymous, access_token)
    assert (expired.status_code, expired.json()["code"]) == (401, "token_invalid")
    assert expired.headers["www-authenticate"] == "Bearer"


async def test_a_refresh_token_is_traded_for_a_new_pair(anonymous: httpx.AsyncClient) -> None:
    first = (await _sign_up(anonymous)).json()

    second = await _refresh(anonymous, first["refresh_token"])

    assert second.status_code == 200
    assert second.json()["refresh_token"] != first["refresh_token"]
    third = await _refresh(anonymous, second.json()["refresh_token"])
    assert (await _me(anonymous, third.json()["access_token"])).status_code == 200


async def test_a_lost_answer_is_repeated_for_the_same_device(
    anonymous: httpx.AsyncClient, clock: FixedClock
) -> None:
    token = (await _sign_up(anonymous)).json()["refresh_token"]
    first = await _refresh(anonymous, token)

    clock.advance(seconds=9)
    repeated = await _refresh(anonymous, token)

    assert repeated.json()["refresh_token"] == first.json()["refresh_token"]


@pytest.mark.parametrize(("seconds", "agent"), [(11, "phone"), (1, "another device")])
async def test_a_reused_token_ends_the_session_for_everyone(
    anonymous: httpx.AsyncClient,
    clock: FixedClock,
    database: Database,
    courier: RecordingCourier,
    seconds: int,
    agent: str,
) -> None:
    token = (await _sign_up(anonymous)).json()["refresh_token"]
    renewed = (await _refresh(anonymous, token)).json()

    clock.advance(seconds=seconds)
    reused = await _refresh(anonymous, token, agent)

    assert (reused.status_code, reused.json()["code"]) == (401, "session_over")
    assert (await _me(anonymous, renewed["access_token"])).json()["code"] == "session_over"
    assert (await _refresh(anonymous, renewed["refresh_token"])).status_code == 401
    assert any(isinstance(message, SessionEnded) for message in courier.messages)
    async with database.transaction(SYSTEM) as session:
        actions = (await session.execute(text("SELECT action FROM audit_entries"))).scalars().all()
        letters = (await session.execute(text("SELECT subject FROM mails"))).scalars().all()
    assert "session.ended_by_token_reuse" in actions
    assert letters.count("A device was signed out") == 1


async def test_of_fifty_parallel_uses_exactly_one_wins(
    anonymous: httpx.AsyncClient, database: Database
) -> None:
    token = (await _sign_up(anonymous)).json()["refresh_token"]

    answers = await asyncio.gather(*(_refresh(anonymous, token) for _ in range(50)))

    assert Counter(answer.status_code for answer in answers) == {200: 50}
    assert len({answer.json()["refresh_token"] for answer in answers}) == 1
    async with database.transaction(NOBODY) as session:
        rows = await session.execute(text("SELECT count(*), count(used_at) FROM refresh_tokens"))
    assert tuple(rows.one()) == (2, 1)


async def test_fifty_devices_with_one_token_end_it(anonymous: httpx.AsyncClient) -> None:
    token = (await _sign_up(anonymous)).json()["refresh_token"]

    answers = await asyncio.gather(*(_refresh(anonymous, token, f"device {n}") for n in range(50)))

    winners = [answer for answer in answers if answer.status_code == 200]
    assert len(winners) <= 1
    for winner in winners:
        assert (await _refresh(anonymous, winner.json()["refresh_token"])).status_code == 401


async def test_an_idle_session_is_over(anonymous: httpx.AsyncClient, clock: FixedClock) -> None:
    token = (await _sign_up(anonymous)).json()["refresh_token"]

    clock.advance(days=7)

    assert (await _refresh(anonymous, token)).json()["code"] == "session_over"


async def test_a_busy_session_is_over_after_thirty_days(
    anonymous: httpx.AsyncClient, clock: FixedClock
) -> None:
    token = (await _sign_up(anonymous)).json()["refresh_token"]
    for _ in range(4):
        clock.advance(days=6)
        token = (await _refresh(anonymous, token)).json()["refresh_token"]

    clock.advance(days=6)

    assert (await _refresh(anonymous, token)).status_code == 401


async def test_signing_out_ends_the_session_at_once(
    anonymous: httpx.AsyncClient, courier: RecordingCourier
) -> None:
    session = (await _sign_up(anonymous)).json()

    response = await anonymous.post("/api/auth/sign-out", json={"refresh_token": session["refresh_token"]})

    assert response.status_code == 204
    assert (await _me(anonymous, session["access_token"])).json()["code"] == "session_over"
    assert (await _refresh(anonymous, session["refresh_token"])).status_code == 401
    assert any(isinstance(message, SessionEnded) for message in courier.messages)


async def test_signing_out_twice_is_harmless(anonymous: httpx.AsyncClient) -> None:
    assert (await anonymous.post("/api/auth/sign-out")).status_code == 204


async def test_only_hashes_of_tokens_and_passwords_are_kept(
    anonymous: httpx.AsyncClient, database: Database
) -> None:
    token = (await _sign_up(anonymous)).json()["refresh_token"]

    async with database.transaction(SYSTEM) as session:
        rows = await session.execute(
            text(
                "SELECT u::text || s::text || t::text "
                "|| (SELECT string_agg(a::text, '') FROM audit_entries a) "
                "FROM users u, sessions s, refresh_tokens t"
            )
        )
    stored = rows.scalar_one()
    assert token not in stored
    assert PASSWORD not in stored


async def test_a_page_gets_the_refresh_token_as_a_cookie_only(anonymous: httpx.AsyncClient) -> None:
    response = await _sign_up(anonymous, headers=PAGE)

    assert response.json()["refresh_token"] is None
    cookie = response.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))
    renewed = await anonymous.post("/api/auth/refresh", headers=PAGE)
    assert renewed.status_code == 200
    assert renewed.json()["refresh_token"] is None


async def test_signing_out_clears_the_cookie(anonymous: httpx.AsyncClient) -> None:
    await _sign_up(anonymous, headers=PAGE)

    response = await anonymous.post("/api/auth/sign-out", headers=PAGE)

    assert response.status_code == 204
    assert "Max-Age=0" in response.headers["set-cookie"]
    assert (await anonymous.post("/api/auth/refresh", headers=PAGE)).status_code == 401


@pytest.mark.parametrize(
    ("headers", "is_admitted"),
    [
        ({"X-Saldo-Client": "web", "Sec-Fetch-Site": "same-origin"}, True),
        ({"X-Saldo-Client": "web", "Sec-Fetch-Site": "none"}, True),
        ({"X-Saldo-Client": "web", "Origin": "http://127.0.0.1:8080"}, True),
        ({"X-Saldo-Client": "web"}, True),
        ({"Sec-Fetch-Site": "same-origin"}, False),
        ({}, False),
        ({"X-Saldo-Client": "web", "Sec-Fetch-Site": "cross-site"}, False),
        ({"X-Saldo-Client": "web", "Sec-Fetch-Site": "same-site"}, False),
        ({"X-Saldo-Client": "web", "Origin": "https://evil.example"}, False),
        ({"X-Saldo-Client": "web", "Origin": "null"}, False),
        ({"X-Saldo-Client": "web", "Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}, False),
    ],
)
async def test_a_request_that_relies_on_the_cookie_comes_from_our_page(
    anonymous: httpx.AsyncClient, headers: dict[str, str], *, is_admitted: bool
) -> None:
    await _sign_up(anonymous, headers=PAGE)

    response = await anonymous.post("/api/auth/refresh", headers=headers)

    if is_admitted:
        assert response.status_code == 200
    else:
        assert (response.status_code, response.json()["code"]) == (403, "request_forged")
