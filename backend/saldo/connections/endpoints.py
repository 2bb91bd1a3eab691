"""The API's bank connections: link, look, sync, repair, disconnect."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, status

from saldo.connections import (
    balances,
    disconnecting,
    hearing,
    linking,
    presenting,
    relinking,
    repairing,
    scheduling,
    setting_aside,
)
from saldo.connections.dependencies import CurrentBankAccess, CurrentEditor
from saldo.connections.schemas import (
    BalancesAnswer,
    BalancesRequest,
    ConnectionOverview,
    ConnectionShown,
    ExchangeAnswer,
    ExchangeRequest,
    LinkTokenAnswer,
    LinkTokenRequest,
    RelinkPlan,
    RelinkPlanRequest,
    SetAsideRow,
    SyncAnswer,
    SyncRequest,
    SyncShown,
    WebhookShown,
)
from saldo.core.http import CurrentClock, CurrentDatabase, Cursor, Limit
from saldo.core.pagination import Page
from saldo.security.proving import require_proof_of_person
from saldo.workspaces.access import CurrentMember, TenantSession
from saldo.workspaces.entrance import CurrentEntrance
from saldo.workspaces.permissions import require

router = APIRouter(prefix="/api", tags=["connections"], dependencies=[require("connections")])


@router.post("/accounts/plaid/link-token")
async def create_link_token(
    access: CurrentBankAccess,
    member: CurrentEditor,
    entrance: CurrentEntrance,
    request: LinkTokenRequest | None = None,
) -> LinkTokenAnswer:
    """Make a token that opens the bank's dialog; with a connection, to repair its login."""
    wanted = request or LinkTokenRequest()
    if wanted.connection_id is None:
        await require_proof_of_person(entrance.door, member)
    token = await linking.create_link_token(
        access, member, wanted.connection_id, choose_accounts=wanted.choose_accounts
    )
    return LinkTokenAnswer(
        success=True,
        link_token=token.token,
        expiration=token.expires_at,
        request_id=token.request_id,
        environment=access.bank.environment,
    )


@router.post("/accounts/plaid/exchange-token")
async def exchange_token(
    access: CurrentBankAccess, member: CurrentEditor, request: ExchangeRequest
) -> ExchangeAnswer:
    """Turn the dialog's token into a connection; handing in the same token again is harmless."""
    linked = await linking.link(access, member, request)
    async with access.database.transaction(member.scope) as session:
        shown = await presenting.get_shown(
            session, member.workspace_id, linked.connection_id, access.clock.now()
        )
    return ExchangeAnswer(connection=shown, already_connected=not linked.is_new)


@router.post("/connections/relink/plan")
async def plan_relink(
    session: TenantSession, member: CurrentEditor, request: RelinkPlanRequest
) -> RelinkPlan:
    """Say which of the dialog's accounts were here before; nothing is changed."""
    plan = await relinking.plan_relink(
        session,
        member.workspace_id,
        request.institution.institution_id,
        [relinking.from_dialog(each) for each in request.accounts],
    )
    return presenting.plan_shown(plan)


@router.get("/accounts/connection-status")
async def get_connection_status(
    session: TenantSession, member: CurrentMember, access: CurrentBankAccess
) -> ConnectionOverview:
    """Show every connection and whether this installation can link banks."""
    environment = access.bank.environment
    return ConnectionOverview(
        enabled=environment != "disabled",
        environment=environment,
        connections=await presenting.list_shown(session, member.workspace_id, access.clock.now()),
    )


@router.post("/accounts/sync-balances")
async def sync_balances(
    access: CurrentBankAccess, member: CurrentEditor, request: BalancesRequest | None = None
) -> BalancesAnswer:
    """Ask the banks for balances of this moment; at most every two minutes per connection."""
    return await balances.refresh_balances(access, member, request.account_ids if request else None)


@router.post("/accounts/sync-transactions", status_code=status.HTTP_202_ACCEPTED)
async def sync_transactions(
    session: TenantSession, member: CurrentEditor, clock: CurrentClock, request: SyncRequest | None = None
) -> SyncAnswer:
    """Ask for new transactions; they arrive through the event log."""
    connection_id = request.connection_id if request else None
    queued = await scheduling.request_syncs(session, member.workspace_id, connection_id, clock.now())
    return SyncAnswer(queued=queued)


@router.get("/connections/{connection_id}")
async def get_connection(
    session: TenantSession, member: CurrentMember, clock: CurrentClock, connection_id: UUID
) -> ConnectionShown:
    """Show one connection."""
    return await presenting.get_shown(session, member.workspace_id, connection_id, clock.now())


@router.get("/connections/{connection_id}/syncs")
async def list_syncs(
    session: TenantSession,
    member: CurrentMember,
    connection_id: UUID,
    cursor: Cursor = None,
    limit: Limit = 20,
) -> Page[SyncShown]:
    """List the runs of a connection's sync, newest first."""
    return await presenting.list_syncs(session, member.workspace_id, connection_id, cursor, limit)


@router.get("/connections/{connection_id}/webhooks")
async def list_webhooks(
    database: CurrentDatabase,
    member: CurrentMember,
    connection_id: UUID,
    cursor: Cursor = None,
    limit: Limit = 20,
) -> Page[WebhookShown]:
    """List what the provider told of a connection in the last thirty days, and what came of it."""
    return await hearing.list_webhooks(database, member, connection_id, cursor, limit)


@router.get("/connections/{connection_id}/set-aside")
async def list_set_aside(
    session: TenantSession,
    member: CurrentMember,
    connection_id: UUID,
    cursor: Cursor = None,
    limit: Limit = 20,
) -> Page[SetAsideRow]:
    """List the bank's rows that could not be stored, newest first."""
    return await setting_aside.list_rows(session, member.workspace_id, connection_id, cursor, limit)


@router.post("/connections/{connection_id}/set-aside/retry", status_code=status.HTTP_202_ACCEPTED)
async def retry_set_aside(
    session: TenantSession, member: CurrentEditor, clock: CurrentClock, connection_id: UUID
) -> SyncAnswer:
    """Read everything of this bank again; what can be read by now takes its place."""
    await setting_aside.retry(session, clock, member.workspace_id, connection_id)
    return SyncAnswer(queued=[connection_id])


@router.post("/connections/{connection_id}/repaired")
async def check_repaired(
    access: CurrentBankAccess, member: CurrentEditor, connection_id: UUID
) -> ConnectionShown:
    """Say that the bank's dialog ended well; we ask the bank whether it is so."""
    await repairing.check_repaired(access, member, connection_id)
    async with access.database.transaction(member.scope) as session:
        return await presenting.get_shown(session, member.workspace_id, connection_id, access.clock.now())


@router.delete("/connections/{connection_id}", status_code=status.HTTP_204_NO_CONTENT)
async def disconnect(
    access: CurrentBankAccess,
    member: CurrentEditor,
    connection_id: UUID,
    history: Annotated[
        Literal["keep", "purge"], Query(description="What becomes of the accounts and transactions.")
    ] = "keep",
) -> None:
    """End our access at the bank; history stays with its accounts closed, or goes for good."""
    await disconnecting.disconnect(access, member, connection_id, purge=history == "purge")
