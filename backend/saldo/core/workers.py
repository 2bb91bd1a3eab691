"""Which worker processes are alive: each reports to Redis every few seconds and is forgotten in silence."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from redis import Redis as BlockingRedis
from redis.asyncio import Redis
from redis.exceptions import RedisError

_KEY: Final = "saldo:workers"
_FORGOTTEN_AFTER: Final = timedelta(seconds=30)


def report(redis: BlockingRedis, name: str, now: datetime) -> None:
    """Say that this worker is alive; a Redis that is away hears it next time."""
    try:
        redis.hset(_KEY, name, now.isoformat())
        redis.expire(_KEY, 3600)
    except (RedisError, OSError):
        return


async def list_alive(redis: Redis, now: datetime) -> Mapping[str, datetime]:
    """Return the workers heard lately and when. Raises RedisError or OSError."""
    found = await redis.hgetall(_KEY)
    seen = {str(name): datetime.fromisoformat(str(at)) for name, at in found.items()}
    return {name: at for name, at in sorted(seen.items()) if now - at <= _FORGOTTEN_AFTER}
