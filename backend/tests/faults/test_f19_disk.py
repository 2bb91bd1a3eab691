"""F19: the disk of the database is full; what cannot be stored is said, and comes when there is room."""

import asyncio
import os
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from saldo_dev.services.privileges import hand_over

from tests.faults.processes import eventually
from tests.faults.stage import Stage

pytestmark = [pytest.mark.timeout(180), pytest.mark.fault("F19"), pytest.mark.full]
_TABLES = ("transactions", "bank_transactions", "ledger_days")


async def _run(*command: str) -> bool:
    done = await asyncio.to_thread(subprocess.run, command, capture_output=True, check=False)
    return done.returncode == 0


@pytest.fixture
async def small_disk(stage: Stage, tmp_path: Path) -> AsyncIterator[Path]:
    """Put the large tables on a disk of four megabytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if os.geteuid() != 0 or not await _run("mount", "-t", "tmpfs", "-o", "size=4m", "none", str(disk)):
        pytest.skip("only root may mount the small disk that this test fills")
    for folder in (*disk.parents, disk):
        if folder.owner() == "root" and "pytest" in str(folder):
            folder.chmod(0o755)
    (space := disk / "space").mkdir()
    space.chmod(0o777)
    hand_over(space)
    await stage.superuser.execute(f"CREATE TABLESPACE small LOCATION '{space}'")
    for table in _TABLES:
        await stage.superuser.execute(f"ALTER TABLE {table} SET TABLESPACE small")
    yield disk
    for table in _TABLES:
        await stage.superuser.execute(f"ALTER TABLE {table} SET TABLESPACE pg_default")
    await stage.superuser.execute("DROP TABLESPACE small")
    await _run("umount", "-l", str(disk))


async def test_a_full_disk_stops_nothing_but_the_sync_until_there_is_room(
    stage: Stage, small_disk: Path
) -> None:
    await stage.start_api()
    worker = stage.start_worker()
    connection_id, _ = await stage.link()

    async def has_given_up() -> bool:
        return worker.said("sync.database_unavailable")

    await eventually(has_given_up, 60, "the sync has given up")
    assert await stage.ask("SELECT count(*) FROM transactions") == 0
    answer = await stage.persons[0].call("GET", "/api/accounts")
    assert answer.is_success or answer.headers["Retry-After"], answer.text
    await stage.judge(at_rest=False)

    assert await _run("mount", "-o", "remount,size=200m", str(small_disk))

    async def is_healthy() -> bool:
        await stage.hurry()
        return bool(await stage.ask("SELECT status = 'healthy' FROM bank_connections"))

    await eventually(is_healthy, 60, "the connection is healthy")
    await stage.finish(connection_id)
