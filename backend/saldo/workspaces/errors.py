"""What can go wrong with workspaces."""

from saldo.core.errors import Forbidden, Invalid, NotFound


class WorkspaceNotFound(NotFound):
    """No such workspace, or the person is not a member of it."""

    code = "workspace_not_found"
    title = "There is no such workspace"


class WorkspaceHeaderInvalid(Invalid):
    """The header that chooses a workspace is not an id."""

    code = "workspace_header_invalid"
    title = "X-Workspace-Id must be the id of one of your workspaces"


class RequestForged(Forbidden):
    """A request that relies on the cookie did not come from our own page."""

    code = "request_forged"
    title = "This request did not come from Saldo's own page"
