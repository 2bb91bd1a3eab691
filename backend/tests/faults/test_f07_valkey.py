"""F7, F8, F9: Valkey is emptied, killed, or swallows everything; the database remembers what is due."""

import asyncio
import time

import pytest

from tests.faults.network import wire_to
from tests.faults.processes import Started, eventually
from tests.faults.stage import Sabotage, Stage

pytestmark = [pytest.mark.timeout(180), pytest.mark.fault("F7")]
_BOUND_SECONDS = 0.2


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
    await _comes_back(stage, worker)
    await stage.finish(connection_id)


@pytest.mark.full
@pytest.mark.fault("F9")
async def test_a_valkey_that_swallows_everything_slows_no_request(stage: Stage) -> None:
    async with wire_to(stage.server.valkey.port) as wire:
        redis_url = stage.environment["REDIS_URL"].replace(f":{stage.server.valkey.port}/", f":{wire.port}/")
        await stage.start_api(REDIS_URL=redis_url)
        stage.start_worker()
        connection_id, _ = await stage.link()
        await stage.reaches("healthy", connection_id)
        await stage.rests()
        person = stage.persons[0]

        wire.silent = True
        reading = await _timed(stage, "GET", "/api/transactions")
        asking = await _timed(stage, "POST", "/api/accounts/sync-transactions")
        wire.silent = False
        wire.cut()

        # The limit is one wait for the queue; the rest is what such a request costs on a busy machine.
        assert reading < _BOUND_SECONDS + 1, reading
        assert asking < _BOUND_SECONDS + 1, asking
        await eventually(lambda: _is_ready(stage), 60, "the API is ready again")
        assert person.visits > 0
        await stage.finish(connection_id)


async def _comes_back(stage: Stage, worker: Started) -> None:
    """Wait until the worker is there again: Celery ends one that had a message in hand, and is restarted."""

    async def has_ended_or_returned() -> bool:
        return not worker.is_running or worker.log.read_text(errors="replace").count("Connected to") > 1

    await eventually(has_ended_or_returned, 40, "the worker has noticed")
    if not worker.is_running:
        stage.start_worker()


async def _timed(stage: Stage, method: str, path: str) -> float:
    """Call three times; return the seconds of the quickest, which the machine disturbed least."""
    seconds = []
    for _ in range(3):
        began = time.monotonic()
        answer = await stage.persons[0].call(method, path, json={} if method == "POST" else None)
        seconds.append(time.monotonic() - began)
        assert answer.is_success, answer.text
    return min(seconds)


async def _is_ready(stage: Stage) -> bool:
    return (await stage.persons[0].call("GET", "/ready")).is_success
