"""The webhook inbox: verify, store, answer; then decide what to do from the stored row."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.connections import hearing, inbox, notices
from saldo.connections.bank_access import BankAccess
from saldo.connections.errors import WebhookForged, WebhookMalformed, to_answer
from saldo.connections.jobs import webhook_job
from saldo.connections.models import WebhookDelivery
from saldo.core.courier import promise
from saldo.core.database import SYSTEM
from saldo.core.errors import BodyTooLarge, SaldoError
from saldo.core.ids import new_id
from saldo.core.text import storable
from saldo.providers.bank import BankError, BankNotice, ForgedNotice

log = structlog.get_logger(__name__)

PROVIDER = "plaid"
LARGEST_BODY = 256 * 1024
# A webhook can overtake the commit of the link it speaks of; after this long it speaks of no one of ours.
_ORPHAN_AFTER = timedelta(minutes=10)
_FIRST_RETRY = timedelta(seconds=5)
_LONGEST_RETRY = timedelta(seconds=60)
_MOST_ATTEMPTS = 20
# Time for the message to arrive before the sweep takes the row up itself.
_HEAD_START = timedelta(seconds=10)


async def receive(access: BankAccess, body: bytes, headers: Mapping[str, str]) -> None:
    """Store a webhook that the provider really sent; what it asks for happens later, in a worker.

    Raises WebhookForged, WebhookMalformed or BodyTooLarge; nothing of it is acted on then.
    """
    if len(body) > LARGEST_BODY:
        raise BodyTooLarge("A webhook has at most 256 KiB.")
    now = access.clock.now()
    try:
        await access.bank.verify_notice(body, headers, now)
    except ForgedNotice as error:
        log.warning("webhook.refused", code=error.code)
        await _note_refusal(access, body, error, now)
        raise WebhookForged(str(error)) from error
    except BankError as error:
        raise to_answer(error) from error
    content = _parse(body)
    notice = access.bank.read_notice(content)
    async with access.database.transaction(SYSTEM) as session:
        delivery_id = await inbox.store(session, _delivery(body, content, notice, now))
        if delivery_id is not None:
            promise(session, webhook_job(delivery_id))


async def _note_refusal(access: BankAccess, body: bytes, error: ForgedNotice, now: datetime) -> None:
    """Remember whom it claimed to speak of; its contents are nobody's word and are not kept."""
    try:
        notice = access.bank.read_notice(_parse(body))
    except WebhookMalformed:
        return
    async with access.database.transaction(SYSTEM) as session:
        await hearing.note_refusal(session, notice, str(error), now)


async def handle(access: BankAccess, delivery_id: UUID) -> None:
    """Act on one stored webhook; harmless to repeat."""
    now = access.clock.now()
    async with access.database.transaction(SYSTEM) as session:
        delivery = await inbox.take(session, delivery_id, now)
        if delivery is None:
            return
        # From here on the same text is a new webhook, not a duplicate: what it speaks of may be newer.
        delivery.attempts += 1
        delivery.next_at = now + _retry_delay(delivery.attempts)
        notice = access.bank.read_notice(delivery.body)
        addressee = await inbox.find_addressee(session, notice.item_id)
    try:
        outcome = await notices.act_on(access, notice, addressee)
    except Exception as error:
        log.warning("webhook.postponed", delivery_id=str(delivery_id), error=type(error).__name__)
        await _settle(access, delivery_id, outcome=None, error=type(error).__name__)
        if not isinstance(error, BankError | SaldoError):
            raise
    else:
        await _settle(access, delivery_id, outcome=outcome, error=None)


async def _settle(access: BankAccess, delivery_id: UUID, *, outcome: str | None, error: str | None) -> None:
    now = access.clock.now()
    async with access.database.transaction(SYSTEM) as session:
        delivery = await inbox.get(session, delivery_id)
        delivery.last_error = error
        if outcome is None:
            outcome = _give_up(delivery, error, now)
        if outcome is None:
            _promise_retry(session, delivery, now)
            return
        delivery.outcome, delivery.handled_at = outcome, now


def _give_up(delivery: WebhookDelivery, error: str | None, now: datetime) -> str | None:
    if error is None:
        return "orphan" if now - delivery.received_at >= _ORPHAN_AFTER else None
    return "failed" if delivery.attempts >= _MOST_ATTEMPTS else None


def _promise_retry(session: AsyncSession, delivery: WebhookDelivery, now: datetime) -> None:
    promise(session, webhook_job(delivery.id, max(0.0, (delivery.next_at - now).total_seconds())))


def _retry_delay(attempts: int) -> timedelta:
    return min(_FIRST_RETRY * (1 << min(attempts - 1, 8)), _LONGEST_RETRY)


def _parse(body: bytes) -> dict[str, Any]:
    try:
        content = json.loads(body)
    except ValueError as error:
        raise WebhookMalformed from error
    if not isinstance(content, dict):
        raise WebhookMalformed
    return cast("dict[str, Any]", _storable(content))


def _storable(value: object) -> object:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {storable(key): _storable(inner) for key, inner in value.items()}
    return [_storable(inner) for inner in value] if isinstance(value, list) else value


def _delivery(body: bytes, content: dict[str, Any], notice: BankNotice, now: datetime) -> WebhookDelivery:
    return WebhookDelivery(
        id=new_id(),
        provider=PROVIDER,
        body_hash=hashlib.sha256(body).hexdigest(),
        type=notice.type[: inbox.TEXT_LIMIT],
        code=notice.code[: inbox.TEXT_LIMIT],
        item_id=notice.item_id,
        body=content,
        received_at=now,
        attempts=0,
        next_at=now + _HEAD_START,
    )
