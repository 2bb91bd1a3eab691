"""Ask banks for balances of this very moment: slow, limited and billed, so once a minute per connection."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.accounts import service as accounts
from saldo.accounts.errors import AccountNotFound
from saldo.connections import health, repository
from saldo.connections.bank_access import BankAccess, open_token
from saldo.connections.models import SYNCABLE, BankConnection, ConnectionStatus
from saldo.connections.schemas import BalancesResult, ConnectionTrouble
from saldo.core.database import workspace_scope
from saldo.events import service as events
from saldo.providers.bank import BankAccount, BankError, LoginExpired

log = structlog.get_logger(__name__)

COOLDOWN = timedelta(minutes=1)


async def refresh_balances(
    access: BankAccess, workspace_id: UUID, account_ids: Sequence[UUID] | None
) -> list[BalancesResult]:
    """Refresh the banks behind these accounts, all at once; one bank's failure is its own."""
    async with access.database.transaction(workspace_scope(workspace_id)) as session:
        wanted = None
        if account_ids is not None:
            wanted = await _connections_behind(session, workspace_id, account_ids)
        connections = await repository.list_connections(session, workspace_id, wanted)
    live = [each for each in connections if each.status in {*SYNCABLE, ConnectionStatus.NEEDS_LOGIN}]
    return list(await asyncio.gather(*(_refresh(access, each) for each in live)))


async def _connections_behind(
    session: AsyncSession, workspace_id: UUID, account_ids: Sequence[UUID]
) -> list[UUID]:
    rows = await accounts.list_accounts(session, workspace_id)
    connections = {row["id"]: row["connection_id"] for row in rows}
    if not connections.keys() >= set(account_ids):
        raise AccountNotFound
    return sorted({connections[account_id] for account_id in account_ids})


async def _refresh(access: BankAccess, connection: BankConnection) -> BalancesResult:
    if connection.status == ConnectionStatus.NEEDS_LOGIN:
        return _result(connection, "needs_login", connection.error_code, connection.error_message)
    now = access.clock.now()
    async with access.database.transaction(workspace_scope(connection.workspace_id)) as session:
        has_turn = await repository.take_balance_turn(
            session, connection.workspace_id, connection.id, now, now - COOLDOWN
        )
    if not has_turn:
        return _result(connection, "cooldown", "COOLDOWN", "These balances were asked for a moment ago.")
    try:
        bank_accounts = await access.bank.refresh_balances(open_token(access.vault, connection))
    except LoginExpired as error:
        await _wait_for_login(access, connection, error)
        return _result(connection, "needs_login", error.code, str(error))
    except BankError as error:
        log.warning("balances.failed", connection_id=str(connection.id), code=error.code)
        return _result(connection, "failed", error.code, str(error))
    await _store(access, connection, bank_accounts)
    return _result(connection, "refreshed")


async def _store(
    access: BankAccess, connection: BankConnection, bank_accounts: Sequence[BankAccount]
) -> None:
    workspace_id = connection.workspace_id
    async with access.database.transaction(workspace_scope(workspace_id)) as session:
        # Disconnected while the bank was thinking: its accounts are closed and stay so.
        current = await repository.lock_connection(session, workspace_id, connection.id)
        if current is not None and current.status in SYNCABLE:
            await accounts.record_accounts(
                session, workspace_id, connection.id, bank_accounts, access.clock.now(), fresh=True
            )


async def _wait_for_login(access: BankAccess, connection: BankConnection, error: LoginExpired) -> None:
    workspace_id = connection.workspace_id
    async with access.database.transaction(workspace_scope(workspace_id)) as session:
        current = await repository.lock_connection(session, workspace_id, connection.id)
        if current is not None:
            health.note_login_expired(current, error.code, str(error), access.clock.now())
            await events.publish(session, workspace_id, health.updated_event(current))


def _result(
    connection: BankConnection, status: str, code: str | None = None, message: str | None = None
) -> BalancesResult:
    error = ConnectionTrouble(code=code, message=message or "") if code else None
    return BalancesResult.model_validate({"connection_id": connection.id, "status": status, "error": error})
