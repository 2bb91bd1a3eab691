import asyncio
import re

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from saldo.core.database import SYSTEM, Database
from saldo.mail.models import Mail
from saldo.mail.post import unseal
from tests.fakes.clock import FixedClock
from tests.security.conftest import Person

SWITCH = "/api/security/email-codes"


@pytest.fixture
async def confirmed(person: Person, database: Database) -> Person:
    """Return a person with a confirmed address who accepts codes by e-mail."""
    async with database.transaction(SYSTEM) as session:
        await session.execute(text("UPDATE users SET email_confirmed_at = now()"))
    switched = await person.call("PUT", SWITCH)
    assert switched.status_code == 204, switched.text
    return person


async def _code(app: FastAPI) -> str:
    """Read the code out of the newest letter."""
    resources = app.state.resources
    async with resources.database.transaction(SYSTEM) as session:
        query = text("SELECT * FROM mails WHERE subject = 'Your code for Saldo' ORDER BY id DESC LIMIT 1")
        mail = (await session.execute(query)).mappings().one()
    found = re.search(r"code is (\d{6})\.", unseal(resources.vault, Mail(**mail)))
    assert found
    return found.group(1)


async def _send(http: httpx.AsyncClient, challenge: str) -> httpx.Response:
    return await http.post("/api/auth/second-factor/email", json={"challenge": challenge})


async def test_a_code_by_mail_answers_the_challenge_once(confirmed: Person, app: FastAPI) -> None:
    asked = (await confirmed.sign_in()).json()
    assert asked["factors"] == ["email"]
    assert (await _send(confirmed.http, asked["challenge"])).status_code == 204
    code = await _code(app)

    answers = [await confirmed.answer(asked["challenge"], code) for _ in range(2)]

    assert [one.status_code for one in answers] == [200, 403]


async def test_of_parallel_uses_of_a_code_one_wins(confirmed: Person, app: FastAPI) -> None:
    challenge = await confirmed.challenge()
    await _send(confirmed.http, challenge)
    code = await _code(app)

    answers = await asyncio.gather(*(confirmed.answer(challenge, code) for _ in range(8)))

    assert [one.status_code for one in answers].count(200) == 1


async def test_a_newer_code_takes_the_place_of_the_older(confirmed: Person, app: FastAPI) -> None:
    challenge = await confirmed.challenge()
    await _send(confirmed.http, challenge)
    older = await _code(app)
    await _send(confirmed.http, challenge)
    newer = await _code(app)

    if older != newer:
        assert (await confirmed.answer(challenge, older)).json()["code"] == "code_wrong"
    assert (await confirmed.answer(challenge, newer)).status_code == 200


async def test_nobody_without_the_password_makes_us_write(confirmed: Person, clock: FixedClock) -> None:
    challenge = await confirmed.challenge()
    clock.advance(minutes=6)

    late = await _send(confirmed.http, challenge)
    forged = await _send(confirmed.http, "x.y.z")

    assert {one.json()["code"] for one in (late, forged)} == {"challenge_over"}


async def test_letters_are_counted(confirmed: Person) -> None:
    challenge = await confirmed.challenge()

    answers = [await _send(confirmed.http, challenge) for _ in range(7)]

    assert answers[-1].status_code == 429


async def test_an_unconfirmed_address_gets_no_codes(person: Person) -> None:
    answer = await person.call("PUT", SWITCH)

    assert (answer.status_code, answer.json()["code"]) == (409, "address_unconfirmed")


async def test_codes_prove_again_and_can_be_switched_off(confirmed: Person, app: FastAPI) -> None:
    assert (await confirmed.call("POST", "/api/security/proof/code")).status_code == 204
    proof = {"code": await _code(app)}

    assert (await confirmed.call("POST", "/api/security/proof", proof)).status_code == 204
    assert (await confirmed.call("GET", "/api/security/factors")).json()["email_codes_since"] is not None
    assert (await confirmed.call("DELETE", SWITCH)).status_code == 204
    assert (await confirmed.sign_in()).status_code == 200
