"""The API's balances over time."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from saldo.accounts import service as accounts
from saldo.core.http import CurrentClock
from saldo.ledger import history, standings
from saldo.ledger.schemas import AccountBalances, BalanceQuery, StandingList
from saldo.workspaces.access import CurrentMember, TenantSession
from saldo.workspaces.permissions import require

router = APIRouter(prefix="/api", tags=["accounts"], dependencies=[require("accounts")])


@router.get("/accounts/standings")
async def list_standings(session: TenantSession, member: CurrentMember) -> StandingList:
    """Say of every account whether its ledger agrees with the bank, by the last comparison."""
    return StandingList(data=await standings.list_standings(session, member.workspace_id))


@router.get("/accounts/{account_id:uuid}/balances")
async def list_balances(
    session: TenantSession,
    member: CurrentMember,
    clock: CurrentClock,
    account_id: UUID,
    query: Annotated[BalanceQuery, Query()],
) -> AccountBalances:
    """Return an account's balance on every day: as our rows add up, and as the bank stated it."""
    account = await accounts.get_account(session, member.workspace_id, account_id)
    last = query.last or clock.now().date()
    first = query.first or last - history.USUAL_SPAN
    return await history.show_balances(session, account, first, last)
