"""Keep the rows that could not be stored, so that a person can see what is missing and why."""

import hashlib
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.accounts.models import Account
from saldo.core.ids import new_id
from saldo.core.text import storable
from saldo.providers.bank import RejectedRow
from saldo.transactions.cleaning import Cleaned, Unstorable, json_text
from saldo.transactions.models import RejectedBankRow
from saldo.workspaces import sharing

_LONGEST_ID = 1024


async def set_aside(session: AsyncSession, workspace_id: UUID, connection_id: UUID, cleaned: Cleaned) -> None:
    """Remember the rejected rows once each, and settle those that have since arrived whole."""
    owned = sa.and_(
        RejectedBankRow.workspace_id == workspace_id, RejectedBankRow.connection_id == connection_id
    )
    open_ids = await session.scalars(
        sa.select(RejectedBankRow.provider_transaction_id).where(owned, RejectedBankRow.resolved_at.is_(None))
    )
    arrived = [provider_id for provider_id in set(open_ids) if provider_id in cleaned.rows]
    if arrived:
        await session.execute(
            sa.update(RejectedBankRow)
            .where(owned, RejectedBankRow.provider_transaction_id.in_(arrived))
            .values(resolved_at=sa.func.now())
        )
    if cleaned.rejected:
        rows = {row["fingerprint"]: row for row in map(_row, cleaned.rejected)}
        new = insert(RejectedBankRow).values(
            [row | {"workspace_id": workspace_id, "connection_id": connection_id} for row in rows.values()]
        )
        await session.execute(
            new.on_conflict_do_update(
                index_elements=["connection_id", "fingerprint"],
                set_={"resolved_at": None},
                where=RejectedBankRow.resolved_at.is_not(None),
            )
        )


async def settle_others(
    session: AsyncSession, workspace_id: UUID, connection_id: UUID, rejected: Sequence[RejectedRow]
) -> None:
    """After everything was read again: what was not rejected this time is no longer missing."""
    still = [_row(each)["fingerprint"] for each in rejected]
    await session.execute(
        sa.update(RejectedBankRow)
        .where(
            *_open(workspace_id),
            RejectedBankRow.connection_id == connection_id,
            RejectedBankRow.fingerprint.not_in(still),
        )
        .values(resolved_at=sa.func.now())
    )


def _seen() -> sa.ColumnElement[bool]:
    """Be true for rows of accounts that are shared with the person; what names none is for who sees all."""
    named = RejectedBankRow.raw["account_id"].astext
    shared = sa.select(Account.provider_account_id).where(
        Account.connection_id == RejectedBankRow.connection_id
    )
    return sa.or_(sharing.sees_everything(), named.in_(shared))


async def count_open(session: AsyncSession, workspace_id: UUID, connection_id: UUID) -> int:
    """Count the rows of a connection that are still set aside."""
    return (await count_open_by_connection(session, workspace_id)).get(connection_id, 0)


async def count_open_by_connection(session: AsyncSession, workspace_id: UUID) -> dict[UUID, int]:
    """Count the rows that are still set aside."""
    query = (
        sa.select(RejectedBankRow.connection_id, sa.func.count().label("rows"))
        .where(*_open(workspace_id), _seen())
        .group_by(RejectedBankRow.connection_id)
    )
    return {row.connection_id: row.rows for row in await session.execute(query)}


async def list_open(
    session: AsyncSession, workspace_id: UUID, connection_id: UUID, *, before: UUID | None, limit: int
) -> Sequence[RejectedBankRow]:
    """List the rows of a connection that are still set aside, newest first."""
    query = sa.select(RejectedBankRow).where(
        *_open(workspace_id), RejectedBankRow.connection_id == connection_id, _seen()
    )
    if before is not None:
        query = query.where(RejectedBankRow.id < before)
    return (await session.scalars(query.order_by(RejectedBankRow.id.desc()).limit(limit))).all()


def _open(workspace_id: UUID) -> tuple[sa.ColumnElement[bool], ...]:
    return RejectedBankRow.workspace_id == workspace_id, RejectedBankRow.resolved_at.is_(None)


def _row(rejected: RejectedRow) -> dict[str, Any]:
    try:
        raw = json_text(rejected.raw)
    except Unstorable:
        raw = "{}"
    provider_id = storable(rejected.id)[:_LONGEST_ID] if rejected.id else None
    reason = storable(rejected.reason)
    fingerprint = hashlib.sha256("\x1f".join((provider_id or "", reason, raw)).encode()).hexdigest()
    return {
        "id": new_id(),
        "provider_transaction_id": provider_id,
        "fingerprint": fingerprint,
        "reason": reason,
        "raw": orjson.loads(raw),
    }
