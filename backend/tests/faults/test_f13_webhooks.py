"""F13: webhooks that come often, in the wrong order, late, forged, altered, too large, or by the hundred."""

import time

import pytest

from tests.faults.processes import eventually
from tests.faults.stage import Stage

pytestmark = [pytest.mark.timeout(180), pytest.mark.fault("F13")]


async def test_new_transactions_arrive_by_webhook_within_seconds(stage: Stage) -> None:
    stage.start_worker()
    await stage.start_api()
    connection_id, item_id = await stage.link()
    await stage.reaches("healthy", connection_id)

    async def has_arrived() -> bool:
        query = "SELECT count(*) FROM transactions WHERE description = $1 AND removed_at IS NULL"
        return bool(await stage.ask(query, description))

    delays = []
    for number in range(3):  # the same webhook text each time: none may pass for a duplicate
        description = f"CORNER SHOP {number}"
        started = time.monotonic()
        await stage.bank("add_transactions", item=item_id, rows=[{"description": description, "amount": 4.2}])
        await eventually(has_arrived, 10, f"{description} has arrived")
        delays.append(time.monotonic() - started)

    assert min(delays) < 2, delays
    await stage.finish(connection_id)
    outcomes = await stage.superuser.fetch("SELECT DISTINCT outcome FROM webhook_deliveries")
    assert {row["outcome"] for row in outcomes} <= {"sync_requested", "ignored"}
