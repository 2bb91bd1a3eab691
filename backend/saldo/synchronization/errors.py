"""What can go wrong when someone asks for fresher data."""

from saldo.core.errors import Conflict, TooMany


class SyncTooSoon(TooMany):
    """The bank was asked a moment ago, or has asked us to wait."""

    code = "sync_too_soon"
    title = "This bank was asked a moment ago"


class SyncWaitsForLogin(Conflict):
    """No sync can run before the person has signed in at the bank."""

    code = "bank_login_required"
    title = "The bank asks you to sign in again"


class SyncEnded(Conflict):
    """The connection has ended: nobody can ask this bank any more."""

    code = "connection_ended"
    title = "This connection has ended; link the bank again"
