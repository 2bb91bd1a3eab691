"""A bank that is down: its connections take turns at trying, whichever workspace they belong to."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from saldo.connections import breakers, linking, presenting
from saldo.connections.bank_access import BankAccess
from saldo.connections.models import BankConnection, InstitutionTrouble
from saldo.connections.schemas import ConnectionShown
from saldo.core.database import NOBODY
from saldo.providers.bank import BankDown, BankHealth, TryAgainLater
from saldo.workspaces.access import Member
from saldo.workspaces.models import Role
from tests.connections.conftest import Link, MakeLink, exchange_request
from tests.factories.workspaces import Home
from tests.fakes.bank import FakeBank
from tests.fakes.clock import FixedClock


def _down() -> BankDown:
    return BankDown("this institution is not currently responding", code="INSTITUTION_DOWN")


async def _fail(link: Link, bank: FakeBank, times: int) -> None:
    """Let syncs fail on the bank, as soon as each may be tried again."""
    bank.failures["fetch_changes"].extend(_down() for _ in range(times))
    for _ in range(times):
        await _be_due(link)
        await link.run()


async def _be_due(link: Link) -> None:
    await link.want()
    async with link.access.database.transaction(link.member.scope) as session:
        await session.execute(update(BankConnection).values(next_at=link.access.clock.now()))


async def _shown(link: Link) -> ConnectionShown:
    async with link.access.database.transaction(link.member.scope) as session:
        return await presenting.get_shown(
            session, link.member.workspace_id, link.connection_id, link.access.clock.now()
        )


@pytest.fixture
async def elsewhere(access: BankAccess, bank: FakeBank, stranger: Home) -> Link:
    """Link the same bank in another workspace."""
    token = bank.offer()
    member = Member(stranger.user_id, stranger.workspace_id, Role.OWNER)
    linked = await linking.link(access, member, exchange_request(bank, token))
    return Link(access, member, linked.connection_id, bank.offered(token))


async def test_a_bank_that_is_down_is_left_alone_by_every_workspace(
    linked: Link, elsewhere: Link, bank: FakeBank, clock: FixedClock
) -> None:
    await _fail(linked, bank, breakers.FAILURES_BEFORE_OPEN)
    calls = bank.calls.count("fetch_changes")

    await elsewhere.run()

    assert bank.calls.count("fetch_changes") == calls
    assert (await elsewhere.row()).next_at >= clock.now() + timedelta(minutes=1)
    assert await elsewhere.syncs() == []


async def test_another_bank_is_not_concerned(linked: Link, make_link: MakeLink, bank: FakeBank) -> None:
    await _fail(linked, bank, breakers.FAILURES_BEFORE_OPEN)
    other = await make_link("Other", institution_id="ins_2")

    await other.run()

    assert len(await other.syncs()) == 1


async def test_one_tries_when_the_pause_is_over_and_its_success_lets_all_go_on(
    linked: Link, elsewhere: Link, bank: FakeBank, clock: FixedClock
) -> None:
    await _fail(linked, bank, breakers.FAILURES_BEFORE_OPEN)
    clock.advance(minutes=2)
    for link in (linked, elsewhere):
        await _be_due(link)
    asked: list[int] = []

    bank.before_page = asked.append
    async with linked.access.database.transaction(NOBODY) as session:
        assert await breakers.admit(session, "ins_1", clock.now()) is None
    await elsewhere.run()
    assert asked == []  # somebody tries already

    clock.advance(minutes=3)
    await _be_due(linked)
    await linked.run()
    await _be_due(elsewhere)
    await elsewhere.run()
    assert len(asked) == 2
    assert (await _shown(elsewhere)).bank_trouble is None


async def test_pauses_grow_to_half_an_hour(linked: Link, bank: FakeBank, clock: FixedClock) -> None:
    pauses = []
    for _ in range(12):
        await _fail(linked, bank, 1)
        async with linked.access.database.transaction(NOBODY) as session:
            open_until = await session.scalar(select(InstitutionTrouble.open_until))
        pauses.append((open_until - clock.now()).total_seconds() / 60 if open_until else 0)
        clock.advance(minutes=31)

    assert pauses == [0, 0, 1, 2, 4, 8, 16, 30, 30, 30, 30, 30]


async def test_the_provider_is_asked_how_the_bank_is_doing_once_in_a_while(
    linked: Link, bank: FakeBank, clock: FixedClock
) -> None:
    bank.health = BankHealth.DOWN
    await _fail(linked, bank, 2)
    assert bank.calls.count("get_bank_health") == 0

    await _fail(linked, bank, 1)
    clock.advance(minutes=2)
    await _fail(linked, bank, 1)

    trouble = (await _shown(linked)).bank_trouble
    assert bank.calls.count("get_bank_health") == 1
    assert trouble is not None
    assert (trouble.health, trouble.paused_until > clock.now()) == (BankHealth.DOWN, True)


async def test_a_provider_that_cannot_say_leaves_the_health_unknown(linked: Link, bank: FakeBank) -> None:
    bank.failures["get_bank_health"].append(TryAgainLater("busy", code="RATE_LIMIT"))

    await _fail(linked, bank, breakers.FAILURES_BEFORE_OPEN)

    trouble = (await _shown(linked)).bank_trouble
    assert trouble is not None
    assert trouble.health is BankHealth.UNKNOWN


async def test_other_failures_and_failures_far_apart_open_nothing(
    linked: Link, bank: FakeBank, clock: FixedClock
) -> None:
    bank.failures["fetch_changes"].extend(TryAgainLater("busy", code="API_ERROR") for _ in range(3))
    for _ in range(3):
        await _be_due(linked)
        await linked.run()
    for _ in range(4):
        await _fail(linked, bank, 1)
        clock.advance(hours=3)

    async with linked.access.database.transaction(NOBODY) as session:
        query = select(func.count()).where(InstitutionTrouble.open_until.is_not(None))
        assert await session.scalar(query) == 0
