"""What the screens of synchronisation show: states, clocks, totals, and the scheduler's own health."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from redis.asyncio import Redis

from saldo.connections import breakers, sweeping
from saldo.connections.bank_access import BankAccess
from saldo.core.database import NOBODY, Database
from saldo.core.encryption import Vault
from saldo.events import seen
from saldo.events import service as events
from saldo.events.seen import Pushed
from saldo.events.types import DashboardUpdate
from saldo.providers.disabled import DisabledBank
from tests.factories.ledger import Bank, bank_row
from tests.factories.workspaces import Home
from tests.fakes.clock import FixedClock
from tests.synchronization.conftest import SetRow


async def _get(client: httpx.AsyncClient, path: str) -> Any:
    return (await client.get(path)).raise_for_status().json()


async def _status(client: httpx.AsyncClient, bank: Bank) -> Any:
    return await _get(client, f"/api/accounts/{bank.account_ids['checking']}/sync-status")


def _moments(values: dict[str, Any], clock: FixedClock) -> dict[str, Any]:
    """Turn seconds from now into moments, for the columns that hold one."""
    return {"next_at": clock.now()} | {
        name: clock.now() + timedelta(seconds=value) if name.endswith(("_at", "_until")) else value
        for name, value in values.items()
    }


@pytest.mark.parametrize(
    ("values", "state", "overdue"),
    [
        ({"wanted_version": 2}, "queued", False),
        ({"wanted_version": 2, "next_at": -90}, "queued", True),
        ({"wanted_version": 2, "next_at": 60, "attempts": 2}, "backing_off", False),
        ({"wanted_version": 2, "next_at": 60}, "waiting_for_bank", False),
        ({"wanted_version": 2, "lease_until": 20}, "syncing", False),
        ({"scheduled_at": 60}, "scheduled", False),
        ({"scheduled_at": -90}, "scheduled", True),
        ({"sync_frequency": "manual"}, "manual", False),
        ({"status": "needs_login"}, "needs_person", False),
        ({"status": "revoked"}, "ended", False),
    ],
)
async def test_a_connection_says_what_it_does(  # noqa: PLR0913, PLR0917 - a table of cases
    client: httpx.AsyncClient,
    linked: Bank,
    set_row: SetRow,
    clock: FixedClock,
    values: dict[str, Any],
    state: str,
    overdue: bool,
) -> None:
    await set_row(**_moments(values, clock))

    found = (await _status(client, linked))["connection"]

    assert (found["state"], found["overdue"]) == (state, overdue)


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"scheduled_at": 60, "sync_frequency": "daily"}, "By its pace it is asked once a day."),
        (
            {"sync_frequency": "manual", "news_at": -5},
            "It is asked only when someone asks. The bank has news, which wait until then.",
        ),
        (
            {"wanted_version": 2, "next_at": 60, "attempts": 1},
            "The last sync failed (once); it is tried again then.",
        ),
        (
            {"wanted_version": 2, "next_at": 60, "status": "rate_limited"},
            "The provider asked us to slow down.",
        ),
        ({"wanted_version": 2, "next_at": 60}, "The bank is still handing over its history."),
        ({"status": "needs_login"}, "The bank waits for you to sign in."),
    ],
)
async def test_a_connection_says_why_it_is_asked_next(
    client: httpx.AsyncClient,
    linked: Bank,
    set_row: SetRow,
    clock: FixedClock,
    values: dict[str, Any],
    why: str,
) -> None:
    await set_row(**_moments(values, clock))

    assert (await _status(client, linked))["connection"]["why"] == why


async def test_a_bank_that_is_down_is_left_alone_and_says_so(
    client: httpx.AsyncClient, linked: Bank, set_row: SetRow, clock: FixedClock, database: Database
) -> None:
    await set_row(**_moments({"wanted_version": 2, "next_at": 60, "attempts": 3}, clock))
    for _ in range(3):
        async with database.transaction(NOBODY) as session:
            await breakers.note_failure(session, "ins_1", clock.now())

    found = (await _status(client, linked))["connection"]

    assert found["bank_trouble"]["paused_until"] > clock.now().isoformat()
    assert found["why"].startswith("Maple Street Bank does not answer at the moment")


async def test_three_clocks_tell_which_leg_is_late(
    client: httpx.AsyncClient, linked: Bank, set_row: SetRow, clock: FixedClock, redis: Redis, workspace: Home
) -> None:
    await set_row(provider_updated_at=clock.now() - timedelta(days=3), provider_asked_at=clock.now())
    async with linked.database.transaction(workspace.scope) as session:
        last = await events.publish(session, workspace.workspace_id, DashboardUpdate(reason="test"))
    await seen.note(redis, [Pushed(workspace.workspace_id, workspace.user_id, last - 2, clock.now())])

    found = await _get(client, f"/api/connections/{linked.connection_id}/clocks")

    freshness = {name: leg["freshness"] for name, leg in found.items() if isinstance(leg, dict)}
    assert freshness == {"bank_to_provider": "late", "provider_to_us": "fresh", "us_to_you": "late"}
    assert (
        found["bank_to_provider"]["text"]
        == "The provider last read Maple Street Bank 3 days ago; usual is daily."
    )
    assert found["provider_to_us"]["text"] == "We fetched everything 1 minute ago."
    assert (found["us_to_you"]["behind"], found["us_to_you"]["is_live"]) == (2, True)


@pytest.mark.usefixtures("redis")
async def test_clocks_that_were_never_set_are_unknown(
    client: httpx.AsyncClient, linked: Bank, set_row: SetRow
) -> None:
    await set_row(last_synced_at=None)

    found = await _get(client, f"/api/connections/{linked.connection_id}/clocks")

    legs = [leg for leg in found.values() if isinstance(leg, dict)]
    assert [(leg["at"], leg["freshness"]) for leg in legs] == [(None, "unknown")] * 3


async def test_foreign_clocks_do_not_exist(stranger_client: httpx.AsyncClient, linked: Bank) -> None:
    answer = await stranger_client.get(f"/api/connections/{linked.connection_id}/clocks")

    assert (answer.status_code, answer.json()["code"]) == (404, "connection_not_found")


async def test_the_overview_counts_what_needs_attention(
    client: httpx.AsyncClient, linked: Bank, set_row: SetRow, clock: FixedClock
) -> None:
    long_ago = clock.now().date() - timedelta(days=324)
    await linked.apply(added=[bank_row(date=long_ago + timedelta(days=2 * n)) for n in range(20)])
    await set_row(scheduled_at=clock.now() - timedelta(minutes=5))

    found = await _get(client, "/api/accounts/sync-overview")

    totals = found["totals"]
    assert (totals["connections"], totals["accounts"], totals["overdue"]) == (1, 3, 1)
    assert totals["silent_accounts"] == 1
    (line,) = found["connections"]
    assert [each["rhythm"]["is_silent"] for each in line["accounts"] if each["name"] == "Checking"] == [True]


@pytest.mark.usefixtures("linked")
async def test_a_strangers_overview_is_empty(stranger_client: httpx.AsyncClient) -> None:
    assert (await _get(stranger_client, "/api/accounts/sync-overview"))["connections"] == []


@pytest.mark.usefixtures("linked")
async def test_the_scheduler_says_what_is_due_and_who_works(
    client: httpx.AsyncClient,
    set_row: SetRow,
    clock: FixedClock,
    redis: Redis,
    database: Database,
    vault: Vault,
) -> None:
    before = await _get(client, "/api/accounts/sync/scheduler-status")
    await set_row(scheduled_at=clock.now() + timedelta(hours=2))
    await sweeping.sweep(BankAccess(database, DisabledBank(), vault, clock))
    await redis.hset("saldo:workers", "worker@here", clock.now().isoformat())
    await redis.hset("saldo:workers", "worker@gone", (clock.now() - timedelta(minutes=2)).isoformat())
    await redis.rpush("sync", "a", "b", "c")

    after = await _get(client, "/api/accounts/sync/scheduler-status")

    assert (before["is_running"], before["last_beat_at"]) == (False, None)
    assert (after["is_running"], after["scheduled"], after["due"], after["overdue"]) == (True, 1, 0, 0)
    assert [worker["name"] for worker in after["workers"]] == ["worker@here"]
    assert {queue["name"]: queue["depth"] for queue in after["queues"]}["sync"] == 3
    clock.advance(minutes=2)
    assert "not been heard" in (await _get(client, "/api/accounts/sync/scheduler-status"))["text"]
