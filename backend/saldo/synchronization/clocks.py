"""Three clocks: how old is what the provider has, what we have, and what you have been shown."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from redis.asyncio import Redis
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.connections.frequencies import Frequency, interval
from saldo.connections.models import BankConnection
from saldo.events import seen, service
from saldo.events.models import WorkspaceEvent
from saldo.synchronization.standing import is_overdue

# The provider reads a bank one to four times a day.
_PROVIDER_LATE: Final = timedelta(hours=36)
_LIVE: Final = timedelta(seconds=45)
_SLACK: Final = 1.5


class Freshness(StrEnum):
    """How a clock runs."""

    FRESH = "fresh"
    LATE = "late"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Reading:
    """When one leg of the way was last travelled."""

    at: datetime | None
    freshness: Freshness
    text: str


@dataclass(frozen=True)
class Seen:
    """How far you have been shown the workspace's log; `behind` counts events that were not pushed to you."""

    at: datetime | None
    freshness: Freshness
    text: str
    is_live: bool
    last_event_at: datetime | None
    behind: int | None


def read_bank_to_provider(connection: BankConnection, now: datetime) -> Reading:
    at = connection.provider_updated_at
    if at is None:
        return Reading(None, Freshness.UNKNOWN, "The provider has not said when it last read the bank.")
    age = now - at
    if age > _PROVIDER_LATE:
        text = f"The provider last read {connection.institution_name} {_ago(age)}; usual is daily."
        return Reading(at, Freshness.LATE, text)
    return Reading(at, Freshness.FRESH, f"The provider read {connection.institution_name} {_ago(age)}.")


def read_provider_to_us(connection: BankConnection, now: datetime) -> Reading:
    at = connection.last_synced_at
    if at is None:
        return Reading(None, Freshness.UNKNOWN, "Nothing has been fetched yet.")
    age, every = now - at, interval(Frequency(connection.sync_frequency))
    is_late = is_overdue(connection, now) or (every is not None and age > every * _SLACK)
    return Reading(at, Freshness.LATE if is_late else Freshness.FRESH, f"We fetched everything {_ago(age)}.")


async def read_us_to_you(
    session: AsyncSession, redis: Redis, workspace_id: UUID, user_id: UUID, now: datetime
) -> Seen:
    """Compare the workspace's log with what was last pushed to this person's pages."""
    span = await service.get_span(session, workspace_id)
    last_event_at = await session.scalar(
        select(WorkspaceEvent.occurred_at).where(
            WorkspaceEvent.workspace_id == workspace_id, WorkspaceEvent.sequence == span.last
        )
    )
    pushed = await seen.find(redis, workspace_id, user_id)
    if pushed is None:
        text = "No live page of yours was open lately; a page that is loaded shows everything."
        return Seen(None, Freshness.UNKNOWN, text, is_live=False, last_event_at=last_event_at, behind=None)
    behind, is_live = max(0, span.last - pushed.sequence), now - pushed.at <= _LIVE
    if is_live:
        text = "Your page is live." if not behind else f"{behind} events are on their way to your page."
    else:
        text = f"Your last live page was open {_ago(now - pushed.at)}."
    freshness = Freshness.FRESH if is_live and not behind else Freshness.LATE
    return Seen(pushed.at, freshness, text, is_live=is_live, last_event_at=last_event_at, behind=behind)


def _ago(age: timedelta) -> str:
    seconds = max(0, int(age.total_seconds()))
    for size, unit in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            count = seconds // size
            return f"{count} {unit}{'s' if count > 1 else ''} ago"
    return "a moment ago"
