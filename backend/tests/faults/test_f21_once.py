"""F21: fifty uses at the same moment of what may be used once."""

import asyncio
import json

import httpx
import pyotp
import pytest
from websockets.exceptions import ConnectionClosed

from tests.faults.clients import open_socket
from tests.faults.stage import Stage

pytestmark = [pytest.mark.timeout(180), pytest.mark.fault("F21")]
_AT_ONCE = 50
_BY_HAND = {"X-Token-Delivery": "body"}
_PERSON = {"email": "robin@example.com", "password": "a long enough passphrase"}


async def _sign_up(stage: Stage) -> dict[str, str]:
    await stage.start_api()
    async with _http(stage) as http:
        answer = await http.post("/api/auth/sign-up", json=_PERSON, headers=_BY_HAND)
    assert answer.status_code == 201, answer.text
    stage.acknowledge("a person", "SELECT count(*) FROM users WHERE email = $1", _PERSON["email"])
    session: dict[str, str] = answer.json()
    return session


def _http(stage: Stage) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=stage.address, trust_env=False, timeout=60)


async def test_a_refresh_token_has_one_successor(stage: Stage) -> None:
    session = await _sign_up(stage)
    body = {"refresh_token": session["refresh_token"]}

    async with _http(stage) as http:
        answers = await asyncio.gather(
            *(http.post("/api/auth/refresh", json=body, headers=_BY_HAND) for _ in range(_AT_ONCE))
        )

    # The same device may have lost the first answer, and is given the same one again.
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["refresh_token"] for answer in answers}) == 1
    assert await stage.ask("SELECT count(*) FROM refresh_tokens") == 2
    await stage.judge()


@pytest.mark.full
async def test_a_refresh_token_used_by_another_device_ends_the_session(stage: Stage) -> None:
    session = await _sign_up(stage)
    body = {"refresh_token": session["refresh_token"]}

    async with _http(stage) as http:
        answers = await asyncio.gather(
            *(
                http.post(
                    "/api/auth/refresh", json=body, headers={**_BY_HAND, "User-Agent": f"agent {number}"}
                )
                for number in range(_AT_ONCE)
            )
        )

    assert sum(answer.status_code == 200 for answer in answers) <= 1
    assert {answer.status_code for answer in answers} <= {200, 401}
    assert await stage.ask("SELECT ended_at IS NOT NULL FROM sessions") is True


@pytest.mark.full
async def test_a_ticket_opens_one_socket(stage: Stage) -> None:
    await stage.start_api()
    await stage.make_home()
    ticket = (await stage.persons[0].call("POST", "/api/events/ticket")).json()["ticket"]

    async def knock() -> str:
        async with open_socket(stage.address) as socket:
            await socket.send(json.dumps({"type": "hello", "ticket": ticket, "after": None}))
            try:
                return str(json.loads(await socket.recv())["type"])
            except ConnectionClosed as closed:
                return str(closed.rcvd and closed.rcvd.code)

    answers = await asyncio.gather(*(knock() for _ in range(_AT_ONCE)))

    assert sorted(answers).count("welcome") == 1
    assert set(answers) == {"welcome", "4401"}


@pytest.mark.full
async def test_a_backup_code_opens_one_session(stage: Stage) -> None:
    session = await _sign_up(stage)
    async with _http(stage) as http:
        mine = {"Authorization": f"Bearer {session['access_token']}"}
        seed = (await http.post("/api/security/totp", headers=mine)).json()["secret"]
        first = {"code": pyotp.TOTP(seed).now()}
        codes = (await http.post("/api/security/totp/confirm", json=first, headers=mine)).json()["codes"]
        challenge = (await http.post("/api/auth/sign-in", json=_PERSON, headers=_BY_HAND)).json()["challenge"]
        sessions = await stage.ask("SELECT count(*) FROM sessions")
        body = {"challenge": challenge, "code": codes[0]}

        answers = await asyncio.gather(
            *(http.post("/api/auth/second-factor", json=body, headers=_BY_HAND) for _ in range(_AT_ONCE))
        )

    assert sum(answer.is_success for answer in answers) == 1
    assert {answer.status_code for answer in answers} <= {200, 401, 403, 429}
    assert await stage.ask("SELECT count(*) FROM sessions") == sessions + 1


async def test_an_idempotency_key_does_its_work_once(stage: Stage) -> None:
    session = await _sign_up(stage)
    headers = {"Authorization": f"Bearer {session['access_token']}", "Idempotency-Key": "fifty-at-once"}

    async with _http(stage) as http:
        answers = await asyncio.gather(
            *(http.post("/api/workspaces", json={"name": "Once"}, headers=headers) for _ in range(_AT_ONCE))
        )

    done = {answer.json()["id"] for answer in answers if answer.is_success}
    assert len(done) == 1, [answer.text for answer in answers if not answer.is_success][:1]
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert await stage.ask("SELECT count(*) FROM workspaces WHERE name = 'Once'") == 1
    await stage.judge()
