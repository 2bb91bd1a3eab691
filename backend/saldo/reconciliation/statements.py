"""Hold a bank's statement against our rows: begin, tick, see the difference go down, discard."""

import datetime as dt
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.accounts import service as accounts
from saldo.audit import service as audit
from saldo.core.ids import new_id
from saldo.core.pagination import Pagination, decode_cursor, encode_cursor
from saldo.events import service as events
from saldo.ledger import history
from saldo.ledger.comparing import signed
from saldo.reconciliation import statement_repository as repository
from saldo.reconciliation.errors import (
    RowNotOnStatement,
    StatementInvalid,
    StatementLocked,
    StatementNotFound,
    StatementOpen,
)
from saldo.reconciliation.models import Reconciliation, StatementStatus
from saldo.reconciliation.reconciling import refuse_viewers
from saldo.workspaces.access import Member

# A cheque may be cashed weeks after it was written: rows of before the period can still be ticked.
OLDER_ROWS: Final = dt.timedelta(days=60)


@dataclass(frozen=True)
class Asked:
    """What a person reads off a statement; balances as the bank prints them."""

    account_id: UUID
    closing_date: dt.date
    closing_balance: Decimal
    opening_date: dt.date | None = None
    opening_balance: Decimal | None = None


@dataclass(frozen=True)
class Shown:
    """A statement with its account, the rows that may be ticked, and what the ticked ones still lack."""

    statement: Reconciliation
    account: RowMapping
    rows: Sequence[RowMapping]
    ticked: AbstractSet[UUID]
    difference: Decimal


@dataclass(frozen=True)
class Listed:
    """One page of statements."""

    shown: Sequence[Shown]
    pagination: Pagination


async def begin(session: AsyncSession, member: Member, asked: Asked, today: dt.date) -> Shown:
    """Open a statement; asking again for the same one returns it.

    Without an opening it goes on from the last locked statement, else from the ledger.
    Raises AccountNotFound, StatementOpen and StatementInvalid.
    """
    refuse_viewers(member)
    # In the east it is tomorrow already. A later day would sign for rows that nobody knows yet.
    if asked.closing_date > today + dt.timedelta(days=1):
        raise StatementInvalid("The statement would end in the future.")
    await events.take_turn(session, member.workspace_id)
    account = await accounts.get_account(session, member.workspace_id, asked.account_id)
    statement = await _make(session, member, account, asked)
    unfinished = await repository.find_open(session, member.workspace_id, asked.account_id)
    if unfinished is not None and not _is_same(unfinished, statement):
        raise StatementOpen
    if unfinished is None:
        session.add(statement)
        await session.flush()
        await note(session, member, statement, "opened")
    return await show(session, unfinished or statement)


async def get(session: AsyncSession, workspace_id: UUID, statement_id: UUID) -> Shown:
    """Return a statement. Raises StatementNotFound."""
    statement = await repository.find(session, workspace_id, statement_id)
    if statement is None:
        raise StatementNotFound
    return await show(session, statement)


async def list_statements(
    session: AsyncSession, workspace_id: UUID, account_id: UUID | None, cursor: str | None, limit: int
) -> Listed:
    """Return one page of statements, the newest first. Raises CursorInvalid."""
    before = decode_cursor(cursor, UUID)[0] if cursor else None
    found = await repository.list_page(session, workspace_id, account_id, before, limit + 1)
    next_cursor = encode_cursor(found[limit - 1].id) if len(found) > limit else None
    shown = [await show(session, statement) for statement in found[:limit]]
    return Listed(shown, Pagination(next_cursor=next_cursor, limit=limit))


async def tick(
    session: AsyncSession,
    member: Member,
    statement_id: UUID,
    transaction_ids: Sequence[UUID],
    now: dt.datetime,
    *,
    is_ticked: bool,
) -> Shown:
    """Tick rows off, or take ticks back. Raises StatementNotFound, StatementLocked, RowNotOnStatement."""
    statement = await take(session, member, statement_id)
    wanted = set(transaction_ids)
    if is_ticked:
        allowed = {row["id"] for row in await _candidates(session, statement)}
        if not wanted <= allowed:
            raise RowNotOnStatement
        rows = [
            {
                "reconciliation_id": statement.id,
                "transaction_id": transaction_id,
                "workspace_id": statement.workspace_id,
                "ticked_by": member.actor,
                "ticked_at": now,
            }
            for transaction_id in sorted(wanted)
        ]
        await repository.tick(session, rows)
    else:
        await repository.untick(session, statement, sorted(wanted))
    return await show(session, statement)


async def discard(session: AsyncSession, member: Member, statement_id: UUID) -> None:
    """Throw an unfinished statement away; its rows stay. Raises StatementNotFound and StatementLocked."""
    statement = await take(session, member, statement_id)
    await note(session, member, statement, "discarded")
    await repository.discard(session, statement)


async def take(session: AsyncSession, member: Member, statement_id: UUID) -> Reconciliation:
    """Lock an unfinished statement's row for a change. Raises StatementNotFound and StatementLocked."""
    statement = await take_any(session, member, statement_id)
    if statement.status == StatementStatus.LOCKED:
        raise StatementLocked
    return statement


async def take_any(session: AsyncSession, member: Member, statement_id: UUID) -> Reconciliation:
    """Lock a statement's row for a change. Raises StatementNotFound."""
    refuse_viewers(member)
    await events.take_turn(session, member.workspace_id)
    statement = await repository.find(session, member.workspace_id, statement_id, lock=True)
    if statement is None:
        raise StatementNotFound
    return statement


async def show(session: AsyncSession, statement: Reconciliation) -> Shown:
    """Return a statement with its rows: those that may be ticked, or once it is locked those that were."""
    account = await accounts.get_account(session, statement.workspace_id, statement.account_id)
    ticked = await repository.list_ticked(session, statement)
    total = sum((row["amount"] for row in ticked if not row["is_removed"]), Decimal(0))
    is_locked = statement.status == StatementStatus.LOCKED
    return Shown(
        statement=statement,
        account=account,
        rows=ticked if is_locked else await _candidates(session, statement),
        ticked={row["id"] for row in ticked},
        difference=statement.closing_balance - statement.opening_balance - total,
    )


async def note(session: AsyncSession, member: Member, statement: Reconciliation, deed: str) -> None:
    """Sign a deed on a statement in the audit record."""
    await audit.record(
        session,
        workspace_id=member.workspace_id,
        actor=member.actor,
        action=f"reconciliation.{deed}",
        subject_type="reconciliation",
        subject_id=statement.id,
        after={
            "account_id": str(statement.account_id),
            "closing_date": statement.closing_date.isoformat(),
            "record_hash": statement.record_hash,
        },
    )


async def _candidates(session: AsyncSession, statement: Reconciliation) -> Sequence[RowMapping]:
    return await repository.list_candidates(session, statement, statement.opening_date - OLDER_ROWS)


async def _make(session: AsyncSession, member: Member, account: RowMapping, asked: Asked) -> Reconciliation:
    opening_date, opening_balance = await _opening(session, account, asked)
    if opening_date > asked.closing_date:
        raise StatementInvalid("The statement would end before it begins.")
    return Reconciliation(
        id=new_id(),
        workspace_id=member.workspace_id,
        account_id=account["id"],
        currency=account["currency"],
        opening_date=opening_date,
        opening_balance=opening_balance,
        closing_date=asked.closing_date,
        closing_balance=signed(account["type"], asked.closing_balance),
        status=StatementStatus.OPEN,
        created_by=member.actor,
    )


async def _opening(session: AsyncSession, account: RowMapping, asked: Asked) -> tuple[dt.date, Decimal]:
    last = await repository.find_last_locked(
        session, account["workspace_id"], account["id"], account["currency"]
    )
    day = asked.opening_date
    if day is None:
        day = last.closing_date + dt.timedelta(days=1) if last else asked.closing_date.replace(day=1)
    if asked.opening_balance is not None:
        return day, signed(account["type"], asked.opening_balance)
    if last is not None and asked.opening_date is None:
        return day, last.closing_balance
    balance = await history.find_balance(session, account, day - dt.timedelta(days=1))
    if balance is None:
        raise StatementInvalid("The ledger does not know the opening balance: please state it.")
    return day, balance


def _is_same(one: Reconciliation, other: Reconciliation) -> bool:
    names = ("currency", "opening_date", "opening_balance", "closing_date", "closing_balance")
    return all(getattr(one, name) == getattr(other, name) for name in names)
