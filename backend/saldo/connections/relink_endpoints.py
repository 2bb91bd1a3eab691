"""The API's links made anew: what they carried on, and taking it back."""

from uuid import UUID

from fastapi import APIRouter

from saldo.connections import unlinking
from saldo.connections.dependencies import CurrentBankAccess, CurrentEditor
from saldo.connections.relink_schemas import RelinkList, RelinkUndone
from saldo.workspaces.access import CurrentMember, TenantSession
from saldo.workspaces.permissions import require

router = APIRouter(prefix="/api", tags=["connections"], dependencies=[require("connections")])


@router.get("/connections/{connection_id:uuid}/relinks")
async def list_relinks(session: TenantSession, member: CurrentMember, connection_id: UUID) -> RelinkList:
    """List the accounts that a link carried on from an earlier one."""
    return RelinkList(data=await unlinking.list_relinks(session, member.workspace_id, connection_id))


@router.post(
    "/connections/{connection_id:uuid}/relinks/{relink_id:uuid}/undo",
    responses={409: {"description": "Something was built on it since, or the bank cannot be read"}},
)
async def undo_relink(
    access: CurrentBankAccess, member: CurrentEditor, connection_id: UUID, relink_id: UUID
) -> RelinkUndone:
    """Take back that an account was carried on: the old one is history again, the link gets its own."""
    return await unlinking.take_back(access, member, connection_id, relink_id)
