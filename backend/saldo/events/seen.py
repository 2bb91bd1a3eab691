"""How far each person has been shown a workspace's log: a hint in Redis, worth nothing but a figure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from redis.asyncio import Redis
from redis.exceptions import RedisError

_KEPT_SECONDS: Final = 30 * 86400


@dataclass(frozen=True)
class Pushed:
    """The last sequence pushed to one of a person's pages, and when that page was last known to be open."""

    workspace_id: UUID
    user_id: UUID
    sequence: int
    at: datetime


def _key(workspace_id: UUID, user_id: UUID) -> str:
    return f"saldo:seen:{workspace_id}:{user_id}"


async def note(redis: Redis, pushed: Iterable[Pushed]) -> None:
    """Write down how far people are, all in one round trip."""
    async with redis.pipeline(transaction=False) as pipeline:
        for one in pushed:
            value = f"{one.sequence} {one.at.isoformat()}"
            pipeline.set(_key(one.workspace_id, one.user_id), value, ex=_KEPT_SECONDS)
        await pipeline.execute()


async def find(redis: Redis, workspace_id: UUID, user_id: UUID) -> Pushed | None:
    """Say how far a person is; None when no page of theirs was open lately, or nobody can tell."""
    try:
        found = await redis.get(_key(workspace_id, user_id))
    except (RedisError, OSError, TimeoutError):
        return None
    if found is None:
        return None
    sequence, _, at = str(found).partition(" ")
    return Pushed(workspace_id, user_id, int(sequence), datetime.fromisoformat(at))
