"""Access at the provider that is to end: remembered first, then told to the provider until it hears."""

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.connections.bank_access import BankAccess
from saldo.connections.errors import ConnectionNotFound
from saldo.connections.jobs import removal_job
from saldo.connections.models import ItemRemoval, RemovalReason
from saldo.connections.scheduling import back_off
from saldo.core.courier import promise
from saldo.core.database import SYSTEM, workspace_scope
from saldo.core.encryption import Vault
from saldo.core.ids import new_id
from saldo.providers.bank import BankError, Grant, TryAgainLater

log = structlog.get_logger(__name__)

# Longer than the provider's call may take, and than one machine's clock is likely to be ahead of another's:
# an older unfinished link belongs to a process that died.
UNFINISHED_LINK_LIFE = timedelta(minutes=10)
# A worker that dies over a removal lets the next one try after this long.
_TURN = timedelta(minutes=3)
_AT_ONCE = 100
_KEEP = timedelta(days=30)


async def intend(access: BankAccess, workspace_id: UUID, connection_id: UUID, grant: Grant) -> None:
    """Write down, before a link is stored, that its access is to end; a link that succeeds takes it back."""
    now = access.clock.now()
    async with access.database.transaction(workspace_scope(workspace_id)) as session:
        removal = ItemRemoval(
            id=new_id(),
            workspace_id=workspace_id,
            connection_id=connection_id,
            item_id=grant.item_id,
            reason=RemovalReason.UNFINISHED,
            next_at=now + UNFINISHED_LINK_LIFE,
        )
        removal.access_token = _seal(access.vault, removal, grant.access_token)
        session.add(removal)


async def take_back(session: AsyncSession, workspace_id: UUID, connection_id: UUID) -> None:
    """Let a link stand after all. Raises ConnectionNotFound when its access is being ended already."""
    taken = await session.execute(
        delete(ItemRemoval)
        .where(
            ItemRemoval.workspace_id == workspace_id,
            ItemRemoval.connection_id == connection_id,
            ItemRemoval.reason == RemovalReason.UNFINISHED,
            ItemRemoval.attempts == 0,
        )
        .returning(ItemRemoval.id)
    )
    if taken.first() is None:
        raise ConnectionNotFound("The link was given up meanwhile; please start again.")


async def hurry(access: BankAccess, workspace_id: UUID, connection_id: UUID) -> None:
    """End the access of a link that failed, now rather than in some minutes."""
    async with access.database.transaction(workspace_scope(workspace_id)) as session:
        found = await session.scalars(
            update(ItemRemoval)
            .where(
                ItemRemoval.workspace_id == workspace_id,
                ItemRemoval.connection_id == connection_id,
                ItemRemoval.removed_at.is_(None),
            )
            .values(next_at=access.clock.now())
            .returning(ItemRemoval.id)
        )
        for removal_id in found:
            promise(session, removal_job(removal_id))


def request_removal(
    session: AsyncSession,
    vault: Vault,
    place: tuple[UUID, UUID, str],
    access_token: str,
    reason: RemovalReason,
    now: datetime,
) -> None:
    """Have the access of (workspace, connection, Item) ended once this transaction is committed."""
    workspace_id, connection_id, item_id = place
    removal = ItemRemoval(
        id=new_id(),
        workspace_id=workspace_id,
        connection_id=connection_id,
        item_id=item_id,
        reason=reason,
        next_at=now,
    )
    removal.access_token = _seal(vault, removal, access_token)
    session.add(removal)
    promise(session, removal_job(removal.id))


async def remove(access: BankAccess, removal_id: UUID) -> None:
    """Tell the provider once; when it cannot hear, the row waits for its next turn. Harmless to repeat."""
    now = access.clock.now()
    async with access.database.transaction(SYSTEM) as session:
        removal = (
            await session.scalars(
                select(ItemRemoval)
                .where(
                    ItemRemoval.id == removal_id, ItemRemoval.removed_at.is_(None), ItemRemoval.next_at <= now
                )
                .with_for_update(skip_locked=True)
            )
        ).one_or_none()
        if removal is None or removal.access_token is None:
            return
        removal.attempts += 1
        removal.next_at = now + _TURN
        token = _open(access.vault, removal, removal.access_token)
    error: BankError | None = None
    try:
        await access.bank.remove_item(token)
    except BankError as raised:
        error = raised
        log.warning("removal.postponed", removal_id=str(removal_id), code=error.code)
    await _settle(access, removal_id, error)


async def sweep(access: BankAccess) -> None:
    """Take up the removals whose message got lost or whose turn has come again; forget old ones."""
    now = access.clock.now()
    async with access.database.transaction(SYSTEM) as session:
        due = await session.scalars(
            select(ItemRemoval.id)
            .where(ItemRemoval.removed_at.is_(None), ItemRemoval.next_at <= now)
            .order_by(ItemRemoval.next_at)
            .limit(_AT_ONCE)
        )
        for removal_id in due:
            promise(session, removal_job(removal_id))
        await session.execute(delete(ItemRemoval).where(ItemRemoval.removed_at < now - _KEEP))


async def _settle(access: BankAccess, removal_id: UUID, error: BankError | None) -> None:
    now = access.clock.now()
    async with access.database.transaction(SYSTEM) as session:
        removal = (
            await session.scalars(select(ItemRemoval).where(ItemRemoval.id == removal_id))
        ).one_or_none()
        if removal is None:
            return
        if error is None:
            removal.removed_at, removal.access_token, removal.error_code = now, None, None
            log.info("removal.done", removal_id=str(removal_id), reason=removal.reason)
            return
        after = error.after_seconds if isinstance(error, TryAgainLater) else None
        removal.error_code = error.code
        removal.next_at = now + back_off(removal.attempts, after)


def _seal(vault: Vault, removal: ItemRemoval, token: str) -> str:
    return vault.seal(
        token,
        table="item_removals",
        column="access_token",
        row_id=removal.id,
        workspace_id=removal.workspace_id,
    )


def _open(vault: Vault, removal: ItemRemoval, sealed: str) -> str:
    return vault.open(
        sealed,
        table="item_removals",
        column="access_token",
        row_id=removal.id,
        workspace_id=removal.workspace_id,
    )
