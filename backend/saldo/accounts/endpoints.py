"""The API's accounts."""

from fastapi import APIRouter

from saldo.accounts import service
from saldo.accounts.schemas import Account, AccountList
from saldo.workspaces.access import CurrentMember, TenantSession
from saldo.workspaces.permissions import require

router = APIRouter(prefix="/api", tags=["accounts"], dependencies=[require("accounts")])


@router.get("/accounts")
async def list_accounts(session: TenantSession, member: CurrentMember) -> AccountList:
    """List the workspace's accounts, closed ones included."""
    rows = await service.list_accounts(session, member.workspace_id)
    return AccountList(data=[Account.from_row(row) for row in rows])
