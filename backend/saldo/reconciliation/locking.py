"""Sign a statement that adds up, and show what has changed under the signature since."""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.core.money import format_amount
from saldo.ledger import checking
from saldo.ledger.checking import Occasion
from saldo.ledger.comparing import is_same
from saldo.receipts.sealing import canonical, instant
from saldo.reconciliation import deeds, statements
from saldo.reconciliation import statement_repository as repository
from saldo.reconciliation.deeds import Hand
from saldo.reconciliation.errors import (
    DifferenceRemains,
    StatementNotLocked,
    StatementOpen,
)
from saldo.reconciliation.models import Reconciliation, StatementStatus
from saldo.reconciliation.statements import Shown
from saldo.workspaces.access import Member


class ChangeKind(StrEnum):
    """What happened to a row of a locked period."""

    CHANGED = "changed"
    REMOVED = "removed"
    MOVED = "moved"
    ARRIVED = "arrived"


@dataclass(frozen=True)
class Change:
    """One row that is no longer as it was signed; a row that arrived was not there to be ticked."""

    kind: ChangeKind
    transaction_id: UUID
    description: str
    date_before: dt.date | None
    date_now: dt.date | None
    amount_before: Decimal | None
    amount_now: Decimal | None


async def lock(
    session: AsyncSession, member: Member, statement_id: UUID, now: dt.datetime, *, is_adjusted: bool
) -> Shown:
    """Sign a statement whose difference is zero, or make it so with an adjusting entry; once is enough.

    Raises StatementNotFound and DifferenceRemains.
    """
    statement = await statements.take_any(session, member, statement_id)
    shown = await statements.show(session, statement)
    if statement.status == StatementStatus.LOCKED:
        return shown
    if not is_same(shown.difference, Decimal(0)):
        if not is_adjusted:
            raise DifferenceRemains
        await _adjust(session, member, shown, now)
    rows = await repository.list_ticked(session, statement)
    statement.status = StatementStatus.LOCKED
    statement.locked_by, statement.locked_at = member.actor, now
    statement.record = _record(statement, rows)
    statement.record_hash = seal(statement.id, statement.workspace_id, statement.record)
    await session.flush()
    await statements.note(session, member, statement, "locked")
    return await statements.show(session, statement)


async def reopen(session: AsyncSession, member: Member, statement_id: UUID) -> tuple[Shown, list[Change]]:
    """Break the signature, and say what had changed under it.

    Raises StatementNotFound, StatementNotLocked, and StatementOpen when another one is being ticked.
    """
    statement = await statements.take_any(session, member, statement_id)
    if statement.status != StatementStatus.LOCKED:
        raise StatementNotLocked
    if await repository.find_open(session, member.workspace_id, statement.account_id):
        raise StatementOpen
    changes = await list_changes(session, statement)
    await statements.note(session, member, statement, "reopened")
    statement.status = StatementStatus.OPEN
    statement.locked_by = statement.locked_at = statement.record = statement.record_hash = None
    await session.flush()
    return await statements.show(session, statement), changes


async def list_changes(session: AsyncSession, statement: Reconciliation) -> list[Change]:
    """Say what is no longer as it was signed; nothing on a statement that is not."""
    if statement.record is None or statement.locked_at is None:
        return []
    now = {str(row["id"]): row for row in await repository.list_ticked(session, statement)}
    ticked = {row["id"] for row in now.values()}
    signed = statement.record["rows"]
    found = [_compare(row, now.get(row["id"]), statement.account_id) for row in signed]
    arrived = [
        Change(ChangeKind.ARRIVED, row["id"], row["description"], None, row["date"], None, row["amount"])
        for row in await repository.list_candidates(session, statement, statement.opening_date)
        if row["id"] not in ticked and row["created_at"] > statement.locked_at
    ]
    return [*(change for change in found if change is not None), *arrived]


def seal(statement_id: UUID, workspace_id: UUID, record: Mapping[str, Any]) -> str:
    """Return the hash of a signed statement."""
    covered = {"id": str(statement_id), "workspace_id": str(workspace_id), "record": record}
    return hashlib.sha256(canonical(covered)).hexdigest()


def _record(statement: Reconciliation, rows: Sequence[RowMapping]) -> dict[str, Any]:
    assert statement.locked_at is not None  # noqa: S101 - set by the caller just before
    return {
        "account_id": str(statement.account_id),
        "currency": statement.currency,
        "opening_date": statement.opening_date.isoformat(),
        "opening_balance": format_amount(statement.opening_balance),
        "closing_date": statement.closing_date.isoformat(),
        "closing_balance": format_amount(statement.closing_balance),
        "adjustment_id": str(statement.adjustment_id) if statement.adjustment_id else None,
        "locked_by": statement.locked_by,
        "locked_at": instant(statement.locked_at),
        "rows": [
            {
                "id": str(row["id"]),
                "date": row["date"].isoformat(),
                "amount": format_amount(row["amount"]),
                "description": row["description"],
            }
            for row in rows
            if not row["is_removed"]
        ],
    }


async def _adjust(session: AsyncSession, member: Member, shown: Shown, now: dt.datetime) -> None:
    statement = shown.statement
    hand = Hand(session, member, shown.account, now, "Statement adjustment")
    statement.adjustment_id = await deeds.add_adjustment(
        hand, shown.difference, statement.closing_date, "Statement adjustment"
    )
    tick = {
        "reconciliation_id": statement.id,
        "transaction_id": statement.adjustment_id,
        "workspace_id": statement.workspace_id,
        "ticked_by": member.actor,
        "ticked_at": now,
    }
    await repository.tick(session, [tick])
    occasion = Occasion(member.actor, now)
    await checking.check_accounts(session, member.workspace_id, [statement.account_id], occasion)


def _compare(before: Mapping[str, Any], now: RowMapping | None, account_id: UUID) -> Change | None:
    day, amount = dt.date.fromisoformat(before["date"]), Decimal(before["amount"])
    identity, description = UUID(before["id"]), before["description"]
    if now is None or now["is_removed"]:
        return Change(ChangeKind.REMOVED, identity, description, day, None, amount, None)
    after = (now["date"], now["amount"])
    if now["account_id"] != account_id:
        return Change(ChangeKind.MOVED, identity, description, day, after[0], amount, after[1])
    if (day, amount) == after:
        return None
    return Change(ChangeKind.CHANGED, identity, description, day, after[0], amount, after[1])
