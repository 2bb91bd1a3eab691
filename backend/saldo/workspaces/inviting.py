"""Invitations: a letter to an address, and what its owner does with it."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from saldo.core.courier import promise
from saldo.core.database import SYSTEM, workspace_scope
from saldo.core.ids import new_id
from saldo.core.jobs import MemberChanged
from saldo.users import people
from saldo.workspaces import letters, managing, repository, sharing
from saldo.workspaces.access import Member
from saldo.workspaces.entering import Door
from saldo.workspaces.errors import AlreadyMember, InvitationNotFound, InvitationOver, RoleTooHigh
from saldo.workspaces.models import Access, Invitation, Role, WorkspaceMember

LIFETIME = timedelta(days=7)
_TOKEN_BYTES = 32


@dataclass(frozen=True)
class Sent:
    """An invitation, and its link where no letter can carry it."""

    invitation: Invitation
    link: str | None


@dataclass(frozen=True)
class Offer:
    """What an invitation offers to the person who holds its letter."""

    workspace_id: UUID
    workspace_name: str
    invited_by: str
    role: str
    expires_at: datetime


async def invite(
    door: Door,
    session: AsyncSession,
    member: Member,
    email: str,
    role: Role,
    wanted: Mapping[UUID, Access],
) -> Sent:
    """Write an invitation; an open one to the same address is replaced.

    Raises AccountNotShareable, AlreadyMember, RoleTooHigh, TooManyAttempts.
    """
    await _refuse_unless_invitable(session, member, email, role)
    now, token = door.clock.now(), secrets.token_urlsafe(_TOKEN_BYTES)
    shares = await sharing.plan(session, member, wanted)
    await repository.replace_open_invitations(session, member.workspace_id, email, now)
    invitation = Invitation(
        id=new_id(),
        workspace_id=member.workspace_id,
        email=email,
        role=role,
        token_hash=_hash(token),
        invited_by=member.user_id,
        created_at=now,
        expires_at=now + LIFETIME,
        shares=shares,
    )
    session.add(invitation)
    await session.flush()
    link = await _write(door, session, member, invitation, token)
    await managing.record(
        session,
        member,
        "invitation.sent",
        "invitation",
        invitation.id,
        after={"role": role, "shares": shares},
    )
    # Without post the inviter hands the link over by other means; it still works for that address only.
    return Sent(invitation, None if door.post.is_open else link)


async def _refuse_unless_invitable(session: AsyncSession, member: Member, email: str, role: Role) -> None:
    if role is Role.OWNER or (role is Role.ADMIN and member.role is not Role.OWNER):
        raise RoleTooHigh
    if any(one.email.casefold() == email.casefold() for one in await _members(session, member)):
        raise AlreadyMember


async def _write(
    door: Door, session: AsyncSession, member: Member, invitation: Invitation, token: str
) -> str:
    """Write the letter and return the link in it."""
    link = f"{door.post.public_url}/invitation#{token}"
    workspace = await repository.get_workspace(session, member.workspace_id)
    inviter = await people.get(session, member.user_id)
    letter = letters.invitation(invitation.email, inviter.display_name, workspace.name, link)
    await door.post.write(session, member.user_id, letter, invitation.created_at)
    return link


async def revoke(session: AsyncSession, member: Member, invitation_id: UUID, now: datetime) -> None:
    """Take an invitation back. Raises InvitationNotFound."""
    found = await repository.find_invitation(session, member.workspace_id, invitation_id, now)
    if found is None:
        raise InvitationNotFound
    found.closed_at, found.outcome = now, "revoked"
    await managing.record(session, member, "invitation.revoked", "invitation", invitation_id)


async def look(door: Door, member: Member, token: str) -> Offer:
    """Say what a letter offers. Raises InvitationOver."""
    invitation = await _find_mine(door, member, token)
    async with door.database.transaction(workspace_scope(invitation.workspace_id)) as session:
        workspace = await repository.get_workspace(session, invitation.workspace_id)
        inviter = await people.get(session, invitation.invited_by)
        return Offer(
            workspace.id, workspace.name, inviter.display_name, invitation.role, invitation.expires_at
        )


async def accept(door: Door, member: Member, token: str) -> UUID:
    """Join the workspace of a letter and return its id. Raises InvitationOver or AlreadyMember."""
    found = await _find_mine(door, member, token)
    now = door.clock.now()
    async with door.database.transaction(workspace_scope(found.workspace_id, member.user_id)) as session:
        # Once more, under lock: of two uses of one letter only the first may win.
        invitation = await repository.find_invitation_by_token(session, _hash(token), now)
        if invitation is None:
            raise InvitationOver
        if await repository.find_member_for_update(session, invitation.workspace_id, member.user_id):
            raise AlreadyMember
        session.add(
            WorkspaceMember(
                workspace_id=invitation.workspace_id, user_id=member.user_id, role=invitation.role
            )
        )
        # In the same transaction: there is no moment in which they see more.
        await sharing.begin(session, invitation.workspace_id, member.user_id, invitation.shares)
        invitation.closed_at, invitation.outcome = now, "accepted"
        if door.post.is_open:  # only then has the letter reached the owner of the address
            await people.confirm_address(session, member.user_id, now)
        joined = Member(member.user_id, invitation.workspace_id, Role(invitation.role))
        await managing.record(session, joined, "invitation.accepted", "invitation", invitation.id)
        promise(session, MemberChanged(invitation.workspace_id, member.user_id))
        return invitation.workspace_id


async def decline(door: Door, member: Member, token: str) -> None:
    """Say no. Raises InvitationOver."""
    found = await _find_mine(door, member, token)
    async with door.database.transaction(workspace_scope(found.workspace_id, member.user_id)) as session:
        now = door.clock.now()
        invitation = await repository.find_invitation_by_token(session, _hash(token), now)
        if invitation is None:
            raise InvitationOver
        invitation.closed_at, invitation.outcome = now, "declined"
        guest = Member(member.user_id, invitation.workspace_id, Role.VIEWER)
        await managing.record(session, guest, "invitation.declined", "invitation", invitation.id)


async def _find_mine(door: Door, member: Member, token: str) -> Invitation:
    # The workspace is known only by the letter, so this one query looks across workspaces.
    async with door.database.transaction(SYSTEM) as session:
        invitation = await repository.find_invitation_by_token(session, _hash(token), door.clock.now())
        user = await people.get(session, member.user_id)
    if invitation is None or invitation.email.casefold() != user.email.casefold():
        raise InvitationOver
    return invitation


async def _members(session: AsyncSession, member: Member) -> list[repository.MemberRow]:
    return list(await repository.list_members(session, member.workspace_id))


def _hash(token: str) -> bytes:
    """Return what the database keeps; 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).digest()
