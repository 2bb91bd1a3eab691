"""`python -m saldo.verify` as an operator runs it: a process, what it prints, its exit code."""

import asyncio
import os
import sys
from pathlib import Path

import asyncpg

from tests.conftest import DatabaseAddresses
from tests.connections.conftest import Link
from tests.connections.test_drift import spend

BACKEND = Path(__file__).parents[2]


async def _run(url: str) -> tuple[int | None, str]:
    settings = {
        "ENVIRONMENT": "test",
        "DATABASE_URL": url,
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "SECRET_KEY": "a secret that is long enough for a test",
        "ENCRYPTION_KEYS": "test:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        "PUBLIC_URL": "http://127.0.0.1:8080",
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "saldo.verify"),
        cwd=BACKEND,
        env=os.environ | settings,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    return process.returncode, output.decode()


async def test_the_command_says_that_all_is_well_or_what_is_not(
    linked: Link, database_addresses: DatabaseAddresses, superuser: asyncpg.Connection
) -> None:
    spend(linked, "-10")
    await linked.run()

    good = await _run(database_addresses.app)
    await superuser.execute("update ledger_days set posted = posted + 1")
    bad, said = await _run(database_addresses.app)

    assert good == (0, "Verified 1 workspaces: everything adds up.\n")
    assert bad == 1
    assert "posted is -9.0000000000, the rows make -10.0000000000" in said


async def test_without_a_database_it_says_so_and_neither_yes_nor_no(
    database_addresses: DatabaseAddresses,
) -> None:
    code, said = await _run(database_addresses.app.replace("127.0.0.1", "127.0.0.2"))

    assert code == 2
    assert "database" in said.lower()
    assert "Traceback" not in said
