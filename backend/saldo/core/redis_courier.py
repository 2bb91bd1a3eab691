"""The courier of the running system: jobs by Celery, bells by Redis pub/sub, both within a short time."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import structlog
from celery import Celery
from kombu.exceptions import OperationalError
from redis.asyncio import Redis
from redis.exceptions import RedisError

from saldo.core.jobs import Bell, Chain, Job, MemberChanged, Message, SessionEnded

BELLS = "saldo:bells"
ENDED_SESSIONS = "saldo:ended-sessions"
CHANGED_MEMBERS = "saldo:changed-members"
_SENT_AT = "sent_at"
_log = structlog.get_logger()


class RedisCourier:
    """Delivers within the time limit or gives up with a warning: the database remembers what is due."""

    def __init__(self, queue: Celery, redis: Redis, *, time_limit_seconds: float = 0.2) -> None:
        self._queue = queue
        self._redis = redis
        self._time_limit_seconds = time_limit_seconds
        # One thread: Celery's producer is synchronous, and the order of the jobs should be kept.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="courier")

    async def deliver(self, messages: Sequence[Message]) -> None:
        jobs = [message for message in messages if isinstance(message, Job | Chain)]
        notices = _notices(messages)
        # Side by side: a broker that is slow to take jobs must not silence the bells.
        await asyncio.gather(
            self._try("jobs", len(jobs), lambda: self._send_all(jobs)),
            self._try("notices", len(notices), lambda: self._publish(notices)),
        )

    async def _try(self, kind: str, count: int, send: Callable[[], Awaitable[None]]) -> None:
        if not count:
            return
        try:
            async with asyncio.timeout(self._time_limit_seconds):
                await send()
        except (RedisError, OSError, TimeoutError, OperationalError) as error:
            _log.warning("courier.undelivered", kind=kind, count=count, reason=type(error).__name__)
        except Exception:  # noqa: BLE001 - the commit stands already: the caller must not hear of a failure
            _log.exception("courier.failed", kind=kind, count=count)

    async def _send_all(self, jobs: Sequence[Job | Chain]) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, self._send, jobs)

    def _send(self, jobs: Sequence[Job | Chain]) -> None:
        for job in jobs:
            match job:
                case Job():
                    self._queue.send_task(
                        job.name,
                        kwargs=dict(job.payload),
                        queue=job.queue,
                        countdown=job.delay_seconds or None,
                    )
                case Chain():
                    reply = self._queue.signature(
                        job.reply.name, kwargs=dict(job.reply.payload), queue=job.reply.queue
                    )
                    self._queue.send_task(
                        job.task,
                        args=[dict(job.payload)],
                        queue=job.queue,
                        link=reply,
                        headers={_SENT_AT: datetime.now(UTC).isoformat()},
                    )

    async def _publish(self, notices: Sequence[tuple[str, str]]) -> None:
        async with self._redis.pipeline(transaction=False) as pipeline:
            for channel, text in notices:
                pipeline.publish(channel, text)
            await pipeline.execute()

    async def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)
        self._queue.close()


def sent_at(message: str | bytes) -> datetime | None:
    """Read off a waiting message when it was sent; None when it does not say."""
    try:
        return datetime.fromisoformat(json.loads(message)["headers"][_SENT_AT])
    except (ValueError, KeyError, TypeError):
        return None


def _notices(messages: Sequence[Message]) -> list[tuple[str, str]]:
    """Return channel and text of each notice; of one workspace's bells only the last rings."""
    bells = {message.workspace_id: message.sequence for message in messages if isinstance(message, Bell)}
    ended = [message.session_id for message in messages if isinstance(message, SessionEnded)]
    changed = [message for message in messages if isinstance(message, MemberChanged)]
    return [
        *((BELLS, f"{workspace_id}:{sequence}") for workspace_id, sequence in bells.items()),
        *((ENDED_SESSIONS, str(session_id)) for session_id in ended),
        *((CHANGED_MEMBERS, f"{one.workspace_id}:{one.user_id}") for one in changed),
    ]
