"""From the bank's event to our row, through real processes and a signed webhook."""

import asyncio
import time
from uuid import UUID

import httpx
import pytest
from saldo_dev.ports import find_free

from saldo.connections.models import SyncTrigger
from saldo.connections.scheduling import request_sync
from saldo.core.database import workspace_scope
from tests.faults.conftest import Stage, eventually
from tests.faults.invariants import assert_told_once

_DAY_SECONDS = 86_400
pytestmark = pytest.mark.timeout(180)


async def _answers(url: str) -> bool:
    try:
        async with httpx.AsyncClient(trust_env=False) as client:
            return (await client.get(f"{url}/health")).is_success
    except httpx.TransportError:
        return False


async def _begin(stage: Stage) -> tuple[UUID, str]:
    """Start a worker and the API, link the persona's bank, and wait for its history."""
    port = find_free()
    url = f"http://127.0.0.1:{port}"
    stage.start_worker()
    stage.start_api(port)
    await eventually(lambda: _answers(url), 60, "the API answers")
    connection_id, item_id = await stage.link(webhook=f"{url}/api/webhooks/plaid")

    async def is_healthy() -> bool:
        query = "SELECT status FROM bank_connections WHERE id = $1"
        return bool(await stage.ask(query, connection_id) == "healthy")

    await eventually(is_healthy, 60, "the history is there")
    return connection_id, item_id


async def test_new_transactions_arrive_by_webhook_within_seconds(stage: Stage) -> None:
    connection_id, item_id = await _begin(stage)

    async def has_arrived() -> bool:
        query = "SELECT count(*) FROM transactions WHERE description = $1 AND removed_at IS NULL"
        return bool(await stage.ask(query, description))

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


async def test_a_pending_payment_posts_as_the_same_transaction(stage: Stage) -> None:
    connection_id, item_id = await _begin(stage)
    row: dict[str, object] = {"description": "CORNER SHOP PENDING", "amount": 4.2, "pending": True}
    find = "SELECT id FROM transactions WHERE description = $1 AND pending = $2 AND removed_at IS NULL"

    await asyncio.to_thread(stage.emulator.create_transactions, item_id, row)
    await eventually(lambda: stage.ask(find, row["description"], True), 10, "it is pending")  # noqa: FBT003
    transaction_id = await stage.ask(find, row["description"], True)  # noqa: FBT003
    await asyncio.to_thread(stage.emulator.advance_clock, 2 * _DAY_SECONDS + 60)
    await eventually(lambda: stage.ask(find, row["description"], False), 15, "it has posted")  # noqa: FBT003

    assert await stage.ask(find, row["description"], False) == transaction_id  # noqa: FBT003
    assert await stage.ask(find, row["description"], True) is None  # noqa: FBT003
    # A balance that moved without a transaction comes with the syncs that ask for every account.
    await _sync_as_a_person(stage, connection_id)
    await assert_told_once(stage, connection_id, item_id)


async def _sync_as_a_person(stage: Stage, connection_id: UUID) -> None:
    workspace_id = await stage.ask("SELECT workspace_id FROM bank_connections WHERE id = $1", connection_id)
    done = "SELECT count(*) FROM syncs WHERE trigger = 'user' AND status = 'succeeded'"
    async with stage.resources.database.transaction(workspace_scope(workspace_id)) as session:
        now = stage.resources.clock.now()
        await request_sync(session, workspace_id, connection_id, SyncTrigger.USER, now)
    await eventually(lambda: stage.ask(done), 20, "the person's sync is done")
