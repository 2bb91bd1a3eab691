"""Linking a bank: once, never twice, and nothing left behind when it fails."""

import asyncio

import pytest
from sqlalchemy import select, text

from saldo.connections import jobs, linking, removals, upkeep
from saldo.connections.bank_access import BankAccess, open_token
from saldo.connections.errors import ConnectionDuplicate, ConnectionNotFound, PublicTokenRefused
from saldo.connections.models import BankConnection, ConnectionStatus
from saldo.core.errors import Unavailable
from saldo.providers.bank import Rejected, TryAgainLater
from saldo.workspaces.access import Member
from saldo.workspaces.models import Role
from tests.connections.conftest import Link, do_promised, exchange_request
from tests.factories.workspaces import Home
from tests.fakes.bank import FakeBank, bank_account
from tests.fakes.clock import FixedClock
from tests.fakes.courier import RecordingCourier


async def _connections(access: BankAccess, member: Member) -> list[BankConnection]:
    async with access.database.transaction(member.scope) as session:
        return list((await session.scalars(select(BankConnection))).all())


async def _events(access: BankAccess, member: Member) -> list[str]:
    async with access.database.transaction(member.scope) as session:
        rows = await session.execute(text("SELECT type FROM workspace_events ORDER BY sequence"))
        return [row.type for row in rows]


async def test_a_link_shows_its_accounts_and_asks_for_a_sync_at_once(
    access: BankAccess, bank: FakeBank, member: Member, courier: RecordingCourier
) -> None:
    token = bank.offer(bank_account("Checking"), bank_account("Savings"))

    linked = await linking.link(access, member, exchange_request(bank, token))

    async with access.database.transaction(member.scope) as session:
        count = (await session.execute(text("SELECT count(*) FROM accounts"))).scalar_one()
    assert linked.is_new
    assert count == 2
    assert "account_connected" in await _events(access, member)
    assert [job.payload["connection_id"] for job in courier.jobs if job.name == "connections.sync"] == [
        str(linked.connection_id)
    ]


async def test_the_access_token_is_sealed_and_opens_only_in_its_row(linked: Link, access: BankAccess) -> None:
    row = await linked.row()

    assert row.access_token is not None
    assert linked.item.access_token not in row.access_token
    assert open_token(access.vault, row) == linked.item.access_token


async def test_the_same_public_token_finds_the_same_connection(
    access: BankAccess, bank: FakeBank, member: Member
) -> None:
    request = exchange_request(bank, bank.offer())

    first = await linking.link(access, member, request)
    second = await linking.link(access, member, request)

    assert (second.connection_id, second.is_new) == (first.connection_id, False)
    assert bank.calls.count("exchange") == 1


async def test_a_token_handed_in_ten_times_at_once_makes_one_connection(
    access: BankAccess, bank: FakeBank, member: Member
) -> None:
    request = exchange_request(bank, bank.offer())

    results = await asyncio.gather(*(linking.link(access, member, request) for _ in range(10)))

    assert sum(each.is_new for each in results) == 1
    assert len({each.connection_id for each in results}) == 1
    assert len(bank.items) == 1


async def test_the_same_accounts_again_are_refused_before_the_exchange(
    access: BankAccess, bank: FakeBank, member: Member, linked: Link
) -> None:
    exchanges = bank.calls.count("exchange")
    token = bank.offer(*linked.item.accounts, bank_account("Another"))

    with pytest.raises(ConnectionDuplicate):
        await linking.link(access, member, exchange_request(bank, token))

    assert bank.calls.count("exchange") == exchanges
    assert len(await _connections(access, member)) == 1


async def test_two_dialogs_finished_at_once_link_the_accounts_once(
    access: BankAccess, bank: FakeBank, member: Member, courier: RecordingCourier
) -> None:
    accounts = bank_account("Checking"), bank_account("Savings")
    requests = [exchange_request(bank, bank.offer(*accounts)) for _ in range(3)]

    results = await asyncio.gather(
        *(linking.link(access, member, each) for each in requests), return_exceptions=True
    )
    await do_promised(access, courier, jobs.REMOVE_ITEM)

    refused = [each for each in results if isinstance(each, ConnectionDuplicate)]
    assert len(refused) == len(requests) - 1
    assert len(await _connections(access, member)) == 1
    assert len(bank.items) == 1


async def test_a_second_login_with_other_accounts_is_welcome(
    access: BankAccess, bank: FakeBank, member: Member, linked: Link
) -> None:
    token = bank.offer(bank_account(linked.item.accounts[0].name))

    second = await linking.link(access, member, exchange_request(bank, token))

    assert second.connection_id != linked.connection_id


async def test_the_same_account_in_another_workspace_is_welcome(
    access: BankAccess, bank: FakeBank, linked: Link, stranger: Home
) -> None:
    token = bank.offer(*linked.item.accounts)
    member = Member(stranger.user_id, stranger.workspace_id, Role.OWNER)

    assert (await linking.link(access, member, exchange_request(bank, token))).is_new


async def test_a_refused_token_leaves_no_connection(
    access: BankAccess, bank: FakeBank, member: Member
) -> None:
    request = exchange_request(bank, bank.offer())
    bank.failures["exchange"].append(Rejected("could not find it", code="INVALID_PUBLIC_TOKEN"))

    with pytest.raises(PublicTokenRefused):
        await linking.link(access, member, request)

    assert await _connections(access, member) == []


async def test_a_busy_provider_can_be_tried_again_with_the_same_token(
    access: BankAccess, bank: FakeBank, member: Member
) -> None:
    request = exchange_request(bank, bank.offer())
    bank.failures["exchange"].append(TryAgainLater("busy", code="API_ERROR"))

    with pytest.raises(Unavailable):
        await linking.link(access, member, request)

    assert (await linking.link(access, member, request)).is_new


async def test_access_is_given_back_when_the_link_cannot_be_stored(
    access: BankAccess, bank: FakeBank, member: Member, linked: Link, courier: RecordingCourier
) -> None:
    token = bank.offer(bank_account("Other"))
    bank.offered(token).id = linked.item.id  # the unique item id makes the last step fail

    with pytest.raises(Exception, match="provider_item_id"):
        await linking.link(access, member, exchange_request(bank, token))
    await do_promised(access, courier, jobs.REMOVE_ITEM)

    assert bank.offered(token).access_token not in bank.items
    assert len(await _connections(access, member)) == 1


class _Killed(BaseException):
    """The process dies here: nothing after it runs, and no handler either."""


async def _die(*_: object) -> None:
    raise _Killed


@pytest.mark.parametrize("step", ["_list_accounts", "_complete"])
async def test_an_item_whose_link_died_before_its_commit_is_given_back(
    access: BankAccess, member: Member, courier: RecordingCourier, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    bank, clock = access.bank, access.clock
    assert isinstance(bank, FakeBank)
    assert isinstance(clock, FixedClock)
    for owner, name in ((linking, step), (linking, "_forget"), (removals, "hurry")):
        monkeypatch.setattr(owner, name, _die)
    with pytest.raises(_Killed):
        await linking.link(access, member, exchange_request(bank, bank.offer()))
    assert len(bank.items) == 1

    courier.clear()
    clock.advance(minutes=5)  # as fast as a worker's clock may be
    await upkeep.keep_up(access)
    assert courier.jobs == []  # the link may still be on its way
    clock.advance(minutes=6)
    await upkeep.keep_up(access)
    await do_promised(access, courier, jobs.REMOVE_ITEM)

    assert bank.items == {}


async def test_a_link_that_comes_too_late_cannot_stand_on_access_that_ends(
    access: BankAccess, bank: FakeBank, member: Member, courier: RecordingCourier, clock: FixedClock
) -> None:
    request = exchange_request(bank, bank.offer())
    working = bank.list_accounts

    async def dawdle(access_token: str) -> object:
        clock.advance(minutes=11)
        courier.clear()
        await upkeep.keep_up(access)
        await do_promised(access, courier, jobs.REMOVE_ITEM)
        return await working(access_token)

    bank.list_accounts = dawdle  # type: ignore[method-assign,assignment]
    with pytest.raises(ConnectionNotFound):
        await linking.link(access, member, request)

    assert bank.items == {}
    assert await _connections(access, member) == []


@pytest.mark.usefixtures("linked")
async def test_a_link_that_succeeds_leaves_nothing_to_remove(
    bank: FakeBank, access: BankAccess, courier: RecordingCourier, clock: FixedClock
) -> None:
    clock.advance(hours=1)
    courier.clear()

    await upkeep.keep_up(access)

    assert courier.jobs == []
    assert len(bank.items) == 1


async def test_a_lasting_id_reveals_a_duplicate_that_names_hid(
    access: BankAccess, bank: FakeBank, member: Member, courier: RecordingCourier
) -> None:
    first = bank.offer(bank_account("Checking", persistent_id="p1"))
    await linking.link(access, member, exchange_request(bank, first))
    again = bank.offer(bank_account("Renamed", persistent_id="p1"))

    with pytest.raises(ConnectionDuplicate):
        await linking.link(access, member, exchange_request(bank, again))
    await do_promised(access, courier, jobs.REMOVE_ITEM)

    assert set(bank.items) == {bank.offered(first).access_token}
    assert len(await _connections(access, member)) == 1


async def test_accounts_that_cannot_be_listed_do_not_stop_the_link(
    access: BankAccess, bank: FakeBank, member: Member
) -> None:
    request = exchange_request(bank, bank.offer())
    bank.failures["list_accounts"].append(TryAgainLater("busy"))

    assert (await linking.link(access, member, request)).is_new


async def test_a_link_left_unfinished_by_a_dead_process_can_be_begun_again(
    access: BankAccess, bank: FakeBank, member: Member, clock: FixedClock
) -> None:
    request = exchange_request(bank, bank.offer())
    begun, _ = await linking._begin(access, member, request)
    clock.advance(minutes=11)

    linked = await linking.link(access, member, request)

    assert linked.is_new
    assert [row.status for row in await _connections(access, member)] == [ConnectionStatus.IMPORTING]
    assert linked.connection_id != begun.id


async def test_a_repair_token_carries_the_connections_access(linked: Link, access: BankAccess) -> None:
    token = await linking.create_link_token(access, linked.member, linked.connection_id)

    assert token.token == f"link-{linked.member.user_id}"


async def test_a_foreign_connection_cannot_be_repaired(
    access: BankAccess, linked: Link, stranger: Home
) -> None:
    member = Member(stranger.user_id, stranger.workspace_id, Role.OWNER)

    with pytest.raises(ConnectionNotFound):
        await linking.create_link_token(access, member, linked.connection_id)
