from typing import Any

import httpx
import pytest
from sqlalchemy import text

from saldo.core.database import SYSTEM, Database
from tests.conftest import PUBLIC_URL
from tests.fakes.authenticator import Authenticator
from tests.security.conftest import API, Person

KEYS = "/api/security/passkeys"
# Browsers keep passkeys for names: on this machine's number the page sends people to its name.
NAMED_URL = PUBLIC_URL.replace("127.0.0.1", "localhost")


@pytest.fixture
def device() -> Authenticator:
    return Authenticator("localhost", NAMED_URL)


async def _enrol(person: Person, device: Authenticator) -> httpx.Response:
    options = (await person.call("POST", f"{KEYS}/options")).json()["options"]
    return await person.call("POST", KEYS, {"name": "Phone", "credential": device.enrol(options)})


async def _ask(http: httpx.AsyncClient) -> dict[str, Any]:
    asked: dict[str, Any] = (await http.post("/api/auth/passkey/options")).json()
    return asked


async def _sign_in(http: httpx.AsyncClient, device: Authenticator) -> httpx.Response:
    asked = await _ask(http)
    body = {"handle": asked["handle"], "credential": device.use(asked["options"])}
    return await http.post("/api/auth/passkey", json=body, headers=API)


async def test_a_passkey_signs_in_without_password_or_code(person: Person, device: Authenticator) -> None:
    await person.enrol()
    assert (await _enrol(person, device)).status_code == 201

    signed_in = await _sign_in(person.http, device)

    assert signed_in.status_code == 200, signed_in.text
    me = await person.http.get(
        "/api/auth/me", headers={"Authorization": f"Bearer {signed_in.json()['access_token']}"}
    )
    assert me.json()["user"]["email"] == "anna@example.com"


async def test_an_answer_counts_once(person: Person, device: Authenticator) -> None:
    await _enrol(person, device)
    asked = await _ask(person.http)
    body = {"handle": asked["handle"], "credential": device.use(asked["options"])}

    answers = [await person.http.post("/api/auth/passkey", json=body, headers=API) for _ in range(2)]

    assert [one.status_code for one in answers] == [200, 403]
    assert answers[1].json()["code"] == "passkey_refused"


@pytest.mark.parametrize("bent", ["origin", "host", "verified", "key", "count", "credential"])
async def test_anything_bent_is_refused(person: Person, device: Authenticator, bent: str) -> None:
    device.count = 7
    await _enrol(person, device)
    other = Authenticator("localhost", NAMED_URL, device.key, device.credential_id, device.count)
    match bent:
        case "origin":
            other.origin = "https://evil.example"
        case "host":
            other.host = "evil.example"
        case "verified":
            other.user_verified = False
        case "key":
            other.key = Authenticator("x", "x").key
        case "count":
            other.count = 2
        case _:
            other.credential_id = b"unknown"

    answer = await _sign_in(person.http, other)

    assert (answer.status_code, answer.json()["code"]) == (403, "passkey_refused")


@pytest.mark.parametrize("credential", [{}, {"id": "a"}, {"id": 5}, {"id": "a", "rawId": "b"}])
async def test_nonsense_is_refused(person: Person, credential: dict[str, object]) -> None:
    asked = await _ask(person.http)

    body = {"handle": asked["handle"], "credential": credential}
    answer = await person.http.post("/api/auth/passkey", json=body, headers=API)

    assert (answer.status_code, answer.json()["code"]) == (403, "passkey_refused")


async def test_a_passkey_is_a_fresh_proof(person: Person, device: Authenticator, database: Database) -> None:
    await _enrol(person, device)
    async with database.transaction(SYSTEM) as session:
        await session.execute(text("UPDATE sessions SET proven_at = proven_at - interval '11 minutes'"))
    assert (await person.call("POST", f"{KEYS}/options")).json()["code"] == "proof_needed"

    asked = await _ask(person.http)
    body = {"handle": asked["handle"], "credential": device.use(asked["options"])}
    proven = await person.call("POST", "/api/security/proof/passkey", body)

    assert proven.status_code == 204, proven.text
    assert (await person.call("POST", f"{KEYS}/options")).status_code == 200


async def test_anothers_passkey_proves_nothing(
    person: Person, device: Authenticator, client: httpx.AsyncClient
) -> None:
    await _enrol(person, device)
    asked = await _ask(person.http)

    body = {"handle": asked["handle"], "credential": device.use(asked["options"])}
    answer = await client.post("/api/security/proof/passkey", json=body)

    assert (answer.status_code, answer.json()["code"]) == (403, "passkey_refused")


async def test_a_removed_passkey_is_refused(
    person: Person, device: Authenticator, client: httpx.AsyncClient
) -> None:
    made = (await _enrol(person, device)).json()
    assert (await client.delete(f"{KEYS}/{made['id']}")).status_code == 404

    assert (await person.call("DELETE", f"{KEYS}/{made['id']}")).status_code == 204

    assert (await _sign_in(person.http, device)).status_code == 403
    assert (await person.call("GET", KEYS)).json()["data"] == []


async def test_a_passkey_gets_another_name(
    person: Person, device: Authenticator, client: httpx.AsyncClient
) -> None:
    made = (await _enrol(person, device)).json()
    body = {"name": "Old phone"}
    assert (await client.patch(f"{KEYS}/{made['id']}", json=body)).status_code == 404

    renamed = await person.call("PATCH", f"{KEYS}/{made['id']}", body)

    assert renamed.json() == made | body
    assert (await person.call("GET", KEYS)).json()["data"] == [renamed.json()]


async def test_the_last_way_in_stays(person: Person, device: Authenticator, database: Database) -> None:
    made = (await _enrol(person, device)).json()
    async with database.transaction(SYSTEM) as session:
        await session.execute(text("UPDATE users SET password_hash = NULL"))

    refused = await person.call("DELETE", f"{KEYS}/{made['id']}")

    assert (refused.status_code, refused.json()["code"]) == (409, "last_way_in")
    factors = (await person.call("GET", "/api/security/factors")).json()
    assert (factors["passkeys"], factors["has_password"]) == (1, False)


async def test_a_key_is_enrolled_once(person: Person, device: Authenticator) -> None:
    await _enrol(person, device)

    again = await _enrol(person, device)

    assert (again.status_code, again.json()["code"]) == (403, "passkey_refused")
