"""What waits for a person: signing in again, choosing accounts, and what happens to those left out."""

import pytest
from sqlalchemy import select

from saldo.accounts.models import Account
from saldo.connections import jobs, linking, notices, presenting, repairing, upkeep
from saldo.connections.bank_access import BankAccess
from saldo.connections.inbox import Addressee
from saldo.connections.models import ConnectionStatus, SyncTrigger
from saldo.connections.schemas import ConnectionShown
from saldo.insights import dashboard
from saldo.providers.bank import BankNotice, ItemState, NoticeKind
from tests.connections.conftest import Link, MakeLink, do_promised
from tests.fakes.bank import FakeBank, bank_account, bank_transaction
from tests.fakes.clock import FixedClock
from tests.fakes.courier import RecordingCourier

S = ConnectionStatus


async def _hear(link: Link, kind: NoticeKind, **details: object) -> str | None:
    """Let a webhook arrive and be acted on."""
    row = await link.row()
    notice = BankNotice(kind, "ITEM", kind.value, link.item.id, "sandbox", **details)  # type: ignore[arg-type]
    return await notices.act_on(link.access, notice, Addressee(row.workspace_id, row.id, row.status))


async def _shown(link: Link) -> ConnectionShown:
    async with link.access.database.transaction(link.member.scope) as session:
        return await presenting.get_shown(
            session, link.member.workspace_id, link.connection_id, link.access.clock.now()
        )


async def _accounts(link: Link) -> dict[str, tuple[str, bool]]:
    """Return each account's status by name, and whether it says since when it is closed."""
    async with link.access.database.transaction(link.member.scope) as session:
        rows = await session.scalars(select(Account).where(Account.connection_id == link.connection_id))
        return {row.name: (row.status, row.closed_at is not None) for row in rows}


@pytest.fixture
async def two(make_link: MakeLink) -> Link:
    """Link a bank with two accounts and read it once."""
    link = await make_link("Checking", "Savings")
    link.item.add(*(bank_transaction(account) for account in link.item.accounts))
    await link.run()
    return link


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (NoticeKind.LOGIN_EXPIRING, S.PENDING_EXPIRATION),
        (NoticeKind.ACCESS_ENDING, S.PENDING_DISCONNECT),
    ],
)
async def test_update_mode_clears_a_warning_that_syncs_do_not(two: Link, kind: NoticeKind, status: S) -> None:
    await _hear(two, kind)
    await two.sync()
    warned = await _shown(two)
    await repairing.check_repaired(two.access, two.member, two.connection_id)

    shown = await _shown(two)
    assert (warned.status, warned.advice.action, warned.login_expires_at is not None) == (
        status,
        "sign_in",
        True,
    )
    assert (shown.status, shown.advice.action, shown.login_expires_at) == (S.HEALTHY, "none", None)


async def test_a_permission_left_as_short_as_it_was_is_warned_of_again(two: Link, clock: FixedClock) -> None:
    soon = clock.now() + repairing.USUAL_NOTICE
    state = ItemState(two.item.id, "ins_1", None, None, None, soon)

    await repairing.settle(two.access, two.member.workspace_id, two.connection_id, state, after_dialog=True)

    assert ((await _shown(two)).status, (await _shown(two)).login_expires_at) == (S.PENDING_EXPIRATION, soon)


async def test_a_late_error_does_not_end_a_warning(two: Link) -> None:
    await _hear(two, NoticeKind.LOGIN_EXPIRING)

    assert await _hear(two, NoticeKind.LOGIN_EXPIRED) == "login_works"

    assert (await two.row()).status == S.PENDING_EXPIRATION


async def test_a_warning_whose_day_passed_ends_with_the_next_good_sync(two: Link, clock: FixedClock) -> None:
    await _hear(two, NoticeKind.LOGIN_EXPIRING)
    clock.advance(days=8)

    await two.sync()

    assert ((await two.row()).status, (await two.row()).login_expires_at) == (S.HEALTHY, None)


async def test_a_repair_whose_webhook_got_lost_is_found_within_the_day(
    two: Link, bank: FakeBank, access: BankAccess, courier: RecordingCourier, clock: FixedClock
) -> None:
    bank.break_login(two.item)
    await two.sync()
    two.item.error = None  # healed in another app, and nobody told us

    courier.clear()
    await upkeep.keep_up(access)
    asked_at_once = await do_promised(access, courier, jobs.CHECK_LOGIN)
    clock.advance(hours=13)
    await upkeep.keep_up(access)
    await do_promised(access, courier, jobs.CHECK_LOGIN)

    assert asked_at_once == 0  # or a login that only seems to work would go round in circles
    assert (await two.row()).status == S.HEALTHY


async def test_new_accounts_are_offered_until_the_person_has_chosen(
    two: Link, bank: FakeBank, access: BankAccess
) -> None:
    await _hear(two, NoticeKind.NEW_ACCOUNTS)
    await two.sync(SyncTrigger.WEBHOOK)
    assert (await _shown(two)).new_accounts

    await linking.create_link_token(access, two.member, two.connection_id)
    assert bank.choosing
    two.item.accounts.append(bank_account("Holiday fund"))
    await repairing.check_repaired(access, two.member, two.connection_id)
    await two.run(SyncTrigger.USER)

    assert not (await _shown(two)).new_accounts
    assert (await _accounts(two))["Holiday fund"] == ("active", False)


async def test_an_ordinary_repair_does_not_ask_for_accounts_unless_wished(
    two: Link, bank: FakeBank, access: BankAccess
) -> None:
    await linking.create_link_token(access, two.member, two.connection_id)
    assert not bank.choosing

    await linking.create_link_token(access, two.member, two.connection_id, choose_accounts=True)
    assert bank.choosing


async def test_an_account_left_out_is_history_and_comes_back_when_shared_again(two: Link) -> None:
    savings = two.item.accounts.pop()
    await two.sync()
    left_out = await _accounts(two)
    two.item.accounts.append(savings)
    await two.sync()

    assert left_out == {"Checking": ("active", False), "Savings": ("closed", True)}
    assert await _accounts(two) == {"Checking": ("active", False), "Savings": ("active", False)}
    assert len(await two.transactions()) == 2


async def test_an_account_whose_permission_was_withdrawn_is_closed_and_not_worth_anything(
    two: Link, clock: FixedClock
) -> None:
    savings = two.item.accounts[1]

    assert await _hear(two, NoticeKind.ACCOUNT_REVOKED, account_id=savings.id) == "account_closed"
    assert await _hear(two, NoticeKind.ACCOUNT_REVOKED, account_id=savings.id) == "account_unknown"
    assert await _hear(two, NoticeKind.ACCOUNT_REVOKED) == "no_account_named"

    assert (await _accounts(two))["Savings"] == ("closed", True)
    async with two.access.database.transaction(two.member.scope) as session:
        board = await dashboard.build_dashboard(session, two.member.workspace_id, clock.now(), None)
    assert [each.net_worth for each in board.currencies] == [100]


async def test_a_bank_that_lists_no_account_at_all_closes_none(two: Link) -> None:
    two.item.accounts.clear()

    await two.sync()

    assert set((await _accounts(two)).values()) == {("active", False)}


async def test_pages_name_few_accounts_and_close_none(two: Link, bank: FakeBank) -> None:
    calls = bank.calls.count("list_accounts")
    two.item.accounts = two.item.accounts[:1]

    await two.sync(SyncTrigger.WEBHOOK)

    assert bank.calls.count("list_accounts") == calls
    assert set((await _accounts(two)).values()) == {("active", False)}
