"""Accounts at other issuers, linked with a person who is signed in."""

from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text

from saldo.core.database import SYSTEM, Database
from tests.federation.conftest import Issuer, travel
from tests.security.conftest import API, Person

FINISH = "/api/auth/external/finish"
OWN = "/api/security/identities"
START = f"{OWN}/oidc/start"


async def _link(person: Person, issuer: Issuer, subject: str) -> httpx.Response:
    brought = await travel(await person.call("POST", START), issuer, sub=subject)
    return await person.call("POST", f"{OWN}/finish", brought)


async def _sign_in(http: httpx.AsyncClient, issuer: Issuer, subject: str) -> httpx.Response:
    started = await http.post("/api/auth/external/oidc/start")
    return await http.post(FINISH, json=await travel(started, issuer, sub=subject), headers=API)


async def test_a_linked_account_signs_its_person_in_until_it_is_unlinked(
    person: Person, issuer: Issuer
) -> None:
    subject = uuid4().hex

    linked = await _link(person, issuer, subject)

    assert linked.status_code == 200, linked.text
    assert linked.json()["label"] == "Fake"
    assert (await person.call("GET", OWN)).json()["data"] == [linked.json()]
    token = (await _sign_in(person.http, issuer, subject)).json()["access_token"]
    me = await person.http.get("/api/auth/me", headers={"Authorization": f"Bearer {token}"})
    assert me.json()["user"]["email"] == "anna@example.com"

    assert (await person.call("DELETE", f"{OWN}/{linked.json()['id']}")).status_code == 204
    assert (await person.call("GET", OWN)).json()["data"] == []
    stranger = (await _sign_in(person.http, issuer, subject)).json()["access_token"]
    me = await person.http.get("/api/auth/me", headers={"Authorization": f"Bearer {stranger}"})
    assert me.json()["user"]["email"] != "anna@example.com"


async def test_anothers_account_is_not_linked(
    person: Person, issuer: Issuer, anonymous: httpx.AsyncClient
) -> None:
    subject = uuid4().hex
    assert (await _sign_in(anonymous, issuer, subject)).status_code == 200

    taken = await _link(person, issuer, subject)

    assert (taken.status_code, taken.json()["code"]) == (409, "identity_taken")


async def test_a_journey_to_sign_in_does_not_end_in_a_link_nor_the_other_way_round(
    person: Person, issuer: Issuer
) -> None:
    to_link = await travel(await person.call("POST", START), issuer, sub=uuid4().hex)
    signed_in = await person.http.post(FINISH, json=to_link, headers=API)
    to_sign_in = await travel(await person.http.post("/api/auth/external/oidc/start"), issuer, sub="x")
    linked = await person.call("POST", f"{OWN}/finish", to_sign_in)

    assert signed_in.json()["code"] == linked.json()["code"] == "external_sign_in_over"


@pytest.mark.parametrize(("method", "path"), [("POST", START), ("DELETE", f"{OWN}/{uuid4()}")])
async def test_linking_and_unlinking_ask_for_a_fresh_proof(
    person: Person, database: Database, method: str, path: str
) -> None:
    async with database.transaction(SYSTEM) as session:
        await session.execute(text("UPDATE sessions SET proven_at = proven_at - interval '11 minutes'"))

    refused = await person.call(method, path)

    assert (refused.status_code, refused.json()["code"]) == (403, "proof_needed")


async def test_the_only_way_in_stays(anonymous: httpx.AsyncClient, issuer: Issuer) -> None:
    token = (await _sign_in(anonymous, issuer, uuid4().hex)).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    own = (await anonymous.get(OWN, headers=headers)).json()["data"]

    refused = await anonymous.delete(f"{OWN}/{own[0]['id']}", headers=headers)

    assert (refused.status_code, refused.json()["code"]) == (409, "last_way_in")
    assert (await anonymous.get(OWN, headers=headers)).json()["data"] == own
