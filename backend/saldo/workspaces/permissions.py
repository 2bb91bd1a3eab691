"""Who may do what: one table of permissions, and the dependency with which a route states what it needs."""

from collections.abc import Mapping
from typing import Any

from fastapi import Depends
from starlette.requests import HTTPConnection

from saldo.workspaces.models import Role

# What a person does for themselves, in whatever workspace and role.
OWN_READ, OWN_WRITE = "own:read", "own:write"

_LOOK = frozenset({
    OWN_READ, "accounts:read", "audit:read:own", "categories:read", "connections:read", "corrections:read",
    "events:read", "insights:read", "members:read", "reconciliation:read", "rules:read",
    "transactions:read", "workspace:read",
})  # fmt: skip
_VIEWER = _LOOK | {OWN_WRITE, "members:delete:own"}
_MEMBER = _VIEWER | {
    "accounts:write", "categories:write", "connections:write", "corrections:write", "reconciliation:write",
    "rules:write", "transactions:write",
}  # fmt: skip
_ADMIN = _MEMBER | {
    "audit:read", "clients:read", "clients:write", "invitations:read", "invitations:write", "members:write",
    "shares:read", "shares:write", "workspace:write",
}  # fmt: skip
_OWNER = _ADMIN | {"workspace:transfer"}

GRANTED: Mapping[Role, frozenset[str]] = {
    Role.VIEWER: frozenset(_VIEWER),
    Role.MEMBER: frozenset(_MEMBER),
    Role.ADMIN: frozenset(_ADMIN),
    Role.OWNER: frozenset(_OWNER),
}
# For whoever looks after the installation; no role gives these, and they show nobody's money.
PLATFORM = frozenset({"platform:read", "platform:write"})
ALL = frozenset(_OWNER) | PLATFORM
# What a program may be trusted with: never factors and tokens, members, clients, or the workspace itself.
GRANTABLE = _LOOK | {
    "accounts:write", "audit:read", "categories:write", "connections:write", "corrections:write",
    "reconciliation:write", "rules:write", "transactions:write",
}  # fmt: skip
_READING = {"GET", "HEAD", "OPTIONS"}


class Policy:
    """States the permission of a route, for the check of the member that follows it.

    It only notes what is needed: the member is read once, in the request's own transaction.
    """

    def __init__(self, permission: str) -> None:
        self.permission = permission

    def name_for(self, method: str) -> str:
        """Return the permission a request by this method needs."""
        if ":" in self.permission:
            return self.permission
        return f"{self.permission}:{'read' if method in _READING else 'write'}"

    async def __call__(self, connection: HTTPConnection) -> None:
        connection.state.permission = self.name_for(connection.scope.get("method", "GET"))


def require(permission: str) -> Any:
    """State what a route needs, `resource:action[:scope]`; on a router a resource alone.

    Then reading it needs `resource:read` and any other method `resource:write`; what a route states itself
    takes the place of what its router states. A name that is not in the table is a mistake.
    """
    policy = Policy(permission)
    for method in ("GET", "POST"):
        if policy.name_for(method) not in ALL:
            raise ValueError(f"{policy.name_for(method)} is not in the table of permissions")
    return Depends(policy)
