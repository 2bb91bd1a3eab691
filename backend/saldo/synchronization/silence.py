"""The alarm for accounts that fall silent: on and off once each, in the workspace's event log."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

import structlog
from sqlalchemy import RowMapping, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.accounts import service as accounts
from saldo.accounts.models import AccountStatus
from saldo.connections.models import SYNCABLE, BankConnection, ConnectionStatus
from saldo.core.clock import Clock
from saldo.core.database import SYSTEM, Database, workspace_scope
from saldo.events import service as events
from saldo.events.types import AccountSilent
from saldo.synchronization import repository
from saldo.synchronization.models import AccountSilence
from saldo.transactions.rhythm import Rhythm, read_rhythms

log = structlog.get_logger(__name__)


async def listen(database: Database, clock: Clock) -> None:
    """Look at every workspace that keeps a bank in step; each is told in a transaction of its own."""
    async with database.transaction(SYSTEM) as session:
        query = (
            select(BankConnection.workspace_id)
            .where(BankConnection.status.in_(SYNCABLE), BankConnection.purge_at.is_(None))
            .distinct()
        )
        workspaces = (await session.scalars(query)).all()
    for workspace_id in workspaces:
        async with database.transaction(workspace_scope(workspace_id)) as session:
            await listen_to(session, workspace_id, clock.now())


async def listen_to(session: AsyncSession, workspace_id: UUID, now: dt.datetime) -> None:
    """Switch the alarms of a workspace on and off; running it twice is harmless."""
    heard = await _list_heard(session, workspace_id)
    rhythms = await read_rhythms(session, workspace_id, [row["id"] for row, _ in heard], now.date())
    await events.take_turn(session, workspace_id)
    known = {
        each.account_id: each
        for each in await session.scalars(
            select(AccountSilence).where(AccountSilence.workspace_id == workspace_id)
        )
    }
    for row, until in heard:
        rhythm, alarm = rhythms[row["id"]], known.get(row["id"])
        if rhythm.is_silent(until) and alarm is None:
            await _switch_on(session, row, rhythm, now)
        elif alarm is not None and not rhythm.is_silent(until):
            await _switch_off(session, row, rhythm, alarm)


async def _list_heard(session: AsyncSession, workspace_id: UUID) -> Sequence[tuple[RowMapping, dt.date]]:
    """List the active accounts whose bank we hear, and until when: what we cannot fetch is no silence."""
    until = {
        each.id: each.last_synced_at.date()
        for each in await repository.list_connections(session, workspace_id)
        if each.status in SYNCABLE
        and each.status != ConnectionStatus.IMPORTING
        and each.last_synced_at is not None
    }
    rows = await accounts.list_accounts(session, workspace_id)
    return [
        (row, until[row["connection_id"]])
        for row in rows
        if row["status"] == AccountStatus.ACTIVE and row["connection_id"] in until
    ]


async def _switch_on(session: AsyncSession, row: RowMapping, rhythm: Rhythm, now: dt.datetime) -> None:
    assert rhythm.last_posted_on is not None and rhythm.limit_days is not None  # noqa: S101, PT018 - it is silent
    session.add(
        AccountSilence(
            account_id=row["id"],
            workspace_id=row["workspace_id"],
            last_posted_on=rhythm.last_posted_on,
            limit_days=rhythm.limit_days,
            noticed_at=now,
        )
    )
    log.info("account.fell_silent", account_id=str(row["id"]), limit_days=rhythm.limit_days)
    await _tell(session, row, rhythm.last_posted_on, rhythm.limit_days, is_silent=True)


async def _switch_off(session: AsyncSession, row: RowMapping, rhythm: Rhythm, alarm: AccountSilence) -> None:
    await session.execute(delete(AccountSilence).where(AccountSilence.account_id == alarm.account_id))
    last = rhythm.last_posted_on or alarm.last_posted_on
    await _tell(session, row, last, rhythm.limit_days, is_silent=False)


async def _tell(
    session: AsyncSession, row: RowMapping, last: dt.date, limit_days: int | None, *, is_silent: bool
) -> None:
    event = AccountSilent(
        account_id=row["id"], is_silent=is_silent, last_posted_on=last, limit_days=limit_days
    )
    await events.publish(session, row["workspace_id"], event)
