"""Queries about workspaces and memberships."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.users.models import User
from saldo.workspaces.models import Access, AccountShare, Invitation, Workspace, WorkspaceMember

# Membership and session in one round trip: this runs on every request.
_STANDING = text(
    """
    SELECT member.role,
           (SELECT is_administrator FROM users WHERE id = :user_id) AS is_administrator,
           cast(:session_id AS uuid) IS NULL OR EXISTS (
               SELECT FROM sessions
                WHERE id = :session_id AND user_id = :user_id AND ended_at IS NULL AND expires_at > :now
           ) AS is_session_good
      FROM (SELECT 1) AS one
      LEFT JOIN workspace_members member
        ON member.workspace_id = :workspace_id AND member.user_id = :user_id
       AND EXISTS (SELECT FROM users WHERE id = :user_id AND deleted_at IS NULL)
    """
)


@dataclass(frozen=True)
class Standing:
    """What the database says of a request's claim: the role, if any, and whether the session goes on."""

    role: str | None
    is_administrator: bool
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
    role, is_administrator, is_session_good = row.one()
    return Standing(role, bool(is_administrator), is_session_good)


async def list_memberships(session: AsyncSession, user_id: UUID) -> Sequence[Membership]:
    """List a person's workspaces, the first joined first."""
    rows = await session.execute(
        select(Workspace.id, Workspace.name, Workspace.kind, WorkspaceMember.role)
        .join(WorkspaceMember, WorkspaceMember.workspace_id == Workspace.id)
        .where(WorkspaceMember.user_id == user_id)
        .order_by(WorkspaceMember.created_at, Workspace.id)
    )
    return [Membership(*row) for row in rows]


@dataclass(frozen=True)
class MemberRow:
    """A member with what the others see of them."""

    user_id: UUID
    display_name: str
    email: str
    role: str
    joined_at: datetime


async def list_members(session: AsyncSession, workspace_id: UUID) -> Sequence[MemberRow]:
    """List a workspace's members, the first joined first."""
    rows = await session.execute(
        select(User.id, User.display_name, User.email, WorkspaceMember.role, WorkspaceMember.created_at)
        .join(WorkspaceMember, WorkspaceMember.user_id == User.id)
        .where(WorkspaceMember.workspace_id == workspace_id)
        .order_by(WorkspaceMember.created_at, User.id)
    )
    return [MemberRow(*row) for row in rows]


async def find_member_for_update(
    session: AsyncSession, workspace_id: UUID, user_id: UUID
) -> WorkspaceMember | None:
    """Find a membership, locked until the transaction ends."""
    statement = select(WorkspaceMember).where(
        WorkspaceMember.workspace_id == workspace_id, WorkspaceMember.user_id == user_id
    )
    return (await session.execute(statement.with_for_update())).scalar_one_or_none()


async def get_workspace(session: AsyncSession, workspace_id: UUID) -> Workspace:
    return (await session.execute(select(Workspace).where(Workspace.id == workspace_id))).scalar_one()


async def find_invitation(
    session: AsyncSession, workspace_id: UUID, invitation_id: UUID, now: datetime
) -> Invitation | None:
    statement = select(Invitation).where(
        Invitation.workspace_id == workspace_id, Invitation.id == invitation_id, *_open(now)
    )
    return (await session.execute(statement.with_for_update())).scalar_one_or_none()


async def find_invitation_by_token(
    session: AsyncSession, token_hash: bytes, now: datetime
) -> Invitation | None:
    """Find an open invitation by its letter, locked. Needs the system scope or that of its workspace."""
    statement = select(Invitation).where(Invitation.token_hash == token_hash, *_open(now))
    return (await session.execute(statement.with_for_update())).scalar_one_or_none()


async def list_open_invitations(
    session: AsyncSession, workspace_id: UUID, now: datetime
) -> Sequence[Invitation]:
    statement = select(Invitation).where(Invitation.workspace_id == workspace_id, *_open(now))
    return (await session.execute(statement.order_by(Invitation.created_at.desc()))).scalars().all()


async def replace_open_invitations(
    session: AsyncSession, workspace_id: UUID, email: str, now: datetime
) -> None:
    """Close what is still open to an address, expired ones too: a new letter takes their place."""
    await session.execute(
        update(Invitation)
        .where(
            Invitation.workspace_id == workspace_id,
            Invitation.email == email,
            Invitation.closed_at.is_(None),
        )
        .values(closed_at=now, outcome="replaced")
    )


async def list_shares(session: AsyncSession, workspace_id: UUID) -> Sequence[AccountShare]:
    statement = select(AccountShare).where(AccountShare.workspace_id == workspace_id)
    return (
        (await session.execute(statement.order_by(AccountShare.account_id, AccountShare.user_id)))
        .scalars()
        .all()
    )


async def put_share(session: AsyncSession, share: AccountShare) -> None:
    values = {
        "workspace_id": share.workspace_id,
        "account_id": share.account_id,
        "user_id": share.user_id,
        "access": share.access,
    }
    await session.execute(
        insert(AccountShare)
        .values(values)
        .on_conflict_do_update(
            index_elements=[AccountShare.account_id, AccountShare.user_id],
            set_={"access": share.access, "updated_at": func.now()},
        )
    )


async def delete_shares_of(session: AsyncSession, workspace_id: UUID, user_id: UUID) -> None:
    await session.execute(
        delete(AccountShare).where(AccountShare.workspace_id == workspace_id, AccountShare.user_id == user_id)
    )


async def list_hidden(session: AsyncSession, workspace_id: UUID, user_id: UUID) -> Sequence[UUID]:
    statement = select(AccountShare.account_id).where(
        AccountShare.workspace_id == workspace_id,
        AccountShare.user_id == user_id,
        AccountShare.access == Access.NONE,
    )
    return (await session.execute(statement)).scalars().all()


async def list_barred(session: AsyncSession, workspace_id: UUID, user_id: UUID) -> Sequence[UUID]:
    statement = select(AccountShare.account_id).where(
        AccountShare.workspace_id == workspace_id,
        AccountShare.user_id == user_id,
        AccountShare.access != Access.WRITE,
    )
    return (await session.execute(statement)).scalars().all()


async def has_account(session: AsyncSession, workspace_id: UUID, account_id: UUID) -> bool:
    """Say whether an account is the workspace's; by name, since accounts stand above workspaces."""
    statement = text("SELECT true FROM accounts WHERE workspace_id = :workspace_id AND id = :id")
    found = await session.execute(statement, {"workspace_id": workspace_id, "id": account_id})
    return found.first() is not None


def _open(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (Invitation.closed_at.is_(None), Invitation.expires_at > now)
