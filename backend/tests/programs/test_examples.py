"""The examples that the page of signed clients shows are run here as they stand."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from tests.factories.serving import serve

_EXAMPLES = Path(__file__).parents[3] / "frontend/src/features/clients/examples"
_WISH = {"name": "Example", "permissions": ["accounts:read", "categories:read"], "expires_in_days": 1}


@pytest.fixture
async def served(app: FastAPI) -> AsyncIterator[str]:
    async with serve(app) as url:
        yield url


@pytest.fixture
async def settings(served: str, client: httpx.AsyncClient) -> dict[str, str]:
    """Return what the page tells a person to set, for a new client."""
    made = (await client.post("/api/clients", json=_WISH)).json()
    return {
        "SALDO_URL": served,
        "SALDO_CLIENT_ID": made["client_id"],
        "SALDO_CLIENT_SECRET": made["secret"],
    }


async def _run(command: list[str], settings: dict[str, str]) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], **settings}
    return await asyncio.to_thread(
        subprocess.run, command, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


_PYTHON = [sys.executable, str(_EXAMPLES / "signed.py")]
_SHELL = ["sh", str(_EXAMPLES / "signed.sh")]


@pytest.mark.parametrize(
    "command",
    [
        _PYTHON,
        [*_PYTHON, "/api/categories?b=x%20y&a=%2F"],
        _SHELL,
        [*_SHELL, "/api/categories", "a=%2F&b=x%20y"],
    ],
)
async def test_an_example_is_answered_as_it_stands(settings: dict[str, str], command: list[str]) -> None:
    ran = await _run(command, settings)

    assert ran.returncode == 0, ran.stderr + ran.stdout
    assert isinstance(json.loads(ran.stdout)["data"], list)


@pytest.mark.parametrize("command", [_PYTHON, _SHELL])
async def test_an_example_with_another_secret_is_refused(
    settings: dict[str, str], command: list[str]
) -> None:
    ran = await _run(command, settings | {"SALDO_CLIENT_SECRET": "-another"})

    assert ran.returncode != 0
    assert "401" in ran.stderr + ran.stdout
