"""The webhook inbox: only what the bank sent, acted on once, never lost."""

import json
from uuid import UUID

import pytest
from sqlalchemy import select

from saldo.connections import hearing, webhooks
from saldo.connections.bank_access import BankAccess
from saldo.connections.errors import ConnectionNotFound, WebhookForged, WebhookMalformed
from saldo.connections.models import ConnectionStatus, SyncTrigger, WebhookDelivery
from saldo.connections.schemas import WebhookShown
from saldo.core.database import NOBODY, SYSTEM
from saldo.core.errors import BodyTooLarge, Unavailable
from saldo.providers.bank import LoginExpired, NoticeKind, TryAgainLater
from saldo.workspaces.access import Member
from saldo.workspaces.models import Role
from tests.connections.conftest import Link
from tests.factories.workspaces import Home
from tests.fakes.bank import FakeBank
from tests.fakes.clock import FixedClock
from tests.fakes.courier import RecordingCourier

SIGNED = {"fake-signature": "good"}


def _body(kind: str, item_id: str | None, **more: object) -> bytes:
    return json.dumps({"kind": kind, "item_id": item_id, **more}, indent=2).encode()


async def _deliveries(access: BankAccess) -> list[WebhookDelivery]:
    async with access.database.transaction(SYSTEM) as session:
        return list((await session.scalars(select(WebhookDelivery).order_by(WebhookDelivery.id))).all())


async def _deliver(access: BankAccess, body: bytes) -> WebhookDelivery:
    """Receive a webhook and act on it; return the row it became."""
    await webhooks.receive(access, body, SIGNED)
    last = (await _deliveries(access))[-1]
    await webhooks.handle(access, last.id)
    return (await _deliveries(access))[-1]


async def test_changes_ask_for_a_sync(linked: Link, access: BankAccess) -> None:
    await linked.run()

    delivery = await _deliver(access, _body(NoticeKind.CHANGES_AVAILABLE, linked.item.id))

    row = await linked.row()
    assert delivery.outcome == "sync_requested"
    assert delivery.handled_at is not None
    assert row.wanted_version == row.done_version + 1


async def test_the_endpoint_stores_and_leaves_the_work_to_the_worker(
    linked: Link, access: BankAccess, courier: RecordingCourier
) -> None:
    before = (await linked.row()).wanted_version
    courier.clear()

    await webhooks.receive(access, _body(NoticeKind.CHANGES_AVAILABLE, linked.item.id), SIGNED)

    delivery = (await _deliveries(access))[-1]
    assert [job.name for job in courier.jobs] == ["connections.handle_webhook"]
    assert [job.payload["delivery_id"] for job in courier.jobs] == [str(delivery.id)]
    assert (await linked.row()).wanted_version == before


@pytest.mark.parametrize("headers", [{}, {"fake-signature": "bad"}])
async def test_a_forged_webhook_changes_nothing(access: BankAccess, headers: dict[str, str]) -> None:
    with pytest.raises(WebhookForged):
        await webhooks.receive(access, _body(NoticeKind.ACCESS_REVOKED, "item"), headers)

    assert await _deliveries(access) == []


async def _heard(access: BankAccess, link: Link) -> list[WebhookShown]:
    return (await hearing.list_webhooks(access.database, link.member, link.connection_id, None, 50)).data


async def test_a_connection_tells_what_was_heard_and_what_came_of_it(
    linked: Link, access: BankAccess, clock: FixedClock
) -> None:
    await linked.run()
    clock.advance(seconds=5)
    await _deliver(access, _body(NoticeKind.CHANGES_AVAILABLE, linked.item.id))
    await linked.run(SyncTrigger.WEBHOOK)
    await webhooks.receive(access, _body(NoticeKind.NEW_ACCOUNTS, linked.item.id), SIGNED)
    await webhooks.receive(access, _body(NoticeKind.CHANGES_AVAILABLE, "another's"), SIGNED)

    waiting, served = await _heard(access, linked)

    assert (waiting.outcome, waiting.text, waiting.sync_id) == (None, "Waits for its turn.", None)
    assert (served.code, served.outcome, served.is_verified) == ("changes_available", "sync_requested", True)
    assert served.sync_id == (await linked.syncs())[-1].id


async def test_what_pretended_to_be_the_provider_is_told_and_bounded(
    linked: Link, access: BankAccess
) -> None:
    for _ in range(25):
        with pytest.raises(WebhookForged):
            await webhooks.receive(access, _body(NoticeKind.ACCESS_REVOKED, linked.item.id), {})

    heard = await _heard(access, linked)

    assert {(each.outcome, each.is_verified, each.text) for each in heard} == {
        ("refused", False, "Refused. not signed")
    }
    assert len(heard) == 20
    assert (await linked.row()).status != ConnectionStatus.REVOKED
    assert await _deliveries(access) == []


async def test_webhooks_are_listed_page_by_page_for_their_own_workspace_only(
    linked: Link, access: BankAccess, stranger: Home
) -> None:
    for number in range(3):
        await webhooks.receive(access, _body("other", linked.item.id, number=number), SIGNED)

    first = await hearing.list_webhooks(access.database, linked.member, linked.connection_id, None, 2)
    cursor = first.pagination.next_cursor
    rest = await hearing.list_webhooks(access.database, linked.member, linked.connection_id, cursor, 2)

    assert [len(first.data), len(rest.data), rest.pagination.next_cursor] == [2, 1, None]
    foreign = Member(stranger.user_id, stranger.workspace_id, Role.OWNER)
    with pytest.raises(ConnectionNotFound):
        await hearing.list_webhooks(access.database, foreign, linked.connection_id, None, 2)


async def test_a_megabyte_is_refused_unread(access: BankAccess, bank: FakeBank) -> None:
    with pytest.raises(BodyTooLarge):
        await webhooks.receive(access, b" " * 1_000_000, SIGNED)

    assert "verify_notice" not in bank.calls


@pytest.mark.parametrize("body", [b"", b"[]", b'"text"', b"{", b"\xff\xfe"])
async def test_a_signed_body_that_is_no_object_is_refused(access: BankAccess, body: bytes) -> None:
    with pytest.raises(WebhookMalformed):
        await webhooks.receive(access, body, SIGNED)


async def test_text_that_the_database_cannot_hold_is_stored_without_it(access: BankAccess) -> None:
    delivery = await _deliver(access, b'{"kind": "x", "item_id": "a\\u0000b", "half": "\\ud800"}')

    assert delivery.outcome == "ignored"
    assert delivery.item_id == "ab"


async def test_a_verifier_that_cannot_ask_for_the_key_says_try_again(
    access: BankAccess, bank: FakeBank
) -> None:
    bank.failures["verify_notice"].append(TryAgainLater("busy", after_seconds=1))

    with pytest.raises(Unavailable):
        await webhooks.receive(access, _body("x", None), SIGNED)


async def test_ten_copies_waiting_are_one(linked: Link, access: BankAccess) -> None:
    for _ in range(10):
        await webhooks.receive(access, _body(NoticeKind.CHANGES_AVAILABLE, linked.item.id), SIGNED)

    assert len(await _deliveries(access)) == 1


async def test_the_same_text_after_the_first_was_taken_up_is_news(linked: Link, access: BankAccess) -> None:
    body = _body(NoticeKind.CHANGES_AVAILABLE, linked.item.id)

    await _deliver(access, body)
    await _deliver(access, body)

    assert len(await _deliveries(access)) == 2


async def test_handling_twice_acts_once(linked: Link, access: BankAccess) -> None:
    delivery = await _deliver(access, _body(NoticeKind.CHANGES_AVAILABLE, linked.item.id))
    wanted = (await linked.row()).wanted_version

    await webhooks.handle(access, delivery.id)

    assert (await linked.row()).wanted_version == wanted


async def test_a_broken_login_waits_for_a_person_and_a_repair_brings_it_back(
    linked: Link, access: BankAccess, bank: FakeBank
) -> None:
    await linked.run()
    bank.break_login(linked.item)
    await _deliver(access, _body(NoticeKind.LOGIN_EXPIRED, linked.item.id))
    assert (await linked.row()).status == ConnectionStatus.NEEDS_LOGIN

    linked.item.error = None
    await _deliver(access, _body(NoticeKind.LOGIN_REPAIRED, linked.item.id))

    row = await linked.row()
    assert (row.status, row.error_code) == (ConnectionStatus.HEALTHY, None)
    assert row.wanted_version > row.done_version


async def test_a_late_error_after_the_repair_is_not_believed(linked: Link, access: BankAccess) -> None:
    await linked.run()

    delivery = await _deliver(access, _body(NoticeKind.LOGIN_EXPIRED, linked.item.id))

    assert delivery.outcome == "login_works"
    assert (await linked.row()).status == ConnectionStatus.HEALTHY


async def test_a_repair_that_the_bank_denies_is_not_believed(
    linked: Link, access: BankAccess, bank: FakeBank
) -> None:
    bank.failures["get_item"].append(LoginExpired("sign in", code="ITEM_LOGIN_REQUIRED"))

    delivery = await _deliver(access, _body(NoticeKind.LOGIN_REPAIRED, linked.item.id))

    assert delivery.outcome == "needs_login"
    assert (await linked.row()).status == ConnectionStatus.NEEDS_LOGIN


async def test_withdrawn_access_stops_syncs_until_it_is_restored(linked: Link, access: BankAccess) -> None:
    await linked.run()
    await _deliver(access, _body(NoticeKind.ACCESS_REVOKED, linked.item.id))
    assert (await linked.row()).status == ConnectionStatus.REVOKED
    assert not await linked.want()

    await _deliver(access, _body(NoticeKind.LOGIN_REPAIRED, linked.item.id))

    assert (await linked.row()).status == ConnectionStatus.HEALTHY


async def test_a_warning_is_kept_through_syncs_and_goes_with_the_repair(
    linked: Link, access: BankAccess
) -> None:
    await _deliver(access, _body(NoticeKind.LOGIN_EXPIRING, linked.item.id))
    await linked.run()
    assert (await linked.row()).login_expires_at is not None

    await _deliver(access, _body(NoticeKind.LOGIN_REPAIRED, linked.item.id))

    assert (await linked.row()).login_expires_at is None


async def test_unknown_kinds_are_recorded_and_ignored(linked: Link, access: BankAccess) -> None:
    delivery = await _deliver(access, _body("SOMETHING_NEW", linked.item.id))

    assert (delivery.outcome, delivery.code) == ("ignored", "SOMETHING_NEW")


async def test_a_webhook_of_another_environment_is_ignored(linked: Link, access: BankAccess) -> None:
    body = _body(NoticeKind.ACCESS_REVOKED, linked.item.id, environment="production")

    assert (await _deliver(access, body)).outcome == "other_environment"
    assert (await linked.row()).status == ConnectionStatus.IMPORTING


async def test_a_webhook_that_overtakes_its_link_is_tried_again(
    linked: Link, access: BankAccess, clock: FixedClock, courier: RecordingCourier
) -> None:
    early = await _deliver(access, _body(NoticeKind.CHANGES_AVAILABLE, "item-unborn"))
    assert early.handled_at is None
    assert courier.jobs[-1].delay_seconds == 5
    linked.item.id = "item-unborn"
    async with access.database.transaction(linked.member.scope) as session:
        (await session.merge(await linked.row())).provider_item_id = "item-unborn"
    clock.advance(seconds=6)

    await webhooks.handle(access, early.id)

    assert (await _deliveries(access))[-1].outcome == "sync_requested"


async def test_a_webhook_for_nobody_is_closed_after_ten_minutes(
    access: BankAccess, clock: FixedClock
) -> None:
    delivery = await _deliver(access, _body(NoticeKind.CHANGES_AVAILABLE, "nobody"))
    assert delivery.outcome is None
    clock.advance(minutes=11)

    await webhooks.handle(access, delivery.id)

    assert (await _deliveries(access))[-1].outcome == "orphan"


async def test_a_failing_handler_is_recorded_and_comes_back(
    linked: Link, access: BankAccess, bank: FakeBank, clock: FixedClock
) -> None:
    bank.failures["get_item"].append(TryAgainLater("busy"))
    failed = await _deliver(access, _body(NoticeKind.LOGIN_EXPIRED, linked.item.id))
    assert (failed.handled_at, failed.last_error) == (None, "TryAgainLater")
    clock.advance(minutes=1)

    await webhooks.handle(access, failed.id)

    assert (await _deliveries(access))[-1].outcome == "login_works"


async def test_only_sweeps_see_the_inbox(linked: Link, access: BankAccess) -> None:
    await _deliver(access, _body(NoticeKind.CHANGES_AVAILABLE, linked.item.id))

    for scope in (NOBODY, linked.member.scope):
        async with access.database.transaction(scope) as session:
            assert (await session.scalars(select(WebhookDelivery))).all() == []


async def test_an_unknown_delivery_is_no_error(access: BankAccess) -> None:
    await webhooks.handle(access, UUID(int=1))
