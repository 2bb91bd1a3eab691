"""A bank linked anew gives every row a new id: find the transactions that its rows told of before."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.accounts.models import Account
from saldo.transactions import storing
from saldo.transactions.cleaning import CleanRow
from saldo.transactions.matching import MOST_DAYS_APART, Movement, match
from saldo.transactions.models import BankTransaction
from saldo.transactions.planning import Known

_WINDOW: Final = timedelta(days=MOST_DAYS_APART)


@dataclass(frozen=True)
class Heritage:
    """The accounts that a connection took over, and the connections they came with before."""

    account_ids: list[UUID]
    former_connection_ids: list[UUID]


async def find_heritage(session: AsyncSession, workspace_id: UUID, connection_id: UUID) -> Heritage | None:
    """Return what a connection took over; None for one that was linked but once."""
    query = sa.select(Account.id, Account.former_connection_ids).where(
        Account.workspace_id == workspace_id,
        Account.connection_id == connection_id,
        sa.func.cardinality(Account.former_connection_ids) > 0,
    )
    rows = (await session.execute(query)).all()
    if not rows:
        return None
    former = {former_id for _, former_ids in rows for former_id in former_ids}
    return Heritage([account_id for account_id, _ in rows], sorted(former))


async def find_inherited(
    session: AsyncSession, heritage: Heritage, rows: Mapping[str, CleanRow], known: Known
) -> dict[str, UUID]:
    """Match rows never seen before with transactions that only a former link speaks for."""
    forerunners = {row.bank.pending_id for row in rows.values()}
    unknown = [
        Movement(row.bank.id, row.account_id, row.bank.date, row.amount, row.bank.currency, row.description)
        for row in rows.values()
        if row.bank.id not in known.rows and row.bank.id not in forerunners
    ]
    if not unknown:
        return {}
    days = [each.date for each in unknown]
    query = (
        sa.select(
            BankTransaction.transaction_id,
            BankTransaction.account_id,
            BankTransaction.date,
            BankTransaction.amount,
            BankTransaction.currency,
            BankTransaction.description,
        )
        .where(*_spoken_for(heritage), BankTransaction.date.between(min(days) - _WINDOW, max(days) + _WINDOW))
        .order_by(BankTransaction.date, BankTransaction.transaction_id)
    )
    return match(unknown, [Movement(*row) for row in await session.execute(query)])


async def silence(session: AsyncSession, heritage: Heritage, transaction_ids: Collection[UUID]) -> None:
    """Let the former link's rows no longer speak for transactions that the new link speaks for."""
    await session.execute(
        sa.update(BankTransaction)
        .where(*_spoken_for(heritage), BankTransaction.transaction_id.in_(transaction_ids))
        .values(removed_at=sa.func.now())
        .execution_options(synchronize_session=False)
    )


async def withdraw_pending(session: AsyncSession, workspace_id: UUID, connection_id: UUID) -> list[UUID]:
    """Remove what was pending under the former link and is unknown to the new one's whole history."""
    heritage = await find_heritage(session, workspace_id, connection_id)
    if heritage is None:
        return []
    rows = await session.execute(
        sa.select(BankTransaction.connection_id, BankTransaction.provider_transaction_id).where(
            *_spoken_for(heritage), BankTransaction.pending
        )
    )
    pending: defaultdict[UUID, list[str]] = defaultdict(list)
    for former_id, provider_id in rows.all():
        pending[former_id].append(provider_id)
    vanished: list[UUID] = []
    for former_id, provider_ids in pending.items():
        vanished += await storing.withdraw(session, former_id, provider_ids)
    return vanished


def _spoken_for(heritage: Heritage) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        BankTransaction.connection_id.in_(heritage.former_connection_ids),
        BankTransaction.account_id.in_(heritage.account_ids),
        BankTransaction.removed_at.is_(None),
    )
