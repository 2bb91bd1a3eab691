"""The end of a connection: the provider always hears of it, and history stays or goes as asked."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from saldo.connections import disconnecting, jobs, presenting, purging, upkeep
from saldo.connections.bank_access import BankAccess
from saldo.connections.errors import ConnectionNotFound
from saldo.connections.models import ConnectionStatus
from saldo.providers.bank import LoginExpired, TryAgainLater
from tests.connections.conftest import Link, MakeLink, do_promised
from tests.fakes.bank import FakeBank, bank_transaction
from tests.fakes.clock import FixedClock
from tests.fakes.courier import RecordingCourier

TENANT_TABLES = (
    "bank_connections",
    "syncs",
    "accounts",
    "account_balances",
    "transactions",
    "bank_transactions",
    "rejected_rows",
    "ledger_days",
    "ledger_anchors",
    "ledger_checks",
    "sync_receipts",
)


async def _count(link: Link, *tables: str) -> dict[str, int]:
    async with link.access.database.transaction(link.member.scope) as session:
        return {
            table: (await session.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one()
            for table in tables
        }


async def _audited(link: Link) -> set[str]:
    async with link.access.database.transaction(link.member.scope) as session:
        rows = await session.execute(
            text("SELECT action FROM audit_entries WHERE subject_id = :id"),
            {"id": str(link.connection_id)},
        )
        return {row.action for row in rows}


async def test_disconnecting_ends_the_item_and_keeps_the_history(
    linked: Link, bank: FakeBank, access: BankAccess, courier: RecordingCourier
) -> None:
    linked.item.add(bank_transaction(linked.item.accounts[0]))
    await linked.run()

    await disconnecting.disconnect(access, linked.member, linked.connection_id)
    await disconnecting.disconnect(access, linked.member, linked.connection_id)
    await do_promised(access, courier, jobs.REMOVE_ITEM)

    row = await linked.row()
    assert (row.status, row.access_token) == (ConnectionStatus.DISCONNECTED, None)
    assert bank.items == {}
    assert bank.calls.count("remove_item") == 1
    assert len(await linked.transactions()) == 1
    assert not await linked.want()


async def test_a_provider_that_is_down_is_told_until_it_hears(
    linked: Link, bank: FakeBank, access: BankAccess, courier: RecordingCourier, clock: FixedClock
) -> None:
    bank.failures["remove_item"].extend(TryAgainLater("down", code="INTERNAL_SERVER_ERROR") for _ in range(3))
    await disconnecting.disconnect(access, linked.member, linked.connection_id)
    assert (await linked.row()).status == ConnectionStatus.DISCONNECTED

    tries = 0
    while bank.items and tries < 10:
        courier.clear()
        await upkeep.keep_up(access)
        tries += await do_promised(access, courier, jobs.REMOVE_ITEM)
        clock.advance(hours=2)

    assert (bank.items, tries) == ({}, 4)
    courier.clear()
    await upkeep.keep_up(access)
    assert courier.jobs == []


async def test_a_removal_in_a_dead_workers_hands_is_taken_up_again(
    linked: Link, bank: FakeBank, access: BankAccess, courier: RecordingCourier, clock: FixedClock
) -> None:
    class Killed(BaseException):
        """The worker dies in the middle of the call."""

    async def die(access_token: str) -> None:
        raise Killed(access_token)

    await disconnecting.disconnect(access, linked.member, linked.connection_id)
    working, bank.remove_item = bank.remove_item, die  # type: ignore[method-assign]
    with pytest.raises(Killed):
        await do_promised(access, courier, jobs.REMOVE_ITEM)
    bank.remove_item = working  # type: ignore[method-assign]
    clock.advance(minutes=4)

    await upkeep.keep_up(access)
    await do_promised(access, courier, jobs.REMOVE_ITEM)

    assert bank.items == {}


async def test_the_token_of_a_removal_is_sealed_and_goes_with_the_access(
    linked: Link, access: BankAccess, courier: RecordingCourier
) -> None:
    await disconnecting.disconnect(access, linked.member, linked.connection_id)
    async with access.database.transaction(linked.member.scope) as session:
        sealed = (await session.execute(text("SELECT access_token FROM item_removals"))).scalar_one()

    await do_promised(access, courier, jobs.REMOVE_ITEM)

    async with access.database.transaction(linked.member.scope) as session:
        row = (await session.execute(text("SELECT access_token, removed_at FROM item_removals"))).one()
    assert linked.item.access_token not in sealed
    assert row.access_token is None
    assert row.removed_at is not None


async def test_a_broken_login_can_be_disconnected_too(
    linked: Link, bank: FakeBank, access: BankAccess, courier: RecordingCourier
) -> None:
    linked.item.error = LoginExpired("sign in", code="ITEM_LOGIN_REQUIRED")
    await linked.run()

    await disconnecting.disconnect(access, linked.member, linked.connection_id)
    await do_promised(access, courier, jobs.REMOVE_ITEM)

    assert bank.items == {}


async def test_purging_leaves_no_row_but_the_audit_trail(
    linked: Link, access: BankAccess, courier: RecordingCourier
) -> None:
    linked.item.add(*(bank_transaction(linked.item.accounts[0]) for _ in range(3)))
    linked.item.spoil("broken")
    await linked.run()

    await disconnecting.disconnect(access, linked.member, linked.connection_id, purge=True)
    await do_promised(access, courier, jobs.REMOVE_ITEM, jobs.PURGE)

    assert await _count(linked, *TENANT_TABLES) == dict.fromkeys(TENANT_TABLES, 0)
    assert await _audited(linked) == {
        "connection.linked",
        "connection.disconnected",
        "connection.purge_requested",
        "connection.purged",
    }


async def test_purging_one_bank_leaves_the_others_alone(
    linked: Link, make_link: MakeLink, access: BankAccess
) -> None:
    other = await make_link("Other")
    for link in (linked, other):
        link.item.add(bank_transaction(link.item.accounts[0]))
        await link.run()

    await disconnecting.disconnect(access, linked.member, linked.connection_id, purge=True)
    await purging.purge(access, linked.member.workspace_id, linked.connection_id)

    assert await _count(linked, "bank_connections", "accounts", "transactions") == {
        "bank_connections": 1,
        "accounts": 1,
        "transactions": 1,
    }


async def test_a_bank_kept_at_first_can_be_purged_later(
    linked: Link, access: BankAccess, courier: RecordingCourier
) -> None:
    await disconnecting.disconnect(access, linked.member, linked.connection_id)
    await disconnecting.disconnect(access, linked.member, linked.connection_id, purge=True)

    courier.clear()  # the message got lost
    await upkeep.keep_up(access)
    await do_promised(access, courier, jobs.REMOVE_ITEM, jobs.PURGE)

    assert (await _count(linked, "bank_connections"))["bank_connections"] == 0


async def test_a_bank_that_waits_for_its_purge_is_gone_for_everyone(linked: Link, access: BankAccess) -> None:
    await disconnecting.disconnect(access, linked.member, linked.connection_id, purge=True)

    async with access.database.transaction(linked.member.scope) as session:
        now = access.clock.now() + timedelta(seconds=1)
        assert await presenting.list_shown(session, linked.member.workspace_id, now) == []
    with pytest.raises(ConnectionNotFound):
        await disconnecting.disconnect(access, linked.member, linked.connection_id)


async def test_a_sync_under_way_cannot_write_into_a_purged_bank(
    linked: Link, bank: FakeBank, access: BankAccess
) -> None:
    linked.item.add(bank_transaction(linked.item.accounts[0]))
    fetch = bank.fetch_changes

    async def purge_meanwhile(access_token: str, cursor: str | None) -> object:
        page = await fetch(access_token, cursor)
        await disconnecting.disconnect(access, linked.member, linked.connection_id, purge=True)
        await purging.purge(access, linked.member.workspace_id, linked.connection_id)
        return page

    bank.fetch_changes = purge_meanwhile  # type: ignore[method-assign,assignment]
    await linked.run()

    assert await _count(linked, *TENANT_TABLES) == dict.fromkeys(TENANT_TABLES, 0)
