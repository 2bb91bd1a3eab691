"""Who is asking, and in which workspace: the dependencies every private endpoint begins with."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Protocol
from uuid import UUID

import structlog
from fastapi import Depends
from fastapi.security import HTTPBearer
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import HTTPConnection, Request

from saldo.core.database import Scope, workspace_scope
from saldo.core.http import resources_of
from saldo.core.pacing import Pace
from saldo.users.errors import SessionOver, TokenInvalid
from saldo.users.tokens import Identity
from saldo.workspaces import repository, rights
from saldo.workspaces.errors import (
    PermissionMissing,
    ViewerMayNotChange,
    WorkspaceHeaderInvalid,
    WorkspaceNotFound,
)
from saldo.workspaces.models import Role
from saldo.workspaces.permissions import ALL, GRANTABLE, GRANTED, PLATFORM

WORKSPACE_HEADER = "X-Workspace-Id"
_BEARER = HTTPBearer(auto_error=False, description="An access token from `/api/auth/sign-in`.")


@dataclass(frozen=True)
class Member:
    """Someone who may act in a workspace; checked against the database for this request."""

    user_id: UUID
    workspace_id: UUID
    role: Role
    session_id: UUID | None = None
    # What a program's token was given; None for a person, who may do whatever the role allows.
    permissions: frozenset[str] | None = None
    is_administrator: bool = False
    seen_at: datetime | None = None

    def may(self, permission: str) -> bool:
        """Say whether role and token together allow this."""
        is_given = self.permissions is None or permission in self.permissions
        is_granted = permission in GRANTED[self.role] or (self.is_administrator and permission in PLATFORM)
        return is_given and is_granted

    @property
    def actor(self) -> str:
        """The name under which the audit record knows them."""
        return f"user:{self.user_id}"

    @property
    def scope(self) -> Scope:
        return workspace_scope(self.workspace_id, self.user_id)


class Authenticator(Protocol):
    """Turns a bearer token into an identity; None when the token is of another kind."""

    async def authenticate(self, token: str) -> Identity | None:
        """Raise TokenInvalid for a token of this kind that is not good."""


class RequestAuthenticator(Protocol):
    """Turns a whole request into an identity; None when it carries no proof of this kind."""

    async def authenticate_request(self, request: Request) -> Identity | None:
        """Raise Unauthorized for a request of this kind that is not good."""


async def identify(request: Request, _: Annotated[object, Depends(_BEARER)]) -> Identity:
    """Read who the request claims to be. Raises TokenInvalid, or TooMany for someone who asks without end."""
    # Once a request: a signature is good for one reading only.
    if not hasattr(request.state, "identity"):
        identity = await _read_proof(request)
        pace: Pace = request.app.state.pace
        pace.admit(identity.user_id)
        request.state.identity = _in_chosen_workspace(request, identity)
    known: Identity = request.state.identity
    return known


async def _read_proof(request: Request) -> Identity:
    readers: list[RequestAuthenticator] = request.app.state.request_authenticators
    for reader in readers:
        identity = await reader.authenticate_request(request)
        if identity is not None:
            return identity
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise TokenInvalid
    authenticators: list[Authenticator] = request.app.state.authenticators
    for authenticator in authenticators:
        identity = await authenticator.authenticate(token.strip())
        if identity is not None:
            return identity
    raise TokenInvalid


def _in_chosen_workspace(request: HTTPConnection, identity: Identity) -> Identity:
    chosen = request.headers.get(WORKSPACE_HEADER)
    if chosen is None:
        return identity
    try:
        workspace_id = UUID(chosen)
    except ValueError as error:
        raise WorkspaceHeaderInvalid from error
    # A program's token is for one workspace, though its maker may have more.
    if identity.permissions is not None and workspace_id != identity.workspace_id:
        raise WorkspaceNotFound
    return replace(identity, workspace_id=workspace_id)


async def authorise(session: AsyncSession, identity: Identity, now: datetime) -> Member:
    """Check an identity in a session bound to its workspace. Raises SessionOver or WorkspaceNotFound."""
    standing = await repository.get_standing(
        session,
        user_id=identity.user_id,
        workspace_id=identity.workspace_id,
        session_id=identity.session_id,
        now=now,
    )
    if not standing.is_session_good:
        raise SessionOver
    if standing.role is None:
        raise WorkspaceNotFound
    structlog.contextvars.bind_contextvars(
        user_id=str(identity.user_id), workspace_id=str(identity.workspace_id)
    )
    return Member(
        identity.user_id,
        identity.workspace_id,
        Role(standing.role),
        identity.session_id,
        identity.permissions,
        standing.is_administrator,
        identity.seen_at,
    )


async def _admit(request: Request, session: AsyncSession, identity: Identity, now: datetime) -> Member:
    """Read the member once for a request, and refuse what role or token do not allow."""
    member = await authorise(session, identity, now)
    permission: str = getattr(request.state, "permission", "")
    if not member.may(permission):
        is_only_looking = member.role is Role.VIEWER and member.permissions is None
        raise ViewerMayNotChange if is_only_looking else PermissionMissing(_explain(member, permission))
    return member


def _explain(member: Member, permission: str) -> str:
    """Say which right is missing, to whom, and who could help."""
    if permission not in ALL:
        return "No right opens this address."
    right = rights.describe(permission)
    if permission in PLATFORM and member.permissions is None:
        return f"It needs the right “{right}”, which only who looks after this installation has."
    if member.permissions is None or permission in member.permissions:
        return f"It needs the right “{right}”, which your role in this workspace does not have."
    if permission not in GRANTABLE:
        return f"It needs the right “{right}”, which no program can be given: sign in to do it."
    return f"It needs the right “{right}”, which this program was not given: make a key that has it."


# Both take database and clock from the process's resources by themselves: as dependencies these would be
# worked out wherever they are named, four times a request.
async def open_session(
    request: Request, identity: Annotated[Identity, Depends(identify)]
) -> AsyncIterator[AsyncSession]:
    """Open the request's transaction for whoever is asking, if they may."""
    resources = resources_of(request)
    scope = workspace_scope(identity.workspace_id, identity.user_id)
    async with resources.database.transaction(scope) as session:
        if not hasattr(request.state, "member"):
            request.state.member = await _admit(request, session, identity, resources.clock.now())
        yield session


async def check_member(request: Request, identity: Annotated[Identity, Depends(identify)]) -> Member:
    """Return who is asking, if they may."""
    if not hasattr(request.state, "member"):
        resources = resources_of(request)
        scope = workspace_scope(identity.workspace_id, identity.user_id)
        async with resources.database.transaction(scope) as session:
            request.state.member = await _admit(request, session, identity, resources.clock.now())
    member: Member = request.state.member
    return member


# The request's transaction, bound to the member's workspace. "function": it commits before the answer
# is sent; with FastAPI's default a failing commit would come after a 200.
TenantSession = Annotated[AsyncSession, Depends(open_session, scope="function")]
# Alone it checks in a short transaction of its own, so that the endpoint may call a network afterwards.
# Beside a TenantSession, declare it second: then it costs nothing.
CurrentMember = Annotated[Member, Depends(check_member)]
