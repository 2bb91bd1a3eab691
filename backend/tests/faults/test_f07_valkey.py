"""F7, F8, F9: Valkey is emptied, killed, or swallows everything; the database remembers what is due."""

import asyncio
import os
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from saldo.core.broker import open_queue
from tests.faults.network import wire_to
from tests.faults.processes import Started, eventually
from tests.faults.servers import Queue
from tests.faults.stage import Sabotage, Stage

pytestmark = [pytest.mark.timeout(180), pytest.mark.fault("F7")]
_BOUND_SECONDS = 0.2
_REQUESTS = (("GET", "/api/transactions"), ("POST", "/api/accounts/sync-transactions"))


async def test_messages_lost_before_any_worker_ran_cost_seconds_only(stage: Stage) -> None:
    connection_id, _ = await stage.link()
    stage.queue.flushall()

    stage.start_worker()

    await stage.reaches("healthy", connection_id)
    await stage.finish(connection_id)


@pytest.mark.full
async def test_an_emptied_valkey_loses_nothing_and_nobody(stage: Stage) -> None:
    await stage.start_api()
    worker = stage.start_worker(Sabotage("fetch", "freeze"))
    connection_id, item_id = await stage.link()
    await worker.strikes()

    stage.queue.flushall()
    worker.thaw()
    await stage.reaches("healthy", connection_id)
    await stage.bank("add_transactions", item=item_id, rows=[{"description": "AFTER THE FLOOD", "amount": 4}])
    await stage.want_sync(connection_id)
    stage.queue.flushall()

    await stage.finish(connection_id)


@pytest.mark.full
@pytest.mark.fault("F8")
async def test_a_killed_valkey_that_comes_back_empty_is_taken_up_again(stage: Stage) -> None:
    await stage.start_api()
    worker = stage.start_worker()
    connection_id, item_id = await stage.link()
    await stage.reaches("healthy", connection_id)

    await asyncio.to_thread(stage.server.kill)
    answer = await stage.persons[0].call("POST", "/api/accounts/sync-transactions", json={})
    await stage.bank("add_transactions", item=item_id, rows=[{"description": "NO QUEUE", "amount": 4}])
    await asyncio.to_thread(stage.server.start)

    assert answer.is_success, answer.text
    await _comes_back(worker)
    await stage.finish(connection_id)


@pytest.mark.fault("F8")
async def test_a_worker_outlives_a_broker_that_it_can_hand_nothing_back_to(
    queue_server: Queue, tmp_path: Path
) -> None:
    command = ["celery", "-A", "tests.faults.waiting_worker", "worker", "-c", "2", "-l", "info"]
    worker = Started.launch(command, os.environ | {"REDIS_URL": queue_server.url}, tmp_path / "worker.log")
    with ExitStack() as stack:
        stack.callback(worker.kill)
        queue = stack.enter_context(open_queue(queue_server.url, socket_timeout_seconds=1))
        await worker.says("ready.")
        # One job in hand and room for another: kombu waits for it, and holds on to the one it has.
        queue.send_task("faults.wait", args=[60, str(tmp_path / "never")])
        await worker.says("received")

        await asyncio.to_thread(queue_server.kill)
        await worker.says("broker.connection_dropped")
        await asyncio.to_thread(queue_server.start)

        queue.send_task("faults.wait", args=[0, str(tmp_path / "mark")])
        await eventually(lambda: _exists(tmp_path / "mark"), 40, "the same worker does another job")


@pytest.mark.full
@pytest.mark.fault("F8")
async def test_the_workers_outlive_a_valkey_that_dies_under_their_jobs(stage: Stage) -> None:
    worker, categoriser = stage.start_worker(), stage.start_categoriser(FAULTS_SECONDS="0.2")
    connection_id, item_id = await stage.link()
    await stage.is_categorised()
    rows = [{"description": f"CORNER SHOP {number}", "amount": 4} for number in range(20)]
    await stage.bank("add_transactions", item=item_id, rows=rows)
    await stage.bank("add_fault", endpoint="/transactions/sync", kind="latency", seconds=4)
    await stage.want_sync(connection_id)
    await eventually(lambda: _is_syncing(stage), 30, "a sync is in hand")

    await asyncio.to_thread(stage.server.kill)
    await worker.says("Cannot connect to")
    await asyncio.to_thread(stage.server.start)

    await _comes_back(worker)
    await _comes_back(categoriser)
    await stage.expire_leases()
    await stage.finish(connection_id)
    await stage.is_categorised()


@pytest.mark.full
@pytest.mark.fault("F9")
async def test_a_valkey_that_swallows_everything_slows_no_request(stage: Stage) -> None:
    async with wire_to(stage.server.valkey.port) as wire:
        redis_url = stage.environment["REDIS_URL"].replace(f":{stage.server.valkey.port}/", f":{wire.port}/")
        await stage.start_api(REDIS_URL=redis_url)
        worker = stage.start_worker(REDIS_URL=redis_url)
        connection_id, item_id = await stage.link()
        await stage.reaches("healthy", connection_id)
        await stage.rests()
        usual = {path: await _timed(stage, method, path) for method, path in _REQUESTS}

        wire.silent = True
        slowed = {path: await _timed(stage, method, path) for method, path in _REQUESTS}
        ready = await stage.persons[0].call("GET", "/ready")
        await stage.bank("add_transactions", item=item_id, rows=[{"description": "IN SILENCE", "amount": 4}])
        wire.silent = False
        wire.cut()

        # One wait for what does not answer, and the noise of a busy machine.
        late = {path: slowed[path] - usual[path] for path in usual}
        assert max(late.values()) < _BOUND_SECONDS + max(0.3, *usual.values()), (usual, slowed)
        assert (ready.status_code, ready.json()["status"]) == (200, "degraded")
        await eventually(lambda: _is_whole(stage), 60, "the API is whole again")
        assert stage.persons[0].visits > 0
        await stage.want_sync(connection_id)
        await stage.finish(connection_id)
        assert worker.is_running


async def _comes_back(worker: Started) -> None:
    """Wait until the very process that lost its broker has it again."""

    async def is_connected_again() -> bool:
        assert worker.is_running, worker.log.read_text(errors="replace")
        return worker.log.read_text(errors="replace").count("Connected to") > 1

    await eventually(is_connected_again, 40, "the worker is connected again")


async def _timed(stage: Stage, method: str, path: str) -> float:
    """Call three times; return the seconds of the quickest, which the machine disturbed least."""
    seconds = []
    for _ in range(3):
        began = time.monotonic()
        answer = await stage.persons[0].call(method, path, json={} if method == "POST" else None)
        seconds.append(time.monotonic() - began)
        assert answer.is_success, answer.text
    return min(seconds)


async def _is_whole(stage: Stage) -> bool:
    ready = await stage.persons[0].call("GET", "/ready")
    return ready.is_success and ready.json()["status"] == "ok"


async def _is_syncing(stage: Stage) -> bool:
    return bool(await stage.ask("SELECT count(*) FROM syncs WHERE status = 'running'"))


async def _exists(path: Path) -> bool:
    return await asyncio.to_thread(path.exists)
