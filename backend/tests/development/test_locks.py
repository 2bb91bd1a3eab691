"""The development token: it works, and each lock alone keeps it shut."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

import saldo
from saldo.core.database import SYSTEM, Database
from saldo.core.environment import Environment
from saldo.core.settings import Settings
from saldo.main import create_app
from saldo.resources import Resources
from saldo_development.bypass import make_authenticator
from saldo_development.locks import Locked, refuse_unless_local
from tests.conftest import PUBLIC_URL

TOKEN = {"Authorization": "Bearer dev-mock-token-anna"}


@pytest.fixture
def local(settings: Settings) -> Settings:
    return settings.model_copy(update={"environment": Environment.DEVELOPMENT, "dev_bypass": True})


@pytest.fixture
async def developer(local: Settings, resources: Resources) -> AsyncIterator[httpx.AsyncClient]:
    async def open_lent(_: Settings) -> Resources:
        return resources

    app = create_app(local, authenticators=[make_authenticator], open_resources=open_lent)
    resources.close = _nothing  # type: ignore[method-assign]  # the fixtures close their own
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url=PUBLIC_URL) as client:
            yield client


async def _nothing() -> None:
    return


def test_on_ones_own_machine_the_locks_open(local: Settings) -> None:
    refuse_unless_local(local)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"environment": Environment.PRODUCTION}, "ENVIRONMENT=development"),
        ({"environment": Environment.TEST}, "ENVIRONMENT=development"),
        ({"dev_bypass": False}, "DEV_BYPASS=true"),
        ({"database_url": "postgresql+asyncpg://a:b@db.example.com/saldo"}, "DATABASE_URL"),
        ({"database_url": "postgresql+asyncpg://a:b@10.0.0.5/saldo"}, "DATABASE_URL"),
        ({"public_url": "https://saldo.example.com"}, "PUBLIC_URL"),
        ({"public_url": "http://127.0.0.1.evil.example"}, "PUBLIC_URL"),
        ({"plaid_env": "production"}, "PLAID_ENV"),
    ],
)
def test_each_lock_alone_stops_it(local: Settings, change: dict[str, object], named: str) -> None:
    secret = type(local.database_url)
    changed = {key: secret(str(value)) if key == "database_url" else value for key, value in change.items()}

    with pytest.raises(Locked, match=named) as caught:
        refuse_unless_local(local.model_copy(update=changed))

    assert len(str(caught.value).splitlines()) == 1


async def test_the_token_makes_a_person_with_a_workspace(developer: httpx.AsyncClient) -> None:
    first = await developer.get("/api/auth/me", headers=TOKEN)
    again = await developer.get("/api/auth/me", headers=TOKEN)

    assert first.status_code == 200
    assert first.json()["user"]["email"] == "anna@dev.saldo.test"
    assert again.json() == first.json()


async def test_parallel_first_sights_make_one_person(
    developer: httpx.AsyncClient, database: Database
) -> None:
    answers = await asyncio.gather(*(developer.get("/api/auth/me", headers=TOKEN) for _ in range(10)))

    assert {answer.status_code for answer in answers} == {200}
    async with database.transaction(SYSTEM) as session:
        assert (await session.execute(text("SELECT count(*) FROM workspaces"))).scalar_one() == 1


async def test_a_development_token_opens_a_live_ticket(developer: httpx.AsyncClient) -> None:
    assert (await developer.post("/api/events/ticket", headers=TOKEN)).status_code == 200


@pytest.mark.parametrize("name", ["", "A", "a b", "x" * 41, "../etc"])
async def test_an_odd_name_is_refused(developer: httpx.AsyncClient, name: str) -> None:
    response = await developer.get("/api/auth/me", headers={"Authorization": f"Bearer dev-mock-token-{name}"})

    assert response.status_code == 401


async def test_the_production_application_does_not_know_the_token(
    app: FastAPI, anonymous: httpx.AsyncClient
) -> None:
    modules = {type(one).__module__ for one in app.state.authenticators}
    assert modules == {"saldo.programs.authentication", "saldo.users.authentication"}
    assert (await anonymous.get("/api/auth/me", headers=TOKEN)).status_code == 401


def test_production_code_holds_no_trace_of_it() -> None:
    for path in Path(saldo.__file__).parent.rglob("*.py"):
        assert "dev-mock-token" not in path.read_text(), path
