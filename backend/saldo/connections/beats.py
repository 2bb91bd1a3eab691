"""When each regular job last ran: kept in the database, so that it is known though the queue is gone."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


async def note(session: AsyncSession, name: str, now: datetime) -> None:
    """Record that a regular job has done its work."""
    statement = text(
        "insert into scheduler_beats (name, last_at) values (:name, :now) "
        "on conflict (name) do update set last_at = excluded.last_at"
    )
    await session.execute(statement, {"name": name, "now": now})


async def find_last(session: AsyncSession, name: str) -> datetime | None:
    """Say when a regular job last did its work."""
    found = await session.execute(
        text("select last_at from scheduler_beats where name = :name"), {"name": name}
    )
    last: datetime | None = found.scalar_one_or_none()
    return last
