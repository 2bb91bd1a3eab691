"""The sweep: whatever got lost is found again."""

from uuid import UUID

from saldo.connections import leases, sweeping, webhooks
from saldo.connections.bank_access import BankAccess
from saldo.connections.linking import _begin
from saldo.connections.models import SyncStatus, SyncTrigger
from saldo.providers.bank import TryAgainLater
from saldo.workspaces.access import Member
from tests.connections.conftest import Link, MakeLink, exchange_request
from tests.fakes.bank import FakeBank
from tests.fakes.clock import FixedClock
from tests.fakes.courier import RecordingCourier


async def _swept(access: BankAccess, courier: RecordingCourier) -> list[tuple[str, object]]:
    courier.clear()
    await sweeping.sweep(access)
    return [
        (job.name, job.payload.get("connection_id") or job.payload.get("delivery_id")) for job in courier.jobs
    ]


async def test_a_lost_message_is_sent_again(
    linked: Link, access: BankAccess, courier: RecordingCourier
) -> None:
    assert await _swept(access, courier) == [("connections.sync", str(linked.connection_id))]

    await linked.run()

    assert await _swept(access, courier) == []


async def test_every_workspace_is_swept(
    make_link: MakeLink, access: BankAccess, courier: RecordingCourier
) -> None:
    links = [await make_link("A"), await make_link("B")]

    assert {str(UUID(str(found))) for _, found in await _swept(access, courier)} == {
        str(link.connection_id) for link in links
    }


async def test_a_connection_in_a_workers_hands_is_left_alone_until_the_lease_ends(
    linked: Link, access: BankAccess, courier: RecordingCourier, clock: FixedClock
) -> None:
    await leases.claim(access, linked.member.workspace_id, linked.connection_id, SyncTrigger.LINK)
    assert await _swept(access, courier) == []
    assert [sync.status for sync in await linked.syncs()] == [SyncStatus.RUNNING]

    clock.advance(minutes=1)

    assert await _swept(access, courier) == [("connections.sync", str(linked.connection_id))]
    assert [sync.status for sync in await linked.syncs()] == [SyncStatus.ABANDONED]


async def test_a_back_off_is_respected(
    linked: Link, access: BankAccess, bank: FakeBank, courier: RecordingCourier, clock: FixedClock
) -> None:
    bank.failures["fetch_changes"].append(TryAgainLater("busy", after_seconds=300))
    await linked.run()
    assert await _swept(access, courier) == []

    clock.advance(hours=2)

    assert len(await _swept(access, courier)) == 1


async def test_silence_of_half_a_day_is_broken(
    linked: Link, access: BankAccess, courier: RecordingCourier, clock: FixedClock
) -> None:
    await linked.run()
    clock.advance(hours=10)  # a plan may come a tenth early, so that not all banks are asked at once
    assert await _swept(access, courier) == []

    clock.advance(hours=3)

    assert await _swept(access, courier) == [("connections.sync", str(linked.connection_id))]
    assert courier.jobs[0].payload["trigger"] == SyncTrigger.SCHEDULE
    row = await linked.row()
    assert row.wanted_version == row.done_version + 1


async def test_a_webhook_whose_message_got_lost_is_sent_again(
    linked: Link, access: BankAccess, courier: RecordingCourier, clock: FixedClock
) -> None:
    await linked.run()
    await webhooks.receive(access, b'{"kind": "other", "item_id": "x"}', {"fake-signature": "good"})
    assert await _swept(access, courier) == []
    clock.advance(seconds=11)

    (found,) = await _swept(access, courier)

    assert found[0] == "connections.handle_webhook"
    await webhooks.handle(access, UUID(str(found[1])))
    assert await _swept(access, courier) == []


async def test_links_that_a_dead_process_left_are_forgotten(
    access: BankAccess, bank: FakeBank, member: Member, clock: FixedClock, linked: Link
) -> None:
    begun, _ = await _begin(access, member, exchange_request(bank, bank.offer()))
    clock.advance(minutes=30)

    await sweeping.sweep(access)

    async with access.database.transaction(member.scope) as session:
        assert await session.get(type(begun), begun.id) is None
    assert (await linked.row()).id == linked.connection_id
