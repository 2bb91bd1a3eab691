"""What other features ask of accounts: record what the bank says, list, identify, close."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.accounts import repository
from saldo.accounts.errors import AccountNotFound
from saldo.accounts.models import Account, AccountIdentity, AccountStatus, DailyBalance
from saldo.core.ids import new_id
from saldo.core.text import storable
from saldo.events import service as events
from saldo.events.types import AccountBalanceUpdated, DashboardUpdate
from saldo.providers.bank import BankAccount

NO_CURRENCY = "XXX"  # ISO 4217's own code for "no currency", for a bank that names none
_LIMIT = Decimal(10) ** 18  # NUMERIC(28, 10)


async def record_accounts(
    session: AsyncSession,
    workspace_id: UUID,
    connection_id: UUID,
    bank_accounts: Sequence[BankAccount],
    as_of: dt.datetime,
    *,
    fresh: bool = False,
) -> dict[str, UUID]:
    """Store accounts and balances; return every account's id of the connection by the provider's id.

    `fresh` says that the bank itself was asked just now; otherwise an unchanged balance keeps its older date,
    and recording the same once more writes nothing. Absent accounts are left alone.
    """
    await events.take_turn(session, workspace_id)
    known = await repository.list_of_connection(session, workspace_id, connection_id)
    seen = {account.id: account for account in bank_accounts}
    rows = [
        _row(account, known.get(account.id), as_of, fresh=fresh) | {"connection_id": connection_id}
        for _, account in sorted(seen.items())
    ]
    ids = {provider_id: row["id"] for provider_id, row in known.items()}
    if not rows:
        return ids
    written = await repository.upsert(session, workspace_id, rows)
    await repository.upsert_daily_balances(session, workspace_id, _daily(rows, as_of.date()))
    await _announce(session, workspace_id, [row for row in rows if row["id"] in written], known)
    return ids | {row["provider_account_id"]: row["id"] for row in rows}


async def close_accounts(
    session: AsyncSession, workspace_id: UUID, connection_id: UUID, now: dt.datetime
) -> int:
    """Keep the history but stop counting the accounts of a connection that has ended."""
    return await _close(session, workspace_id, connection_id, now)


async def close_account(
    session: AsyncSession, workspace_id: UUID, connection_id: UUID, provider_account_id: str, now: dt.datetime
) -> int:
    """Stop counting one account that is not shared with us any more."""
    gone = Account.provider_account_id == provider_account_id
    return await _close(session, workspace_id, connection_id, now, gone)


async def close_absent(
    session: AsyncSession,
    workspace_id: UUID,
    connection_id: UUID,
    present: Collection[str],
    now: dt.datetime,
) -> int:
    """Stop counting the accounts that the bank no longer lists; one that comes back is active again."""
    gone = Account.provider_account_id.not_in(present)
    return await _close(session, workspace_id, connection_id, now, gone)


async def _close(
    session: AsyncSession,
    workspace_id: UUID,
    connection_id: UUID,
    now: dt.datetime,
    *which: ColumnElement[bool],
) -> int:
    await events.take_turn(session, workspace_id)
    closed = await repository.close(session, workspace_id, connection_id, now, *which)
    if closed:
        await events.publish(session, workspace_id, DashboardUpdate(reason="accounts_closed"))
    return len(closed)


async def list_ids_of_connection(
    session: AsyncSession, workspace_id: UUID, connection_id: UUID
) -> list[UUID]:
    """List a connection's accounts, closed ones included, locked against a sync."""
    rows = await repository.list_of_connection(session, workspace_id, connection_id)
    return [row["id"] for row in rows.values()]


async def list_frequencies(session: AsyncSession, workspace_id: UUID, connection_id: UUID) -> list[str]:
    """List how fresh each active account of a connection is wanted."""
    return await repository.list_frequencies(session, workspace_id, connection_id)


async def set_frequency(
    session: AsyncSession, workspace_id: UUID, account_ids: Collection[UUID], frequency: str
) -> None:
    """Say how fresh these accounts are wanted; their connection goes by the fastest of its accounts."""
    await repository.set_frequency(session, workspace_id, account_ids, frequency)


async def list_identities(session: AsyncSession, workspace_id: UUID) -> list[AccountIdentity]:
    """List the active accounts for the duplicate check."""
    is_active = Account.status == AccountStatus.ACTIVE
    return await repository.list_identities(session, workspace_id, is_active)


async def list_identities_at(
    session: AsyncSession, workspace_id: UUID, institution_id: str
) -> list[AccountIdentity]:
    """List every account a bank ever shared, closed ones included."""
    at_bank = repository.at_institution(institution_id)
    return await repository.list_identities(session, workspace_id, at_bank)


async def hand_over(
    session: AsyncSession, workspace_id: UUID, connection_id: UUID, provider_ids: Mapping[UUID, str]
) -> None:
    """Let a new link to the same bank speak for these accounts from now on; their ids and history stay."""
    await events.take_turn(session, workspace_id)
    for account_id, provider_account_id in sorted(provider_ids.items()):
        await repository.hand_over(session, workspace_id, account_id, connection_id, provider_account_id)


async def list_accounts(session: AsyncSession, workspace_id: UUID) -> Sequence[RowMapping]:
    return await repository.list_for_workspace(session, workspace_id)


async def get_account(session: AsyncSession, workspace_id: UUID, account_id: UUID) -> RowMapping:
    """Return one account. Raises AccountNotFound."""
    row = await repository.find(session, workspace_id, account_id)
    if row is None:
        raise AccountNotFound
    return row


async def list_daily_balances(
    session: AsyncSession, workspace_id: UUID, account_ids: Sequence[UUID], since: dt.date
) -> list[DailyBalance]:
    """List the balances seen since a day, oldest first within each account."""
    return await repository.list_daily_balances(session, workspace_id, account_ids, since)


def _row(
    account: BankAccount, known: RowMapping | None, as_of: dt.datetime, *, fresh: bool
) -> dict[str, Any]:
    balance = account.balance
    row = {
        "id": known["id"] if known else new_id(),
        "provider_account_id": account.id,
        "persistent_account_id": account.persistent_id,
        "name": storable(account.name),
        "official_name": storable(account.official_name) if account.official_name else None,
        "mask": account.mask,
        "type": account.type,
        "subtype": account.subtype,
        "currency": balance.currency or (known["currency"] if known else NO_CURRENCY),
        "current_balance": _amount(balance.current),
        "available_balance": _amount(balance.available),
        "credit_limit": _amount(balance.limit),
        "status": AccountStatus.ACTIVE,
        "closed_at": None,
    }
    moved = known is None or fresh or _balances(known) != _balances(row)
    last = known["balance_as_of"] if known else as_of
    return row | {"balance_as_of": balance.updated_at or (as_of if moved else last)}


def _amount(amount: Decimal | None) -> Decimal | None:
    # A bank's NaN or absurd figure is no balance; it must not stop the sync of everything else.
    if amount is None or not amount.is_finite() or abs(amount) >= _LIMIT:
        return None
    return amount


def _balances(row: Mapping[str, Any] | RowMapping) -> tuple[Any, ...]:
    return tuple(row[name] for name in ("current_balance", "available_balance", "credit_limit", "currency"))


def _daily(rows: Sequence[Mapping[str, Any]], day: dt.date) -> list[dict[str, Any]]:
    return [
        {
            "account_id": row["id"],
            "date": day,
            "current": row["current_balance"],
            "available": row["available_balance"],
        }
        for row in rows
    ]


async def _announce(
    session: AsyncSession,
    workspace_id: UUID,
    written: Sequence[Mapping[str, Any]],
    known: Mapping[str, RowMapping],
) -> None:
    if not written:
        return
    moved = [
        AccountBalanceUpdated(
            account_id=row["id"],
            currency=row["currency"],
            current_balance=row["current_balance"],
            available_balance=row["available_balance"],
            balance_as_of=row["balance_as_of"],
        )
        for row in written
        if (before := known.get(row["provider_account_id"])) is None or _balances(before) != _balances(row)
    ]
    await events.publish(session, workspace_id, *moved, DashboardUpdate(reason="accounts"))
