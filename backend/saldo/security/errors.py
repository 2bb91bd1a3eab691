"""What can go wrong in the security centre."""

from saldo.core.errors import Conflict


class SessionNeeded(Conflict):
    """A development token has no session, so there is nothing to prove or to end."""

    code = "session_needed"
    title = "Sign in with an e-mail address and a password to do this"
