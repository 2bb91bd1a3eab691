"""Tables of workspaces and memberships."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, func
from sqlalchemy.dialects.postgresql import CITEXT, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from saldo.core.models import Base, Identified, Timestamped


class WorkspaceKind(StrEnum):
    """What a workspace is for."""

    PERSONAL = "personal"
    HOUSEHOLD = "household"
    BUSINESS = "business"


class Role(StrEnum):
    """What a member may do."""

    OWNER = "owner"
    ADMIN = "admin"
    MEMBER = "member"
    VIEWER = "viewer"


class Workspace(Identified, Timestamped, Base):
    """A tenant: everything a household or a business owns hangs on one of these."""

    __tablename__ = "workspaces"
    __table_args__ = (CheckConstraint("kind IN ('personal', 'household', 'business')", name="kind"),)

    name: Mapped[str]
    kind: Mapped[str]
    last_sequence: Mapped[int] = mapped_column(BigInteger, server_default="0")


class WorkspaceMember(Base):
    """One person's place in one workspace."""

    __tablename__ = "workspace_members"
    __table_args__ = (CheckConstraint("role IN ('owner', 'admin', 'member', 'viewer')", name="role"),)

    workspace_id: Mapped[UUID] = mapped_column(
        ForeignKey("workspaces.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    role: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Invitation(Identified, Base):
    """A letter that lets one address join a workspace; only the hash of its token is kept."""

    __tablename__ = "invitations"

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    email: Mapped[str] = mapped_column(CITEXT)
    role: Mapped[str]
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    invited_by: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    # By account: how the newcomer will see it, where that is less than the role allows.
    shares: Mapped[dict[str, str]] = mapped_column(JSONB)


class Access(StrEnum):
    """What a member sees of one account."""

    NONE = "none"
    READ = "read"
    WRITE = "write"


class AccountShare(Base):
    """How one account is shared with one member; without a row the member's role alone decides."""

    __tablename__ = "account_shares"

    workspace_id: Mapped[UUID]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    access: Mapped[str]
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now(), onupdate=func.now())
