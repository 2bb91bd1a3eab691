"""How much has arrived through each connection."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Integer, Subquery, Uuid, column, func, select, table
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.accounts.models import Account
from saldo.transactions.models import Transaction

# The ledger stands above transactions; like a foreign key, a question names its table by its name. Its days
# know how many rows they have: a connection's hundred thousand rows need not be counted one by one.
_days = table(
    "ledger_days",
    column("account_id", Uuid),
    column("workspace_id", Uuid),
    column("posted_count", Integer),
    column("pending_count", Integer),
)


@dataclass(frozen=True)
class Counts:
    """Accounts of a connection, their live transactions, and those the categoriser has answered for."""

    accounts: int = 0
    transactions: int = 0
    categorised: int = 0


async def count_by_connection(session: AsyncSession, workspace_id: UUID) -> dict[UUID, Counts]:
    """Count accounts and transactions of every connection that has any."""
    live = _count_live(workspace_id)
    # Those that wait are few and have an index of their own; those that do not are the rest.
    waiting = _count_waiting(workspace_id)
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


def _count_live(workspace_id: UUID) -> Subquery:
    rows = func.sum(_days.c.posted_count + _days.c.pending_count)
    return (
        select(_days.c.account_id, rows.label("count"))
        .where(_days.c.workspace_id == workspace_id)
        .group_by(_days.c.account_id)
        .subquery()
    )


def _count_waiting(workspace_id: UUID) -> Subquery:
    return (
        select(Transaction.account_id, func.count().label("count"))
        .where(
            Transaction.workspace_id == workspace_id,
            Transaction.removed_at.is_(None),
            Transaction.labelled_at.is_(None),
        )
        .group_by(Transaction.account_id)
        .subquery()
    )
