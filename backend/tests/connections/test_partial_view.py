"""A member who does not see every account of a bank sees figures of those that are shared, and no others."""

from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from saldo.accounts.models import Account
from saldo.core.database import Database
from tests.connections.conftest import Link, MakeLink, exchange_request
from tests.factories.workspaces import Home
from tests.fakes.bank import FakeBank, bank_transaction
from tests.workspaces.people import Guest, join


@pytest.fixture
async def link(make_link: MakeLink) -> Link:
    """Return a bank that brought rows to both its accounts, then changed and withdrew some of them."""
    link = await make_link("Checking", "Savings")
    checking, savings = link.item.accounts
    rows = [bank_transaction(each) for each in (checking, savings, savings, savings)]
    link.item.add(*rows)
    link.item.spoil("poison", savings)
    link.item.spoil("riddle")
    await link.run()
    link.item.remove(rows[3])
    link.item.add(bank_transaction(checking), bank_transaction(checking))
    await link.sync()
    return link


@pytest.fixture
async def guest(
    app: FastAPI, database: Database, workspace: Home, client: httpx.AsyncClient, link: Link
) -> Guest:
    """Return a member from whom the savings are hidden."""
    guest = await join(app, database, workspace, "member")
    async with database.transaction(link.member.scope) as session:
        savings = await session.scalar(select(Account.id).where(Account.name == "Savings"))
    body = {"account_id": str(savings), "user_id": str(guest.home.user_id), "access": "none"}
    (await client.put("/api/workspaces/current/shares", json=body)).raise_for_status()
    return guest


def _counts(shown: dict[str, Any]) -> tuple[int, ...]:
    return tuple(shown[name] for name in ("added", "modified", "removed", "skipped"))


async def _read(guest: Guest, link: Link, path: str) -> Any:
    answer = await guest.call("GET", f"/api/connections/{link.connection_id}{path}")
    return answer.raise_for_status().json()


async def test_a_connection_counts_what_is_shared(
    client: httpx.AsyncClient, link: Link, guest: Guest
) -> None:
    mine = (await client.get(f"/api/connections/{link.connection_id}")).json()["counts"]

    theirs = (await _read(guest, link, ""))["counts"]

    assert (mine["accounts"], mine["transactions"], mine["set_aside"]) == (2, 5, 2)
    assert (theirs["accounts"], theirs["transactions"], theirs["set_aside"]) == (1, 3, 0)


async def test_rows_set_aside_of_a_hidden_account_are_not_shown(link: Link, guest: Guest) -> None:
    link.item.spoil("mine", link.item.accounts[0])
    await link.sync()

    rows = (await _read(guest, link, "/set-aside"))["data"]

    assert [row["provider_transaction_id"] for row in rows] == ["mine"]


async def test_runs_count_what_is_shared(client: httpx.AsyncClient, link: Link, guest: Guest) -> None:
    mine = (await client.get(f"/api/connections/{link.connection_id}/syncs")).json()["data"]

    theirs = (await _read(guest, link, "/syncs"))["data"]

    assert [_counts(run) for run in mine] == [(2, 0, 1, 0), (4, 0, 0, 2)]
    assert [_counts(run) for run in theirs] == [(2, 0, 0, 0), (1, 0, 0, 0)]


async def test_a_receipt_tells_of_shared_accounts_and_is_checked_whole(
    client: httpx.AsyncClient, link: Link, guest: Guest
) -> None:
    mine = (await client.get(f"/api/connections/{link.connection_id}/receipts")).json()["data"][-1]

    theirs = (await _read(guest, link, "/receipts"))["data"][-1]

    assert (len(mine["accounts"]), mine["is_partial"], len(mine["skipped_rows"])) == (2, False, 2)
    assert sorted(_counts(each) for each in mine["accounts"]) == [(1, 0, 0, 0), (3, 0, 0, 1)]
    assert (len(theirs["accounts"]), theirs["is_partial"], theirs["skipped_rows"]) == (1, True, [])
    assert (_counts(theirs), theirs["is_intact"], theirs["hash"]) == ((1, 0, 0, 0), True, mine["hash"])


async def test_a_run_tells_how_far_it_is_in_what_is_shared(
    client: httpx.AsyncClient, link: Link, guest: Guest
) -> None:
    async with link.access.database.transaction(link.member.scope) as session:
        [savings] = (await session.scalars(select(Account.id).where(Account.name == "Savings"))).all()
    bank = link.access.bank
    assert isinstance(bank, FakeBank)
    bank.page_size = 1
    link.item.add(*(bank_transaction(account) for account in (*link.item.accounts, link.item.accounts[1])))
    before = (await client.get("/api/events?limit=500")).json()["last_sequence"]
    await link.sync()

    def told(events: list[dict[str, Any]]) -> list[tuple[str, int, int]]:
        runs = [one["data"] for one in events if one["type"] == "sync_progress"]
        return [(run["phase"], run["transactions"], len(run["by_account"])) for run in runs]

    mine = (await client.get(f"/api/events?after={before}")).json()["data"]
    theirs = (await guest.call("GET", f"/api/events?after={before}")).json()["data"]

    assert told(mine)[-2:] == [("saving", 3, 2), ("done", 3, 2)]
    assert told(theirs)[-2:] == [("saving", 1, 1), ("done", 1, 1)]
    assert str(savings) in str(mine)
    assert str(savings) not in str(theirs)


@pytest.mark.parametrize("history", ["keep", "purge"])
async def test_who_does_not_see_an_account_cannot_end_its_bank(
    client: httpx.AsyncClient, link: Link, guest: Guest, history: str
) -> None:
    answer = await guest.call("DELETE", f"/api/connections/{link.connection_id}?history={history}")

    assert (answer.status_code, answer.json()["code"]) == (403, "accounts_not_yours")
    assert (await client.get(f"/api/connections/{link.connection_id}")).json()["status"] == "healthy"
    assert {each["status"] for each in (await client.get("/api/accounts")).json()["data"]} == {"active"}


async def test_who_may_only_read_an_account_cannot_purge_it(
    client: httpx.AsyncClient, link: Link, guest: Guest
) -> None:
    for account in (await client.get("/api/accounts")).json()["data"]:
        body = {"account_id": account["id"], "user_id": str(guest.home.user_id), "access": "read"}
        (await client.put("/api/workspaces/current/shares", json=body)).raise_for_status()
    (await client.delete(f"/api/connections/{link.connection_id}")).raise_for_status()

    answer = await guest.call("DELETE", f"/api/connections/{link.connection_id}?history=purge")

    assert answer.status_code == 403
    assert len((await client.get("/api/accounts")).json()["data"]) == 2


async def test_a_new_link_does_not_replace_a_bank_with_hidden_accounts(
    client: httpx.AsyncClient, link: Link, guest: Guest, bank: FakeBank
) -> None:
    [seen] = (await guest.call("GET", "/api/accounts")).json()["data"]
    token = bank.offer(*link.item.accounts)
    pairs = [{"offered_id": link.item.accounts[0].id, "account_id": seen["id"]}]
    request = exchange_request(bank, token).model_dump(mode="json") | {"relink": pairs}

    answer = await guest.call("POST", "/api/accounts/plaid/exchange-token", request)

    assert (answer.status_code, answer.json()["code"]) == (403, "accounts_not_yours")
    assert (await client.get(f"/api/connections/{link.connection_id}")).json()["status"] == "healthy"


async def test_a_hidden_account_is_not_linked_a_second_time(
    client: httpx.AsyncClient, link: Link, guest: Guest, bank: FakeBank
) -> None:
    token = bank.offer(link.item.accounts[1])

    request = exchange_request(bank, token).model_dump(mode="json")
    answer = await guest.call("POST", "/api/accounts/plaid/exchange-token", request)

    assert (answer.status_code, answer.json()["code"]) == (409, "connection_duplicate")
    assert len((await client.get("/api/accounts")).json()["data"]) == 2
