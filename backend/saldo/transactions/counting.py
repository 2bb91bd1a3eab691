"""How much has arrived through each connection."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Subquery, func, select
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
    # Those that wait are few and have an index of their own; those that do not are the rest.
    live = _by_account(workspace_id)
    waiting = _by_account(workspace_id, Transaction.labelled_at.is_(None))
    query = (
        select(
            Account.connection_id,
            func.count(),
            func.coalesce(func.sum(live.c.count), 0),
            func.coalesce(func.sum(waiting.c.count), 0),
        )
        .outerjoin(live, live.c.account_id == Account.id)
        .outerjoin(waiting, waiting.c.account_id == Account.id)
        .where(Account.workspace_id == workspace_id)
        .group_by(Account.connection_id)
    )
    return {
        connection_id: Counts(accounts, int(transactions), int(transactions - unanswered))
        for connection_id, accounts, transactions, unanswered in await session.execute(query)
    }


def _by_account(workspace_id: UUID, *conditions: ColumnElement[bool]) -> Subquery:
    return (
        select(Transaction.account_id, func.count().label("count"))
        .where(Transaction.workspace_id == workspace_id, Transaction.removed_at.is_(None), *conditions)
        .group_by(Transaction.account_id)
        .subquery()
    )
