"""How much has arrived through each connection."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.accounts.models import Account
from saldo.transactions.models import Transaction


@dataclass(frozen=True)
class Counts:
    """Accounts of a connection, their live transactions, and those the categoriser has answered for."""

    accounts: int = 0
    transactions: int = 0
    categorised: int = 0


async def count_by_connection(session: AsyncSession, workspace_id: UUID) -> dict[UUID, Counts]:
    """Count accounts and transactions of every connection that has any."""
    rows = await session.execute(
        select(
            Account.connection_id,
            func.count(Account.id.distinct()),
            func.count(Transaction.id),
            func.count(Transaction.labelled_at),
        )
        .outerjoin(Transaction, (Transaction.account_id == Account.id) & Transaction.removed_at.is_(None))
        .where(Account.workspace_id == workspace_id)
        .group_by(Account.connection_id)
    )
    return {connection_id: Counts(*counts) for connection_id, *counts in rows}
