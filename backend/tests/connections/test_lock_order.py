"""Everyone who changes a connection and tells about it takes the same locks in the same order."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from decimal import Decimal

import asyncpg
import pytest
from sqlalchemy import select

from saldo.connections import balances, disconnecting, notices, repairing
from saldo.connections.inbox import Addressee
from saldo.connections.models import BankConnection, ConnectionStatus, SyncStatus
from saldo.events import service as events
from saldo.providers.bank import AccessRevoked, BankNotice, NoticeKind
from tests.connections.conftest import Link, MakeLink
from tests.fakes.bank import FakeBank, FakeItem, bank_transaction
from tests.fakes.clock import FixedClock

_ROUNDS = 25
Deed = Callable[[Link, FakeBank], Coroutine[None, None, object]]


async def _disconnect(link: Link, _: FakeBank) -> None:
    await disconnecting.disconnect(link.access, link.member, link.connection_id)


async def _check_repaired(link: Link, bank: FakeBank) -> None:
    bank.break_login(link.item)
    await repairing.check_repaired(link.access, link.member, link.connection_id)


async def _refresh_balances(link: Link, _: FakeBank) -> None:
    await balances.refresh_balances(link.access, link.member, None)


async def _refresh_balances_in_vain(link: Link, bank: FakeBank) -> None:
    bank.break_login(link.item)
    await balances.refresh_balances(link.access, link.member, None)


async def _sync_in_vain(link: Link, bank: FakeBank) -> None:
    bank.failures["fetch_changes"].append(AccessRevoked("gone", code="ITEM_NOT_FOUND"))
    await link.run()


def _notice(kind: NoticeKind) -> Deed:
    async def arrive(link: Link, _: FakeBank) -> None:
        notice = BankNotice(kind, "ITEM", kind.value, link.item.id, environment=None)
        addressee = Addressee(link.member.workspace_id, link.connection_id, ConnectionStatus.IMPORTING)
        await notices.act_on(link.access, notice, addressee)

    return arrive


@pytest.mark.parametrize(
    "deed",
    [
        pytest.param(_disconnect, id="disconnect"),
        pytest.param(_check_repaired, id="check-repaired"),
        pytest.param(_refresh_balances, id="refresh-balances"),
        pytest.param(_refresh_balances_in_vain, id="refresh-balances-in-vain"),
        pytest.param(_sync_in_vain, id="sync-in-vain"),
        pytest.param(_notice(NoticeKind.LOGIN_EXPIRING), id="notice-login-expiring"),
        pytest.param(_notice(NoticeKind.ACCESS_REVOKED), id="notice-access-revoked"),
    ],
)
async def test_who_waits_for_the_log_does_not_hold_the_connection(
    linked: Link, bank: FakeBank, superuser: asyncpg.Connection, deed: Deed
) -> None:
    async with linked.access.database.transaction(linked.member.scope) as session:
        await events.take_turn(session, linked.member.workspace_id)
        done = asyncio.create_task(deed(linked, bank))
        await _see_someone_wait(superuser)
        # What a sync does when it applies: the log is its own, and now it comes to the connection.
        await session.scalars(
            select(BankConnection).where(BankConnection.id == linked.connection_id).with_for_update()
        )

    await done


async def test_syncs_balances_and_an_end_do_not_lock_each_other_out(
    make_link: MakeLink, bank: FakeBank, clock: FixedClock
) -> None:
    links = [await make_link(institution_id=f"ins_{number}") for number in range(3)]

    for _ in range(_ROUNDS):
        clock.advance(minutes=2)
        for link in links:
            _change_balance(link.item)
            link.item.add(bank_transaction(link.item.accounts[0]))
        results = await asyncio.gather(
            *(link.sync() for link in links), *(_refresh_balances(link, bank) for link in links)
        )
        assert results == [None] * 6
    runs = [sync.status for link in links for sync in await link.syncs()]
    await asyncio.gather(*(link.sync() for link in links), *(_disconnect(link, bank) for link in links))

    # A claim that finds its row locked leaves it to the sweep: how many run is chance.
    assert set(runs) == {SyncStatus.SUCCEEDED}
    assert {(await link.row()).status for link in links} == {ConnectionStatus.DISCONNECTED}


def _change_balance(item: FakeItem) -> None:
    balance = item.accounts[0].balance
    item.accounts[0] = replace(
        item.accounts[0], balance=replace(balance, current=(balance.current or Decimal(0)) + 1)
    )


async def _see_someone_wait(superuser: asyncpg.Connection) -> None:
    async with asyncio.timeout(30):
        while not await superuser.fetchval(_WAITING):
            continue


_WAITING = """
    SELECT count(*) FROM pg_stat_activity
     WHERE datname = current_database() AND wait_event_type = 'Lock' AND usename = 'saldo_app'
"""
