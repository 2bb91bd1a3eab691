"""F3: a worker sleeps past its lease, wakes up when others have gone on, and must not write."""

import pytest

from tests.faults import stories
from tests.faults.stage import Sabotage, Stage

pytestmark = [pytest.mark.timeout(180), pytest.mark.fault("F3")]


async def test_a_frozen_worker_that_wakes_after_its_lease_commits_nothing(stage: Stage) -> None:
    zombie = await stories.wake_too_late(stage)

    assert zombie.said("sync.fenced_off")


@pytest.mark.full
async def test_a_worker_frozen_in_its_transaction_holds_nobody_up_for_long(stage: Stage) -> None:
    zombie = stage.start_worker(Sabotage("upsert", "freeze"))
    connection_id, _ = await stage.link()
    await zombie.strikes()
    await stage.expire_leases()
    stage.start_worker()

    # The server ends a transaction that says nothing for half a minute; the workspace waits for no longer.
    await stage.reaches("healthy", connection_id, timeout_seconds=80)
    zombie.thaw()

    await stage.finish(connection_id)
