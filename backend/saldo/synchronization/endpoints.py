"""The API's schedules and clocks: how often, how fresh, what next."""

from uuid import UUID

from fastapi import APIRouter, status

from saldo.connections.dependencies import CurrentEditor
from saldo.connections.errors import ConnectionNotFound
from saldo.connections.frequencies import Frequency
from saldo.core.http import CurrentBroker, CurrentClock, CurrentDatabase, CurrentRedis
from saldo.synchronization import asking, overview, pacing, repository, scheduler
from saldo.synchronization.schemas import (
    AccountSyncStatus,
    AutomaticAnswer,
    AutomaticRequest,
    ClocksShown,
    FrequencyAnswer,
    FrequencyRequest,
    ImmediateAnswer,
    SchedulerStatus,
    SyncOverview,
)
from saldo.workspaces.access import CurrentMember, TenantSession
from saldo.workspaces.permissions import require

router = APIRouter(prefix="/api", tags=["synchronization"], dependencies=[require("connections")])


@router.post("/accounts/sync/schedule-automatic")
async def schedule_automatic(
    database: CurrentDatabase,
    member: CurrentEditor,
    clock: CurrentClock,
    request: AutomaticRequest | None = None,
) -> AutomaticAnswer:
    """Keep accounts in step without being asked: all of them, or those named."""
    wanted = request or AutomaticRequest()
    frequency = Frequency(wanted.frequency)
    ids, paces = await pacing.set_frequency(database, member, wanted.account_ids, frequency, clock.now())
    return AutomaticAnswer(account_ids=ids, frequency=frequency, connections=paces)


@router.get("/accounts/sync/scheduler-status")
async def get_scheduler_status(
    session: TenantSession,
    member: CurrentMember,
    redis: CurrentRedis,
    broker: CurrentBroker,
    clock: CurrentClock,
) -> SchedulerStatus:
    """Say whether the scheduler runs, what is due, and who works."""
    stores = scheduler.Stores(redis, broker)
    return await scheduler.describe(session, stores, member.workspace_id, clock.now())


@router.get("/accounts/sync-overview")
async def get_sync_overview(
    session: TenantSession, member: CurrentMember, redis: CurrentRedis, clock: CurrentClock
) -> SyncOverview:
    """Show how fresh every account is, and what happens next."""
    return await overview.show_all(session, redis, member, clock.now())


@router.get("/accounts/{account_id:uuid}/sync-status")
async def get_sync_status(
    session: TenantSession, member: CurrentMember, redis: CurrentRedis, clock: CurrentClock, account_id: UUID
) -> AccountSyncStatus:
    """Show how fresh an account is, what happens next, and whether it is silent."""
    return await overview.show_account(session, redis, member, account_id, clock.now())


@router.post(
    "/accounts/{account_id:uuid}/sync/immediate",
    status_code=status.HTTP_202_ACCEPTED,
    responses={
        409: {"description": "The person must sign in at the bank, or the connection has ended"},
        429: {"description": "The bank was asked a moment ago; `Retry-After` says when to come back"},
    },
)
async def sync_immediately(
    session: TenantSession, member: CurrentEditor, clock: CurrentClock, account_id: UUID
) -> ImmediateAnswer:
    """Ask the account's bank now, with all accounts of the same login; at most every 30 seconds."""
    return await asking.sync_now(session, member.workspace_id, account_id, clock.now())


@router.put("/accounts/{account_id:uuid}/sync-frequency")
async def set_sync_frequency(
    database: CurrentDatabase,
    member: CurrentEditor,
    clock: CurrentClock,
    account_id: UUID,
    request: FrequencyRequest,
) -> FrequencyAnswer:
    """Say how fresh an account is wanted; its connection goes by the fastest of its accounts."""
    _, paces = await pacing.set_frequency(database, member, [account_id], request.frequency, clock.now())
    return FrequencyAnswer(account_id=account_id, frequency=request.frequency, connection=paces[0])


@router.get("/connections/{connection_id:uuid}/clocks")
async def get_clocks(
    session: TenantSession,
    member: CurrentMember,
    redis: CurrentRedis,
    clock: CurrentClock,
    connection_id: UUID,
) -> ClocksShown:
    """Show how old is what the provider has, what we have, and what you have been shown."""
    connection = await repository.find_connection(session, member.workspace_id, connection_id)
    if connection is None:
        raise ConnectionNotFound
    return await overview.show_clocks(session, redis, member, connection, clock.now())
