"""Questions on receipts."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.receipts.models import SyncReceipt

# Connections stand above receipts; like a foreign key, a question names their table by its name.
_connections = sa.table("bank_connections", sa.column("id", sa.Uuid), sa.column("workspace_id", sa.Uuid))


async def find_last(
    session: AsyncSession, workspace_id: UUID, connection_id: UUID
) -> tuple[datetime, int, str | None]:
    """Return PostgreSQL's time, and number and hash of a connection's last receipt (0 and None before it)."""
    last = _of_connection(workspace_id, connection_id).order_by(SyncReceipt.number.desc()).limit(1).subquery()
    one = sa.select(sa.func.now().label("now")).subquery()
    query = sa.select(one.c.now, sa.func.coalesce(last.c.number, 0), last.c.hash)
    row = (await session.execute(query.select_from(one.outerjoin(last, sa.true())))).one()
    return row[0], row[1], row[2]


async def list_page(
    session: AsyncSession, workspace_id: UUID, connection_id: UUID, before: int | None, limit: int
) -> Sequence[SyncReceipt]:
    """Return a connection's receipts, newest first."""
    query = _of_connection(workspace_id, connection_id).order_by(SyncReceipt.number.desc()).limit(limit)
    if before is not None:
        query = query.where(SyncReceipt.number < before)
    return (await session.scalars(query)).all()


async def find_of_sync(
    session: AsyncSession, workspace_id: UUID, connection_id: UUID, sync_id: UUID
) -> SyncReceipt | None:
    query = _of_connection(workspace_id, connection_id).where(SyncReceipt.sync_id == sync_id)
    return (await session.scalars(query)).one_or_none()


async def list_of_syncs(
    session: AsyncSession, workspace_id: UUID, connection_id: UUID, sync_ids: Sequence[UUID]
) -> Sequence[SyncReceipt]:
    query = _of_connection(workspace_id, connection_id).where(SyncReceipt.sync_id.in_(sync_ids))
    return (await session.scalars(query)).all()


async def has_connection(session: AsyncSession, workspace_id: UUID, connection_id: UUID) -> bool:
    query = sa.select(sa.true()).where(
        _connections.c.workspace_id == workspace_id, _connections.c.id == connection_id
    )
    return bool(await session.scalar(query))


def _of_connection(workspace_id: UUID, connection_id: UUID) -> sa.Select[SyncReceipt]:
    return sa.select(SyncReceipt).where(
        SyncReceipt.workspace_id == workspace_id, SyncReceipt.connection_id == connection_id
    )
