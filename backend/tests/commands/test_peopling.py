import argparse

import httpx
import pytest

from saldo.commands import peopling
from saldo.core.settings import Settings
from tests.factories.workspaces import Home


@pytest.fixture
def installation(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let commands find the database that the tests have."""
    for name in ("environment", "public_url", "redis_url"):
        monkeypatch.setenv(name.upper(), str(getattr(settings, name)))
    for name in ("database_url", "secret_key", "encryption_keys"):
        monkeypatch.setenv(name.upper(), getattr(settings, name).get_secret_value())


async def _run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    peopling.add_to(parser.add_subparsers())
    options = parser.parse_args(["people", *words])
    return int(await options.run(options))


@pytest.mark.usefixtures("installation")
async def test_an_administrator_is_made_and_unmade_by_a_command(
    client: httpx.AsyncClient, workspace: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await _run("promote", workspace.email.upper()) == 0
    assert (await client.get("/api/admin/users")).status_code == 200
    assert "/administration" in capsys.readouterr().out

    assert await _run("demote", workspace.email) == 0
    assert (await client.get("/api/admin/users")).status_code == 403


@pytest.mark.usefixtures("installation", "workspace")
async def test_nobody_of_that_address_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert await _run("promote", "nobody@example.com") == 1
    assert "Nobody here has the address nobody@example.com" in capsys.readouterr().err
