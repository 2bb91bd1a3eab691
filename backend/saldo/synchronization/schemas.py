"""What the API says and hears about freshness, schedules and silence."""

import datetime as dt
from typing import Literal
from uuid import UUID

from pydantic import Field

from saldo.connections.frequencies import Frequency
from saldo.connections.schemas import BankTrouble, SyncShown
from saldo.core.schemas import Input, Output
from saldo.synchronization.clocks import Freshness
from saldo.synchronization.standing import SyncState

AutomaticFrequency = Literal["realtime", "hourly", "every_4_hours", "daily", "weekly"]


class FrequencyRequest(Input):
    """Says how fresh an account is wanted."""

    frequency: Frequency


class AutomaticRequest(Input):
    """Puts accounts on automatic synchronisation."""

    frequency: AutomaticFrequency = "realtime"
    account_ids: list[UUID] | None = Field(
        default=None, max_length=500, description="Only these accounts; all active ones when left out."
    )


class Pace(Output):
    """How often a connection asks its bank. A login is fetched as a whole: its fastest account decides."""

    connection_id: UUID
    institution_name: str = Field(examples=["First Platypus Bank"])
    frequency: Frequency
    decided_by: list[UUID] = Field(description="The accounts that want it that fast.")
    explanation: str = Field(
        examples=["First Platypus Bank is asked once an hour: all accounts of a login are fetched together."]
    )
    next_sync_at: dt.datetime | None = Field(description="Null when only a person's wish starts a sync.")
    quiet_hours: list[int] = Field(
        description="Hours of the day (UTC) at which this bank has often failed; scheduled syncs avoid them."
    )


class FrequencyAnswer(Output):
    """What the wish came to."""

    account_id: UUID
    frequency: Frequency
    connection: Pace


class AutomaticAnswer(Output):
    """Every connection's pace after the change."""

    account_ids: list[UUID]
    frequency: Frequency
    connections: list[Pace]


class ImmediateAnswer(Output):
    """A sync is on its way; what it brings arrives through the event log."""

    account_id: UUID
    connection_id: UUID
    state: SyncState
    joined: bool = Field(description="One was running or queued already; this wish is served by it.")
    together_with: list[UUID] = Field(description="Accounts of the same login, fetched at the same time.")
    next_allowed_at: dt.datetime = Field(description="Before then the same wish is answered with 429.")


class ClockShown(Output):
    """One leg of the way of the data."""

    at: dt.datetime | None
    freshness: Freshness
    text: str = Field(examples=["The provider read First Platypus Bank 3 hours ago."])


class PushClock(ClockShown):
    """The last leg: from us to your pages."""

    is_live: bool
    last_event_at: dt.datetime | None = Field(description="When the workspace's newest event happened.")
    behind: int | None = Field(description="Events not pushed to any page of yours; null when none is known.")


class ClocksShown(Output):
    """How old is what the provider has, what we have, and what you have been shown."""

    connection_id: UUID
    as_of: dt.datetime
    bank_to_provider: ClockShown
    provider_to_us: ClockShown
    us_to_you: PushClock


class RhythmShown(Output):
    """How often an account posts, learned from its own history."""

    last_posted_on: dt.date | None
    silent_days: int | None = Field(description="Days without a posting, as far as we have heard the bank.")
    usual_days: int | None = Field(description="The usual gap between posting days; null while unknown.")
    longest_usual_days: int | None = Field(description="99 of 100 gaps are no longer than this.")
    limit_days: int | None = Field(description="A silence longer than this raises the alarm.")
    is_silent: bool
    text: str = Field(examples=["No posting for 9 days; 4 are usual at most."])


class ConnectionSync(Output):
    """A connection between two syncs."""

    pace: Pace
    state: SyncState
    why: str = Field(
        description="Why the bank is asked next when it is, or is not asked.",
        examples=["By its pace it is asked once a day."],
    )
    bank_trouble: BankTrouble | None = Field(description="Set while the bank is down and left alone.")
    overdue: bool = Field(description="The scheduler should have asked the bank by now.")
    last_synced_at: dt.datetime | None
    news_at: dt.datetime | None = Field(description="The bank has news since, left for the next sync.")
    next_allowed_at: dt.datetime | None = Field(description="A person's wish for a sync waits until then.")
    bank_to_provider: ClockShown
    provider_to_us: ClockShown


class AccountSyncStatus(Output):
    """How fresh one account is, what happens next, and whether it is silent."""

    account_id: UUID
    name: str
    frequency: Frequency = Field(description="This account's own wish.")
    connection: ConnectionSync
    us_to_you: PushClock
    last_sync: SyncShown | None
    rhythm: RhythmShown


class AccountLine(Output):
    """An account in the overview."""

    account_id: UUID
    name: str
    frequency: Frequency
    rhythm: RhythmShown


class ConnectionLine(Output):
    """A connection in the overview, with its accounts."""

    connection: ConnectionSync
    accounts: list[AccountLine]


class SyncTotals(Output):
    """The overview in figures."""

    connections: int
    accounts: int
    syncing: int
    overdue: int
    needs_person: int
    silent_accounts: int
    syncs_succeeded_today: int = Field(description="In the last 24 hours.")
    syncs_failed_today: int = Field(description="In the last 24 hours.")


class SyncOverview(Output):
    """Everything the workspace keeps in step."""

    as_of: dt.datetime
    totals: SyncTotals
    us_to_you: PushClock
    connections: list[ConnectionLine]


class WorkerShown(Output):
    """A worker that has reported lately."""

    name: str
    seen_at: dt.datetime


class QueueShown(Output):
    """One queue of the installation."""

    name: str
    depth: int | None = Field(description="Messages that wait; null when the queue cannot be asked.")


class SchedulerStatus(Output):
    """Whether the scheduler runs, and what it will do for this workspace."""

    as_of: dt.datetime
    is_running: bool = Field(description="The regular sweep has run within the last minute.")
    last_beat_at: dt.datetime | None
    next_due_at: dt.datetime | None
    due: int = Field(description="Connections whose turn has come.")
    overdue: int = Field(description="Of these, those that have waited for more than a minute.")
    syncing: int
    backing_off: int
    scheduled: int
    manual: int
    needs_person: int
    queues: list[QueueShown]
    workers: list[WorkerShown]
    text: str = Field(examples=["The scheduler runs; the next bank is asked at 14:02 UTC."])
