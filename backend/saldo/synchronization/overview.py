"""Gather how fresh everything is: one account in full, or all of them in lines."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from redis.asyncio import Redis
from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.accounts import service as accounts
from saldo.accounts.errors import AccountNotFound
from saldo.accounts.models import AccountStatus
from saldo.connections import breakers, presenting
from saldo.connections.frequencies import Frequency
from saldo.connections.models import BankConnection, SyncStatus
from saldo.synchronization import asking, clocks, repository
from saldo.synchronization.clocks import Seen
from saldo.synchronization.pacing import pace_of
from saldo.synchronization.schemas import (
    AccountLine,
    AccountSyncStatus,
    ClockShown,
    ClocksShown,
    ConnectionLine,
    ConnectionSync,
    PushClock,
    RhythmShown,
    SyncOverview,
    SyncTotals,
)
from saldo.synchronization.standing import SyncState, explain_next, is_overdue, state_of
from saldo.transactions.rhythm import Rhythm, read_rhythms
from saldo.workspaces.access import Member

_DAY = dt.timedelta(days=1)


async def show_account(
    session: AsyncSession, redis: Redis, member: Member, account_id: UUID, now: dt.datetime
) -> AccountSyncStatus:
    """Show one account. Raises AccountNotFound."""
    account = await accounts.get_account(session, member.workspace_id, account_id)
    connection = await repository.find_connection(session, member.workspace_id, account["connection_id"])
    if connection is None:
        raise AccountNotFound
    rows = await accounts.list_accounts(session, member.workspace_id)
    runs = await presenting.list_syncs(session, member.workspace_id, connection.id, None, 1)
    rhythms = await read_rhythms(session, member.workspace_id, [account_id], now.date())
    return AccountSyncStatus(
        account_id=account_id,
        name=account["name"],
        frequency=Frequency(account["sync_frequency"]),
        connection=await _connection_sync(session, connection, rows, now),
        us_to_you=await show_push(session, redis, member, now),
        last_sync=runs.data[0] if runs.data else None,
        rhythm=_rhythm_shown(rhythms[account_id], account, connection, now),
    )


async def show_all(session: AsyncSession, redis: Redis, member: Member, now: dt.datetime) -> SyncOverview:
    """Show every connection with its active accounts."""
    rows = await accounts.list_accounts(session, member.workspace_id)
    active = [row for row in rows if row["status"] == AccountStatus.ACTIVE]
    rhythms = await read_rhythms(session, member.workspace_id, [row["id"] for row in active], now.date())
    lines = [
        ConnectionLine(
            connection=await _connection_sync(session, each, active, now),
            accounts=_account_lines(each, active, rhythms, now),
        )
        for each in await repository.list_connections(session, member.workspace_id)
        if state_of(each, now) is not SyncState.ENDED
    ]
    runs = await repository.count_syncs_since(session, member.workspace_id, now - _DAY)
    return SyncOverview(
        as_of=now,
        totals=_totals(lines, runs),
        us_to_you=await show_push(session, redis, member, now),
        connections=lines,
    )


async def show_clocks(
    session: AsyncSession, redis: Redis, member: Member, connection: BankConnection, now: dt.datetime
) -> ClocksShown:
    """Show the three clocks of a connection."""
    return ClocksShown(
        connection_id=connection.id,
        as_of=now,
        bank_to_provider=_clock(clocks.read_bank_to_provider(connection, now)),
        provider_to_us=_clock(clocks.read_provider_to_us(connection, now)),
        us_to_you=await show_push(session, redis, member, now),
    )


async def show_push(session: AsyncSession, redis: Redis, member: Member, now: dt.datetime) -> PushClock:
    """Show how far this person's pages are."""
    seen: Seen = await clocks.read_us_to_you(session, redis, member.workspace_id, member.user_id, now)
    return PushClock.model_validate(vars(seen))


# Trades come through another product of Plaid than the one Saldo reads; of few loans more than what is owed.
_WITHOUT_ROWS: Final = {
    "investment": "Only the balance of an investment account is read; its trades are not.",
    "loan": "Only the balance of this loan has come; few lenders state each payment.",
}


def describe_rhythm(rhythm: Rhythm, account_type: str, heard_until: dt.date) -> str:
    """Say in a sentence how an account's silence compares with its way."""
    days = rhythm.silent_days(heard_until)
    if days is None:
        return _WITHOUT_ROWS.get(account_type, "Nothing has been posted here in the last year.")
    if rhythm.limit_days is None:
        return f"Last posting {_ago(days)}; too few postings to know what is usual."
    if rhythm.is_silent(heard_until):
        return f"No posting for {days} days; {rhythm.longest_usual_days} are usual at most."
    return f"Last posting {_ago(days)}; up to {rhythm.longest_usual_days} days are usual."


def _ago(days: int) -> str:
    return {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")


def _rhythm_shown(
    rhythm: Rhythm, account: RowMapping, connection: BankConnection, now: dt.datetime
) -> RhythmShown:
    # What we have not fetched is our silence and not the account's.
    heard_until = (connection.last_synced_at or now).date()
    return RhythmShown(
        last_posted_on=rhythm.last_posted_on,
        silent_days=rhythm.silent_days(heard_until),
        usual_days=rhythm.usual_days,
        longest_usual_days=rhythm.longest_usual_days,
        limit_days=rhythm.limit_days,
        is_silent=rhythm.is_silent(heard_until),
        text=describe_rhythm(rhythm, account["type"], heard_until),
    )


def _clock(reading: clocks.Reading) -> ClockShown:
    return ClockShown.model_validate(vars(reading))


async def _connection_sync(
    session: AsyncSession, connection: BankConnection, rows: Sequence[RowMapping], now: dt.datetime
) -> ConnectionSync:
    troubles = await breakers.list_open(session, [connection.institution_id], now)
    trouble = troubles.get(connection.institution_id)
    return ConnectionSync(
        pace=await pace_of(session, connection, rows, now),
        state=state_of(connection, now),
        why=explain_next(connection, trouble, now),
        bank_trouble=presenting.trouble_shown(trouble),
        overdue=is_overdue(connection, now),
        last_synced_at=connection.last_synced_at,
        news_at=connection.news_at,
        next_allowed_at=asking.next_allowed_at(connection, now),
        bank_to_provider=_clock(clocks.read_bank_to_provider(connection, now)),
        provider_to_us=_clock(clocks.read_provider_to_us(connection, now)),
    )


def _account_lines(
    connection: BankConnection,
    rows: Sequence[RowMapping],
    rhythms: Mapping[UUID, Rhythm],
    now: dt.datetime,
) -> list[AccountLine]:
    return [
        AccountLine(
            account_id=row["id"],
            name=row["name"],
            frequency=Frequency(row["sync_frequency"]),
            rhythm=_rhythm_shown(rhythms[row["id"]], row, connection, now),
        )
        for row in rows
        if row["connection_id"] == connection.id
    ]


def _totals(lines: Sequence[ConnectionLine], runs: Mapping[str, int]) -> SyncTotals:
    accounts_shown = [account for line in lines for account in line.accounts]
    states = [line.connection.state for line in lines]
    return SyncTotals(
        connections=len(lines),
        accounts=len(accounts_shown),
        syncing=states.count(SyncState.SYNCING),
        overdue=sum(line.connection.overdue for line in lines),
        needs_person=states.count(SyncState.NEEDS_PERSON),
        silent_accounts=sum(account.rhythm.is_silent for account in accounts_shown),
        syncs_succeeded_today=runs.get(SyncStatus.SUCCEEDED, 0),
        syncs_failed_today=runs.get(SyncStatus.FAILED, 0) + runs.get(SyncStatus.ABANDONED, 0),
    )
