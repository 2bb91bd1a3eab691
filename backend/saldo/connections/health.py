"""The state machine of a connection: what a failure, a webhook or a repair makes of it."""

from datetime import datetime, timedelta

from saldo.connections.models import ENDED, BankConnection, ConnectionStatus
from saldo.connections.scheduling import back_off
from saldo.events.types import ConnectionUpdated
from saldo.providers.bank import (
    AccessRevoked,
    BankError,
    LoginExpired,
    Misconfigured,
    Rejected,
    TryAgainLater,
)

# One hiccup is no news; a person hears of the third in a row.
_FAILURES_BEFORE_DEGRADED = 3
# What only a person can mend is not worth asking the bank about every few seconds.
_NEEDS_A_PERSON = timedelta(hours=1)


def note_failure(connection: BankConnection, error: BankError, now: datetime) -> None:
    """Record a failed sync: the status a person sees, and when to try again."""
    connection.attempts += 1
    connection.error_code, connection.error_message = error.code, str(error)
    match error:
        case LoginExpired():
            connection.status = ConnectionStatus.NEEDS_LOGIN
        case AccessRevoked():
            end(connection, ConnectionStatus.REVOKED)
        case Rejected() | Misconfigured():
            connection.status = ConnectionStatus.DEGRADED
            connection.next_at = now + _NEEDS_A_PERSON
        case _:
            after = error.after_seconds if isinstance(error, TryAgainLater) else None
            connection.next_at = now + back_off(connection.attempts, after)
            if connection.attempts >= _FAILURES_BEFORE_DEGRADED:
                connection.status = ConnectionStatus.DEGRADED


def note_login_expired(connection: BankConnection, code: str, message: str) -> None:
    """Wait for the person: no sync runs until the login is repaired."""
    if connection.status in ENDED:
        return
    connection.status = ConnectionStatus.NEEDS_LOGIN
    connection.error_code, connection.error_message = code, message


def note_revoked(connection: BankConnection, code: str, message: str) -> None:
    """Stop after the person withdrew our access; the token stays, since the bank's dialog can restore it."""
    if connection.status in ENDED:
        return
    connection.status = ConnectionStatus.REVOKED
    connection.lease_token = connection.lease_until = None
    connection.error_code, connection.error_message = code, message


def note_repaired(connection: BankConnection, now: datetime) -> None:
    """Take the connection up again; the next sync says how things really stand."""
    if connection.status == ConnectionStatus.DISCONNECTED:
        return
    connection.status = (
        ConnectionStatus.IMPORTING if connection.last_synced_at is None else ConnectionStatus.HEALTHY
    )
    connection.error_code = connection.error_message = connection.login_expires_at = None
    connection.attempts, connection.next_at = 0, now


def end(connection: BankConnection, status: ConnectionStatus) -> None:
    """End the connection for good: the token goes, and a sync under way is fenced off."""
    connection.status = status
    connection.access_token = None
    connection.lease_token = connection.lease_until = None


def updated_event(connection: BankConnection) -> ConnectionUpdated:
    """Tell the workspace where the connection stands."""
    return ConnectionUpdated(
        connection_id=connection.id, status=connection.status, history=connection.history_status
    )
