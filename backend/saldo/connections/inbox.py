"""Questions to the webhook inbox; only the system role sees it, since a webhook names no workspace."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import RowMapping, delete, func, or_, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.connections.models import BankConnection, WebhookDelivery, WebhookRefusal

TEXT_LIMIT: Final = 200
# The run that a wish led to is the next one: whatever else was wished for by then, it served this wish too.
_HEARD: Final = text(
    """
    with heard as (
      (select id, received_at, type, code, null as reason, outcome, handled_at, attempts, last_error
       from webhook_deliveries
       where item_id = :item_id and (cast(:before as uuid) is null or id < :before)
       order by id desc limit :limit)
      union all
      (select id, received_at, type, code, reason, 'refused', received_at, 1, null
       from webhook_refusals
       where connection_id = :connection_id and (cast(:before as uuid) is null or id < :before)
       order by id desc limit :limit)
    )
    select heard.*, run.id as sync_id from heard
    left join lateral (
      select id from syncs
      where connection_id = :connection_id and started_at >= heard.received_at
        and heard.outcome = 'sync_requested'
      order by id limit 1
    ) as run on true
    order by heard.id desc limit :limit
    """
)


@dataclass(frozen=True)
class Addressee:
    """The connection a webhook speaks of."""

    workspace_id: UUID
    connection_id: UUID
    status: str


async def store(session: AsyncSession, delivery: WebhookDelivery) -> UUID | None:
    """Store a webhook; None when the same text is waiting already."""
    columns = WebhookDelivery.__table__.c.keys()
    values = {name: getattr(delivery, name) for name in columns}
    statement = (
        insert(WebhookDelivery)
        .values(values)
        .on_conflict_do_nothing(index_elements=["provider", "body_hash"], index_where=text("attempts = 0"))
        .returning(WebhookDelivery.id)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def take(session: AsyncSession, delivery_id: UUID, now: datetime) -> WebhookDelivery | None:
    """Lock a webhook that is to be acted on now; None when it is done, not due, or in another's hands."""
    return (
        await session.scalars(
            select(WebhookDelivery)
            .where(
                WebhookDelivery.id == delivery_id,
                WebhookDelivery.handled_at.is_(None),
                or_(WebhookDelivery.attempts == 0, WebhookDelivery.next_at <= now),
            )
            .with_for_update(skip_locked=True)
        )
    ).one_or_none()


async def get(session: AsyncSession, delivery_id: UUID) -> WebhookDelivery:
    return (
        await session.scalars(
            select(WebhookDelivery).where(WebhookDelivery.id == delivery_id).with_for_update()
        )
    ).one()


async def find_addressee(session: AsyncSession, item_id: str | None) -> Addressee | None:
    if item_id is None:
        return None
    row = (
        await session.execute(
            select(BankConnection.workspace_id, BankConnection.id, BankConnection.status).where(
                BankConnection.provider_item_id == item_id
            )
        )
    ).one_or_none()
    return None if row is None else Addressee(*row)


async def list_unhandled(session: AsyncSession, now: datetime, limit: int) -> Sequence[UUID]:
    """List webhooks whose message got lost or whose retry is due."""
    query = (
        select(WebhookDelivery.id)
        .where(WebhookDelivery.handled_at.is_(None), WebhookDelivery.next_at <= now)
        .order_by(WebhookDelivery.next_at)
        .limit(limit)
    )
    return (await session.scalars(query)).all()


async def list_heard(
    session: AsyncSession, connection_id: UUID, item_id: str | None, before: UUID | None, limit: int
) -> Sequence[RowMapping]:
    """List what came in for one connection, newest first, what was refused among it."""
    values = {"connection_id": connection_id, "item_id": item_id, "before": before, "limit": limit}
    return (await session.execute(_HEARD, values)).mappings().all()


async def add_refusal(session: AsyncSession, refusal: WebhookRefusal, most: int) -> None:
    """Keep a refusal, unless its connection had so many within a day."""
    lately = select(func.count()).where(
        WebhookRefusal.connection_id == refusal.connection_id,
        WebhookRefusal.received_at > refusal.received_at - timedelta(days=1),
    )
    if (await session.scalar(lately) or 0) < most:
        session.add(refusal)


async def forget_handled(session: AsyncSession, *, before: datetime) -> None:
    """Delete what was handled, or refused, long ago."""
    await session.execute(delete(WebhookRefusal).where(WebhookRefusal.received_at < before))
    await session.execute(delete(WebhookDelivery).where(WebhookDelivery.handled_at < before))
