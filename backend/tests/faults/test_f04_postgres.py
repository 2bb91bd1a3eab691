"""F4, F5, F6: PostgreSQL crashes, connections break after COMMIT, transactions lose against each other."""

import asyncio
import time
from contextlib import suppress

import asyncpg
import httpx
import pytest

from tests.faults.network import wire_to
from tests.faults.processes import eventually
from tests.faults.stage import Sabotage, Stage

pytestmark = [pytest.mark.timeout(180), pytest.mark.fault("F4")]
_PASSWORD = "a long enough passphrase"


async def test_a_crash_of_postgres_is_told_politely_and_over_in_seconds(stage: Stage) -> None:
    await stage.start_api()
    stage.start_worker()
    connection_id, _ = await stage.link()
    await stage.reaches("healthy", connection_id)
    async with httpx.AsyncClient(base_url=stage.address, trust_env=False, timeout=10) as http:
        body = {"email": "casey@example.com", "password": _PASSWORD}
        assert (await http.post("/api/auth/sign-up", json=body)).status_code == 201

        stage.database.stop_immediately()
        answers = await asyncio.gather(
            *(http.post("/api/auth/sign-in", json=body) for _ in range(3)),
            *(stage.persons[0].call("GET", "/api/accounts") for _ in range(3)),
        )
        stage.database.start()
        began = time.monotonic()
        await eventually(lambda: _signs_in(http, body), 15, "somebody can sign in again")
        seconds = time.monotonic() - began

    for answer in answers:
        assert answer.status_code == 503, answer.text
        assert int(answer.headers["Retry-After"]) > 0
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert "Traceback" not in answer.text
        assert "asyncpg" not in answer.text
    assert seconds < 5, f"the pool was back after {seconds:.1f} s"
    await stage.reopen()
    await stage.finish(connection_id)


async def _signs_in(http: httpx.AsyncClient, body: dict[str, str]) -> bool:
    return (await http.post("/api/auth/sign-in", json=body)).status_code == 200


@pytest.mark.full
@pytest.mark.parametrize("step", ["fetch", "upsert", "before_commit"])
async def test_a_crash_of_postgres_in_a_sync_loses_nothing(stage: Stage, step: str) -> None:
    worker = stage.start_worker(Sabotage(step, "freeze"))
    connection_id, _ = await stage.link()
    await worker.strikes()

    await asyncio.to_thread(stage.database.stop_immediately)
    worker.thaw()
    await asyncio.to_thread(stage.database.start)
    await stage.reopen()
    await stage.judge(at_rest=False)

    await eventually(lambda: _hurried(stage), 60, "nothing backs off any more")
    await stage.reaches("healthy", connection_id)
    await stage.finish(connection_id)


async def _hurried(stage: Stage) -> bool:
    """End leases and back-offs of the outage, as waiting would."""
    await stage.expire_leases()
    await stage.hurry()
    return bool(await stage.ask("SELECT count(*) FROM bank_connections WHERE status = 'healthy'"))


@pytest.mark.full
@pytest.mark.fault("F5")
async def test_a_connection_cut_after_commit_was_sent_does_nothing_twice(stage: Stage) -> None:
    async with wire_to(stage.database.server.port) as wire:
        url = stage.environment["DATABASE_URL"].replace(f":{stage.database.server.port}/", f":{wire.port}/")
        wire.cut_after_commit = b"insert into transactions ("
        stage.start_worker(DATABASE_URL=url)
        connection_id, _ = await stage.link()

        await stage.reaches("healthy", connection_id)

        assert wire.broken == 1
        await stage.finish(connection_id)
        assert await stage.ask("SELECT count(*) FROM sync_receipts WHERE body->>'added' <> '0'") == 1


@pytest.mark.full
@pytest.mark.fault("F5")
async def test_connections_cut_in_the_middle_of_a_sync_cost_a_retry(stage: Stage) -> None:
    async with wire_to(stage.database.server.port) as wire:
        url = stage.environment["DATABASE_URL"].replace(f":{stage.database.server.port}/", f":{wire.port}/")
        worker = stage.start_worker(Sabotage("upsert", "freeze"), DATABASE_URL=url)
        connection_id, _ = await stage.link()
        await worker.strikes()
        wire.cut()
        worker.thaw()

        await eventually(lambda: _hurried(stage), 60, "the connection is healthy")

        assert wire.broken > 0
        await stage.finish(connection_id)


@pytest.mark.full
@pytest.mark.fault("F6")
@pytest.mark.parametrize("code", ["40001", "40P01", "55P03", "57014", "53100"])
async def test_a_transaction_that_loses_is_tried_again(stage: Stage, code: str) -> None:
    await stage.superuser.execute(
        f"""
        CREATE SEQUENCE faults_lost; GRANT ALL ON SEQUENCE faults_lost TO saldo_app;
        CREATE FUNCTION faults_lose() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          IF nextval('faults_lost') = 1 THEN RAISE EXCEPTION 'lost' USING ERRCODE = '{code}'; END IF;
          RETURN NULL; END $$;
        CREATE TRIGGER faults_lose AFTER INSERT ON transactions EXECUTE FUNCTION faults_lose()
        """
    )
    worker = stage.start_worker()
    connection_id, _ = await stage.link()

    await eventually(lambda: _hurried(stage), 60, "the connection is healthy")

    assert worker.said("sync.database_unavailable")
    await stage.finish(connection_id)


@pytest.mark.full
@pytest.mark.fault("F6")
async def test_a_real_deadlock_ends_within_seconds(stage: Stage) -> None:
    frozen = stage.start_worker(Sabotage("upsert", "freeze"))
    connection_id, _ = await stage.link()
    await frozen.strikes()
    rival = stage.superuser.transaction()
    await rival.start()
    # The sync holds the workspace's log and will want the connection; we hold the one and want the other.
    await stage.superuser.execute("SELECT 1 FROM bank_connections FOR UPDATE")
    frozen.thaw()
    with suppress(asyncpg.DeadlockDetectedError):
        await asyncio.wait_for(stage.superuser.execute("SELECT 1 FROM workspaces FOR UPDATE"), 20)
    await rival.rollback()

    await eventually(lambda: _hurried(stage), 60, "the connection is healthy")

    await stage.finish(connection_id)


@pytest.mark.full
@pytest.mark.fault("F6")
async def test_a_row_that_is_locked_for_long_is_waited_for_later(stage: Stage) -> None:
    connection_id, _ = await stage.link()
    rival = stage.superuser.transaction()
    await rival.start()
    await stage.superuser.execute("SELECT 1 FROM accounts FOR UPDATE")
    worker = stage.start_worker()

    async def has_given_up() -> bool:
        return worker.said("sync.database_unavailable") or worker.said("task.postponed")

    await eventually(has_given_up, 60, "the worker has given up")
    await rival.rollback()

    await eventually(lambda: _hurried(stage), 60, "the connection is healthy")
    await stage.finish(connection_id)
