"""End a connection: our access goes at once and at the provider, its history stays or goes as asked."""

from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.accounts import service as accounts
from saldo.audit import service as audit
from saldo.connections import health, removals, repository
from saldo.connections.bank_access import BankAccess, open_token
from saldo.connections.errors import AccountsNotYours, ConnectionNotFound
from saldo.connections.jobs import purge_job
from saldo.connections.models import BankConnection, ConnectionStatus, RemovalReason
from saldo.core.courier import promise
from saldo.core.database import workspace_scope
from saldo.events import service as events
from saldo.workspaces import sharing
from saldo.workspaces.access import Member

log = structlog.get_logger(__name__)


async def disconnect(access: BankAccess, member: Member, connection_id: UUID, *, purge: bool = False) -> None:
    """End our access: accounts close, a running sync is fenced off, the provider is told until it hears.

    With `purge` a worker takes every row away as well, now or after an earlier disconnect; the audit trail
    keeps the ids. Raises ConnectionNotFound and AccountsNotYours.
    """
    async with access.database.transaction(workspace_scope(member.workspace_id)) as session:
        connection = await repository.lock_connection(session, member.workspace_id, connection_id)
        if connection is None or connection.purge_at is not None:
            raise ConnectionNotFound
        if connection.status == ConnectionStatus.LINKING:
            raise ConnectionNotFound
        await refuse_barred(session, connection, member.user_id)
        if connection.status != ConnectionStatus.DISCONNECTED:
            await end(session, access, connection, RemovalReason.DISCONNECTED)
            await _record(session, member, connection, "connection.disconnected")
        if purge:
            connection.purge_at = access.clock.now()
            promise(session, purge_job(connection.workspace_id, connection.id))
            await _record(session, member, connection, "connection.purge_requested")
    log.info("connection.disconnected", connection_id=str(connection_id), purge=purge)


async def refuse_barred(session: AsyncSession, connection: BankConnection, user_id: UUID) -> None:
    """Raise AccountsNotYours unless a member may change every account that would end with a connection.

    The transaction is a worker's, in which the database keeps nothing from anybody.
    """
    workspace_id = connection.workspace_id
    barred = await sharing.list_barred(session, workspace_id, user_id)
    if barred.intersection(await accounts.list_ids_of_connection(session, workspace_id, connection.id)):
        raise AccountsNotYours


async def end(
    session: AsyncSession, access: BankAccess, connection: BankConnection, reason: RemovalReason
) -> None:
    """End a connection whose row is locked, and have its access removed after the commit."""
    now, workspace_id = access.clock.now(), connection.workspace_id
    if connection.access_token is not None:
        place = (workspace_id, connection.id, connection.provider_item_id or "")
        token = open_token(access.vault, connection)
        removals.request_removal(session, access.vault, place, token, reason, now)
    health.end(connection)
    await repository.abandon_open_syncs(session, workspace_id, connection.id, now)
    await accounts.close_accounts(session, workspace_id, connection.id, now)
    await events.publish(session, workspace_id, health.updated_event(connection))


async def _record(session: AsyncSession, member: Member, connection: BankConnection, action: str) -> None:
    await audit.record(
        session,
        workspace_id=connection.workspace_id,
        actor=member.actor,
        action=action,
        subject_type="connection",
        subject_id=connection.id,
        after={"status": connection.status},
    )
