"""A sync at once: joined, refused in time, and never against the provider's word."""

from datetime import timedelta

import asyncpg
import httpx
import pytest

from tests.factories.ledger import Bank
from tests.fakes.clock import FixedClock
from tests.fakes.courier import RecordingCourier
from tests.synchronization.conftest import ReadRow, SetRow


async def _ask(client: httpx.AsyncClient, bank: Bank, name: str = "checking") -> httpx.Response:
    return await client.post(f"/api/accounts/{bank.account_ids[name]}/sync/immediate")


async def test_the_whole_login_is_asked_for(
    client: httpx.AsyncClient, linked: Bank, courier: RecordingCourier, row: ReadRow, clock: FixedClock
) -> None:
    answer = await _ask(client, linked)

    body = answer.json()
    assert (answer.status_code, body["state"], body["joined"]) == (202, "queued", False)
    others = {str(linked.account_ids[name]) for name in ("savings", "card")}
    assert set(body["together_with"]) == others
    assert [job.name for job in courier.jobs] == ["connections.sync"]
    found = await row()
    assert (found["wanted_version"], found["asked_at"]) == (2, clock.now())


async def test_a_second_wish_within_half_a_minute_is_told_when_to_come_back(
    client: httpx.AsyncClient, linked: Bank, clock: FixedClock
) -> None:
    await _ask(client, linked)
    clock.advance(seconds=10)

    refused = await _ask(client, linked, "card")

    problem = refused.json()
    assert (refused.status_code, problem["code"]) == (429, "sync_too_soon")
    assert refused.headers["Retry-After"] == "20"
    assert "Try again in 20 seconds" in problem["detail"]
    clock.advance(seconds=20)
    assert (await _ask(client, linked)).json()["joined"] is True


async def test_a_bank_that_was_asked_too_often_is_not_hurried(
    client: httpx.AsyncClient, linked: Bank, set_row: SetRow, row: ReadRow, clock: FixedClock
) -> None:
    later = clock.now() + timedelta(minutes=7)
    await set_row(status="rate_limited", next_at=later, wanted_version=2, attempts=1)

    refused = await _ask(client, linked)
    everything = await client.post("/api/accounts/sync-transactions")

    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "420")
    assert everything.status_code == 202
    assert (await row())["next_at"] == later


@pytest.mark.parametrize(
    ("status", "code"),
    [("needs_login", "bank_login_required"), ("disconnected", "connection_ended")],
)
async def test_a_login_that_cannot_sync_says_why(
    client: httpx.AsyncClient, linked: Bank, set_row: SetRow, status: str, code: str
) -> None:
    await set_row(status=status)

    refused = await _ask(client, linked)

    assert (refused.status_code, refused.json()["code"]) == (409, code)


async def test_a_closed_account_is_not_asked_for(
    client: httpx.AsyncClient, linked: Bank, superuser: asyncpg.Connection
) -> None:
    await superuser.execute("update accounts set status = 'closed'")

    assert (await _ask(client, linked)).json()["code"] == "connection_ended"


async def test_a_running_sync_is_joined(
    client: httpx.AsyncClient, linked: Bank, set_row: SetRow, clock: FixedClock
) -> None:
    await set_row(lease_until=clock.now() + timedelta(seconds=20), wanted_version=2)

    answer = (await _ask(client, linked)).json()

    assert (answer["state"], answer["joined"]) == ("syncing", True)
