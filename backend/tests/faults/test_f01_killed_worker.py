"""F1, F2: a worker or its child dies between the steps of a sync; afterwards everything is there, once."""

import pytest

from tests.faults import stories
from tests.faults.processes import eventually
from tests.faults.stage import Sabotage, Stage

pytestmark = [pytest.mark.timeout(180), pytest.mark.fault("F1")]


@pytest.mark.parametrize("step", ["fetch", "before_commit"])
async def test_a_worker_killed_after_a_step_loses_nothing(stage: Stage, step: str) -> None:
    await stories.die_at(stage, step)


@pytest.mark.full
@pytest.mark.parametrize("step", [step for step in stories.STEPS if step not in {"fetch", "before_commit"}])
async def test_a_worker_killed_after_a_rarer_step_loses_nothing(stage: Stage, step: str) -> None:
    await stories.die_at(stage, step)


@pytest.mark.full
@pytest.mark.parametrize("part", range(8))
async def test_a_worker_killed_between_any_two_statements_loses_nothing(stage: Stage, part: int) -> None:
    number = 1 + part * 3 + stage.chance.randrange(3)

    await stories.die_at(stage, f"statement:{number}")


@pytest.mark.full
async def test_a_worker_killed_after_the_message_was_acknowledged_loses_nothing(stage: Stage) -> None:
    worker = stage.start_worker()
    connection_id, item_id = await stage.link()
    await stage.reaches("healthy", connection_id)
    await stage.rests()

    async def is_acknowledged() -> bool:
        return not stage.queue.hlen("unacked")

    await eventually(is_acknowledged, 20, "the message is acknowledged")
    worker.kill()
    stage.queue.flushall()
    await stage.bank("add_transactions", item=item_id, rows=[{"description": "AFTER ALL", "amount": 4}])
    await stage.want_sync(connection_id)
    stage.queue.flushall()
    stage.start_worker()

    await stage.finish(connection_id)


@pytest.mark.full
async def test_a_killed_worker_costs_no_more_than_its_lease(stage: Stage) -> None:
    worker = stage.start_worker(Sabotage("upsert"))
    connection_id, _ = await stage.link()
    await worker.dies()
    stage.queue.flushall()
    stage.start_worker()

    await stage.reaches("healthy", connection_id, timeout_seconds=50)

    await stage.finish(connection_id)
    statuses = await stage.superuser.fetch("SELECT status FROM syncs ORDER BY id")
    assert [row["status"] for row in statuses][:2] == ["abandoned", "succeeded"]


@pytest.mark.fault("F2")
@pytest.mark.full
@pytest.mark.parametrize("step", ["fetch", "upsert"])
async def test_a_killed_pool_child_is_replaced_and_its_work_done(stage: Stage, step: str) -> None:
    await stories.die_at(stage, step, deed="kill_child")
