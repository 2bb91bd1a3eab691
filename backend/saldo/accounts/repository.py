"""Questions and writes on accounts and their balances."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.accounts.models import Account, AccountBalance, AccountIdentity, AccountStatus, DailyBalance

# Accounts stand below connections and may not import them; foreign keys, too, name that table by its name.
_connections = sa.table(
    "bank_connections",
    sa.column("id", sa.Uuid),
    sa.column("institution_id", sa.Text),
    sa.column("institution_name", sa.Text),
)
_DESCRIPTION = (
    "persistent_account_id",
    "name",
    "official_name",
    "mask",
    "type",
    "subtype",
    "currency",
    "credit_limit",
    "status",
    "closed_at",
)
_BALANCE = ("current_balance", "available_balance", "balance_as_of")


def _upsert(table: Any, key: Sequence[str], written: Sequence[str], **also: Any) -> Insert:
    """Make the statement that writes rows which are new or differ; it takes the rows as parameters.

    With the rows inside the statement SQLAlchemy would compile it anew each time: longer than it runs.
    """
    new = insert(table)
    return new.on_conflict_do_update(
        index_elements=key,
        set_={name: new.excluded[name] for name in written} | also,
        where=sa.or_(*(table.c[name].is_distinct_from(new.excluded[name]) for name in written)),
    )


_UPSERT = _upsert(
    Account.__table__,
    ("connection_id", "provider_account_id"),
    (*_DESCRIPTION, *_BALANCE),
    updated_at=sa.func.now(),
).returning(Account.__table__.c.id)
_UPSERT_DAILY = _upsert(AccountBalance.__table__, ("account_id", "date"), ("current", "available"))


def _select_accounts(workspace_id: UUID) -> sa.Select[Any]:
    return (
        sa.select(*Account.__table__.c, _connections.c.institution_name)
        .join(_connections, _connections.c.id == Account.connection_id)
        .where(Account.workspace_id == workspace_id)
    )


async def list_for_workspace(session: AsyncSession, workspace_id: UUID) -> list[sa.RowMapping]:
    query = _select_accounts(workspace_id).order_by(
        _connections.c.institution_name, Account.type, Account.name, Account.id
    )
    return list((await session.execute(query)).mappings())


async def find(session: AsyncSession, workspace_id: UUID, account_id: UUID) -> sa.RowMapping | None:
    query = _select_accounts(workspace_id).where(Account.id == account_id)
    row: sa.RowMapping | None = (await session.execute(query)).mappings().one_or_none()
    return row


async def list_frequencies(session: AsyncSession, workspace_id: UUID, connection_id: UUID) -> list[str]:
    query = sa.select(Account.sync_frequency).where(
        Account.workspace_id == workspace_id,
        Account.connection_id == connection_id,
        Account.status == AccountStatus.ACTIVE,
    )
    return list(await session.scalars(query))


async def set_frequency(
    session: AsyncSession, workspace_id: UUID, account_ids: Collection[UUID], frequency: str
) -> None:
    await session.execute(
        sa.update(Account)
        .where(Account.workspace_id == workspace_id, Account.id.in_(account_ids))
        .values(sync_frequency=frequency, updated_at=sa.func.now())
        .execution_options(synchronize_session=False)
    )


async def list_identities(
    session: AsyncSession, workspace_id: UUID, *which: sa.ColumnElement[bool]
) -> list[AccountIdentity]:
    query = (
        sa.select(
            Account.id,
            Account.connection_id,
            _connections.c.institution_id,
            Account.name,
            Account.mask,
            Account.type,
            Account.subtype,
            Account.persistent_account_id,
            Account.status,
        )
        .join(_connections, _connections.c.id == Account.connection_id)
        .where(Account.workspace_id == workspace_id, *which)
        .order_by(Account.connection_id, Account.id)
    )
    return [AccountIdentity(*row) for row in await session.execute(query)]


def at_institution(institution_id: str) -> sa.ColumnElement[bool]:
    """Narrow accounts to those of one bank, whichever link they came with."""
    return _connections.c.institution_id == institution_id


async def hand_over(
    session: AsyncSession,
    workspace_id: UUID,
    account_id: UUID,
    connection_id: UUID,
    provider_account_id: str,
) -> None:
    """Let another connection speak for an account from now on."""
    await session.execute(
        sa.update(Account)
        .where(Account.workspace_id == workspace_id, Account.id == account_id)
        .values(
            former_connection_ids=sa.func.array_append(Account.former_connection_ids, Account.connection_id),
            connection_id=connection_id,
            provider_account_id=provider_account_id,
            status=AccountStatus.ACTIVE,
            closed_at=None,
            updated_at=sa.func.now(),
        )
        .execution_options(synchronize_session=False)
    )


async def list_of_connection(
    session: AsyncSession, workspace_id: UUID, connection_id: UUID
) -> dict[str, sa.RowMapping]:
    """Return the connection's accounts by the provider's id, locked against another sync."""
    query = (
        sa.select(*Account.__table__.c)
        .where(Account.workspace_id == workspace_id, Account.connection_id == connection_id)
        .order_by(Account.provider_account_id)
        .with_for_update()
    )
    rows = (await session.execute(query)).mappings()
    return {row["provider_account_id"]: row for row in rows}


async def upsert(session: AsyncSession, workspace_id: UUID, rows: Sequence[dict[str, Any]]) -> set[UUID]:
    """Write the accounts that are new or differ; return the ids of those written."""
    return set(await session.scalars(_UPSERT, [{**row, "workspace_id": workspace_id} for row in rows]))


async def upsert_daily_balances(
    session: AsyncSession, workspace_id: UUID, rows: Sequence[dict[str, Any]]
) -> None:
    """Keep each account's last balance of the day."""
    await session.execute(_UPSERT_DAILY, [{**row, "workspace_id": workspace_id} for row in rows])


async def close(
    session: AsyncSession,
    workspace_id: UUID,
    connection_id: UUID,
    now: dt.datetime,
    *which: sa.ColumnElement[bool],
) -> list[UUID]:
    """Close the connection's active accounts, all of them or those meant; return which were closed."""
    statement = (
        sa.update(Account)
        .where(
            Account.workspace_id == workspace_id,
            Account.connection_id == connection_id,
            Account.status == AccountStatus.ACTIVE,
            *which,
        )
        .values(status=AccountStatus.CLOSED, closed_at=now, updated_at=sa.func.now())
        .returning(Account.id)
    )
    return list(await session.scalars(statement))


async def list_daily_balances(
    session: AsyncSession, workspace_id: UUID, account_ids: Sequence[UUID], since: dt.date
) -> list[DailyBalance]:
    """Return the days on which a balance was seen, oldest first within an account."""
    query = (
        sa.select(AccountBalance.account_id, AccountBalance.date, AccountBalance.current)
        .where(
            AccountBalance.workspace_id == workspace_id,
            AccountBalance.account_id.in_(account_ids),
            AccountBalance.date >= since,
            AccountBalance.current.is_not(None),
        )
        .order_by(AccountBalance.account_id, AccountBalance.date)
    )
    return [
        DailyBalance(account_id, day, current)
        for account_id, day, current in await session.execute(query)
        if current is not None
    ]
