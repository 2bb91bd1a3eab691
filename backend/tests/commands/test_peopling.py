import argparse

import httpx
import pytest

from saldo.commands import auditing, peopling
from saldo.core.settings import Settings
from tests.factories.workspaces import Home


@pytest.fixture
def installation(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let commands find the database that the tests have."""
    for name in ("environment", "public_url", "redis_url"):
        monkeypatch.setenv(name.upper(), str(getattr(settings, name)))
    for name in ("database_url", "secret_key", "encryption_keys"):
        monkeypatch.setenv(name.upper(), getattr(settings, name).get_secret_value())


async def _type(*words: str) -> int:
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers()
    peopling.add_to(commands)
    auditing.add_to(commands)
    options = parser.parse_args(words)
    return int(await options.run(options))


async def _run(*words: str) -> int:
    return await _type("people", *words)


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


@pytest.mark.usefixtures("installation")
async def test_both_deeds_are_on_the_record_as_the_operators(
    client: httpx.AsyncClient, workspace: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    await _run("promote", workspace.email)
    await _run("demote", workspace.email)
    await _run("promote", workspace.email)
    deeds = (await client.get("/api/admin/audit", params={"actor": "operator"})).json()["data"]
    own = (await client.get("/api/audit", params={"action": "user.demoted"})).json()["data"]

    assert [one["action"] for one in deeds] == ["user.promoted", "user.demoted", "user.promoted"]
    assert {one["subject_id"] for one in deeds} == {str(workspace.user_id)}
    assert [(one["before"], one["after"]) for one in own] == [
        ({"is_administrator": True}, {"is_administrator": False})
    ]
    assert await _type("audit", "verify") == 0
    assert "the record is whole" in capsys.readouterr().out


@pytest.mark.usefixtures("installation")
async def test_what_is_so_already_is_said_and_not_recorded(
    client: httpx.AsyncClient, workspace: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await _run("demote", workspace.email) == 0

    assert "does not look after this installation" in capsys.readouterr().out
    assert (await client.get("/api/audit", params={"actor": "operator"})).json()["data"] == []
