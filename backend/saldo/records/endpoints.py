"""`/api/audit`: the workspace's record, one's own deeds anywhere, and one's own requests."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import StringConstraints

from saldo.core.database import SYSTEM
from saldo.core.http import CurrentDatabase, Cursor, Limit, Word
from saldo.core.pagination import Page
from saldo.records import reading
from saldo.records.reading import Wanted
from saldo.records.schemas import Entry, OwnEntry, Request
from saldo.workspaces import managing
from saldo.workspaces.access import CurrentMember, TenantSession
from saldo.workspaces.permissions import require

router = APIRouter(prefix="/api/audit", tags=["audit"])
Kinds = Annotated[
    list[Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}$")]],
    Query(
        default_factory=list, max_length=20, description="First words of the actions to list; none for all."
    ),
]


@router.get("", dependencies=[require("audit:read")])
async def list_entries(  # noqa: PLR0913, PLR0917 - one parameter a filter
    session: TenantSession,
    member: CurrentMember,
    actor: Word = None,
    action: Word = None,
    subject_id: Word = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[Entry]:
    """List what was done in this workspace, by whom and to what, the newest first."""
    wanted = Wanted(actor, action, subject_id, member.workspace_id, None, cursor, limit)
    return await reading.list_entries(session, wanted)


@router.get("/mine", dependencies=[require("audit:read:own")])
async def list_own(
    database: CurrentDatabase,
    member: CurrentMember,
    kind: Kinds,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[OwnEntry]:
    """List what was done in your name in your workspaces, from which address and device.

    A program's token is for one workspace, and is told of that one only.
    """
    # A person's deeds lie where they were done: the sign-ins in one workspace, the links in another.
    async with database.transaction(SYSTEM) as session:
        homes = await managing.list_homes(session, member.user_id)
        names = {one.workspace_id: one.name for one in homes}
        if member.permissions is not None:
            names = {member.workspace_id: names[member.workspace_id]}
        wanted = Wanted(member.actor, kinds=tuple(kind), cursor=cursor, limit=limit)
        return await reading.list_own(session, wanted, names)


@router.get("/requests", dependencies=[require("own:read")])
async def list_own_requests(
    session: TenantSession, member: CurrentMember, cursor: Cursor = None, limit: Limit = 50
) -> Page[Request]:
    """List the requests made in your name in the last thirty days."""
    wanted = Wanted(user_id=member.user_id, cursor=cursor, limit=limit)
    return await reading.list_requests(session, wanted)
