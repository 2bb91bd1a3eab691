"""Take back that a new link carried an account on: two accounts again, and nothing lost in either."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.accounts import separating
from saldo.accounts import service as accounts
from saldo.audit import service as audit
from saldo.connections import health, repository
from saldo.connections.bank_access import BankAccess
from saldo.connections.errors import ConnectionNotFound, RelinkNotFound, RelinkStands
from saldo.connections.models import SYNCABLE, BankConnection, Relink, SyncTrigger
from saldo.connections.relink_schemas import RelinkShown, RelinkUndone
from saldo.connections.scheduling import request_sync
from saldo.core.database import workspace_scope
from saldo.events import service as events
from saldo.events.types import DashboardUpdate
from saldo.ledger import anchoring
from saldo.transactions import dissolving
from saldo.transactions.dissolving import Place
from saldo.workspaces.access import Member

log = structlog.get_logger(__name__)

# Statements stand beside connections: their tables are named.
_IS_SIGNED: Final = text(
    """
    select exists (
      select from reconciliation_ticks as tick
      join reconciliations as statement on statement.id = tick.reconciliation_id
      where statement.workspace_id = :workspace and statement.status = 'locked'
        and statement.account_id = :account and tick.transaction_id = any(cast(:own as uuid[]))
    )
    """
)


async def list_relinks(session: AsyncSession, workspace_id: UUID, connection_id: UUID) -> list[RelinkShown]:
    """List the accounts that a link carried on, newest first. Raises ConnectionNotFound."""
    connection = await repository.find_connection(session, workspace_id, connection_id)
    if connection is None:
        raise ConnectionNotFound
    names = {row["id"]: row for row in await accounts.list_accounts(session, workspace_id)}
    return [
        RelinkShown(
            id=each.id,
            account_id=each.account_id,
            account_name=names[each.account_id]["name"],
            former_connection_id=each.former_connection_id,
            made_at=each.made_at,
            undone_at=each.undone_at,
            obstacle=await _find_obstacle(session, connection, each),
        )
        for each in await _list(session, workspace_id, connection_id)
        if each.account_id in names
    ]


async def take_back(access: BankAccess, member: Member, connection_id: UUID, relink_id: UUID) -> RelinkUndone:
    """Tell two accounts apart that a link had joined. Raises RelinkNotFound or RelinkStands."""
    workspace_id, now = member.workspace_id, access.clock.now()
    await _check_permitted(access, member, connection_id, relink_id)
    # As a worker: rows and figures of the account are moved whole, whatever is shared with whom.
    async with access.database.transaction(workspace_scope(workspace_id)) as session:
        connection = await repository.lock_connection(session, workspace_id, connection_id)
        relink = await session.get(Relink, relink_id, with_for_update=True)
        if connection is None or relink is None:
            raise RelinkNotFound
        obstacle = await _find_obstacle(session, connection, relink)
        if obstacle is not None:
            raise RelinkStands(obstacle)
        undone = await _separate(session, connection, relink, now)
        await _read_again(session, connection, now)
        await _tell(session, member, connection, undone)
    log.info("connection.relink_undone", connection_id=str(connection_id), moved=undone.moved)
    return undone


async def _check_permitted(access: BankAccess, member: Member, connection_id: UUID, relink_id: UUID) -> None:
    """Let through only who may change the account; the database refuses one shared for reading."""
    async with access.database.transaction(member.scope) as session:
        found = await session.scalar(
            select(Relink).where(
                Relink.workspace_id == member.workspace_id,
                Relink.connection_id == connection_id,
                Relink.id == relink_id,
            )
        )
        if found is None:
            raise RelinkNotFound
        touch = text("update relinks set made_at = made_at where id = :id")
        await session.execute(touch, {"id": relink_id})


async def _separate(
    session: AsyncSession, connection: BankConnection, relink: Relink, now: datetime
) -> RelinkUndone:
    workspace_id, account_id = connection.workspace_id, relink.account_id
    successor_id = await separating.separate(
        session, workspace_id, account_id, relink.account_before, relink.made_at
    )
    place = Place(workspace_id, connection.id, account_id)
    moved = await dissolving.dissolve(session, place, successor_id, relink.made_at)
    await anchoring.restore(session, workspace_id, account_id, relink.anchor_before)
    relink.undone_at, relink.successor_id = now, successor_id
    return RelinkUndone(account_id=account_id, successor_id=successor_id, moved=moved)


async def _read_again(session: AsyncSession, connection: BankConnection, now: datetime) -> None:
    """Fence off a run that still believes in one account, and have the whole history read for the new one."""
    connection.lease_token = connection.lease_until = None
    connection.cursor = None
    await repository.abandon_open_syncs(session, connection.workspace_id, connection.id, now)
    await session.flush()
    await request_sync(session, connection.workspace_id, connection.id, SyncTrigger.USER, now)


async def _tell(
    session: AsyncSession, member: Member, connection: BankConnection, undone: RelinkUndone
) -> None:
    await audit.record(
        session,
        workspace_id=connection.workspace_id,
        actor=member.actor,
        action="connection.relink_undone",
        subject_type="connection",
        subject_id=connection.id,
        after={"account": str(undone.account_id), "successor": str(undone.successor_id)},
    )
    await events.publish(session, connection.workspace_id, health.updated_event(connection))
    await events.publish(session, connection.workspace_id, DashboardUpdate(reason="accounts"))


async def _list(session: AsyncSession, workspace_id: UUID, connection_id: UUID) -> Sequence[Relink]:
    query = select(Relink).where(Relink.workspace_id == workspace_id, Relink.connection_id == connection_id)
    return (await session.scalars(query.order_by(Relink.id.desc()))).all()


async def _find_obstacle(session: AsyncSession, connection: BankConnection, relink: Relink) -> str | None:
    workspace_id = connection.workspace_id
    if relink.undone_at is not None:
        return "It was taken back already."
    account = await accounts.get_account(session, workspace_id, relink.account_id)
    if account["connection_id"] != connection.id:
        return "The account was carried on by another link since; take that one back first."
    if connection.status not in SYNCABLE:
        return "The bank cannot be read at the moment, and its history is read again for this."
    former = await repository.find_connection(session, workspace_id, relink.former_connection_id)
    if former is None:
        return "The link it came with before is being erased."
    own = await dissolving.list_own(session, Place(workspace_id, connection.id, relink.account_id))
    place = {"workspace": workspace_id, "account": relink.account_id, "own": own}
    if await session.scalar(_IS_SIGNED, place):
        return "A signed statement counts on its newer transactions; reopen that first."
    return None
