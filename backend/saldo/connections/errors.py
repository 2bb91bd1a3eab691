"""What can go wrong while linking a bank and keeping it in step."""

from saldo.core.errors import (
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    SaldoError,
    Unauthorized,
    Unavailable,
    UpstreamFailed,
)
from saldo.providers.bank import (
    AccessRevoked,
    BankError,
    LoginExpired,
    Misconfigured,
    Rejected,
    TryAgainLater,
)


class ConnectionNotFound(NotFound):
    """No such connection in this workspace."""

    code = "connection_not_found"
    title = "There is no such bank connection"


class ViewerMayNotConnect(Forbidden):
    """A viewer sees every bank and touches none: links are lasting access, and balances are billed."""

    code = "viewer_may_not_change"
    title = "You may look at this workspace, but not change it"


class AccountsNotYours(Forbidden):
    """Ending a connection closes all its accounts, those too that this member may not change."""

    code = "accounts_not_yours"
    title = "This bank has accounts that you may not change; ask who shares them with you to end it"


class ConnectionDuplicate(Conflict):
    """The same accounts at the same bank are connected already."""

    code = "connection_duplicate"
    title = "These accounts are connected already"


class RelinkImpossible(Conflict):
    """An account named for going on is not there, not at this bank, or named twice."""

    code = "relink_impossible"
    title = "These accounts cannot be carried on like this; please plan again"


class RelinkNotFound(NotFound):
    """No such relink of this connection."""

    code = "relink_not_found"
    title = "There is no such link made anew"


class RelinkStands(Conflict):
    """Taking this link back would break something that was built on it since."""

    code = "relink_stands"
    title = "This link cannot be taken back any more"


class ConnectionWaits(Conflict):
    """No sync can run: a person has to sign in first, or the connection has ended."""

    code = "connection_waits"
    title = "This bank cannot be read until you have signed in again"


class ConnectionEnded(Conflict):
    """The connection was disconnected or its access revoked: it cannot be repaired, only linked anew."""

    code = "connection_ended"
    title = "This connection has ended; link the bank again"


class PublicTokenRefused(Invalid):
    """The provider does not accept the dialog's token: expired, used, or of another environment."""

    code = "public_token_refused"
    title = "The bank's dialog has expired; please start again"


class BankLoginExpired(Conflict):
    """The bank wants the person to sign in again first."""

    code = "bank_login_required"
    title = "The bank asks you to sign in again"


class BankUnavailable(Unavailable):
    """The bank or the provider is busy or down."""

    code = "bank_unavailable"
    title = "The bank cannot be reached at the moment"


class BankRefused(UpstreamFailed):
    """The provider refused our request, or our keys are wrong: a person must look."""

    code = "bank_refused"
    title = "The bank's provider refused the request"


class WebhookForged(Unauthorized):
    """The webhook's signature does not hold."""

    code = "webhook_forged"
    title = "This webhook was not signed by the provider"


class WebhookMalformed(Invalid):
    """The webhook is signed but is not a JSON object."""

    code = "webhook_malformed"
    title = "This webhook is not a JSON object"


class StaleSync(Exception):
    """Another worker holds the connection now: what this one fetched must not be written."""


_RETRY_SECONDS = 30


def to_answer(error: BankError) -> SaldoError:
    """Turn a failed call to the bank into what the person sees; provider codes are safe to show."""
    match error:
        case TryAgainLater():
            return BankUnavailable(str(error), retry_after_seconds=error.after_seconds or _RETRY_SECONDS)
        case LoginExpired():
            return BankLoginExpired(str(error))
        case AccessRevoked():
            return ConnectionEnded()
        case Misconfigured() | Rejected():
            return BankRefused(f"{error} ({error.code})" if error.code else str(error))
        case _:
            return BankUnavailable(str(error), retry_after_seconds=_RETRY_SECONDS)
