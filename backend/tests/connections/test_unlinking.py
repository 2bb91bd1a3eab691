"""Taking back that a new link carried an account on: two accounts, nothing lost in either, nothing twice."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select, text, update

from saldo.accounts.models import Account
from saldo.connections import disconnecting, leases, linking, repository, unlinking
from saldo.connections.errors import RelinkNotFound, RelinkStands
from saldo.connections.models import SyncTrigger
from saldo.connections.relink_schemas import RelinkShown
from saldo.core.database import Database
from saldo.transactions.models import Transaction
from saldo.verify.verifying import verify
from saldo.workspaces.access import Member
from saldo.workspaces.models import Role
from tests.connections.conftest import Link, MakeLink, exchange_request
from tests.connections.test_relinking import _again, _anew, _rows
from tests.factories.workspaces import Home
from tests.fakes.bank import FakeBank, bank_transaction
from tests.workspaces.people import join


@pytest.fixture
async def joined(make_link: MakeLink) -> Link:
    """Return a link that carried an account on: one row both links told of, one each knows alone."""
    old = await make_link()
    account = old.item.accounts[0]
    old.item.add(
        bank_transaction(account, description="RENT", amount=Decimal(-900)),
        bank_transaction(account, description="ONLY OLD", date=dt.date(2026, 9, 1)),
    )
    await old.run()
    await disconnecting.disconnect(old.access, old.member, old.connection_id)
    bank = old.access.bank
    assert isinstance(bank, FakeBank)
    token = bank.offer(*_anew(old.item.accounts))
    alone = bank_transaction(account, description="ONLY NEW", date=dt.date(2026, 11, 9))
    bank.offered(token).add(_again(_rows(old)[0]), _again(alone))
    linked = await linking.link(old.access, old.member, exchange_request(bank, token))
    link = Link(old.access, old.member, linked.connection_id, bank.offered(token))
    await link.run()
    await _note(link, "kept")
    return link


async def _note(link: Link, note: str) -> None:
    async with link.access.database.transaction(link.member.scope) as session:
        await session.execute(update(Transaction).values(note=note, note_source="person"))


async def _relink(link: Link) -> RelinkShown:
    async with link.access.database.transaction(link.member.scope) as session:
        workspace_id = link.member.workspace_id
        [relink] = await unlinking.list_relinks(session, workspace_id, link.connection_id)
    return relink


async def _take_back(link: Link) -> UUID:
    relink = await _relink(link)
    undone = await unlinking.take_back(link.access, link.member, link.connection_id, relink.id)
    return undone.successor_id


async def _accounts(link: Link) -> dict[UUID, Account]:
    async with link.access.database.transaction(link.member.scope) as session:
        return {row.id: row for row in await session.scalars(select(Account))}


async def _told(link: Link) -> set[tuple[UUID, str, str | None]]:
    return {(each.account_id, each.description, each.note) for each in await link.transactions()}


async def test_the_old_account_is_history_again_and_the_link_has_its_own(joined: Link) -> None:
    before = (await _relink(joined)).account_id

    successor = await _take_back(joined)
    await joined.run()

    found = await _accounts(joined)
    assert {key: each.status for key, each in found.items()} == {before: "closed", successor: "active"}
    assert found[successor].connection_id == joined.connection_id != found[before].connection_id
    assert found[before].former_connection_ids == found[successor].former_connection_ids == []
    assert await _told(joined) == {
        (before, "RENT", "kept"),
        (before, "ONLY OLD", "kept"),
        (successor, "RENT", None),
        (successor, "ONLY NEW", "kept"),
    }


async def test_syncs_afterwards_change_nothing_more_and_every_figure_holds(
    joined: Link, database: Database
) -> None:
    await _take_back(joined)
    await joined.run()
    told, ids = await _told(joined), {each.id for each in await joined.transactions()}

    await joined.sync()
    await joined.forget_cursor()
    await joined.sync()

    assert await _told(joined) == told
    assert {each.id for each in await joined.transactions()} == ids
    assert await verify(database) == (1, [])


async def test_a_run_that_began_before_is_fenced_off(joined: Link) -> None:
    await joined.want()
    claim = await leases.claim(
        joined.access, joined.member.workspace_id, joined.connection_id, SyncTrigger.USER
    )
    await _take_back(joined)

    async with joined.access.database.transaction(joined.member.scope) as session:
        assert claim is not None
        held = (joined.member.workspace_id, joined.connection_id, claim.lease_token)
        assert await repository.lock_leased(session, *held) is None


async def test_what_the_new_link_had_withdrawn_comes_back_to_the_old_account(joined: Link) -> None:
    rent = _rows(joined)[0]
    joined.item.remove(rent)
    await joined.sync()
    # From its beginning a bank tells what there is, not what there was.
    joined.item.log = [(kind, row) for kind, row in joined.item.log if row.id != rent.id]
    assert {each.description for each in await joined.transactions()} == {"ONLY OLD", "ONLY NEW"}

    await _take_back(joined)
    await joined.run()

    assert sorted(each.description for each in await joined.transactions()) == [
        "ONLY NEW",
        "ONLY OLD",
        "RENT",
    ]


async def test_what_was_pending_in_the_old_account_is_pending_there_again(make_link: MakeLink) -> None:
    old = await make_link()
    account = old.item.accounts[0]
    hold = bank_transaction(account, description="HOTEL HOLD", pending=True)
    old.item.add(hold, bank_transaction(account, description="RENT"))
    await old.run()
    await disconnecting.disconnect(old.access, old.member, old.connection_id)
    bank = old.access.bank
    assert isinstance(bank, FakeBank)
    token = bank.offer(*_anew(old.item.accounts))
    bank.offered(token).add(_again(_rows(old)[1]))
    linked = await linking.link(old.access, old.member, exchange_request(bank, token))
    link = Link(old.access, old.member, linked.connection_id, bank.offered(token))
    await link.run()
    assert [each.description for each in await link.transactions()] == ["RENT"]

    await _take_back(link)
    await link.run()

    rows = {(each.description, each.pending) for each in await link.transactions()}
    assert rows == {("RENT", False), ("HOTEL HOLD", True)}
    assert await verify(link.access.database) == (1, [])


async def test_it_is_taken_back_once(joined: Link) -> None:
    relink = await _relink(joined)
    await _take_back(joined)

    with pytest.raises(RelinkStands, match="already"):
        await unlinking.take_back(joined.access, joined.member, joined.connection_id, relink.id)


async def test_a_signed_statement_keeps_it(joined: Link, superuser: asyncpg.Connection) -> None:
    relink = await _relink(joined)
    await superuser.execute(
        "with statement as (insert into reconciliations (id, workspace_id, account_id, currency,"
        " opening_date, opening_balance, closing_date, closing_balance, status, created_by, locked_by,"
        " locked_at, record, record_hash)"
        " values (gen_random_uuid(), $1, $2, 'USD', '2026-11-01', 0, '2026-11-30', 0, 'locked', 'user:1',"
        " 'user:1', now(), '{}', '00')"
        " returning id) insert into reconciliation_ticks"
        " (reconciliation_id, transaction_id, workspace_id, ticked_by, ticked_at)"
        " select statement.id, entry.id, $1, 'user:1', now() from statement, transactions as entry"
        " where entry.description = 'ONLY NEW'",
        joined.member.workspace_id,
        relink.account_id,
    )

    assert "signed statement" in ((await _relink(joined)).obstacle or "")
    with pytest.raises(RelinkStands, match="reopen"):
        await _take_back(joined)


async def test_a_strangers_relink_does_not_exist(joined: Link, stranger: Home) -> None:
    relink = await _relink(joined)
    foreign = Member(stranger.user_id, stranger.workspace_id, Role.OWNER)

    with pytest.raises(RelinkNotFound):
        await unlinking.take_back(joined.access, foreign, joined.connection_id, relink.id)


async def test_the_new_account_is_shared_as_the_old_one_was(
    joined: Link, app: FastAPI, client: httpx.AsyncClient, workspace: Home, database: Database
) -> None:
    relink = await _relink(joined)
    guests = [await join(app, database, workspace, "member") for _ in range(2)]
    for guest, access in zip(guests, ("none", "read"), strict=True):
        share = {
            "account_id": str(relink.account_id),
            "user_id": str(guest.home.user_id),
            "access": access,
        }
        (await client.put("/api/workspaces/current/shares", json=share)).raise_for_status()
    path = f"/api/connections/{joined.connection_id}/relinks"

    hidden: Any = (await guests[0].call("GET", path)).json()
    refused = await guests[1].call("POST", f"{path}/{relink.id}/undo")
    await _take_back(joined)

    assert hidden == {"data": []}
    assert (refused.status_code, refused.json()["code"]) == (403, "shared_for_reading")
    seen = [(await guest.call("GET", "/api/accounts")).json()["data"] for guest in guests]
    assert [len(each) for each in seen] == [0, 2]
    async with database.transaction(joined.member.scope) as session:
        shares = await session.execute(text("select access from account_shares order by 1"))
        assert list(shares.scalars()) == ["none", "none", "read", "read"]


async def test_a_long_figure_keeps_its_last_place(joined: Link) -> None:
    long = Decimal("123456789012345.0123456789")
    async with joined.access.database.transaction(joined.member.scope) as session:
        await session.execute(update(Account).values(current_balance=long))

    successor = await _take_back(joined)

    assert (await _accounts(joined))[successor].current_balance == long
