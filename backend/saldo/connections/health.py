"""What a failure, a webhook or a repair writes into a connection's row; `transitions` decides its state."""

from datetime import datetime, timedelta

from saldo.connections.models import ENDED, BankConnection, ConnectionStatus
from saldo.connections.scheduling import back_off
from saldo.connections.transitions import Happening, happening_of, move
from saldo.events.types import ConnectionUpdated
from saldo.providers.bank import BankError, HistoryStatus, TryAgainLater

# While a person is waited for, the login is looked at this often: the notice of its repair can get lost.
LOOK_AGAIN_EVERY = timedelta(hours=12)
# What only a person can mend is not worth asking the bank about every few seconds.
_NEEDS_A_PERSON = timedelta(hours=1)


def note_success(connection: BankConnection, history: HistoryStatus, now: datetime) -> None:
    """Record a sync that read what there was."""
    connection.attempts, connection.next_at = 0, now
    connection.error_code = connection.error_message = None
    connection.history_status = history
    connection.last_synced_at = now
    if connection.login_expires_at is not None and connection.login_expires_at <= now:
        # The announced day has passed and the bank still answers: the notice of the repair got lost.
        _go_on(connection)
    is_whole = history is HistoryStatus.COMPLETE
    _move(connection, Happening.READ_WHOLE if is_whole else Happening.READ_IN_PART)


def note_failure(connection: BankConnection, error: BankError, now: datetime) -> None:
    """Record a failed sync: the state a person sees, and when to try again."""
    connection.attempts += 1
    connection.error_code, connection.error_message = error.code, str(error)
    happening = happening_of(error, connection.attempts)
    _move(connection, happening)
    if happening is Happening.ACCESS_REVOKED:
        _drop_access(connection)
    elif happening is Happening.REFUSAL:
        connection.next_at = now + _NEEDS_A_PERSON
    elif happening is Happening.LOGIN_EXPIRED:
        connection.next_at = now + LOOK_AGAIN_EVERY
    else:
        after = error.after_seconds if isinstance(error, TryAgainLater) else None
        connection.next_at = now + back_off(connection.attempts, after)


def note_login_expired(connection: BankConnection, code: str, message: str, now: datetime) -> None:
    """Wait for the person: no sync runs until the login is repaired."""
    if connection.status in ENDED:
        return
    connection.next_at = now + LOOK_AGAIN_EVERY
    _move(connection, Happening.LOGIN_EXPIRED)
    connection.error_code, connection.error_message = code, message


def note_warning(connection: BankConnection, happening: Happening, ends_at: datetime) -> None:
    """Record that the login will end on a day unless the person signs in before."""
    _move(connection, happening)
    if connection.status not in ENDED:
        connection.login_expires_at = ends_at


def note_revoked(connection: BankConnection, code: str, message: str, now: datetime) -> None:
    """Stop after the person withdrew our access; the token stays, since the bank's dialog can restore it."""
    if connection.status in ENDED:
        return
    connection.next_at = now + LOOK_AGAIN_EVERY
    _move(connection, Happening.ACCESS_REVOKED)
    connection.lease_token = connection.lease_until = None
    connection.error_code, connection.error_message = code, message


def note_repaired(connection: BankConnection, now: datetime) -> None:
    """Take the connection up again; the next sync says how things really stand."""
    if connection.status in {ConnectionStatus.LINKING, ConnectionStatus.DISCONNECTED}:
        return
    _go_on(connection)
    connection.error_code = connection.error_message = None
    connection.attempts, connection.next_at = 0, now


def end(connection: BankConnection) -> None:
    """End the connection for good: the token goes, and a sync under way is fenced off."""
    _move(connection, Happening.DISCONNECTED)
    _drop_access(connection)
    connection.error_code = connection.error_message = None
    connection.login_expires_at = connection.new_accounts_at = None


def updated_event(connection: BankConnection) -> ConnectionUpdated:
    """Tell the workspace where the connection stands."""
    return ConnectionUpdated(
        connection_id=connection.id, status=connection.status, history=connection.history_status
    )


def _move(connection: BankConnection, happening: Happening) -> None:
    connection.status = move(connection.status, happening)


def _go_on(connection: BankConnection) -> None:
    is_read = connection.history_status == HistoryStatus.COMPLETE
    _move(connection, Happening.LOGIN_WORKS if is_read else Happening.LOGIN_WORKS_UNREAD)
    connection.login_expires_at = None


def _drop_access(connection: BankConnection) -> None:
    connection.access_token = None
    connection.lease_token = connection.lease_until = None
