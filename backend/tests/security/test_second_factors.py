"""The second factor from outside: enrol, sign in with it, lose it, remove it."""

import asyncio
from collections import Counter
from uuid import UUID

import asyncpg
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from saldo.core.database import NOBODY, SYSTEM, Database, Scope
from saldo.users.second_factors import SecondFactors
from tests.fakes.clock import FixedClock
from tests.security.conftest import PASSWORD, Person


async def test_the_password_alone_no_longer_lets_one_in(person: Person) -> None:
    await person.enrol()

    challenged = await person.sign_in()
    entered = await person.answer(challenged.json()["challenge"], person.code())

    assert challenged.status_code == 202
    assert "access_token" not in challenged.json()
    assert entered.status_code == 200
    person.access_token = entered.json()["access_token"]
    assert (await person.call("GET", "/api/auth/me")).status_code == 200


async def test_a_code_counts_once_within_its_thirty_seconds(person: Person) -> None:
    await person.enrol()
    challenge, code = await person.challenge(), person.code()
    await person.answer(challenge, code)

    replayed = await person.answer(challenge, code)

    assert (replayed.status_code, replayed.json()["code"]) == (403, "code_wrong")


async def test_of_fifty_parallel_uses_of_a_backup_code_one_wins(
    person: Person, app: FastAPI, database: Database
) -> None:
    codes = await person.enrol()
    user_id = UUID((await person.call("GET", "/api/auth/me")).json()["user"]["id"])
    factors: SecondFactors = app.state.entrance.door.factors

    # Below the door: its throttle would turn most of the fifty away before they compete.
    async def use() -> str | None:
        async with database.transaction(Scope(user_id=user_id)) as session:
            return await factors.accept(session, user_id, codes[0], person.clock.now())

    outcomes = await asyncio.gather(*(use() for _ in range(50)))

    assert Counter(outcomes) == {"backup_code": 1, None: 49}


async def test_a_backup_code_stands_in_for_the_lost_phone(person: Person) -> None:
    codes = await person.enrol()

    entered = await person.answer(await person.challenge(), codes[3].upper().replace("-", " "))

    assert entered.status_code == 200
    factors = (await person.call("GET", "/api/security/factors")).json()
    assert factors["backup_codes_left"] == 9
    assert factors["totp_since"] is not None


@pytest.mark.parametrize("steps_late", [-1, 0, 1])
async def test_a_clock_one_step_away_is_forgiven(person: Person, clock: FixedClock, steps_late: int) -> None:
    await person.enrol()
    challenge = await person.challenge()
    clock.advance(seconds=60)
    code = person.code()

    clock.advance(seconds=30 * steps_late)

    assert (await person.answer(challenge, code)).status_code == 200


async def test_guessing_codes_is_slowed_down(person: Person) -> None:
    await person.enrol()
    challenge = await person.challenge()

    answers = [await person.answer(challenge, "000000") for _ in range(11)]

    assert [answer.status_code for answer in answers] == [403] * 10 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0


async def test_a_code_is_taken_as_people_write_it(person: Person) -> None:
    begun = await person.call("POST", "/api/security/totp")
    person.seed = begun.json()["secret"]
    code = person.code()

    confirmed = await person.call("POST", "/api/security/totp/confirm", {"code": f" {code[:3]} {code[3:]}"})

    assert confirmed.status_code == 200, confirmed.text


@pytest.mark.parametrize(
    "code", ["é23456", "\u0661\u0662\u0663\u0664\u0665\u0666", "\uff10\uff10\uff10\uff10\uff10\uff10"]
)
async def test_a_code_of_foreign_letters_is_wrong_and_breaks_nothing(person: Person, code: str) -> None:
    await person.enrol()

    assert (await person.answer(await person.challenge(), code)).json()["code"] == "code_wrong"
    begun = await person.call("POST", "/api/security/proof", {"code": code})
    assert begun.json()["code"] == "code_wrong"


async def test_the_challenge_ends_after_five_minutes(person: Person, clock: FixedClock) -> None:
    await person.enrol()
    challenge = await person.challenge()

    clock.advance(minutes=5)

    late = await person.answer(challenge, person.code())
    assert (late.status_code, late.json()["code"]) == (401, "challenge_over")


async def test_a_challenge_opens_nothing_else(person: Person) -> None:
    await person.enrol()
    token = await person.challenge()

    response = await person.http.get("/api/auth/me", headers={"Authorization": f"Bearer {token}"})

    assert (response.status_code, response.json()["code"]) == (401, "token_invalid")


async def test_new_backup_codes_replace_the_old_ones(person: Person) -> None:
    old = await person.enrol()

    renewed = await person.call("POST", "/api/security/backup-codes")

    assert len(set(renewed.json()["codes"])) == 10
    assert (await person.answer(await person.challenge(), old[0])).json()["code"] == "code_wrong"
    assert (await person.answer(await person.challenge(), renewed.json()["codes"][0])).status_code == 200


async def test_an_old_session_must_prove_itself_again(person: Person, database: Database) -> None:
    await _age_proof(database)
    refused = await person.call("POST", "/api/security/totp")
    wrong = await person.call("POST", "/api/security/proof", {"password": "wrong horse battery"})

    proven = await person.call("POST", "/api/security/proof", {"password": PASSWORD})

    assert (refused.status_code, refused.json()["code"]) == (403, "proof_needed")
    assert (wrong.status_code, wrong.json()["code"]) == (403, "password_wrong")
    assert proven.status_code == 204
    assert (await person.call("POST", "/api/security/totp")).status_code == 200


async def test_with_a_second_factor_only_its_code_is_a_proof(person: Person, database: Database) -> None:
    await person.enrol()
    await _age_proof(database)

    by_password = await person.call("POST", "/api/security/proof", {"password": PASSWORD})
    by_code = await person.call("POST", "/api/security/proof", {"code": person.code()})

    assert (by_password.status_code, by_password.json()["code"]) == (403, "code_wrong")
    assert by_code.status_code == 204
    assert (await person.call("DELETE", "/api/security/totp")).status_code == 204
    assert (await person.sign_in()).status_code == 200


async def test_a_second_authenticator_does_not_replace_the_first(person: Person) -> None:
    await person.enrol()

    again = await person.call("POST", "/api/security/totp")

    assert (again.status_code, again.json()["code"]) == (409, "factor_exists")


async def test_an_unconfirmed_seed_asks_nobody_for_codes(person: Person) -> None:
    begun = (await person.call("POST", "/api/security/totp")).json()
    person.seed = begun["secret"]
    wrong = await person.call("POST", "/api/security/totp/confirm", {"code": "000000"})

    assert wrong.json()["code"] == "code_wrong"
    assert (await person.sign_in()).status_code == 200
    assert begun["otpauth_uri"].startswith("otpauth://totp/Saldo:anna%40example.com?secret=")
    assert begun["qr_svg"].startswith("<svg")


async def test_nothing_readable_of_a_factor_is_stored(
    person: Person, superuser: asyncpg.Connection, database: Database
) -> None:
    codes = await person.enrol()

    stored = await superuser.fetch(
        "SELECT seed::bytea AS secret FROM totp_seeds UNION ALL SELECT code_hash FROM backup_codes"
    )
    assert len(stored) == 11
    assert not any(person.seed.encode() in row["secret"] for row in stored)
    assert not any(codes[0].replace("-", "").encode() in row["secret"] for row in stored)
    async with database.transaction(NOBODY) as session:
        assert (await session.execute(text("SELECT count(*) FROM totp_seeds"))).scalar_one() == 0


async def _age_proof(database: Database) -> None:
    async with database.transaction(SYSTEM) as session:
        await session.execute(text("UPDATE sessions SET proven_at = proven_at - interval '1 hour'"))
