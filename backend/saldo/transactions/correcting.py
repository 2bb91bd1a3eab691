"""Deeds of a person on transactions that the bank does not undo: add, take away, bring back, move, turn.

Each returns what is needed to tell the workspace, or None when the row is no longer as the caller believed;
telling, auditing and comparing with the bank are the caller's part.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.core.ids import new_id
from saldo.events import service as events
from saldo.events.types import (
    MOST_TRANSACTIONS,
    TransactionCreated,
    TransactionLine,
    TransactionsChanged,
)
from saldo.transactions import dividing
from saldo.transactions.models import Origin, Transaction


@dataclass(frozen=True)
class NewEntry:
    """What a person adds to an account; positive is money in.

    A pending one waits for the bank. `more` are columns beside: words, category, where it came from.
    """

    account_id: UUID
    date: dt.date
    amount: Decimal
    currency: str
    description: str
    origin: Origin
    pending: bool = False
    more: Mapping[str, Any] = field(default_factory=dict)


async def add_entry(session: AsyncSession, workspace_id: UUID, entry: NewEntry, now: dt.datetime) -> UUID:
    """Add a transaction and tell the workspace. An adjustment is no purchase: nobody labels it."""
    [transaction_id] = await add_entries(session, workspace_id, [entry], now)
    return transaction_id


async def add_entries(
    session: AsyncSession, workspace_id: UUID, entries: Sequence[NewEntry], now: dt.datetime
) -> list[UUID]:
    """Add transactions, at least one, and tell the workspace once."""
    rows = [_as_row(workspace_id, entry, now) for entry in entries]
    by_columns = sorted(rows, key=sorted)
    for _, alike in groupby(by_columns, key=sorted):
        await session.execute(sa.insert(Transaction), list(alike))
    newest = sorted(rows, key=lambda row: (row["date"], row["id"]), reverse=True)[:MOST_TRANSACTIONS]
    created = TransactionCreated(
        connection_id=None,
        account_ids=sorted({entry.account_id for entry in entries}),
        count=len(entries),
        transactions=[
            TransactionLine(**{name: row[name] for name in TransactionLine.model_fields}) for row in newest
        ],
    )
    await events.publish(session, workspace_id, created)
    return [row["id"] for row in rows]


def _as_row(workspace_id: UUID, entry: NewEntry, now: dt.datetime) -> dict[str, Any]:
    row = {**vars(entry), **entry.more, "id": new_id(), "workspace_id": workspace_id, "label_attempts": 0}
    del row["more"]
    return row | {"labelled_at": now if entry.origin is Origin.ADJUSTMENT else None}


async def take_away(
    session: AsyncSession, workspace_id: UUID, transaction_id: UUID, now: dt.datetime
) -> bool:
    """Remove a transaction for good: the bank's word does not bring it back."""
    is_live = Transaction.removed_at.is_(None)
    values = {"removed_at": now, "dismissed_at": now}
    return await _change(session, workspace_id, transaction_id, is_live, values, removed=1)


async def bring_back(session: AsyncSession, workspace_id: UUID, transaction_id: UUID) -> bool:
    """Undo a removal, whoever removed it."""
    is_gone = Transaction.removed_at.is_not(None)
    values = {"removed_at": None, "dismissed_at": None}
    return await _change(session, workspace_id, transaction_id, is_gone, values)


async def send_away_again(
    session: AsyncSession, workspace_id: UUID, transaction_id: UUID, now: dt.datetime
) -> bool:
    """Undo `bring_back` of a row that the bank had withdrawn."""
    is_live = Transaction.removed_at.is_(None)
    return await _change(session, workspace_id, transaction_id, is_live, {"removed_at": now}, removed=1)


async def move(session: AsyncSession, workspace_id: UUID, transaction_id: UUID, to_account: UUID) -> bool:
    """Place a transaction in another account; back in the bank's own it is as if nothing had been."""
    bank_account = sa.func.coalesce(Transaction.moved_from, Transaction.account_id)
    is_live = Transaction.removed_at.is_(None) & (Transaction.account_id != to_account)
    values = {"account_id": to_account, "moved_from": sa.func.nullif(bank_account, to_account)}
    return await _change(session, workspace_id, transaction_id, is_live, values)


async def turn_sign(session: AsyncSession, workspace_id: UUID, transaction_id: UUID) -> bool:
    """Turn money in into money out, or back, with all its parts; never on a row of the bank."""
    may_turn = Transaction.removed_at.is_(None) & (Transaction.origin != Origin.BANK)
    values = {"amount": -Transaction.amount, "parts": dividing.turned()}
    return await _change(session, workspace_id, transaction_id, may_turn, values)


async def _change(
    session: AsyncSession,
    workspace_id: UUID,
    transaction_id: UUID,
    condition: sa.ColumnElement[bool],
    values: dict[str, Any],
    removed: int = 0,
) -> bool:
    before = sa.select(Transaction.account_id).where(
        Transaction.workspace_id == workspace_id, Transaction.id == transaction_id, condition
    )
    account_before = await session.scalar(before.with_for_update())
    if account_before is None:
        return False
    account_after = await session.scalar(
        sa.update(Transaction)
        .where(Transaction.workspace_id == workspace_id, Transaction.id == transaction_id)
        .values(**values, updated_at=sa.func.now())
        .returning(Transaction.account_id)
        .execution_options(synchronize_session=False)
    )
    changed = TransactionsChanged(
        account_ids=sorted({account_before, account_after or account_before}),
        transaction_ids=[transaction_id],
        modified=1 - removed,
        removed=removed,
    )
    await events.publish(session, workspace_id, changed)
    return True


async def find_account(session: AsyncSession, workspace_id: UUID, transaction_id: UUID) -> UUID | None:
    """Return the account of a transaction, live or not."""
    query = sa.select(Transaction.account_id).where(
        Transaction.workspace_id == workspace_id, Transaction.id == transaction_id
    )
    return await session.scalar(query)
