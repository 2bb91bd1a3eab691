"""The worker process: one loop for all its jobs, limits, and what it does when the database is away."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from saldo.core.database import NOBODY
from saldo.core.settings import Settings
from saldo.core.tasks import Task
from saldo.resources import Resources
from saldo.status.checks import HEARTBEAT_KEY
from saldo.worker import Process, create_worker

BACKEND = Path(__file__).parents[2]


@pytest.fixture
def process(settings: Settings) -> Iterator[Process]:
    made = Process(settings)
    yield made
    made.close()


def _task(handler: object, soft: int = 5) -> Task:
    return Task("test.task", handler, soft, soft + 1)  # type: ignore[arg-type]


def test_jobs_share_one_loop_and_its_connections(process: Process) -> None:
    loops, pids = set(), set()

    async def ask(resources: Resources) -> None:
        loops.add(asyncio.get_running_loop())
        async with resources.database.transaction(NOBODY) as session:
            pids.add((await session.execute(text("SELECT pg_backend_pid()"))).scalar_one())

    for _ in range(3):
        process.run(_task(ask), {})

    assert len(loops) == len(pids) == 1


def test_a_job_gets_its_payload_and_a_reply_its_result(settings: Settings, process: Process) -> None:
    app = create_worker(settings, lambda: process)
    seen: list[dict[str, object]] = []

    async def note(_: Resources, **payload: object) -> None:
        seen.append(payload)

    process.run(_task(note), {"id": "1"})
    assert seen == [{"id": "1"}]
    assert {"connections.sync", "categorization.apply", "status.heartbeat"} <= set(app.tasks)


def test_the_soft_limit_ends_a_job_and_leaves_the_loop_whole(process: Process) -> None:
    async def dawdle(_: Resources) -> None:
        await asyncio.sleep(30)

    async def hurry(_: Resources) -> None:
        return

    with pytest.raises(TimeoutError):
        process.run(_task(dawdle, soft=0), {})
    process.run(_task(hurry), {})


def test_a_job_without_a_database_is_left_to_the_sweep(settings: Settings) -> None:
    away = settings.model_copy(update={"database_url": _unreachable(settings)})
    process = Process(away)

    async def unreached(_: Resources) -> None:
        raise AssertionError

    process.run(_task(unreached), {})
    process.close()


def _unreachable(settings: Settings) -> object:
    return type(settings.database_url)("postgresql+asyncpg://saldo_app:x@127.0.0.1:1/none")


def test_the_heartbeat_is_heard(process: Process, settings: Settings) -> None:
    app = create_worker(settings, lambda: process)
    kept: list[object] = []

    async def look(resources: Resources) -> None:
        kept.append(await resources.redis.get(HEARTBEAT_KEY))

    app.tasks["status.heartbeat"]()
    process.run(_task(look), {})

    assert kept[0]


@pytest.mark.parametrize("module", ["saldo.main", "saldo.worker", "saldo_development.main"])
def test_wrong_settings_end_the_process_with_sentences(module: str) -> None:
    environment = {"PATH": os.environ["PATH"], "SECRET_KEY": "short-canary"}
    code = f"import {module} as m; m.app"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=BACKEND,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "DATABASE_URL is not set" in done.stderr
    assert "Traceback" not in done.stderr
    assert "short-canary" not in done.stderr
