"""Queries about workspaces and memberships."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.workspaces.models import Workspace, WorkspaceMember

# Membership and session in one round trip: this runs on every request.
_STANDING = text(
    """
    SELECT member.role,
           cast(:session_id AS uuid) IS NULL OR EXISTS (
               SELECT FROM sessions
                WHERE id = :session_id AND user_id = :user_id AND ended_at IS NULL AND expires_at > :now
           ) AS is_session_good
      FROM (SELECT 1) AS one
      LEFT JOIN workspace_members member
        ON member.workspace_id = :workspace_id AND member.user_id = :user_id
    """
)


@dataclass(frozen=True)
class Standing:
    """What the database says of a request's claim: the role, if any, and whether the session goes on."""

    role: str | None
    is_session_good: bool


@dataclass(frozen=True)
class Membership:
    """A workspace of a person, and their role in it."""

    workspace_id: UUID
    name: str
    kind: str
    role: str


async def get_standing(
    session: AsyncSession, *, user_id: UUID, workspace_id: UUID, session_id: UUID | None, now: datetime
) -> Standing:
    row = await session.execute(
        _STANDING,
        {"user_id": user_id, "workspace_id": workspace_id, "session_id": session_id, "now": now},
    )
    role, is_session_good = row.one()
    return Standing(role, is_session_good)


async def list_memberships(session: AsyncSession, user_id: UUID) -> Sequence[Membership]:
    """List a person's workspaces, the first joined first."""
    rows = await session.execute(
        select(Workspace.id, Workspace.name, Workspace.kind, WorkspaceMember.role)
        .join(WorkspaceMember, WorkspaceMember.workspace_id == Workspace.id)
        .where(WorkspaceMember.user_id == user_id)
        .order_by(WorkspaceMember.created_at, Workspace.id)
    )
    return [Membership(*row) for row in rows]
