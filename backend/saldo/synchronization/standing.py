"""Where a connection stands between two syncs, read off its row: pure."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from saldo.connections.frequencies import Frequency
from saldo.connections.models import ENDED, SYNCABLE, BankConnection

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
