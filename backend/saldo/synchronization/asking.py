"""A person's wish for a sync at once, within what the provider allows."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from saldo.accounts import service as accounts
from saldo.accounts.models import AccountStatus
from saldo.connections.models import BankConnection, ConnectionStatus, SyncTrigger
from saldo.connections.scheduling import request_sync
from saldo.synchronization import repository
from saldo.synchronization.errors import SyncEnded, SyncTooSoon, SyncWaitsForLogin
from saldo.synchronization.schemas import ImmediateAnswer
from saldo.synchronization.standing import SyncState, state_of

# A sync asks for pages, accounts and the login; the provider allows fifteen a minute of the latter two.
COOLDOWN: Final = timedelta(seconds=30)


async def sync_now(
    session: AsyncSession, workspace_id: UUID, account_id: UUID, now: datetime
) -> ImmediateAnswer:
    """Ask for a sync of the account's connection. Raises SyncTooSoon, SyncWaitsForLogin or SyncEnded."""
    account = await accounts.get_account(session, workspace_id, account_id)
    connection = await repository.find_connection(session, workspace_id, account["connection_id"], lock=True)
    if connection is None or account["status"] != AccountStatus.ACTIVE:
        raise SyncEnded
    state = state_of(connection, now)
    _refuse_hurry(connection, state, now)
    connection.asked_at = now
    await session.flush()
    await request_sync(session, workspace_id, connection.id, SyncTrigger.USER, now)
    rows = await accounts.list_accounts(session, workspace_id)
    joined = state in {SyncState.SYNCING, SyncState.QUEUED}
    return ImmediateAnswer(
        account_id=account_id,
        connection_id=connection.id,
        state=state if joined else SyncState.QUEUED,
        joined=joined,
        together_with=[
            row["id"] for row in rows if row["connection_id"] == connection.id and row["id"] != account_id
        ],
        next_allowed_at=now + COOLDOWN,
    )


def next_allowed_at(connection: BankConnection, now: datetime) -> datetime | None:
    """Say until when a person's wish has to wait; None when it would be granted."""
    ends = [connection.asked_at + COOLDOWN] if connection.asked_at is not None else []
    if connection.status == ConnectionStatus.RATE_LIMITED:
        ends.append(connection.next_at)
    end = max(ends, default=now)
    return end if end > now else None


def _refuse_hurry(connection: BankConnection, state: SyncState, now: datetime) -> None:
    if state is SyncState.ENDED:
        raise SyncEnded
    if state is SyncState.NEEDS_PERSON:
        raise SyncWaitsForLogin
    end = next_allowed_at(connection, now)
    if end is None:
        return
    seconds = (end - now).total_seconds()
    why = (
        "The provider asked us to slow down."
        if connection.status == ConnectionStatus.RATE_LIMITED
        else (f"{connection.institution_name} was asked a moment ago.")
    )
    raise SyncTooSoon(f"{why} Try again in {seconds:.0f} seconds.", retry_after_seconds=seconds)
