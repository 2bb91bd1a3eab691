"""After the link: take up a repaired login again."""

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import select, update

from saldo.connections import health, repository
from saldo.connections.bank_access import BankAccess, open_token
from saldo.connections.errors import ConnectionNotFound, to_answer
from saldo.connections.jobs import check_login_job
from saldo.connections.models import BankConnection, ConnectionStatus, SyncTrigger
from saldo.connections.scheduling import request_sync
from saldo.connections.transitions import Happening
from saldo.core.courier import promise
from saldo.core.database import SYSTEM, workspace_scope
from saldo.events import service as events
from saldo.providers.bank import BankError, ItemState
from saldo.workspaces.access import Member

log = structlog.get_logger(__name__)

# Plaid warns a week ahead when it does not name the day.
USUAL_NOTICE = timedelta(days=7)
_WAITING = (ConnectionStatus.NEEDS_LOGIN, ConnectionStatus.REVOKED)
_AT_ONCE = 100


async def check_repaired(access: BankAccess, member: Member, connection_id: UUID) -> None:
    """Ask the provider whether the login works again: the browser's word for it does not count."""
    token = open_token(access.vault, await _get(access, member.workspace_id, connection_id))
    try:
        state = await access.bank.get_item(token)
    except BankError as error:
        raise to_answer(error) from error
    await settle(access, member.workspace_id, connection_id, state, after_dialog=True)


async def settle(
    access: BankAccess,
    workspace_id: UUID,
    connection_id: UUID,
    state: ItemState,
    *,
    after_dialog: bool = False,
) -> None:
    """Bring the connection in line with what the provider says of its login; sync when it works.

    The sync lists the accounts too: those chosen in the dialog appear, those left out are closed.
    """
    now = access.clock.now()
    async with access.database.transaction(workspace_scope(workspace_id)) as session:
        connection = await repository.lock_connection(session, workspace_id, connection_id)
        if connection is None:
            raise ConnectionNotFound
        before = health.updated_event(connection), connection.error_code
        if state.error_code is None:
            health.note_repaired(connection, now)
            _keep_warning(connection, state, now)
            if after_dialog:
                connection.new_accounts_at = None
        else:
            health.note_login_expired(connection, state.error_code, state.error_message or "", now)
        await session.flush()
        if state.error_code is None:
            await request_sync(session, workspace_id, connection_id, SyncTrigger.USER, now)
        if after_dialog or before != (health.updated_event(connection), connection.error_code):
            await events.publish(session, workspace_id, health.updated_event(connection))


async def look_again(access: BankAccess, workspace_id: UUID, connection_id: UUID) -> None:
    """Ask whether a login that waits for its person works by now; a bank that cannot say is asked later."""
    async with access.database.transaction(workspace_scope(workspace_id)) as session:
        connection = await repository.find_connection(session, workspace_id, connection_id)
    if connection is None or connection.access_token is None or connection.status not in _WAITING:
        return
    try:
        state = await access.bank.get_item(open_token(access.vault, connection))
    except BankError as error:
        log.info("repair.not_yet", connection_id=str(connection_id), code=error.code)
        return
    if state.error_code is None:
        await settle(access, workspace_id, connection_id, state)


async def sweep(access: BankAccess) -> None:
    """Have the logins looked at that wait for a person, now and then: notices of a repair get lost."""
    now = access.clock.now()
    async with access.database.transaction(SYSTEM) as session:
        waiting = (
            select(BankConnection.id)
            .where(
                BankConnection.status.in_(_WAITING),
                BankConnection.access_token.is_not(None),
                BankConnection.next_at <= now,
            )
            .limit(_AT_ONCE)
            .with_for_update(skip_locked=True)
        )
        rows = await session.execute(
            update(BankConnection)
            .where(BankConnection.id.in_(waiting))
            .values(next_at=now + health.LOOK_AGAIN_EVERY)
            .returning(BankConnection.workspace_id, BankConnection.id)
        )
        for workspace_id, connection_id in rows:
            promise(session, check_login_job(workspace_id, connection_id))


def _keep_warning(connection: BankConnection, state: ItemState, now: datetime) -> None:
    """Warn again when the dialog left the permission as short as it was."""
    if state.consent_expires_at is not None and state.consent_expires_at <= now + USUAL_NOTICE:
        health.note_warning(connection, Happening.EXPIRY_ANNOUNCED, state.consent_expires_at)


async def _get(access: BankAccess, workspace_id: UUID, connection_id: UUID) -> BankConnection:
    async with access.database.transaction(workspace_scope(workspace_id)) as session:
        connection = await repository.find_connection(session, workspace_id, connection_id)
    if connection is None or connection.status == ConnectionStatus.LINKING:
        raise ConnectionNotFound
    return connection
