"""The API's figures: the dashboard, and one account with its history.

The account is answered here because its history needs the transactions, which accounts themselves know
nothing of.
"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from saldo.accounts import service as accounts
from saldo.accounts.schemas import Account
from saldo.core.http import CurrentClock
from saldo.insights import balances, dashboard
from saldo.insights.schemas import AccountDetail, BalancePoint, Dashboard
from saldo.workspaces.access import CurrentMember, TenantSession
from saldo.workspaces.permissions import require

router = APIRouter(prefix="/api", tags=["insights"], dependencies=[require("insights:read")])


@router.get("/insights/dashboard")
async def get_dashboard(
    session: TenantSession,
    member: CurrentMember,
    clock: CurrentClock,
    month: Annotated[str | None, Query(description="YYYY-MM; this month if not given", max_length=7)] = None,
    days: Annotated[
        int, Query(description="How far back the history reaches", ge=1, le=balances.LONGEST_HISTORY.days)
    ] = dashboard.USUAL_DAYS,
) -> Dashboard:
    """Net worth now and over the last days, and the month's spending, by currency."""
    return await dashboard.build_dashboard(session, member.workspace_id, clock.now(), month, days)


@router.get("/accounts/{account_id:uuid}", tags=["accounts"])
async def get_account(
    session: TenantSession, member: CurrentMember, clock: CurrentClock, account_id: UUID
) -> AccountDetail:
    """Return one account with its balance on every day of up to two years."""
    row = await accounts.get_account(session, member.workspace_id, account_id)
    days = await balances.list_account_history(session, member.workspace_id, row, clock.now().date())
    return AccountDetail(
        **dict(Account.from_row(row)),
        balances=[BalancePoint(date=day, current=balance) for day, balance in days],
    )
