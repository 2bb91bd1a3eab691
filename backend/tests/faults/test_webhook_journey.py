"""From the bank's event to our row, through real processes and a signed webhook."""

import asyncio
import time

import httpx
import pytest
from saldo_dev.ports import find_free

from tests.faults.conftest import Stage, eventually
from tests.faults.invariants import assert_told_once

pytestmark = pytest.mark.timeout(180)


async def _answers(url: str) -> bool:
    try:
        async with httpx.AsyncClient(trust_env=False) as client:
            return (await client.get(f"{url}/health")).is_success
    except httpx.TransportError:
        return False


async def test_new_transactions_arrive_by_webhook_within_seconds(stage: Stage) -> None:
    port = find_free()
    url = f"http://127.0.0.1:{port}"
    stage.start_worker()
    stage.start_api(port)
    await eventually(lambda: _answers(url), 60, "the API answers")
    connection_id, item_id = await stage.link(webhook=f"{url}/api/webhooks/plaid")

    async def is_healthy() -> bool:
        query = "SELECT status FROM bank_connections WHERE id = $1"
        return bool(await stage.ask(query, connection_id) == "healthy")

    async def has_arrived() -> bool:
        query = "SELECT count(*) FROM transactions WHERE description = $1 AND removed_at IS NULL"
        return bool(await stage.ask(query, description))

    await eventually(is_healthy, 60, "the history is there")
    delays = []
    for number in range(3):  # the same webhook text each time: none may pass for a duplicate
        description = f"CORNER SHOP {number}"
        row: dict[str, object] = {"description": description, "amount": 4.2}
        started = time.monotonic()
        await asyncio.to_thread(stage.emulator.create_transactions, item_id, row)
        await eventually(has_arrived, 10, f"{description} has arrived")
        delays.append(time.monotonic() - started)

    assert min(delays) < 2, delays
    outcomes = await stage.superuser.fetch("SELECT DISTINCT outcome FROM webhook_deliveries")
    assert {row["outcome"] for row in outcomes} <= {"sync_requested", "ignored", None}
    await assert_told_once(stage, connection_id, item_id)
