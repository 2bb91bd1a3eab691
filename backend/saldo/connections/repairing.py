"""After the link: take up a repaired login again, or end a connection."""

from uuid import UUID

import structlog

from saldo.accounts import service as accounts
from saldo.audit import service as audit
from saldo.connections import health, repository
from saldo.connections.bank_access import BankAccess, open_token
from saldo.connections.errors import ConnectionNotFound, to_answer
from saldo.connections.models import BankConnection, ConnectionStatus, SyncTrigger
from saldo.connections.scheduling import request_sync
from saldo.core.database import workspace_scope
from saldo.events import service as events
from saldo.providers.bank import BankError, ItemState
from saldo.workspaces.access import Member

log = structlog.get_logger(__name__)


async def check_repaired(access: BankAccess, member: Member, connection_id: UUID) -> None:
    """Ask the provider whether the login works again: the browser's word for it does not count."""
    token = open_token(access.vault, await _get(access, member.workspace_id, connection_id))
    try:
        state = await access.bank.get_item(token)
    except BankError as error:
        raise to_answer(error) from error
    await settle(access, member.workspace_id, connection_id, state)


async def settle(access: BankAccess, workspace_id: UUID, connection_id: UUID, state: ItemState) -> None:
    """Bring the connection in line with what the provider says of its login; sync when it works."""
    now = access.clock.now()
    async with access.database.transaction(workspace_scope(workspace_id)) as session:
        connection = await repository.lock_connection(session, workspace_id, connection_id)
        if connection is None:
            raise ConnectionNotFound
        before = (connection.status, connection.error_code)
        if state.error_code is None:
            health.note_repaired(connection, now)
        else:
            health.note_login_expired(connection, state.error_code, state.error_message or "")
        await session.flush()
        if state.error_code is None:
            await request_sync(session, workspace_id, connection_id, SyncTrigger.USER, now)
        if before != (connection.status, connection.error_code):
            await events.publish(session, workspace_id, health.updated_event(connection))


async def disconnect(access: BankAccess, member: Member, connection_id: UUID) -> None:
    """End our access at the provider, then here: history stays, accounts close, a running sync is fenced off.

    When the provider cannot be reached nothing changes, so that no login goes on being paid for unseen.
    """
    connection = await _get(access, member.workspace_id, connection_id)
    if connection.status == ConnectionStatus.DISCONNECTED:
        return
    if connection.access_token is not None:
        try:
            await access.bank.remove_item(open_token(access.vault, connection))
        except BankError as error:
            raise to_answer(error) from error
    await _end(access, member, connection_id)
    log.info("connection.disconnected", connection_id=str(connection_id))


async def _end(access: BankAccess, member: Member, connection_id: UUID) -> None:
    workspace_id = member.workspace_id
    async with access.database.transaction(workspace_scope(workspace_id)) as session:
        connection = await repository.lock_connection(session, workspace_id, connection_id)
        if connection is None or connection.status == ConnectionStatus.DISCONNECTED:
            return
        before = connection.status
        health.end(connection, ConnectionStatus.DISCONNECTED)
        connection.error_code = connection.error_message = connection.login_expires_at = None
        await repository.abandon_open_syncs(session, workspace_id, connection_id, access.clock.now())
        await audit.record(
            session,
            workspace_id=workspace_id,
            actor=member.actor,
            action="connection.disconnected",
            subject_type="connection",
            subject_id=connection_id,
            before={"status": before},
            after={"status": connection.status},
        )
        await accounts.close_accounts(session, workspace_id, connection_id)
        await events.publish(session, workspace_id, health.updated_event(connection))


async def _get(access: BankAccess, workspace_id: UUID, connection_id: UUID) -> BankConnection:
    async with access.database.transaction(workspace_scope(workspace_id)) as session:
        connection = await repository.find_connection(session, workspace_id, connection_id)
    if connection is None or connection.status == ConnectionStatus.LINKING:
        raise ConnectionNotFound
    return connection
