"""Take away everything a disconnected bank ever sent, in portions; only the audit trail keeps its ids."""

from collections.abc import Sequence
from uuid import UUID

import structlog
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.accounts import service as accounts
from saldo.audit import service as audit
from saldo.connections import repository
from saldo.connections.bank_access import BankAccess
from saldo.connections.jobs import purge_job
from saldo.connections.models import BankConnection, Sync
from saldo.core.courier import promise
from saldo.core.database import SYSTEM, workspace_scope
from saldo.events import service as events
from saldo.events.types import DashboardUpdate
from saldo.receipts import erasing as receipts
from saldo.transactions import erasing

log = structlog.get_logger(__name__)


async def purge(access: BankAccess, workspace_id: UUID, connection_id: UUID) -> None:
    """Erase a connection that waits for it; harmless to repeat, and to break off and begin again."""
    erased = 0
    while True:
        async with access.database.transaction(workspace_scope(workspace_id)) as session:
            connection = await repository.lock_connection(session, workspace_id, connection_id)
            if connection is None or connection.purge_at is None:
                return
            account_ids = await accounts.list_ids_of_connection(session, workspace_id, connection_id)
            portion = await erasing.erase_portion(session, workspace_id, account_ids)
            erased += portion
            if not portion:
                await _erase_rest(session, workspace_id, connection_id, account_ids)
                log.info("connection.purged", connection_id=str(connection_id), transactions=erased)
                return


async def sweep(access: BankAccess) -> None:
    """Send off the purges whose message got lost."""
    async with access.database.transaction(SYSTEM) as session:
        rows = await session.execute(
            select(BankConnection.workspace_id, BankConnection.id).where(BankConnection.purge_at.is_not(None))
        )
        for workspace_id, connection_id in rows:
            promise(session, purge_job(workspace_id, connection_id))


async def _erase_rest(
    session: AsyncSession, workspace_id: UUID, connection_id: UUID, account_ids: Sequence[UUID]
) -> None:
    # Another link may have spoken for an account before, and its receipts tell what was in it.
    chains = await receipts.erase_chains(session, workspace_id, account_ids)
    await session.execute(
        delete(Sync).where(Sync.workspace_id == workspace_id, Sync.connection_id == connection_id)
    )
    # Accounts, balances, ledger, receipts and rows set aside hang on the connection and go with it.
    await session.execute(
        delete(BankConnection).where(
            BankConnection.workspace_id == workspace_id, BankConnection.id == connection_id
        )
    )
    await audit.record(
        session,
        workspace_id=workspace_id,
        actor="system",
        action="connection.purged",
        subject_type="connection",
        subject_id=connection_id,
        after={"accounts": len(account_ids), "receipts_of": [str(each) for each in chains]},
    )
    await events.publish(session, workspace_id, DashboardUpdate(reason="connection_purged"))
