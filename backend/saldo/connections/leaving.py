"""End the connections of someone who goes for good."""

from uuid import UUID

from sqlalchemy import func, select

from saldo.connections import disconnecting, repository
from saldo.connections.bank_access import BankAccess
from saldo.connections.models import BankConnection, ConnectionStatus, ItemRemoval, RemovalReason
from saldo.core.database import SYSTEM, workspace_scope


async def end_all(access: BankAccess, workspace_id: UUID, *, linked_by: UUID | None = None) -> int:
    """End every connection of a workspace, or those one person linked; return how many still went on."""
    async with access.database.transaction(workspace_scope(workspace_id)) as session:
        statement = select(BankConnection.id).where(
            BankConnection.workspace_id == workspace_id,
            BankConnection.status != ConnectionStatus.DISCONNECTED,
        )
        if linked_by is not None:
            statement = statement.where(BankConnection.created_by == linked_by)
        going = list(await session.scalars(statement))
        for connection_id in going:
            connection = await repository.lock_connection(session, workspace_id, connection_id)
            if connection is not None:
                await disconnecting.end(session, access, connection, RemovalReason.DISCONNECTED)
    return len(going)


async def count_waiting(access: BankAccess, workspace_ids: list[UUID]) -> int:
    """Count the accesses of these workspaces that their banks have not yet been told to end."""
    async with access.database.transaction(SYSTEM) as session:
        statement = select(func.count()).where(
            ItemRemoval.workspace_id.in_(workspace_ids), ItemRemoval.removed_at.is_(None)
        )
        return int((await session.execute(statement)).scalar_one())
