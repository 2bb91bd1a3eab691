"""Where a connection stands after failures and repairs, and how it finds back."""

from datetime import timedelta

import pytest

from saldo.connections import disconnecting, repairing
from saldo.connections.bank_access import BankAccess
from saldo.connections.errors import ConnectionEnded, ConnectionNotFound
from saldo.connections.models import ConnectionStatus, SyncStatus, SyncTrigger
from saldo.connections.scheduling import back_off, poll_delay
from saldo.providers.bank import (
    AccessRevoked,
    BankError,
    LoginExpired,
    Misconfigured,
    RateLimited,
    Rejected,
    TryAgainLater,
)
from saldo.workspaces.access import Member
from saldo.workspaces.models import Role
from tests.connections.conftest import Link
from tests.factories.workspaces import Home
from tests.fakes.bank import FakeBank, bank_transaction
from tests.fakes.clock import FixedClock


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (LoginExpired("sign in", code="ITEM_LOGIN_REQUIRED"), ConnectionStatus.NEEDS_LOGIN),
        (AccessRevoked("gone", code="ITEM_NOT_FOUND"), ConnectionStatus.REVOKED),
        (Rejected("wrong", code="INVALID_FIELD"), ConnectionStatus.DEGRADED),
        (Misconfigured("keys", code="INVALID_API_KEYS"), ConnectionStatus.DEGRADED),
        (RateLimited("slower", code="RATE_LIMIT"), ConnectionStatus.RATE_LIMITED),
        (TryAgainLater("busy", code="INTERNAL_SERVER_ERROR"), ConnectionStatus.HEALTHY),
    ],
)
async def test_each_failure_moves_a_healthy_connection(
    linked: Link, bank: FakeBank, error: BankError, status: ConnectionStatus
) -> None:
    await linked.run()
    bank.failures["fetch_changes"].append(error)

    await linked.sync()

    row, sync = await linked.row(), (await linked.syncs())[-1]
    assert (row.status, row.error_code) == (status, error.code)
    assert (sync.status, sync.error_code) == (SyncStatus.FAILED, error.code)
    assert row.lease_token is None


async def test_the_third_hiccup_in_a_row_degrades_and_a_success_heals(
    linked: Link, bank: FakeBank, clock: FixedClock
) -> None:
    await linked.run()
    bank.failures["fetch_changes"].extend(TryAgainLater("busy", code="API_ERROR") for _ in range(3))
    await linked.want()

    seen = []
    for _ in range(4):
        await linked.run()
        seen.append((await linked.row()).status)
        clock.advance(hours=2)

    assert seen == ["healthy", "healthy", "degraded", "healthy"]
    assert (await linked.row()).error_code is None


async def test_the_bank_is_left_alone_for_as_long_as_it_asks(
    linked: Link, bank: FakeBank, clock: FixedClock
) -> None:
    bank.failures["fetch_changes"].append(TryAgainLater("slow down", code="RATE_LIMIT", after_seconds=600))

    await linked.run()
    await linked.run()

    assert (await linked.row()).next_at >= clock.now() + timedelta(seconds=600)
    assert bank.calls.count("fetch_changes") == 1


async def test_webhooks_respect_a_back_off_and_a_person_does_not(linked: Link, bank: FakeBank) -> None:
    bank.failures["fetch_changes"].append(TryAgainLater("slow down", after_seconds=600))
    await linked.run()

    await linked.sync(SyncTrigger.WEBHOOK)
    assert bank.calls.count("fetch_changes") == 1
    await linked.sync(SyncTrigger.USER)
    assert bank.calls.count("fetch_changes") == 2


async def test_no_sync_is_asked_for_while_a_person_must_sign_in(linked: Link, bank: FakeBank) -> None:
    bank.break_login(linked.item)
    await linked.run()
    calls = len(bank.calls)

    assert not await linked.want()
    await linked.run()

    assert len(bank.calls) == calls


async def test_a_repaired_login_is_believed_only_when_the_bank_says_so(
    linked: Link, bank: FakeBank, access: BankAccess
) -> None:
    bank.break_login(linked.item)
    await linked.run()

    await repairing.check_repaired(access, linked.member, linked.connection_id)
    assert (await linked.row()).status == ConnectionStatus.NEEDS_LOGIN

    linked.item.error = None
    linked.item.add(bank_transaction(linked.item.accounts[0]))
    await repairing.check_repaired(access, linked.member, linked.connection_id)
    await linked.run()
    assert (await linked.row()).status == ConnectionStatus.HEALTHY
    assert len(await linked.transactions()) == 1


async def test_access_that_is_gone_takes_its_token_along(linked: Link, bank: FakeBank) -> None:
    bank.items.clear()

    await linked.run()

    row = await linked.row()
    assert (row.status, row.access_token) == (ConnectionStatus.REVOKED, None)


async def test_an_ended_connection_cannot_be_repaired(linked: Link, access: BankAccess) -> None:
    await disconnecting.disconnect(access, linked.member, linked.connection_id)

    with pytest.raises(ConnectionEnded):
        await repairing.check_repaired(access, linked.member, linked.connection_id)


async def test_a_foreign_connection_cannot_be_touched(
    linked: Link, access: BankAccess, bank: FakeBank, stranger: Home
) -> None:
    foreign = Member(stranger.user_id, stranger.workspace_id, Role.OWNER)

    for use_case in (repairing.check_repaired, disconnecting.disconnect):
        with pytest.raises(ConnectionNotFound):
            await use_case(access, foreign, linked.connection_id)

    assert len(bank.items) == 1


async def test_a_history_that_is_prepared_is_looked_at_ever_less_often() -> None:
    delays = [poll_delay(timedelta(seconds=waited)).total_seconds() for waited in (0, 3, 10, 30, 120, 1000)]

    assert delays == [1, 2, 5, 15, 60, 300]


async def test_back_off_grows_is_capped_and_jittered() -> None:
    assert all(1 <= back_off(1).total_seconds() <= 10 for _ in range(50))
    assert all(1 <= back_off(1000).total_seconds() <= 3600 for _ in range(50))
    assert len({back_off(5) for _ in range(20)}) > 1
