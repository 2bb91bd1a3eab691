"""Bodies of workspaces, members, invitations and shares."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import EmailStr, Field, SecretStr, StringConstraints

from saldo.core.schemas import Input, Output
from saldo.workspaces.models import Access, Role, WorkspaceKind

Name = Annotated[
    # PostgreSQL's text holds no zero byte, and other control characters have no place in a name.
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=80, pattern=r"^[^\x00-\x1f\x7f]+$"),
]


class NewWorkspace(Input):
    """A workspace to make."""

    name: Name = Field(examples=["Maple Street"])
    kind: WorkspaceKind = Field(WorkspaceKind.HOUSEHOLD, examples=["household"])


class WorkspaceName(Input):
    """Another name."""

    name: Name


class WorkspaceShown(Output):
    """A workspace of yours."""

    id: UUID
    name: str
    kind: WorkspaceKind
    role: Role
    is_current: bool = Field(description="Whether this request is made in it.")


class Workspaces(Output):
    """All workspaces of a person, the first joined first."""

    data: list[WorkspaceShown]


class Switched(Output):
    """Proof of who you are, now for the other workspace."""

    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int = Field(description="Seconds.", examples=[300])


class MemberShown(Output):
    """A member of the workspace."""

    user_id: UUID
    display_name: str
    email: str
    role: Role
    is_you: bool
    joined_at: datetime


class Members(Output):
    """All members, the first joined first, and what your own role allows."""

    data: list[MemberShown]
    permissions: list[str] = Field(description="What you may do here.", examples=[["accounts:read"]])


class RoleChange(Input):
    """The role to come."""

    role: Role


class HandOver(Input):
    """The member who becomes the owner."""

    user_id: UUID


class AccountAccess(Input):
    """How the person who comes will see one account."""

    account_id: UUID
    access: Access


class NewInvitation(Input):
    """Whom to invite, and as what."""

    email: Annotated[EmailStr, Field(max_length=254, examples=["ben@example.com"])]
    role: Role = Field(Role.MEMBER, description="admin, member or viewer.")
    shares: list[AccountAccess] = Field(
        [], description="From their first look on; accounts not named as the role allows.", max_length=200
    )


class InvitationShown(Output):
    """An invitation that waits for an answer."""

    id: UUID
    email: str
    role: Role
    created_at: datetime
    expires_at: datetime
    link: str | None = Field(
        description="Only in the answer to its making, and only where no letter can be sent: hand it over."
    )


class Invitations(Output):
    """Open invitations, the newest first."""

    data: list[InvitationShown]


class InvitationToken(Input):
    """The token of an invitation's link."""

    token: Annotated[SecretStr, Field(min_length=20, max_length=200)]


class OfferShown(Output):
    """What an invitation offers."""

    workspace_id: UUID
    workspace_name: str
    invited_by: str
    role: Role
    expires_at: datetime


class Joined(Output):
    """The workspace you are in now."""

    workspace_id: UUID


class ShareShown(Output):
    """How one account is shared with one member."""

    account_id: UUID
    user_id: UUID
    access: Access


class Shares(Output):
    """Every exception from what roles allow."""

    data: list[ShareShown]


class ShareChange(Input):
    """How one account is to be shared with one member."""

    account_id: UUID
    user_id: UUID
    access: Access
