"""The API's receipts."""

from uuid import UUID

from fastapi import APIRouter

from saldo.core.http import Cursor, Limit
from saldo.core.pagination import Page
from saldo.receipts import presenting
from saldo.receipts.schemas import Receipt
from saldo.workspaces.access import CurrentMember, TenantSession
from saldo.workspaces.permissions import require

router = APIRouter(prefix="/api", tags=["connections"], dependencies=[require("connections")])


@router.get("/connections/{connection_id:uuid}/receipts")
async def list_receipts(
    session: TenantSession,
    member: CurrentMember,
    connection_id: UUID,
    cursor: Cursor = None,
    limit: Limit = 20,
) -> Page[Receipt]:
    """List what each run of a connection's sync did, newest first."""
    return await presenting.list_receipts(session, member.workspace_id, connection_id, cursor, limit)


@router.get("/connections/{connection_id:uuid}/syncs/{sync_id:uuid}/receipt")
async def get_receipt(
    session: TenantSession, member: CurrentMember, connection_id: UUID, sync_id: UUID
) -> Receipt:
    """Return the receipt of one run."""
    return await presenting.get_receipt(session, member.workspace_id, connection_id, sync_id)
