"""A worker dies or freezes in the middle of the first sync: afterwards everything is there, once."""

import asyncio
from uuid import UUID

import pytest

from tests.faults.conftest import Stage, eventually
from tests.faults.invariants import assert_told_once

pytestmark = pytest.mark.timeout(180)
PAGE_LATENCY_MS = 400


async def _wait_for_progress(stage: Stage, connection_id: UUID) -> None:
    """Wait until some pages have been read: the sync is open and has told of its progress."""

    async def is_reading() -> bool:
        query = "SELECT count(*) FROM workspace_events WHERE type = 'sync_progress'"
        return bool(await stage.ask(query))

    await eventually(is_reading, 60, "the worker reads pages")
    assert await stage.ask("SELECT status FROM syncs WHERE connection_id = $1", connection_id) == "running"


async def _wait_until_healthy(stage: Stage, connection_id: UUID, timeout_seconds: float = 90) -> None:
    async def is_healthy() -> bool:
        query = "SELECT status FROM bank_connections WHERE id = $1"
        return bool(await stage.ask(query, connection_id) == "healthy")

    await eventually(is_healthy, timeout_seconds, "the connection is healthy")


async def test_kill_nine_while_fetching_and_an_emptied_queue_lose_nothing(stage: Stage) -> None:
    stage.emulator.set_faults(latency_ms=PAGE_LATENCY_MS)
    worker = stage.start_worker()
    connection_id, item_id = await stage.link()
    await _wait_for_progress(stage, connection_id)

    await asyncio.to_thread(worker.kill)
    stage.queue.flushdb()
    assert await stage.ask("SELECT count(*) FROM transactions") == 0
    stage.emulator.set_faults(clear=True)
    stage.start_worker()

    await _wait_until_healthy(stage, connection_id)
    assert await assert_told_once(stage, connection_id, item_id) > 1000
    statuses = await stage.superuser.fetch("SELECT status FROM syncs ORDER BY id")
    assert [row["status"] for row in statuses][:2] == ["abandoned", "succeeded"]


async def test_kill_nine_in_the_middle_of_writing_leaves_no_half(stage: Stage) -> None:
    connection_id, item_id = await stage.link()
    blocker = await stage.superuser.fetchval("SELECT pg_backend_pid()")
    transaction = stage.superuser.transaction()
    await transaction.start()
    await stage.superuser.execute("SELECT 1 FROM accounts FOR UPDATE")
    worker = stage.start_worker()

    async def is_writing() -> bool:
        query = "SELECT count(*) FROM pg_locks WHERE NOT granted AND $1 = ANY (pg_blocking_pids(pid))"
        return bool(await stage.ask(query, blocker))

    await eventually(is_writing, 60, "the worker writes, and waits for our lock")
    await asyncio.to_thread(worker.kill)
    await transaction.rollback()
    assert await stage.ask("SELECT count(*) FROM transactions") == 0
    assert await stage.ask("SELECT cursor FROM bank_connections") is None
    await stage.expire_lease(connection_id)
    stage.start_worker()

    await _wait_until_healthy(stage, connection_id)
    await assert_told_once(stage, connection_id, item_id)


async def test_a_frozen_worker_that_wakes_after_its_lease_commits_nothing(stage: Stage) -> None:
    stage.emulator.set_faults(latency_ms=PAGE_LATENCY_MS)
    zombie = stage.start_worker()
    connection_id, item_id = await stage.link()
    await _wait_for_progress(stage, connection_id)

    zombie.freeze()
    stage.emulator.set_faults(clear=True)
    await stage.expire_lease(connection_id)
    stage.start_worker()
    await _wait_until_healthy(stage, connection_id)
    count = await assert_told_once(stage, connection_id, item_id)
    zombie.thaw()

    async def is_refused() -> bool:
        return await asyncio.to_thread(zombie.said, "sync.fenced_off")

    await eventually(is_refused, 60, "the zombie has tried to write")
    assert await assert_told_once(stage, connection_id, item_id) == count


async def test_messages_lost_before_any_worker_ran_cost_seconds_only(stage: Stage) -> None:
    connection_id, item_id = await stage.link()
    stage.queue.flushdb()

    stage.start_worker()

    await _wait_until_healthy(stage, connection_id)
    await assert_told_once(stage, connection_id, item_id)
