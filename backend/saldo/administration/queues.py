"""What waits for the workers."""

from collections.abc import Sequence

from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlalchemy import text

from saldo.administration.schemas import Jobs, Queue, Repeated
from saldo.core.database import SYSTEM, Database
from saldo.core.errors import Unavailable
from saldo.core.tasks import Every

NAMES = ("default", "sync", "categorizer")
_RETRY_AFTER_SECONDS = 5
_WAITING = text(
    """
    SELECT (SELECT count(*) FROM mails WHERE sent_at IS NULL AND next_at IS NOT NULL),
           (SELECT count(*) FROM exports WHERE status IN ('waiting', 'running')),
           (SELECT count(*) FROM users WHERE erase_at IS NOT NULL)
    """
)


async def look(database: Database, broker: Redis, schedule: Sequence[Every]) -> Jobs:
    """Count what waits. Raises Unavailable when the broker does not answer."""
    try:
        lengths = [await broker.llen(name) for name in NAMES]
    except (RedisError, OSError, TimeoutError) as error:
        raise Unavailable(retry_after_seconds=_RETRY_AFTER_SECONDS) from error
    async with database.transaction(SYSTEM) as session:
        letters, exports, erasures = (await session.execute(_WAITING)).one()
    return Jobs(
        queues=[Queue(name=name, waiting=count) for name, count in zip(NAMES, lengths, strict=True)],
        repeated=[Repeated(task=one.task, every_seconds=one.seconds, queue=one.queue) for one in schedule],
        letters_waiting=letters,
        exports_running=exports,
        erasures_waiting=erasures,
    )
