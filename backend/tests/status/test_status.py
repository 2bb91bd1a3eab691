from pathlib import Path

import httpx
from alembic.script import ScriptDirectory

from saldo.status.checks import newest_revision


async def test_health_answers(anonymous: httpx.AsyncClient) -> None:
    response = await anonymous.get("/health")

    assert response.status_code == 200
    assert response.json()["status"] == "ok"


async def test_readiness_names_each_dependency(anonymous: httpx.AsyncClient) -> None:
    response = await anonymous.get("/ready")

    assert response.status_code == 200
    assert response.json()["status"] == "degraded"
    found = {name: one["status"] for name, one in response.json()["dependencies"].items()}
    assert found == {"database": "ok", "migrations": "ok", "valkey": "ok", "worker": "down"}


async def test_config_is_public(anonymous: httpx.AsyncClient) -> None:
    response = await anonymous.get("/api/config")

    assert response.json()["plaid"]["enabled"] is False


def test_the_newest_migration_is_the_one_alembic_finds() -> None:
    migrations = Path(__file__).parents[2] / "migrations"

    assert newest_revision() == ScriptDirectory(str(migrations)).get_current_head()


async def test_me_tells_who_is_signed_in(client: httpx.AsyncClient) -> None:
    response = await client.get("/api/auth/me")

    assert response.status_code == 200, response.text
    assert response.json()["workspace"]["role"] == "owner"
