"""Where a connection stands between two syncs, read off its row: pure."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from saldo.connections.frequencies import DESCRIPTIONS, Frequency
from saldo.connections.models import ENDED, SYNCABLE, BankConnection, ConnectionStatus, InstitutionTrouble

# What is due is sent off within ten seconds; a minute later something is wrong with the worker or its beat.
_OVERDUE_AFTER: Final = timedelta(minutes=1)


class SyncState(StrEnum):
    """What a connection does at the moment."""

    SYNCING = "syncing"
    QUEUED = "queued"
    BACKING_OFF = "backing_off"
    WAITING_FOR_BANK = "waiting_for_bank"
    SCHEDULED = "scheduled"
    MANUAL = "manual"
    NEEDS_PERSON = "needs_person"
    ENDED = "ended"


def state_of(connection: BankConnection, now: datetime) -> SyncState:
    if connection.status in ENDED:
        return SyncState.ENDED
    if connection.status not in SYNCABLE:
        return SyncState.NEEDS_PERSON
    if connection.lease_until is not None and connection.lease_until > now:
        return SyncState.SYNCING
    if connection.wanted_version > connection.done_version:
        return _state_of_wanted(connection, now)
    is_manual = connection.sync_frequency == Frequency.MANUAL
    return SyncState.MANUAL if is_manual else SyncState.SCHEDULED


def _state_of_wanted(connection: BankConnection, now: datetime) -> SyncState:
    if connection.next_at <= now:
        return SyncState.QUEUED
    return SyncState.BACKING_OFF if connection.attempts else SyncState.WAITING_FOR_BANK


def next_sync_at(connection: BankConnection, now: datetime) -> datetime | None:
    """Say when the bank is asked next; None when that is for a person to say."""
    match state_of(connection, now):
        case SyncState.SYNCING:
            return now
        case SyncState.QUEUED | SyncState.BACKING_OFF | SyncState.WAITING_FOR_BANK:
            return connection.next_at
        case SyncState.SCHEDULED:
            return connection.scheduled_at
        case _:
            return None


def is_overdue(connection: BankConnection, now: datetime) -> bool:
    """Say whether the scheduler should have asked the bank by now and has not."""
    if state_of(connection, now) is SyncState.SYNCING:
        return False
    due = next_sync_at(connection, now)
    return due is not None and due < now - _OVERDUE_AFTER


_PLAIN: Final = {
    SyncState.SYNCING: "A sync is running.",
    SyncState.QUEUED: "A sync was asked for and starts in a moment.",
    SyncState.NEEDS_PERSON: "The bank waits for you to sign in.",
    SyncState.ENDED: "This connection has ended.",
}


def explain_next(connection: BankConnection, trouble: InstitutionTrouble | None, now: datetime) -> str:
    """Say in a sentence why the bank is asked next when it is, or is not asked."""
    state = state_of(connection, now)
    if state is SyncState.MANUAL:
        return f"It is asked only when someone asks.{_news(connection)}"
    if state is SyncState.SCHEDULED:
        pace = DESCRIPTIONS[Frequency(connection.sync_frequency)]
        return f"By its pace it is asked {pace}.{_news(connection)}"
    return _PLAIN.get(state) or _explain_wait(connection, trouble)


def _news(connection: BankConnection) -> str:
    return "" if connection.news_at is None else " The bank has news, which wait until then."


def _explain_wait(connection: BankConnection, trouble: InstitutionTrouble | None) -> str:
    if trouble is not None:
        return f"{connection.institution_name} does not answer at the moment, so nobody asks until then."
    if connection.status == ConnectionStatus.RATE_LIMITED:
        return "The provider asked us to slow down."
    if connection.attempts:
        times = "once" if connection.attempts == 1 else f"{connection.attempts} times in a row"
        return f"The last sync failed ({times}); it is tried again then."
    return "The bank is still handing over its history."
