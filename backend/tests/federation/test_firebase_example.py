"""The front end that docs/security.md describes is run here as it stands."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import httpx
import pyotp
import pytest
from fastapi import FastAPI

from saldo.core.settings import Settings
from tests.factories.serving import serve
from tests.fakes.clock import FixedClock
from tests.federation.conftest import PROJECT, Issuer

_EXAMPLE = Path(__file__).parents[3] / "docs/examples/firebase.mjs"
# The project's own Node lives beside its Python.
_SEARCH_PATH = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
_PAGE = """
import { get, renew, signIn } from %s;
const [saldo, token, code] = process.argv.slice(1);
const askForCode = async (factors) => (console.log(...factors), code);
const session = await renew(saldo, await signIn(saldo, token, askForCode));
console.log(JSON.stringify(await get(saldo, session, "/api/auth/me")));
"""


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Return settings that know the address of the operator's own front end."""
    return Settings(**(settings.model_dump() | {"cors_origins": ("https://money.example.com",)}))


@pytest.fixture
async def saldo(app: FastAPI) -> AsyncIterator[str]:
    async with serve(app) as url:
        yield url


async def _open_page(*words: str) -> subprocess.CompletedProcess[str]:
    node = shutil.which("node", path=_SEARCH_PATH)
    if node is None:
        pytest.skip("no node on PATH")
    page = _PAGE % json.dumps(_EXAMPLE.as_uri())
    return await asyncio.to_thread(
        subprocess.run,
        [node, "--input-type=module", "--eval", page, "--", *words],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def _token(issuer: Issuer, email: str, project: str = PROJECT) -> str:
    claims = {"sub": email, "email": email, "email_verified": True}
    return issuer.sign(**claims, iss=f"https://securetoken.google.com/{project}", aud=project)


async def test_the_example_signs_in_goes_on_and_reads(saldo: str, issuer: Issuer) -> None:
    email = f"{uuid4().hex[:8]}@example.com"

    page = await _open_page(saldo, _token(issuer, email))
    refused = await _open_page(saldo, _token(issuer, email, project="another"))

    assert page.returncode == 0, page.stderr
    assert json.loads(page.stdout)["user"]["email"] == email
    assert "external_token_invalid" in refused.stderr


async def test_the_example_asks_for_the_second_factor(
    saldo: str, issuer: Issuer, anonymous: httpx.AsyncClient, clock: FixedClock
) -> None:
    email = f"{uuid4().hex[:8]}@example.com"
    body = {"id_token": _token(issuer, email)}
    first = await anonymous.post("/api/auth/external/firebase", json=body)
    headers = {"Authorization": f"Bearer {first.json()['access_token']}"}
    secret = (await anonymous.post("/api/security/totp", headers=headers)).json()["secret"]
    app_of_person = pyotp.TOTP(secret)
    confirmed = {"code": app_of_person.at(clock.now())}
    assert (await anonymous.post("/api/security/totp/confirm", headers=headers, json=confirmed)).is_success
    clock.advance(seconds=30)

    page = await _open_page(saldo, _token(issuer, email), app_of_person.at(clock.now()))

    assert page.returncode == 0, page.stderr
    assert "totp" in page.stdout.splitlines()[0]
    assert json.loads(page.stdout.splitlines()[1])["user"]["email"] == email


async def test_a_front_end_at_another_address_may_ask_what_the_example_asks(saldo: str) -> None:
    wanted = ("authorization", "content-type", "idempotency-key", "x-token-delivery", "x-workspace-id")
    async with httpx.AsyncClient(base_url=saldo) as browser:
        answers = [
            await browser.options(
                "/api/auth/external/firebase",
                headers={
                    "Origin": origin,
                    "Access-Control-Request-Method": "POST",
                    "Access-Control-Request-Headers": ", ".join(wanted),
                },
            )
            for origin in ("https://money.example.com", "https://other.example.com")
        ]

    assert [one.status_code for one in answers] == [200, 400]
    assert answers[0].headers["access-control-allow-origin"] == "https://money.example.com"
