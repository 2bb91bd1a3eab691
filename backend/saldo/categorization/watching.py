"""How categorisation is doing in one workspace."""

import datetime as dt
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import sqlalchemy as sa
import structlog
from categorizer_contract import QUEUE
from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.core.redis_courier import sent_at

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Doing:
    """Counts of transactions, and the model that answered last."""

    model_version: str | None
    waiting: int
    asked: int
    unsure: int
    answered_last_minute: int
    by_source: dict[str, int]


_COUNTS: Final = sa.text(
    """
    select coalesce(category_source, 'none') as source,
      count(*) as all_of_them,
      count(*) filter (where labelled_at is null) as waiting,
      count(*) filter (where labelled_at is null and label_requested_at is not null) as asked,
      count(*) filter (where category_source = 'model' and category_confidence < 0.6) as unsure,
      count(*) filter (where labelled_at > :minute_ago) as answered,
      max(labelled_at) as newest,
      (array_agg(category_model order by labelled_at desc nulls last))[1] as model_version
    from transactions
    where workspace_id = :workspace_id and removed_at is null
    group by 1
    """
)


async def look(session: AsyncSession, workspace_id: UUID, now: dt.datetime) -> Doing:
    """Count what waits, what is on its way, and who chose the categories there are."""
    given = {"workspace_id": workspace_id, "minute_ago": now - dt.timedelta(minutes=1)}
    rows = (await session.execute(_COUNTS, given)).mappings().all()
    answered = [row for row in rows if row["newest"] is not None and row["model_version"]]
    return Doing(
        model_version=max(answered, key=lambda row: row["newest"])["model_version"] if answered else None,
        waiting=sum(row["waiting"] for row in rows),
        asked=sum(row["asked"] for row in rows),
        unsure=sum(row["unsure"] for row in rows),
        answered_last_minute=sum(row["answered"] for row in rows),
        by_source={row["source"]: row["all_of_them"] for row in rows if row["source"] != "none"},
    )


async def measure_queue(broker: Redis) -> int | None:
    """Return how many batches wait before the categoriser; None when the broker cannot say."""
    try:
        return int(await broker.llen(QUEUE))
    except (RedisError, OSError, TimeoutError):
        log.warning("categorization.queue_unknown")
        return None


async def heard_until(broker: Redis, now: dt.datetime) -> dt.datetime | None:
    """Return the moment up to which every question has reached a categoriser: now when none waits.

    None when the broker cannot say.
    """
    try:
        oldest = await broker.lindex(QUEUE, -1)
    except (RedisError, OSError, TimeoutError):
        log.warning("categorization.queue_unknown")
        return None
    return now if oldest is None else sent_at(oldest)
