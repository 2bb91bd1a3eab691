"""Questions to the connections about their standing."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.connections.models import BankConnection, ConnectionStatus, Sync, SyncStatus


async def list_connections(session: AsyncSession, workspace_id: UUID) -> Sequence[BankConnection]:
    """List the connections that are linked, oldest first."""
    query = select(BankConnection).where(
        BankConnection.workspace_id == workspace_id,
        BankConnection.purge_at.is_(None),
        BankConnection.status != ConnectionStatus.LINKING,
    )
    return (await session.scalars(query.order_by(BankConnection.id))).all()


async def find_connection(
    session: AsyncSession, workspace_id: UUID, connection_id: UUID, *, lock: bool = False
) -> BankConnection | None:
    query = select(BankConnection).where(
        BankConnection.workspace_id == workspace_id,
        BankConnection.id == connection_id,
        BankConnection.purge_at.is_(None),
    )
    return (await session.scalars(query.with_for_update() if lock else query)).one_or_none()


async def count_syncs_since(session: AsyncSession, workspace_id: UUID, since: datetime) -> dict[str, int]:
    """Count the runs that ended since, by how they ended."""
    query = (
        select(Sync.status, func.count().label("total"))
        .where(Sync.workspace_id == workspace_id, Sync.started_at >= since, Sync.status != SyncStatus.RUNNING)
        .group_by(Sync.status)
    )
    return {each.status: each.total for each in await session.execute(query)}
