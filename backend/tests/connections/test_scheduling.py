"""When a connection is asked unasked: by its pace, with jitter, and what webhooks are worth meanwhile."""

from datetime import timedelta

import asyncpg
import pytest

from saldo.connections import sweeping
from saldo.connections.bank_access import BankAccess
from saldo.connections.frequencies import Frequency, fastest
from saldo.connections.models import SyncTrigger
from saldo.providers.bank import HistoryStatus, TryAgainLater
from tests.connections.conftest import Link, MakeLink
from tests.fakes.bank import FakeBank
from tests.fakes.clock import FixedClock
from tests.fakes.courier import RecordingCourier

_HOURS = {Frequency.REALTIME: 12, Frequency.HOURLY: 1, Frequency.EVERY_4_HOURS: 4, Frequency.DAILY: 24}


async def _pace(superuser: asyncpg.Connection, frequency: Frequency) -> None:
    await superuser.execute("update accounts set sync_frequency = $1", frequency.value)


@pytest.mark.parametrize(("frequency", "hours"), _HOURS.items())
async def test_the_next_look_follows_the_pace_with_some_jitter(
    linked: Link, superuser: asyncpg.Connection, clock: FixedClock, frequency: Frequency, hours: int
) -> None:
    await linked.run()
    await _pace(superuser, frequency)

    await linked.sync()

    row = await linked.row()
    assert row.scheduled_at is not None
    assert 0.9 * timedelta(hours=hours) <= row.scheduled_at - clock.now() <= timedelta(hours=hours)
    assert row.sync_frequency == frequency


async def test_links_made_together_do_not_come_back_together(make_link: MakeLink) -> None:
    links = [await make_link(f"Account {number}", institution_id=f"ins_{number}") for number in range(4)]
    for link in links:
        await link.run()

    assert len({(await link.row()).scheduled_at for link in links}) == len(links)


async def test_the_sweep_asks_when_the_time_has_come_and_once(
    linked: Link,
    access: BankAccess,
    superuser: asyncpg.Connection,
    courier: RecordingCourier,
    clock: FixedClock,
) -> None:
    await linked.run()
    await _pace(superuser, Frequency.HOURLY)
    await linked.sync()
    courier.clear()
    clock.advance(minutes=50)
    await sweeping.sweep(access)
    assert courier.jobs == []

    clock.advance(minutes=11)
    await sweeping.sweep(access)
    await sweeping.sweep(access)

    assert {job.payload["trigger"] for job in courier.jobs} == {"schedule", "sweep"}
    row = await linked.row()
    assert row.wanted_version == row.done_version + 1


async def test_a_manual_login_is_left_alone(
    linked: Link,
    access: BankAccess,
    superuser: asyncpg.Connection,
    courier: RecordingCourier,
    clock: FixedClock,
) -> None:
    await linked.run()
    await _pace(superuser, Frequency.MANUAL)
    await linked.sync()
    courier.clear()

    clock.advance(days=40)
    await sweeping.sweep(access)

    assert courier.jobs == []


async def test_a_webhook_is_left_for_the_next_turn_of_a_slower_login(
    linked: Link, superuser: asyncpg.Connection, clock: FixedClock
) -> None:
    await linked.run()
    await _pace(superuser, Frequency.DAILY)
    await linked.sync()
    told_at = clock.now()

    assert not await linked.want(SyncTrigger.WEBHOOK)
    clock.advance(hours=1)
    assert not await linked.want(SyncTrigger.WEBHOOK)

    row = await linked.row()
    assert (row.news_at, row.wanted_version) == (told_at, row.done_version)
    await linked.sync()
    assert (await linked.row()).news_at is None


async def test_a_history_that_still_arrives_is_fetched_whatever_the_pace(
    linked: Link, superuser: asyncpg.Connection
) -> None:
    linked.item.history = HistoryStatus.INITIAL
    await linked.run()
    await _pace(superuser, Frequency.WEEKLY)
    await linked.sync()

    assert await linked.want(SyncTrigger.WEBHOOK)


async def test_a_failed_look_keeps_its_back_off_and_not_the_schedule(
    linked: Link, access: BankAccess, bank: FakeBank, courier: RecordingCourier, clock: FixedClock
) -> None:
    await linked.run()
    clock.advance(hours=13)
    await sweeping.sweep(access)
    bank.failures["fetch_changes"].append(TryAgainLater("busy", after_seconds=600))
    await linked.run(SyncTrigger.SCHEDULE)
    courier.clear()

    clock.advance(minutes=9)
    await sweeping.sweep(access)

    assert courier.jobs == []


async def test_the_login_itself_is_asked_for_its_age_now_and_then(
    linked: Link, bank: FakeBank, clock: FixedClock
) -> None:
    linked.item.updated_at = clock.now() - timedelta(hours=3)
    await linked.run()
    asked = bank.calls.count("get_item")
    for _ in range(3):
        await linked.sync()
    assert bank.calls.count("get_item") == asked == 1
    assert (await linked.row()).provider_updated_at == linked.item.updated_at

    clock.advance(minutes=6)
    bank.failures["get_item"].append(TryAgainLater("busy"))
    await linked.sync()

    row = await linked.row()
    assert (row.last_synced_at, row.provider_updated_at) == (clock.now(), linked.item.updated_at)


def test_the_fastest_account_decides() -> None:
    assert fastest(["weekly", "every_4_hours", "manual"]) is Frequency.EVERY_4_HOURS
    assert fastest([]) is Frequency.REALTIME
