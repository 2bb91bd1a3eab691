"""An issuer in a process of its own, and an application that knows it in each of the three ways."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

import httpx
import pytest
from saldo_dev.ports import find_free
from saldo_dev.processes import wait_until

from saldo.core.settings import Settings
from tests.conftest import DatabaseAddresses
from tests.fakes.clock import FixedClock
from tests.fakes.issuer import run_issuer
from tests.security.conftest import Person, sign_up

CLIENT_ID, PROJECT, AUDIENCE = "saldo-tests", "saldo-project", "saldo-resource"


@dataclass(frozen=True)
class Issuer:
    """The issuer, as tests speak to it."""

    url: str
    http: httpx.Client

    def sign(self, **claims: Any) -> str:
        token: str = self.http.post("/sign", json=claims).json()["token"]
        return token

    def say_yes(self, code: str, challenge: str, **claims: Any) -> None:
        self.http.post("/code", json={"code": code, "challenge": challenge, "claims": claims})

    def rotate(self) -> None:
        self.http.post("/rotate")

    @property
    def asked(self) -> int:
        asked: int = self.http.get("/asked").json()["asked"]
        return asked


async def travel(started: httpx.Response, issuer: Issuer, **claims: object) -> dict[str, str]:
    """Go to the provider, say yes there, and return what the browser brings back."""
    assert started.status_code == 200, started.text
    asked = dict(parse_qsl(urlsplit(started.json()["authorization_url"]).query))
    assert (asked["client_id"], asked["code_challenge_method"]) == (CLIENT_ID, "S256")
    code = uuid4().hex
    issuer.say_yes(code, asked["code_challenge"], **({"nonce": asked["nonce"]} | claims))
    return {"code": code, "state": asked["state"]}


@pytest.fixture
async def person(anonymous: httpx.AsyncClient, clock: FixedClock) -> Person:
    """Return someone who signed up here, with a password."""
    return await sign_up(anonymous, clock)


def _answers(client: httpx.Client) -> bool:
    try:
        return client.get("/asked").status_code == 200
    except httpx.TransportError:
        return False


@pytest.fixture(scope="session")
def issuer() -> Iterator[Issuer]:
    with run_issuer(find_free()) as url, httpx.Client(base_url=url, trust_env=False) as client:
        wait_until(lambda: _answers(client), 20)
        yield Issuer(url, client)


@pytest.fixture
def settings(settings: Settings, issuer: Issuer, database_addresses: DatabaseAddresses) -> Settings:
    """Return settings that know the issuer as provider, as Firebase, and as outer auth service."""
    assert database_addresses
    known = {
        "oidc_issuer": issuer.url,
        "oidc_client_id": CLIENT_ID,
        "oidc_client_secret": "client-secret",
        "oidc_label": "Fake",
        "firebase_project_id": PROJECT,
        "firebase_keys_url": f"{issuer.url}/keys",
        "external_issuer": issuer.url,
        "external_audience": AUDIENCE,
        "external_keys_url": f"{issuer.url}/keys",
    }
    return Settings(**(settings.model_dump() | known))
