"""Questions to the tables of connections; every one names the workspace, but for the sweeps'."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import CursorResult, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.accounts.models import Account
from saldo.connections.models import (
    SYNCABLE,
    BankConnection,
    ConnectionStatus,
    Sync,
    SyncStatus,
)
from saldo.events import service as events


async def list_connections(
    session: AsyncSession, workspace_id: UUID, connection_ids: Sequence[UUID] | None = None
) -> Sequence[BankConnection]:
    """List the connections a person knows of, oldest first; one still being linked is among them."""
    query = select(BankConnection).where(
        BankConnection.workspace_id == workspace_id, BankConnection.purge_at.is_(None)
    )
    if connection_ids is not None:
        query = query.where(BankConnection.id.in_(connection_ids))
    return (await session.scalars(query.order_by(BankConnection.id))).all()


async def find_connection(
    session: AsyncSession, workspace_id: UUID, connection_id: UUID
) -> BankConnection | None:
    return (
        await session.scalars(
            select(BankConnection).where(
                BankConnection.workspace_id == workspace_id,
                BankConnection.id == connection_id,
                BankConnection.purge_at.is_(None),
            )
        )
    ).one_or_none()


async def lock_connection(
    session: AsyncSession, workspace_id: UUID, connection_id: UUID
) -> BankConnection | None:
    """Lock a connection that is to be changed and told about, after the log that will tell of it.

    A sync holds the log while it writes and comes to the connection last: the other way round would deadlock.
    """
    await events.take_turn(session, workspace_id)
    return (
        await session.scalars(
            select(BankConnection)
            .where(BankConnection.workspace_id == workspace_id, BankConnection.id == connection_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    ).one_or_none()


async def find_by_public_token(
    session: AsyncSession, workspace_id: UUID, public_token_hash: str
) -> BankConnection | None:
    return (
        await session.scalars(
            select(BankConnection).where(
                BankConnection.workspace_id == workspace_id,
                BankConnection.public_token_hash == public_token_hash,
            )
        )
    ).one_or_none()


async def list_live_at_institution(
    session: AsyncSession, workspace_id: UUID, institution_id: str
) -> Sequence[BankConnection]:
    """List connections to this bank that a new link could duplicate."""
    return (
        await session.scalars(
            select(BankConnection).where(
                BankConnection.workspace_id == workspace_id,
                BankConnection.institution_id == institution_id,
                BankConnection.status.in_([*SYNCABLE, ConnectionStatus.NEEDS_LOGIN]),
            )
        )
    ).all()


async def lock_due(
    session: AsyncSession, workspace_id: UUID, connection_id: UUID, now: datetime
) -> BankConnection | None:
    """Lock the connection when a sync is due and no worker holds it; never wait for another's lock."""
    return (
        await session.scalars(
            select(BankConnection)
            .where(
                BankConnection.workspace_id == workspace_id,
                BankConnection.id == connection_id,
                BankConnection.status.in_(SYNCABLE),
                BankConnection.wanted_version > BankConnection.done_version,
                BankConnection.next_at <= now,
                or_(BankConnection.lease_until.is_(None), BankConnection.lease_until < now),
            )
            .with_for_update(skip_locked=True)
        )
    ).one_or_none()


async def lock_leased(
    session: AsyncSession, workspace_id: UUID, connection_id: UUID, lease_token: UUID
) -> BankConnection | None:
    """Lock the connection if this lease still holds it: the fence that every write of a sync passes."""
    connection = await lock_connection(session, workspace_id, connection_id)
    return connection if connection is not None and connection.lease_token == lease_token else None


async def extend_lease(
    session: AsyncSession, workspace_id: UUID, connection_id: UUID, lease_token: UUID, until: datetime
) -> bool:
    """Push the lease's end; False when it is another's by now."""
    return await _changed(
        session,
        update(BankConnection)
        .where(
            BankConnection.workspace_id == workspace_id,
            BankConnection.id == connection_id,
            BankConnection.lease_token == lease_token,
        )
        .values(lease_until=until),
    )


async def want_sync(
    session: AsyncSession, workspace_id: UUID, connection_id: UUID, now: datetime, *, patiently: bool
) -> bool:
    """Raise the wanted version; `patiently` leaves a back-off in force. False when no sync can run."""
    next_at = (
        func.greatest(BankConnection.next_at, now) if patiently else func.least(BankConnection.next_at, now)
    )
    return await _changed(
        session,
        update(BankConnection)
        .where(
            BankConnection.workspace_id == workspace_id,
            BankConnection.id == connection_id,
            BankConnection.status.in_(SYNCABLE),
        )
        .values(wanted_version=BankConnection.wanted_version + 1, next_at=next_at),
    )


async def take_balance_turn(
    session: AsyncSession, workspace_id: UUID, connection_id: UUID, now: datetime, not_since: datetime
) -> bool:
    """Note that balances are being asked for, unless that was done after `not_since`."""
    return await _changed(
        session,
        update(BankConnection)
        .where(
            BankConnection.workspace_id == workspace_id,
            BankConnection.id == connection_id,
            or_(
                BankConnection.balances_refreshed_at.is_(None),
                BankConnection.balances_refreshed_at < not_since,
            ),
        )
        .values(balances_refreshed_at=now),
    )


async def delete_linking(session: AsyncSession, workspace_id: UUID, connection_id: UUID) -> None:
    """Forget a link that never came about."""
    await session.execute(
        delete(BankConnection).where(
            BankConnection.workspace_id == workspace_id,
            BankConnection.id == connection_id,
            BankConnection.status == ConnectionStatus.LINKING,
        )
    )


async def abandon_open_syncs(
    session: AsyncSession, workspace_id: UUID, connection_id: UUID, now: datetime
) -> None:
    """Close what a vanished worker left open."""
    await session.execute(
        update(Sync)
        .where(
            Sync.workspace_id == workspace_id,
            Sync.connection_id == connection_id,
            Sync.status == SyncStatus.RUNNING,
        )
        .values(status=SyncStatus.ABANDONED, finished_at=now)
    )


async def get_sync(session: AsyncSession, workspace_id: UUID, sync_id: UUID) -> Sync:
    return (
        await session.scalars(select(Sync).where(Sync.workspace_id == workspace_id, Sync.id == sync_id))
    ).one()


async def list_syncs(
    session: AsyncSession, workspace_id: UUID, connection_id: UUID, *, before: UUID | None, limit: int
) -> Sequence[Sync]:
    """List a connection's runs, newest first; `before` is the last id of the page before."""
    query = select(Sync).where(Sync.workspace_id == workspace_id, Sync.connection_id == connection_id)
    if before is not None:
        query = query.where(Sync.id < before)
    return (await session.scalars(query.order_by(Sync.id.desc()).limit(limit))).all()


async def _changed(session: AsyncSession, statement: object) -> bool:
    result = await session.execute(statement)  # type: ignore[call-overload]
    return isinstance(result, CursorResult) and result.rowcount > 0


async def map_accounts(session: AsyncSession, workspace_id: UUID, connection_id: UUID) -> dict[str, UUID]:
    """Return a connection's accounts by the provider's ids, without waiting for anybody."""
    query = select(Account.provider_account_id, Account.id).where(
        Account.workspace_id == workspace_id, Account.connection_id == connection_id
    )
    return {row.provider_account_id: row.id for row in await session.execute(query)}
