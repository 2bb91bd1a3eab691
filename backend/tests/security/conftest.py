"""A person who signed up with a password, on one device or more."""

from dataclasses import dataclass

import httpx
import pyotp
import pytest

from tests.fakes.clock import FixedClock

EMAIL, PASSWORD = "anna@example.com", "correct horse battery"
API = {"X-Token-Delivery": "body"}


@dataclass
class Person:
    """Someone signed in with a password, and their authenticator app."""

    http: httpx.AsyncClient
    clock: FixedClock
    access_token: str
    seed: str = ""

    async def call(self, method: str, path: str, body: object = None) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.access_token}"}
        return await self.http.request(method, path, json=body, headers=headers)

    async def sign_in(self, agent: str = "tests", password: str = PASSWORD) -> httpx.Response:
        headers = {**API, "User-Agent": agent}
        body = {"email": EMAIL, "password": password}
        return await self.http.post("/api/auth/sign-in", json=body, headers=headers)

    async def answer(self, challenge: str, code: str) -> httpx.Response:
        body = {"challenge": challenge, "code": code}
        return await self.http.post("/api/auth/second-factor", json=body, headers=API)

    async def enrol(self) -> list[str]:
        """Set up the authenticator app and return the backup codes; a step later its next code is fresh."""
        begun = await self.call("POST", "/api/security/totp")
        assert begun.status_code == 200, begun.text
        self.seed = begun.json()["secret"]
        confirmed = await self.call("POST", "/api/security/totp/confirm", {"code": self.code()})
        assert confirmed.status_code == 200, confirmed.text
        self.clock.advance(seconds=30)
        codes: list[str] = confirmed.json()["codes"]
        return codes

    async def challenge(self) -> str:
        response = await self.sign_in()
        assert response.status_code == 202, response.text
        challenge: str = response.json()["challenge"]
        return challenge

    def code(self) -> str:
        return pyotp.TOTP(self.seed).at(self.clock.now())


async def sign_up(http: httpx.AsyncClient, clock: FixedClock) -> Person:
    response = await http.post("/api/auth/sign-up", json={"email": EMAIL, "password": PASSWORD}, headers=API)
    assert response.status_code == 201, response.text
    return Person(http, clock, response.json()["access_token"])


@pytest.fixture
async def person(anonymous: httpx.AsyncClient, clock: FixedClock) -> Person:
    return await sign_up(anonymous, clock)
