"""Ask the categoriser about texts that are no transactions, and wait for its answer."""

import asyncio
from collections.abc import Sequence
from typing import Final
from uuid import UUID

import orjson
from categorizer_contract import QUEUE, TASK, CategorizeRequest, Habits, Row
from redis.asyncio import Redis

from saldo.categorization import jobs
from saldo.categorization.errors import CategoriserAway
from saldo.categorization.reading import Answer, read_answer
from saldo.core.courier import Courier
from saldo.core.ids import new_id
from saldo.core.jobs import Chain, Job

PATIENCE_SECONDS: Final = 5.0
_LOOK_EVERY_SECONDS: Final = 0.05
_KEPT_SECONDS: Final = 60


async def ask(courier: Courier, redis: Redis, rows: Sequence[Row], chosen: Habits | None = None) -> Answer:
    """Return the categoriser's answer to some texts. Raises CategoriserAway when none comes in time.

    Not inside a transaction: the answer comes by way of the queue and Redis.
    """
    question = new_id()
    request = CategorizeRequest(batch_id=str(question), rows=list(rows), habits=chosen)
    reply = Job(jobs.HEAR, {"question": str(question)})
    await courier.deliver([Chain(TASK, request.model_dump(mode="json"), QUEUE, reply)])
    for _ in range(round(PATIENCE_SECONDS / _LOOK_EVERY_SECONDS)):
        if (kept := await redis.getdel(_key(question))) is not None:
            return read_answer(orjson.loads(kept))
        await asyncio.sleep(_LOOK_EVERY_SECONDS)
    raise CategoriserAway(retry_after_seconds=PATIENCE_SECONDS)


async def hear(redis: Redis, question: UUID, result: object) -> None:
    """Keep an answer for whoever asked, for as long as anyone could still be waiting."""
    await redis.set(_key(question), orjson.dumps(result), ex=_KEPT_SECONDS)


def _key(question: UUID) -> str:
    return f"saldo:categoriser:answer:{question}"
