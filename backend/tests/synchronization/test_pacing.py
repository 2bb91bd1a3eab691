"""How often each bank is asked: the fastest account of a login decides, and the answer says so."""

from datetime import datetime, timedelta

import asyncpg
import httpx
import pytest

from tests.factories.ledger import Bank
from tests.fakes.clock import FixedClock


async def _set(client: httpx.AsyncClient, bank: Bank, name: str, frequency: str) -> httpx.Response:
    path = f"/api/accounts/{bank.account_ids[name]}/sync-frequency"
    return await client.put(path, json={"frequency": frequency})


async def _all(client: httpx.AsyncClient, frequency: str) -> dict[str, object]:
    answer = await client.post("/api/accounts/sync/schedule-automatic", json={"frequency": frequency})
    found: dict[str, object] = answer.raise_for_status().json()
    return found


async def test_a_login_goes_by_the_fastest_of_its_accounts(
    client: httpx.AsyncClient, linked: Bank, clock: FixedClock
) -> None:
    await _all(client, "weekly")

    answer = (await _set(client, linked, "savings", "hourly")).raise_for_status().json()

    pace = answer["connection"]
    assert (answer["frequency"], pace["frequency"]) == ("hourly", "hourly")
    assert pace["decided_by"] == [str(linked.account_ids["savings"])]
    assert "all 3 accounts of a login are fetched together" in pace["explanation"]
    assert "once an hour" in pace["explanation"]
    due = pace["next_sync_at"]
    assert clock.now() + timedelta(minutes=52) < _instant(due) <= clock.now() + timedelta(minutes=60)


async def test_slowing_one_account_leaves_the_login_at_the_pace_of_the_others(
    client: httpx.AsyncClient, linked: Bank
) -> None:
    answer = (await _set(client, linked, "savings", "manual")).raise_for_status().json()

    assert answer["connection"]["frequency"] == "realtime"
    assert len(answer["connection"]["decided_by"]) == 2


async def test_a_login_whose_accounts_are_all_manual_is_asked_by_nobody(
    client: httpx.AsyncClient, linked: Bank
) -> None:
    for name in ("checking", "savings", "card"):
        answer = (await _set(client, linked, name, "manual")).raise_for_status().json()

    assert answer["connection"]["next_sync_at"] is None
    assert "only when someone asks" in answer["connection"]["explanation"]


@pytest.mark.usefixtures("linked")
async def test_automatic_takes_all_active_accounts_along_and_writes_it_down(
    client: httpx.AsyncClient, superuser: asyncpg.Connection
) -> None:
    await superuser.execute("update accounts set status = 'closed' where name = 'Card'")

    answer = await _all(client, "daily")

    wanted = await superuser.fetch("select name, sync_frequency from accounts order by name")
    assert [tuple(each) for each in wanted] == [
        ("Card", "realtime"),
        ("Checking", "daily"),
        ("Savings", "daily"),
    ]
    assert len(answer["account_ids"]) == 2  # type: ignore[arg-type]
    actions = await superuser.fetch("select action from audit_entries where action like 'account.sync%'")
    assert len(actions) == 2


@pytest.mark.usefixtures("linked")
async def test_manual_is_not_automatic(client: httpx.AsyncClient) -> None:
    answer = await client.post("/api/accounts/sync/schedule-automatic", json={"frequency": "manual"})

    assert answer.status_code == 422


@pytest.mark.parametrize("path", ["sync-frequency", "sync/immediate", "sync-status"])
async def test_a_foreign_account_does_not_exist(
    stranger_client: httpx.AsyncClient, linked: Bank, path: str
) -> None:
    method = {"sync-frequency": "PUT", "sync/immediate": "POST"}.get(path, "GET")
    body = {"frequency": "daily"} if method == "PUT" else None

    answer = await stranger_client.request(
        method, f"/api/accounts/{linked.account_ids['checking']}/{path}", json=body
    )

    assert (answer.status_code, answer.json()["code"]) == (404, "account_not_found")


async def test_a_viewer_sees_the_pace_and_changes_nothing(
    client: httpx.AsyncClient, linked: Bank, superuser: asyncpg.Connection
) -> None:
    await superuser.execute("update workspace_members set role = 'viewer'")

    refused = [
        await _set(client, linked, "checking", "daily"),
        await client.post("/api/accounts/sync/schedule-automatic"),
        await client.post(f"/api/accounts/{linked.account_ids['checking']}/sync/immediate"),
    ]

    assert {answer.status_code for answer in refused} == {403}
    assert (await client.get("/api/accounts/sync-overview")).status_code == 200


async def test_an_account_not_shared_still_sets_the_pace(
    client: httpx.AsyncClient, linked: Bank, superuser: asyncpg.Connection
) -> None:
    """The member who changes the others must not slow it down by not seeing it."""
    await _all(client, "weekly")
    await superuser.execute("update accounts set sync_frequency = 'hourly' where name = 'Card'")
    await superuser.execute("update workspace_members set role = 'member'")
    await superuser.execute(
        "insert into account_shares (workspace_id, account_id, user_id, access) "
        "select workspace_id, id, (select id from users limit 1), 'none' from accounts where name = 'Card'"
    )

    answer = (await _set(client, linked, "savings", "daily")).raise_for_status().json()

    assert answer["connection"]["frequency"] == "hourly"
    assert answer["connection"]["decided_by"] == []


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
