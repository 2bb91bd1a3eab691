"""A workspace and its people: make one, name it, change roles, hand it over, leave, remove."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.audit import service as audit
from saldo.core.courier import promise
from saldo.core.database import Database, workspace_scope
from saldo.core.ids import new_id
from saldo.core.jobs import MemberChanged
from saldo.users import sessions
from saldo.users.tokens import Identity, TokenSigner
from saldo.workspaces import repository
from saldo.workspaces.access import Member
from saldo.workspaces.errors import (
    LastWorkspace,
    MemberNotFound,
    NotHandedOver,
    OwnerStays,
    RoleTooHigh,
    WorkspaceNotFound,
)
from saldo.workspaces.models import Role, Workspace, WorkspaceKind, WorkspaceMember
from saldo.workspaces.repository import Membership


async def list_homes(session: AsyncSession, user_id: UUID) -> Sequence[Membership]:
    """List the workspaces a person is in, the first joined first."""
    return await repository.list_memberships(session, user_id)


async def create(database: Database, member: Member, name: str, kind: WorkspaceKind) -> UUID:
    """Make a workspace that the person owns."""
    workspace_id = new_id()
    async with database.transaction(workspace_scope(workspace_id, member.user_id)) as session:
        session.add(Workspace(id=workspace_id, name=name, kind=kind))
        await session.flush()
        session.add(WorkspaceMember(workspace_id=workspace_id, user_id=member.user_id, role=Role.OWNER))
        await audit.record(
            session,
            workspace_id=workspace_id,
            actor=member.actor,
            action="workspace.created",
            subject_type="workspace",
            subject_id=workspace_id,
            after={"kind": kind},
        )
    return workspace_id


async def rename(session: AsyncSession, member: Member, name: str) -> None:
    """Give the workspace another name."""
    mine = Workspace.id == member.workspace_id
    old = await session.scalar(select(Workspace.name).where(mine).with_for_update())
    await session.execute(update(Workspace).where(mine).values(name=name))
    before, after = [await audit.veil(session, member.actor, {"name": one}) for one in (old, name)]
    workspace_id = member.workspace_id
    await record(session, member, "workspace.renamed", "workspace", workspace_id, before=before, after=after)


async def switch(
    session: AsyncSession, member: Member, workspace_id: UUID, signer: TokenSigner, now: datetime
) -> str:
    """Return an access token for another of the person's workspaces; renewed tokens stay there.

    Raises WorkspaceNotFound.
    """
    mine = await repository.list_memberships(session, member.user_id)
    if workspace_id not in {one.workspace_id for one in mine}:
        raise WorkspaceNotFound
    if member.session_id is not None:
        await sessions.move(session, member.session_id, workspace_id)
    return signer.sign(Identity(member.user_id, workspace_id, member.session_id), now)


async def change_role(session: AsyncSession, member: Member, user_id: UUID, role: Role) -> None:
    """Give a member another role. Raises MemberNotFound, OwnerStays, RoleTooHigh."""
    row = await _get_below(session, member, user_id)
    if role is Role.OWNER or (role is Role.ADMIN and member.role is not Role.OWNER):
        raise RoleTooHigh
    before, row.role = row.role, role
    await record(
        session,
        member,
        "member.role_changed",
        "user",
        user_id,
        before={"role": before},
        after={"role": role},
    )
    promise(session, MemberChanged(member.workspace_id, user_id))


async def remove(session: AsyncSession, member: Member, user_id: UUID) -> None:
    """Take a member out; their sockets close at once. Raises MemberNotFound, OwnerStays, RoleTooHigh."""
    row = await _get_below(session, member, user_id)
    await _take_out(session, row)
    await record(session, member, "member.removed", "user", user_id, before={"role": row.role})


async def leave(session: AsyncSession, member: Member) -> None:
    """Leave a workspace. Raises OwnerStays or LastWorkspace."""
    if member.role is Role.OWNER:
        raise OwnerStays
    if len(await repository.list_memberships(session, member.user_id)) == 1:
        raise LastWorkspace
    row = await repository.find_member_for_update(session, member.workspace_id, member.user_id)
    if row is None:
        raise MemberNotFound
    await _take_out(session, row)
    await record(session, member, "member.left", "user", member.user_id, before={"role": row.role})


async def hand_over(session: AsyncSession, member: Member, user_id: UUID) -> None:
    """Make another member the owner; the present one becomes an administrator.

    Raises MemberNotFound, NotHandedOver, OwnerStays.
    """
    workspace = await repository.get_workspace(session, member.workspace_id)
    if workspace.kind == WorkspaceKind.PERSONAL:
        raise NotHandedOver
    mine = await repository.find_member_for_update(session, member.workspace_id, member.user_id)
    heir = await repository.find_member_for_update(session, member.workspace_id, user_id)
    if heir is None or mine is None or mine.role != Role.OWNER:
        raise MemberNotFound
    if user_id == member.user_id:
        raise OwnerStays
    # The owner sees everything: what was hidden from the heir no longer is.
    await repository.delete_shares_of(session, member.workspace_id, user_id)
    mine.role, heir.role = Role.ADMIN, Role.OWNER
    await record(session, member, "workspace.handed_over", "user", user_id)
    for changed in (member.user_id, user_id):
        promise(session, MemberChanged(member.workspace_id, changed))


async def record(  # noqa: PLR0913 - a deed has this many sides
    session: AsyncSession,
    member: Member,
    action: str,
    subject_type: str,
    subject_id: UUID,
    *,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
) -> None:
    """Append a deed in the member's workspace to the audit record."""
    await audit.record(
        session,
        workspace_id=member.workspace_id,
        actor=member.actor,
        action=action,
        subject_type=subject_type,
        subject_id=subject_id,
        before=before,
        after=after,
    )


async def _get_below(session: AsyncSession, member: Member, user_id: UUID) -> WorkspaceMember:
    """Return a membership the member may decide about, locked."""
    row = await repository.find_member_for_update(session, member.workspace_id, user_id)
    if row is None:
        raise MemberNotFound
    if row.role == Role.OWNER:
        raise OwnerStays
    if row.role == Role.ADMIN and member.role is not Role.OWNER:
        raise RoleTooHigh
    return row


async def _take_out(session: AsyncSession, row: WorkspaceMember) -> None:
    await repository.delete_shares_of(session, row.workspace_id, row.user_id)
    await session.delete(row)
    promise(session, MemberChanged(row.workspace_id, row.user_id))
