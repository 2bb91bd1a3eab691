import httpx
import pytest

from saldo.core.settings import Settings

API = {"X-Token-Delivery": "body"}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Return settings that let little through."""
    few = {"throttle_requests_of_person": 60, "throttle_refreshes_of_network": 30}
    return Settings(**(settings.model_dump() | few))


async def test_whoever_asks_without_end_is_told_when_to_come_back(
    client: httpx.AsyncClient, stranger_client: httpx.AsyncClient
) -> None:
    answers = [await client.get("/api/categories") for _ in range(65)]

    assert {one.status_code for one in answers[:60]} == {200}
    refused = answers[-1]
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_requests")
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert (await stranger_client.get("/api/categories")).status_code == 200


async def test_refreshing_has_a_bound_and_what_is_refused_is_not_lost(anonymous: httpx.AsyncClient) -> None:
    body = {"email": "anna@example.com", "password": "correct horse battery"}
    session = (await anonymous.post("/api/auth/sign-up", json=body, headers=API)).json()
    for _ in range(30):
        answer = await anonymous.post("/api/auth/refresh", json={"refresh_token": session["refresh_token"]})
        session = answer.json()

    refused = await anonymous.post("/api/auth/refresh", json={"refresh_token": session["refresh_token"]})

    assert (answer.status_code, refused.status_code) == (200, 429)
    me = {"Authorization": f"Bearer {session['access_token']}"}
    assert (await anonymous.get("/api/auth/me", headers=me)).status_code == 200
