"""What can go wrong with workspaces."""

from saldo.core.errors import Conflict, Forbidden, Invalid, NotFound


class WorkspaceNotFound(NotFound):
    """No such workspace, or the person is not a member of it."""

    code = "workspace_not_found"
    title = "There is no such workspace"


class ViewerMayNotChange(Forbidden):
    """A viewer asked for a change."""

    code = "viewer_may_not_change"
    title = "You may look at this workspace, not change it"


class PermissionMissing(Forbidden):
    """Neither role nor token allow this."""

    code = "permission_missing"
    title = "A right is missing for this"


class MemberNotFound(NotFound):
    """The person is no member of this workspace."""

    code = "member_not_found"
    title = "There is no such member in this workspace"


class OwnerStays(Conflict):
    """A workspace has exactly one owner, who cannot leave, be removed or be demoted."""

    code = "owner_stays"
    title = "The owner stays until the workspace is handed over to another member"


class LastWorkspace(Conflict):
    """Everyone is at home somewhere."""

    code = "last_workspace"
    title = "This is your only workspace; create another before you leave it"


class NotHandedOver(Conflict):
    """A personal workspace stays with its person."""

    code = "not_handed_over"
    title = "A personal workspace cannot be handed over; create a household and invite people there"


class RoleTooHigh(Forbidden):
    """Administrators do not decide about the owner or about themselves."""

    code = "role_too_high"
    title = "Only the owner may do this to an administrator"


class AlreadyMember(Conflict):
    """The invited person is in the workspace already."""

    code = "already_member"
    title = "This person is a member already"


class InvitationOver(Invalid):
    """The invitation is too old, spent, withdrawn, or not for this person."""

    code = "invitation_over"
    title = "This invitation is over, or was sent to another address than yours"


class InvitationNotFound(NotFound):
    """No such invitation waits in this workspace."""

    code = "invitation_not_found"
    title = "There is no such invitation"


class AccountNotShareable(NotFound):
    """No such account, or nobody it could be hidden from."""

    code = "account_not_shareable"
    title = "There is no such account, or no such member"


class WorkspaceHeaderInvalid(Invalid):
    """The header that chooses a workspace is not an id."""

    code = "workspace_header_invalid"
    title = "X-Workspace-Id must be the id of one of your workspaces"


class RequestForged(Forbidden):
    """A request that relies on the cookie did not come from our own page."""

    code = "request_forged"
    title = "This request did not come from Saldo's own page"
