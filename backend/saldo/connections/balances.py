"""Ask banks for balances of this very moment: slow, limited and billed, so with a pause per connection."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.accounts import service as accounts
from saldo.accounts.errors import AccountNotFound
from saldo.accounts.models import AccountStatus
from saldo.connections import health, repository
from saldo.connections.bank_access import BankAccess, open_token
from saldo.connections.models import SYNCABLE, BankConnection, ConnectionStatus
from saldo.connections.schemas import (
    AccountBalanceResult,
    BalancesAnswer,
    BalancesResult,
    ConnectionTrouble,
)
from saldo.core.database import workspace_scope
from saldo.events import service as events
from saldo.providers.bank import BankAccount, BankError, LoginExpired, TryAgainLater
from saldo.workspaces.access import Member

log = structlog.get_logger(__name__)

# The provider allows five a minute and thirty an hour for each login: this keeps both.
COOLDOWN: Final = timedelta(minutes=2)


@dataclass(frozen=True)
class _Asked:
    """What came of asking a bank; `listed` are the accounts it spoke of, by its own ids."""

    result: BalancesResult
    listed: frozenset[str] = frozenset()


async def refresh_balances(
    access: BankAccess, member: Member, account_ids: Sequence[UUID] | None
) -> BalancesAnswer:
    """Refresh the banks behind these accounts, all at once; one bank's failure is its own.

    Raises AccountNotFound.
    """
    async with access.database.transaction(member.scope) as session:
        rows = await _choose(session, member.workspace_id, account_ids)
        behind = None if account_ids is None else sorted({row["connection_id"] for row in rows})
        connections = await repository.list_connections(session, member.workspace_id, behind)
    live = [each for each in connections if each.status in {*SYNCABLE, ConnectionStatus.NEEDS_LOGIN}]
    asked = {each.result.connection_id: each for each in await _refresh_all(access, live)}
    async with access.database.transaction(member.scope) as session:
        rows = await _choose(session, member.workspace_id, account_ids)
    return BalancesAnswer(
        results=[asked[each.id].result for each in live],
        accounts=[_account_result(row, asked) for row in rows],
    )


async def _choose(
    session: AsyncSession, workspace_id: UUID, account_ids: Sequence[UUID] | None
) -> list[RowMapping]:
    rows = await accounts.list_accounts(session, workspace_id)
    if account_ids is None:
        return [row for row in rows if row["status"] == AccountStatus.ACTIVE]
    wanted = set(account_ids)
    chosen = [row for row in rows if row["id"] in wanted]
    if len(chosen) < len(wanted):
        raise AccountNotFound
    return chosen


def _account_result(row: RowMapping, asked: Mapping[UUID, _Asked]) -> AccountBalanceResult:
    known = asked.get(row["connection_id"])
    status, error, after = "ended", _trouble("ENDED", "Nobody can ask this account's bank any more."), None
    if known is not None and row["status"] == AccountStatus.ACTIVE:
        status, error, after = known.result.status, known.result.error, known.result.retry_after_seconds
        if status == "refreshed" and row["provider_account_id"] not in known.listed:
            status, error = "not_listed", _trouble("NOT_LISTED", "The bank did not speak of this account.")
    return AccountBalanceResult.model_validate(
        {
            "account_id": row["id"],
            "connection_id": row["connection_id"],
            "status": status,
            "error": error,
            "retry_after_seconds": after,
            "currency": row["currency"],
            "current_balance": row["current_balance"],
            "available_balance": row["available_balance"],
            "balance_as_of": row["balance_as_of"],
        }
    )


async def _refresh_all(access: BankAccess, connections: Sequence[BankConnection]) -> list[_Asked]:
    return list(await asyncio.gather(*(_refresh(access, each) for each in connections)))


async def _refresh(access: BankAccess, connection: BankConnection) -> _Asked:
    if connection.status == ConnectionStatus.NEEDS_LOGIN:
        return _refused(connection, "needs_login", connection.error_code, connection.error_message)
    now = access.clock.now()
    async with access.database.transaction(workspace_scope(connection.workspace_id)) as session:
        has_turn = await repository.take_balance_turn(
            session, connection.workspace_id, connection.id, now, now - COOLDOWN
        )
    if not has_turn:
        after = COOLDOWN - (now - (connection.balances_refreshed_at or now))
        message = "These balances were asked for a moment ago."
        return _refused(connection, "cooldown", "COOLDOWN", message, after.total_seconds())
    try:
        bank_accounts = await access.bank.refresh_balances(open_token(access.vault, connection))
    except LoginExpired as error:
        await _wait_for_login(access, connection, error)
        return _refused(connection, "needs_login", error.code, str(error))
    except BankError as error:
        log.warning("balances.failed", connection_id=str(connection.id), code=error.code)
        seconds = error.after_seconds if isinstance(error, TryAgainLater) else None
        return _refused(connection, "failed", error.code, str(error), seconds)
    await _store(access, connection, bank_accounts)
    result = BalancesResult(
        connection_id=connection.id, status="refreshed", error=None, retry_after_seconds=None
    )
    return _Asked(result, frozenset(each.id for each in bank_accounts))


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


def _refused(
    connection: BankConnection, status: str, code: str | None, message: str | None, after: float | None = None
) -> _Asked:
    seconds = None if after is None else max(1, ceil(after))
    return _Asked(
        BalancesResult.model_validate(
            {
                "connection_id": connection.id,
                "status": status,
                "error": _trouble(code, message),
                "retry_after_seconds": seconds,
            }
        )
    )


def _trouble(code: str | None, message: str | None) -> ConnectionTrouble | None:
    return ConnectionTrouble(code=code, message=message or "") if code else None
