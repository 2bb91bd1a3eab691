"""The hours at which a bank does not answer, such as its nightly maintenance: learned from our own syncs."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

# Retries within one outage are one experience, so days are counted and not runs. What failed on our own side
# says nothing about the bank.
_LEARN: Final = text(
    """
    with tried as (
      select connection.institution_id, (run.started_at at time zone 'UTC')::date as day,
             extract(hour from run.started_at at time zone 'UTC')::smallint as hour,
             bool_or(run.status = 'succeeded') as worked
      from syncs as run join bank_connections as connection on connection.id = run.connection_id
      where run.started_at >= :since and run.status in ('succeeded', 'failed')
        and coalesce(run.error_code, '') not in ('DATABASE_BUSY', 'INTERNAL')
      group by 1, 2, 3
    )
    insert into institution_hours (institution_id, hour, days_failed, days_worked)
    select institution_id, hour, count(*) filter (where not worked), count(*) filter (where worked)
    from tried group by 1, 2
    """
)
_REMEMBERED: Final = timedelta(days=30)
_FEWEST_DAYS: Final = 3
_MOST_HOURS: Final = 8
_WORKED_SHARE: Final = 0.25


async def learn(session: AsyncSession, now: datetime) -> None:
    """Count anew on how many of the last thirty days each bank failed and worked in each hour (UTC).

    Needs the system scope. What was learned fades with its evidence, so a bank that mended its ways is
    asked at that hour again.
    """
    await session.execute(text("delete from institution_hours"))
    await session.execute(_LEARN, {"since": now - _REMEMBERED})


async def list_quiet(session: AsyncSession, institution_id: str) -> frozenset[int]:
    """Return the hours (UTC) at which this bank is better left alone."""
    query = text(
        "select hour, days_failed, days_worked from institution_hours where institution_id = :institution"
    )
    rows = (await session.execute(query, {"institution": institution_id})).all()
    return find_quiet({hour: (failed, worked) for hour, failed, worked in rows})


def find_quiet(experience: dict[int, tuple[int, int]]) -> frozenset[int]:
    """Tell quiet hours from experience: days on which the bank failed and worked, for each hour.

    A bank that fails around the clock is broken and keeps no hours.
    """
    quiet = {
        hour
        for hour, (failed, worked) in experience.items()
        if failed >= _FEWEST_DAYS and worked <= failed * _WORKED_SHARE
    }
    return frozenset(quiet) if len(quiet) <= _MOST_HOURS else frozenset()


def avoid(instant: datetime, quiet: Collection[int], spread: timedelta) -> datetime:
    """Return the instant, or the end of the quiet hours it falls into, and a `spread` later."""
    moved = instant.astimezone(UTC)
    if moved.hour not in quiet:
        return instant
    while moved.hour in quiet:
        moved = moved.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return moved + spread
