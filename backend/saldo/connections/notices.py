"""What each kind of webhook makes us do; a webhook is a hint, and the bank's answer is what counts."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from saldo.accounts import service as accounts
from saldo.connections import health, repairing, repository
from saldo.connections.bank_access import BankAccess, open_token
from saldo.connections.inbox import Addressee
from saldo.connections.models import SYNCABLE, ConnectionStatus, SyncTrigger
from saldo.connections.scheduling import request_sync
from saldo.connections.transitions import NOTICES
from saldo.core.database import workspace_scope
from saldo.events import service as events
from saldo.providers.bank import AccessRevoked, BankNotice, ItemState, LoginExpired, NoticeKind


async def act_on(access: BankAccess, notice: BankNotice, addressee: Addressee | None) -> str | None:
    """Act and return the outcome for the record; None when no connection is known (yet). Harmless twice."""
    if notice.kind is NoticeKind.OTHER:
        return "ignored"
    if notice.environment is not None and notice.environment != access.bank.environment:
        return "other_environment"
    if addressee is None:
        return None
    if addressee.status == ConnectionStatus.DISCONNECTED:
        return "connection_ended"
    return await _ACTIONS[notice.kind](access, notice, addressee)


async def _sync(access: BankAccess, _: BankNotice, addressee: Addressee) -> str:
    workspace_id, connection_id = addressee.workspace_id, addressee.connection_id
    async with access.database.transaction(workspace_scope(workspace_id)) as session:
        is_wanted = await request_sync(
            session, workspace_id, connection_id, SyncTrigger.WEBHOOK, access.clock.now()
        )
    return "sync_requested" if is_wanted else "left_alone"


async def _confirm_login(access: BankAccess, notice: BankNotice, addressee: Addressee) -> str:
    """Webhooks come twice and out of order: whether the login works is asked, not believed."""
    workspace_id, connection_id = addressee.workspace_id, addressee.connection_id
    async with access.database.transaction(workspace_scope(workspace_id)) as session:
        connection = await repository.find_connection(session, workspace_id, connection_id)
    if connection is None or connection.access_token is None:
        return "connection_ended"
    try:
        state = await access.bank.get_item(open_token(access.vault, connection))
    except AccessRevoked as error:
        return await _end_access(access, addressee, error.code, str(error))
    except LoginExpired as error:
        state = ItemState(connection.provider_item_id or "", None, error.code, str(error), None, None)
    is_late = notice.kind is NoticeKind.LOGIN_EXPIRED and connection.status in SYNCABLE
    if not (is_late and state.error_code is None):
        await repairing.settle(access, workspace_id, connection_id, state)
    return "login_works" if state.error_code is None else "needs_login"


async def _warn(access: BankAccess, notice: BankNotice, addressee: Addressee) -> str:
    workspace_id, connection_id = addressee.workspace_id, addressee.connection_id
    async with access.database.transaction(workspace_scope(workspace_id)) as session:
        connection = await repository.lock_connection(session, workspace_id, connection_id)
        if connection is None:
            return "connection_ended"
        ends_at = notice.expires_at or access.clock.now() + repairing.USUAL_NOTICE
        health.note_warning(connection, NOTICES[notice.kind], ends_at)
        await events.publish(session, workspace_id, health.updated_event(connection))
    return "warned"


async def _offer_accounts(access: BankAccess, _: BankNotice, addressee: Addressee) -> str:
    workspace_id, connection_id = addressee.workspace_id, addressee.connection_id
    async with access.database.transaction(workspace_scope(workspace_id)) as session:
        connection = await repository.lock_connection(session, workspace_id, connection_id)
        if connection is None:
            return "connection_ended"
        connection.new_accounts_at = connection.new_accounts_at or access.clock.now()
        await events.publish(session, workspace_id, health.updated_event(connection))
    return "accounts_offered"


async def _close_account(access: BankAccess, notice: BankNotice, addressee: Addressee) -> str:
    if notice.account_id is None:
        return "no_account_named"
    workspace_id, connection_id = addressee.workspace_id, addressee.connection_id
    async with access.database.transaction(workspace_scope(workspace_id)) as session:
        closed = await accounts.close_account(
            session, workspace_id, connection_id, notice.account_id, access.clock.now()
        )
    return "account_closed" if closed else "account_unknown"


async def _revoke(access: BankAccess, notice: BankNotice, addressee: Addressee) -> str:
    message = notice.error_message or "Access was withdrawn at the bank."
    return await _end_access(access, addressee, notice.error_code or notice.code, message)


async def _end_access(access: BankAccess, addressee: Addressee, code: str, message: str) -> str:
    workspace_id, connection_id = addressee.workspace_id, addressee.connection_id
    async with access.database.transaction(workspace_scope(workspace_id)) as session:
        connection = await repository.lock_connection(session, workspace_id, connection_id)
        if connection is None:
            return "connection_ended"
        now = access.clock.now()
        health.note_revoked(connection, code, message, now)
        await repository.abandon_open_syncs(session, workspace_id, connection_id, now)
        await events.publish(session, workspace_id, health.updated_event(connection))
    return "revoked"


_Action = Callable[[BankAccess, BankNotice, Addressee], Awaitable[str]]
_ACTIONS: Final[Mapping[NoticeKind, _Action]] = {
    NoticeKind.CHANGES_AVAILABLE: _sync,
    NoticeKind.LOGIN_EXPIRED: _confirm_login,
    NoticeKind.LOGIN_REPAIRED: _confirm_login,
    NoticeKind.LOGIN_EXPIRING: _warn,
    NoticeKind.ACCESS_ENDING: _warn,
    NoticeKind.NEW_ACCOUNTS: _offer_accounts,
    NoticeKind.ACCOUNT_REVOKED: _close_account,
    NoticeKind.ACCESS_REVOKED: _revoke,
}
