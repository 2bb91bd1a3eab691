"""Change how often banks are asked, and say what came of it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.accounts import service as accounts
from saldo.accounts.errors import AccountNotFound
from saldo.accounts.models import AccountStatus
from saldo.audit import service as audit
from saldo.connections import planning, quiet_hours
from saldo.connections.frequencies import DESCRIPTIONS, Frequency
from saldo.connections.models import BankConnection
from saldo.core.database import Database, workspace_scope
from saldo.synchronization.schemas import Pace
from saldo.synchronization.standing import next_sync_at
from saldo.workspaces.access import Member


async def set_frequency(
    database: Database,
    member: Member,
    account_ids: Collection[UUID] | None,
    frequency: Frequency,
    now: datetime,
) -> tuple[list[UUID], list[Pace]]:
    """Set the pace of these accounts, or of all active ones; return them and their connections' new pace.

    Raises AccountNotFound.
    """
    async with database.transaction(member.scope) as session:
        rows = await accounts.list_accounts(session, member.workspace_id)
        chosen = _choose(rows, account_ids)
        ids = [row["id"] for row in chosen]
        await accounts.set_frequency(session, member.workspace_id, ids, frequency)
        for row in chosen:
            await _record(session, member, row, frequency)
    connection_ids = sorted({row["connection_id"] for row in chosen})
    # Bound to the workspace alone: the fastest account may be one that this member does not see.
    async with database.transaction(workspace_scope(member.workspace_id)) as session:
        changed = [
            await planning.change_plan(session, member.workspace_id, each, now) for each in connection_ids
        ]
    async with database.transaction(member.scope) as session:
        rows = await accounts.list_accounts(session, member.workspace_id)
        return ids, [await pace_of(session, each, rows, now) for each in changed if each is not None]


async def pace_of(
    session: AsyncSession, connection: BankConnection, rows: Sequence[RowMapping], now: datetime
) -> Pace:
    """Describe a connection's pace; `rows` are the workspace's accounts as the member sees them."""
    frequency = Frequency(connection.sync_frequency)
    quiet = await quiet_hours.list_quiet(session, connection.institution_id)
    own = [row for row in rows if row["connection_id"] == connection.id and _is_active(row)]
    return Pace(
        connection_id=connection.id,
        institution_name=connection.institution_name,
        frequency=frequency,
        decided_by=[row["id"] for row in own if row["sync_frequency"] == frequency],
        explanation=_explain(connection, frequency, len(own)),
        next_sync_at=next_sync_at(connection, now),
        quiet_hours=sorted(quiet),
    )


def _explain(connection: BankConnection, frequency: Frequency, count: int) -> str:
    sentence = f"{connection.institution_name} is asked {DESCRIPTIONS[frequency]}"
    if count > 1:
        return (
            f"{sentence}: all {count} accounts of a login are fetched together, at the pace of the fastest."
        )
    return f"{sentence}."


def _is_active(row: RowMapping) -> bool:
    return bool(row["status"] == AccountStatus.ACTIVE)


def _choose(rows: Sequence[RowMapping], account_ids: Collection[UUID] | None) -> list[RowMapping]:
    if account_ids is None:
        return [row for row in rows if _is_active(row)]
    chosen = [row for row in rows if row["id"] in set(account_ids)]
    if len(chosen) < len(set(account_ids)):
        raise AccountNotFound
    return chosen


async def _record(session: AsyncSession, member: Member, row: RowMapping, frequency: Frequency) -> None:
    if row["sync_frequency"] == frequency:
        return
    await audit.record(
        session,
        workspace_id=member.workspace_id,
        actor=member.actor,
        action="account.sync_frequency_changed",
        subject_type="account",
        subject_id=row["id"],
        before={"frequency": row["sync_frequency"]},
        after={"frequency": frequency.value},
    )
