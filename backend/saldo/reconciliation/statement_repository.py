"""Questions and writes on statements and their ticked rows."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.reconciliation.models import Reconciliation, ReconciliationTick, StatementStatus
from saldo.transactions.models import Transaction

MOST_ROWS: Final = 2000
_ROW: Final = (
    Transaction.id,
    Transaction.date,
    Transaction.amount,
    Transaction.description,
    Transaction.account_id,
    Transaction.created_at,
    (Transaction.removed_at.is_not(None)).label("is_removed"),
)


async def find(
    session: AsyncSession, workspace_id: UUID, statement_id: UUID, *, lock: bool = False
) -> Reconciliation | None:
    query = _of(workspace_id).where(Reconciliation.id == statement_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return (await session.scalars(query)).one_or_none()


async def find_open(session: AsyncSession, workspace_id: UUID, account_id: UUID) -> Reconciliation | None:
    query = _of(workspace_id).where(
        Reconciliation.account_id == account_id, Reconciliation.status == StatementStatus.OPEN
    )
    return (await session.scalars(query)).one_or_none()


async def find_last_locked(
    session: AsyncSession, workspace_id: UUID, account_id: UUID, currency: str
) -> Reconciliation | None:
    query = (
        _of(workspace_id)
        .where(
            Reconciliation.account_id == account_id,
            Reconciliation.currency == currency,
            Reconciliation.status == StatementStatus.LOCKED,
        )
        .order_by(Reconciliation.closing_date.desc(), Reconciliation.id.desc())
        .limit(1)
    )
    return (await session.scalars(query)).one_or_none()


async def list_page(
    session: AsyncSession, workspace_id: UUID, account_id: UUID | None, before: UUID | None, limit: int
) -> Sequence[Reconciliation]:
    """Return statements, the newest first."""
    query = _of(workspace_id).order_by(Reconciliation.id.desc()).limit(limit)
    if account_id is not None:
        query = query.where(Reconciliation.account_id == account_id)
    if before is not None:
        query = query.where(Reconciliation.id < before)
    return (await session.scalars(query)).all()


async def list_locked(
    session: AsyncSession, workspace_id: UUID, account_id: UUID, limit: int
) -> Sequence[Reconciliation]:
    """Return an account's last locked statements, the newest first."""
    query = (
        _of(workspace_id)
        .where(Reconciliation.account_id == account_id, Reconciliation.status == StatementStatus.LOCKED)
        .order_by(Reconciliation.closing_date.desc())
        .limit(limit)
    )
    return (await session.scalars(query)).all()


async def list_candidates(
    session: AsyncSession, statement: Reconciliation, since: dt.date
) -> Sequence[sa.RowMapping]:
    """Return the posted rows that may be ticked or are, oldest first; those of other statements are not."""
    tick = sa.orm.aliased(ReconciliationTick)
    query = (
        sa.select(*_ROW)
        .outerjoin(tick, tick.transaction_id == Transaction.id)
        .where(
            Transaction.workspace_id == statement.workspace_id,
            sa.or_(
                tick.reconciliation_id == statement.id,
                sa.and_(
                    tick.reconciliation_id.is_(None),
                    Transaction.account_id == statement.account_id,
                    Transaction.currency == statement.currency,
                    Transaction.removed_at.is_(None),
                    Transaction.pending.is_(False),
                    Transaction.date.between(since, statement.closing_date),
                ),
            ),
        )
        .order_by(Transaction.date, Transaction.id)
        .limit(MOST_ROWS)
    )
    return (await session.execute(query)).mappings().all()


async def list_ticked(session: AsyncSession, statement: Reconciliation) -> Sequence[sa.RowMapping]:
    """Return the ticked rows as they are now, removed ones included, oldest first."""
    query = (
        sa.select(*_ROW)
        .join(ReconciliationTick, ReconciliationTick.transaction_id == Transaction.id)
        .where(
            Transaction.workspace_id == statement.workspace_id,
            ReconciliationTick.reconciliation_id == statement.id,
        )
        .order_by(Transaction.date, Transaction.id)
    )
    return (await session.execute(query)).mappings().all()


async def tick(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        await session.execute(insert(ReconciliationTick).values(list(rows)).on_conflict_do_nothing())


async def untick(session: AsyncSession, statement: Reconciliation, transaction_ids: Sequence[UUID]) -> None:
    await session.execute(
        sa.delete(ReconciliationTick).where(
            ReconciliationTick.workspace_id == statement.workspace_id,
            ReconciliationTick.reconciliation_id == statement.id,
            ReconciliationTick.transaction_id.in_(transaction_ids),
        )
    )


async def discard(session: AsyncSession, statement: Reconciliation) -> None:
    await session.delete(statement)
    await session.flush()


def _of(workspace_id: UUID) -> sa.Select[Reconciliation]:
    return sa.select(Reconciliation).where(Reconciliation.workspace_id == workspace_id)
