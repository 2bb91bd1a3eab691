import asyncio
import time
from datetime import UTC, datetime
from uuid import uuid4

import httpx
import jwt
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from saldo.core.database import SYSTEM, Database
from saldo.federation.recognising import identity_row
from saldo.providers.issuers import Claims, TokenRefused, Verifier
from saldo.users.models import ExternalIdentity
from saldo.workspaces import joining
from saldo.workspaces.joining import Residence
from tests.factories.workspaces import Home
from tests.fakes.clock import FixedClock
from tests.federation.conftest import AUDIENCE, PROJECT, Issuer, travel

API = {"X-Token-Delivery": "body"}
START, FINISH = "/api/auth/external/oidc/start", "/api/auth/external/finish"


async def _travel(http: httpx.AsyncClient, issuer: Issuer, **claims: object) -> dict[str, str]:
    return await travel(await http.post(START), issuer, **claims)


def _person(**more: object) -> dict[str, object]:
    name = uuid4().hex[:8]
    return {"sub": name, "email": f"{name}@example.com", "email_verified": True, "name": "Anna"} | more


async def _me(http: httpx.AsyncClient, token: str) -> httpx.Response:
    return await http.get("/api/auth/me", headers={"Authorization": f"Bearer {token}"})


async def test_a_person_is_made_known_on_first_sight_and_known_on_the_second(
    anonymous: httpx.AsyncClient, issuer: Issuer
) -> None:
    person, seen = _person(), []

    for _ in range(2):
        brought = await _travel(anonymous, issuer, **person)
        session = await anonymous.post(FINISH, json=brought, headers=API)
        assert session.status_code == 200, session.text
        seen.append((await _me(anonymous, session.json()["access_token"])).json())

    assert seen[0] == seen[1]
    assert seen[0]["user"]["email"] == person["email"]
    assert seen[0]["user"]["is_address_confirmed"] is True
    assert seen[0]["workspace"]["role"] == "owner"


async def test_providers_are_listed(anonymous: httpx.AsyncClient) -> None:
    assert (await anonymous.get("/api/auth/external")).json() == {
        "data": [{"name": "oidc", "label": "Fake"}],
        "firebase": True,
    }
    unknown = await anonymous.post("/api/auth/external/nobody/start")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "provider_unknown")


async def test_a_journey_ends_once(anonymous: httpx.AsyncClient, issuer: Issuer) -> None:
    brought = await _travel(anonymous, issuer, **_person())
    await anonymous.post(FINISH, json=brought, headers=API)

    again = await anonymous.post(FINISH, json=brought, headers=API)

    assert (again.status_code, again.json()["code"]) == (401, "external_sign_in_over")


async def test_a_journey_ends_in_the_browser_it_began_in(
    anonymous: httpx.AsyncClient, issuer: Issuer
) -> None:
    brought = await _travel(anonymous, issuer, **_person())
    anonymous.cookies.clear()

    stolen = await anonymous.post(FINISH, json=brought, headers=API)

    assert (stolen.status_code, stolen.json()["code"]) == (401, "external_sign_in_over")


@pytest.mark.parametrize("bent", [{"nonce": "another"}, {"iss": "https://evil.example"}, {"exp": 1000}])
async def test_a_bent_token_is_refused(
    anonymous: httpx.AsyncClient, issuer: Issuer, bent: dict[str, object]
) -> None:
    brought = await _travel(anonymous, issuer, **_person(**bent))

    answer = await anonymous.post(FINISH, json=brought, headers=API)

    assert (answer.status_code, answer.json()["code"]) == (401, "external_token_invalid")


async def test_an_unproven_address_opens_nobodys_account(
    anonymous: httpx.AsyncClient, issuer: Issuer, workspace: Home, database: Database
) -> None:
    brought = await _travel(anonymous, issuer, **_person(email=workspace.email))
    ours_is_unproven = await anonymous.post(FINISH, json=brought, headers=API)
    async with database.transaction(SYSTEM) as session:
        await session.execute(text("UPDATE users SET email_confirmed_at = now()"))
    brought = await _travel(anonymous, issuer, **_person(email=workspace.email, email_verified=False))
    theirs_is_unproven = await anonymous.post(FINISH, json=brought, headers=API)

    assert ours_is_unproven.json()["code"] == theirs_is_unproven.json()["code"] == "address_not_proven"


async def test_a_proven_address_opens_the_account_it_belongs_to(
    anonymous: httpx.AsyncClient, issuer: Issuer, workspace: Home, database: Database
) -> None:
    async with database.transaction(SYSTEM) as session:
        await session.execute(text("UPDATE users SET email_confirmed_at = now()"))

    brought = await _travel(anonymous, issuer, **_person(email=workspace.email.upper()))
    session_made = await anonymous.post(FINISH, json=brought, headers=API)

    me = await _me(anonymous, session_made.json()["access_token"])
    assert me.json()["user"]["id"] == str(workspace.user_id)


async def test_a_deleted_person_stays_out(
    anonymous: httpx.AsyncClient, issuer: Issuer, database: Database
) -> None:
    person = _person()
    await anonymous.post(FINISH, json=await _travel(anonymous, issuer, **person), headers=API)
    async with database.transaction(SYSTEM) as session:
        await session.execute(text("UPDATE users SET deleted_at = now()"))

    answer = await anonymous.post(FINISH, json=await _travel(anonymous, issuer, **person), headers=API)

    assert answer.status_code == 401


async def test_firebase_tokens_are_read_by_its_own_keys_and_for_this_project_only(
    app: FastAPI, anonymous: httpx.AsyncClient, issuer: Issuer
) -> None:
    firebase = app.state.embassy.firebase
    iss = f"https://securetoken.google.com/{PROJECT}"
    assert firebase.issuer == iss

    good = issuer.sign(**_person(), iss=iss, aud=PROJECT)
    other = issuer.sign(**_person(), iss=iss, aud="another-project")
    answers = [
        await anonymous.post("/api/auth/external/firebase", json={"id_token": one}, headers=API)
        for one in (good, other)
    ]

    assert [one.status_code for one in answers] == [200, 401]
    assert answers[1].json()["code"] == "external_token_invalid"


async def test_an_outer_services_token_makes_person_and_workspace_on_first_sight(
    anonymous: httpx.AsyncClient, issuer: Issuer
) -> None:
    token = issuer.sign(sub=uuid4().hex, aud=AUDIENCE)

    first, second = await _me(anonymous, token), await _me(anonymous, token)

    assert first.status_code == 200, first.text
    assert first.json() == second.json()
    assert first.json()["workspace"]["role"] == "owner"
    assert first.json()["user"]["email"].endswith("@external.invalid")


async def test_a_person_made_known_by_a_parallel_request_is_let_in(
    anonymous: httpx.AsyncClient, issuer: Issuer, database: Database
) -> None:
    person, first = _person(email_verified=False), Residence.of_newcomer()
    now = datetime.now(UTC)
    claims = Claims(
        issuer=issuer.url,
        subject=str(person["sub"]),
        email=None,
        is_email_verified=False,
        name=None,
        nonce=None,
        seen_at=now,
    )
    async with database.transaction(first.scope) as session:
        await session.execute(text("LOCK TABLE users IN ACCESS EXCLUSIVE MODE"))
        second = asyncio.create_task(_me(anonymous, issuer.sign(aud=AUDIENCE, **person)))
        # It has looked for the person in vain, and now looks for the address.
        while not (await session.execute(text("SELECT 1 FROM pg_locks WHERE NOT granted"))).first():
            assert not second.done()
        await joining.join(session, first, email=str(person["email"]), password_hash=None)
        session.add(ExternalIdentity(**identity_row(first.user_id, claims, now)))

    assert (await second).json()["user"]["id"] == str(first.user_id)


async def test_whoever_was_just_seen_elsewhere_may_take_and_erase_what_is_theirs(
    anonymous: httpx.AsyncClient, issuer: Issuer, clock: FixedClock
) -> None:
    now, person = int(clock.now().timestamp()), _person()
    just, long_ago = (
        {"Authorization": f"Bearer {issuer.sign(aud=AUDIENCE, auth_time=seen, **person)}"}
        for seen in (now - 60, now - 11 * 60)
    )

    refused = await anonymous.delete("/api/privacy/me", headers=long_ago)
    exported = await anonymous.post("/api/privacy/exports", headers=just)
    tokens = await anonymous.post(
        "/api/tokens", headers=just, json={"name": "x", "permissions": ["own:read"], "expires_in_days": 1}
    )
    erased = await anonymous.delete("/api/privacy/me", headers=just)

    assert (refused.status_code, refused.json()["code"]) == (403, "proof_needed")
    assert (exported.status_code, erased.status_code) == (202, 202)
    # A way in past the issuer is not to be had by its token.
    assert tokens.json()["code"] == "session_needed"
    assert (await anonymous.get("/api/auth/me", headers=just)).status_code == 404


@pytest.mark.parametrize("seen", ["yesterday", -1, 1e300, [1]])
async def test_a_token_of_a_moment_that_never_was_is_refused(
    anonymous: httpx.AsyncClient, issuer: Issuer, seen: object
) -> None:
    token = issuer.sign(aud=AUDIENCE, auth_time=seen, **_person())

    assert (await _me(anonymous, token)).status_code == 401


async def test_whoever_has_an_account_of_that_address_hears_why_the_token_does_not_open_it(
    anonymous: httpx.AsyncClient, issuer: Issuer, workspace: Home
) -> None:
    refused = await _me(anonymous, issuer.sign(aud=AUDIENCE, **_person(email=workspace.email)))

    assert (refused.status_code, refused.json()["code"]) == (409, "address_not_proven")


async def test_a_name_that_no_text_may_hold_is_cleaned(anonymous: httpx.AsyncClient, issuer: Issuer) -> None:
    token = issuer.sign(aud=AUDIENCE, **_person(name="An\0na\tBerg"))

    assert (await _me(anonymous, token)).json()["user"]["display_name"] == "An na Berg"


@pytest.mark.parametrize("subject", ["", "a\0b", "s" * 256])
async def test_a_token_that_names_nobody_is_refused(
    anonymous: httpx.AsyncClient, issuer: Issuer, subject: str
) -> None:
    assert (await _me(anonymous, issuer.sign(aud=AUDIENCE, sub=subject))).status_code == 401


async def test_keys_are_kept_and_made_up_key_ids_do_not_make_us_ask(
    anonymous: httpx.AsyncClient, issuer: Issuer
) -> None:
    await _me(anonymous, issuer.sign(sub="one", aud=AUDIENCE))
    asked = issuer.asked

    for number in range(5):
        forged = jwt.encode(
            {"iss": issuer.url, "aud": AUDIENCE, "sub": "x", "iat": 1, "exp": time.time() + 60},
            "a secret that is long enough to be used",
            algorithm="HS256",
            headers={"kid": f"made-up-{number}"},
        )
        assert (await _me(anonymous, forged)).status_code == 401
        assert (await _me(anonymous, issuer.sign(sub="one", aud=AUDIENCE))).status_code == 200

    assert issuer.asked == asked


async def test_a_changed_key_is_found(app: FastAPI, anonymous: httpx.AsyncClient, issuer: Issuer) -> None:
    await _me(anonymous, issuer.sign(sub="one", aud=AUDIENCE))
    issuer.rotate()
    verifiers = [getattr(one, "_verifier", None) for one in app.state.authenticators]
    next(one for one in verifiers if one).keys.forget_age()

    assert (await _me(anonymous, issuer.sign(sub="one", aud=AUDIENCE))).status_code == 200


async def test_a_public_key_is_never_taken_for_a_shared_secret(
    anonymous: httpx.AsyncClient, issuer: Issuer
) -> None:
    public = issuer.http.get("/keys").json()["keys"][0]
    forged = jwt.encode(
        {"iss": issuer.url, "aud": AUDIENCE, "sub": "x", "iat": 1, "exp": time.time() + 60},
        public["x"] + public["y"],
        algorithm="HS256",
        headers={"kid": public["kid"]},
    )

    assert (await _me(anonymous, forged)).status_code == 401


async def test_an_outer_token_for_others_is_refused(anonymous: httpx.AsyncClient, issuer: Issuer) -> None:
    assert (await _me(anonymous, issuer.sign(sub="one", aud="another-service"))).status_code == 401
    assert (await _me(anonymous, issuer.sign(aud=AUDIENCE))).status_code == 401


async def test_a_shared_secret_opens_only_what_was_signed_with_it() -> None:
    secret = "a secret that two services share, long"
    verifier = Verifier("https://auth.example", AUDIENCE, secret=secret)
    claims = {"iss": "https://auth.example", "aud": AUDIENCE, "sub": "one", "iat": 1, "exp": time.time() + 60}

    read = await verifier.read(jwt.encode(claims, secret, algorithm="HS256"))

    assert read.subject == "one"
    for forged in (
        jwt.encode(claims, "another secret, just as long as it must be", algorithm="HS256"),
        jwt.encode(claims, "", algorithm="none"),
        jwt.encode(claims | {"exp": 2}, secret, algorithm="HS256"),
    ):
        with pytest.raises(TokenRefused):
            await verifier.read(forged)
