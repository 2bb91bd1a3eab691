"""Questions to the webhook inbox; only the system role sees it, since a webhook names no workspace."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, or_, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.connections.models import BankConnection, WebhookDelivery


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


async def forget_handled(session: AsyncSession, *, before: datetime) -> None:
    """Delete what was handled long ago."""
    await session.execute(delete(WebhookDelivery).where(WebhookDelivery.handled_at < before))
