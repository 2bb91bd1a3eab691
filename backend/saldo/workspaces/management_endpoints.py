"""`/api/workspaces/...`: a person's workspaces, and the people, invitations and shares of the current one."""

from uuid import UUID

from fastapi import APIRouter, status

from saldo.core.http import CurrentClock, CurrentDatabase
from saldo.workspaces import inviting, managing, repository, sharing
from saldo.workspaces.access import CurrentMember, TenantSession
from saldo.workspaces.entrance import CurrentEntrance
from saldo.workspaces.management_schemas import (
    HandOver,
    Invitations,
    InvitationShown,
    Members,
    MemberShown,
    NewInvitation,
    NewWorkspace,
    RoleChange,
    ShareChange,
    Shares,
    ShareShown,
    Switched,
    WorkspaceName,
    Workspaces,
    WorkspaceShown,
)
from saldo.workspaces.models import Access, Invitation, Role, WorkspaceKind
from saldo.workspaces.permissions import ALL, OWN_READ, OWN_WRITE, require

router = APIRouter(prefix="/api/workspaces", tags=["workspaces"])


@router.get("", dependencies=[require(OWN_READ)])
async def list_workspaces(session: TenantSession, member: CurrentMember) -> Workspaces:
    """List your workspaces."""
    return Workspaces(
        data=[
            WorkspaceShown(
                id=one.workspace_id,
                name=one.name,
                kind=WorkspaceKind(one.kind),
                role=Role(one.role),
                is_current=one.workspace_id == member.workspace_id,
            )
            for one in await repository.list_memberships(session, member.user_id)
        ]
    )


@router.post("", status_code=status.HTTP_201_CREATED, dependencies=[require(OWN_WRITE)])
async def create_workspace(
    body: NewWorkspace, member: CurrentMember, database: CurrentDatabase
) -> WorkspaceShown:
    """Make a workspace that you own; switch to it to work in it."""
    workspace_id = await managing.create(database, member, body.name, body.kind)
    return WorkspaceShown(id=workspace_id, name=body.name, kind=body.kind, role=Role.OWNER, is_current=False)


@router.post("/{workspace_id:uuid}/switch", dependencies=[require(OWN_WRITE)])
async def switch_workspace(
    workspace_id: UUID, session: TenantSession, member: CurrentMember, entrance: CurrentEntrance
) -> Switched:
    """Go to another of your workspaces; renewed tokens stay there."""
    signer = entrance.door.keeper.signer
    token = await managing.switch(session, member, workspace_id, signer, entrance.door.clock.now())
    return Switched(access_token=token, token_type="Bearer", expires_in=signer.lifetime_seconds)  # noqa: S106 - the name of the scheme


@router.patch("/current", status_code=status.HTTP_204_NO_CONTENT, dependencies=[require("workspace:write")])
async def rename_workspace(body: WorkspaceName, session: TenantSession, member: CurrentMember) -> None:
    """Give the workspace another name."""
    await managing.rename(session, member, body.name)


@router.post(
    "/current/hand-over",
    status_code=status.HTTP_204_NO_CONTENT,
    dependencies=[require("workspace:transfer")],
)
async def hand_over_workspace(body: HandOver, session: TenantSession, member: CurrentMember) -> None:
    """Make another member the owner; you become an administrator."""
    await managing.hand_over(session, member, body.user_id)


@router.post(
    "/current/leave", status_code=status.HTTP_204_NO_CONTENT, dependencies=[require("members:delete:own")]
)
async def leave_workspace(session: TenantSession, member: CurrentMember) -> None:
    """Leave the workspace; the owner hands it over first."""
    await managing.leave(session, member)


@router.get("/current/members", dependencies=[require("members:read")])
async def list_members(session: TenantSession, member: CurrentMember) -> Members:
    """List who is in the workspace, and what you may do."""
    rows = await repository.list_members(session, member.workspace_id)
    return Members(
        data=[
            MemberShown(
                user_id=one.user_id,
                display_name=one.display_name,
                email=one.email,
                role=Role(one.role),
                is_you=one.user_id == member.user_id,
                joined_at=one.joined_at,
            )
            for one in rows
        ],
        permissions=sorted(one for one in ALL if member.may(one)),
    )


@router.patch(
    "/current/members/{user_id:uuid}",
    status_code=status.HTTP_204_NO_CONTENT,
    dependencies=[require("members:write")],
)
async def change_role(user_id: UUID, body: RoleChange, session: TenantSession, member: CurrentMember) -> None:
    """Give a member another role; only the owner makes and unmakes administrators."""
    await managing.change_role(session, member, user_id, body.role)


@router.delete(
    "/current/members/{user_id:uuid}",
    status_code=status.HTTP_204_NO_CONTENT,
    dependencies=[require("members:write")],
)
async def remove_member(user_id: UUID, session: TenantSession, member: CurrentMember) -> None:
    """Remove a member; their live connections to this workspace close at once."""
    await managing.remove(session, member, user_id)


@router.get("/current/invitations", dependencies=[require("invitations:read")])
async def list_invitations(session: TenantSession, member: CurrentMember, clock: CurrentClock) -> Invitations:
    """List the invitations that wait for an answer."""
    found = await repository.list_open_invitations(session, member.workspace_id, clock.now())
    return Invitations(data=[_show(one) for one in found])


@router.post(
    "/current/invitations",
    status_code=status.HTTP_201_CREATED,
    dependencies=[require("invitations:write")],
)
async def invite(
    body: NewInvitation, session: TenantSession, member: CurrentMember, entrance: CurrentEntrance
) -> InvitationShown:
    """Invite someone by e-mail; the letter works for a week and for that address only."""
    await entrance.door.throttle.admit_invitation(member.workspace_id)
    wanted = {one.account_id: one.access for one in body.shares}
    sent = await inviting.invite(entrance.door, session, member, str(body.email), body.role, wanted)
    return _show(sent.invitation, sent.link)


@router.delete(
    "/current/invitations/{invitation_id:uuid}",
    status_code=status.HTTP_204_NO_CONTENT,
    dependencies=[require("invitations:write")],
)
async def revoke_invitation(
    invitation_id: UUID, session: TenantSession, member: CurrentMember, clock: CurrentClock
) -> None:
    """Take an invitation back."""
    await inviting.revoke(session, member, invitation_id, clock.now())


@router.get("/current/shares", dependencies=[require("shares:read")])
async def list_shares(session: TenantSession, member: CurrentMember) -> Shares:
    """List which accounts are hidden from whom, or shown to them for reading only."""
    found = await repository.list_shares(session, member.workspace_id)
    return Shares(
        data=[
            ShareShown(account_id=one.account_id, user_id=one.user_id, access=Access(one.access))
            for one in found
        ]
    )


@router.put("/current/shares", status_code=status.HTTP_204_NO_CONTENT, dependencies=[require("shares:write")])
async def share_account(body: ShareChange, session: TenantSession, member: CurrentMember) -> None:
    """Hide an account from a member, show it for reading only, or share it fully."""
    await sharing.share(session, member, body.account_id, body.user_id, body.access)


def _show(invitation: Invitation, link: str | None = None) -> InvitationShown:
    return InvitationShown(
        id=invitation.id,
        email=invitation.email,
        role=Role(invitation.role),
        created_at=invitation.created_at,
        expires_at=invitation.expires_at,
        link=link,
    )
