"""The access log: one short row a request, gathered in memory and written in portions beside the requests."""

import asyncio
import contextlib
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import ColumnElement, delete, insert, select

from saldo.audit.models import AccessEntry
from saldo.core.clock import Clock
from saldo.core.database import SYSTEM, Database
from saldo.core.errors import Unavailable
from saldo.core.http import network_of
from saldo.core.ids import new_id
from saldo.core.origin import ORIGIN

KEEP = timedelta(days=30)
# Some tenths of a second of work: an installation that was off for a month has millions to forget.
PORTION = 5000
_WRITE_SECONDS = 2
# A database that is away must not fill the memory: what does not fit is in the log file all the same.
_MOST_WAITING = 5000
_QUIET = {"/health", "/ready"}
_log = structlog.get_logger(__name__)


class AccessLog:
    """Takes notes of requests without delaying them."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self._waiting: list[dict[str, object]] = []

    def note(self, method: str, path: str, status: int | None, milliseconds: float) -> None:
        """Note a request that has been answered; `path` holds names in place of ids."""
        if path in _QUIET or len(self._waiting) >= _MOST_WAITING:
            return
        context, origin = structlog.contextvars.get_contextvars(), ORIGIN.get()
        user_id = context.get("user_id")
        self._waiting.append(
            {
                "id": new_id(),
                "occurred_at": self._clock.now(),
                "request_id": str(context.get("request_id", "")),
                "user_id": UUID(user_id) if user_id else None,
                "method": method[:10],
                "path": path[:200],
                "status": status or 499,
                "milliseconds": int(milliseconds),
                # The network, not the address: enough to see where an attack comes from.
                "network": network_of(origin.address if origin else ""),
            }
        )

    async def write(self) -> None:
        """Write what waits."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        try:
            async with self._database.transaction(SYSTEM) as session:
                await session.execute(insert(AccessEntry), waiting)
        except Unavailable:
            _log.warning("access_log.postponed", count=len(waiting))
            self._waiting = [*waiting, *self._waiting][:_MOST_WAITING]

    async def keep_writing(self) -> None:
        """Write again and again, for as long as the process lives."""
        while True:
            await asyncio.sleep(_WRITE_SECONDS)
            try:
                await self.write()
            except Exception:  # noqa: BLE001 - a dead writer would be worse than a loud one
                _log.exception("access_log.failed")

    async def close(self, writer: asyncio.Task[None]) -> None:
        """Stop writing, after a last time."""
        writer.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await writer
        await self.write()


async def prune(database: Database, now: datetime, portion: int = PORTION) -> int:
    """Forget requests of more than thirty days ago; return how many there were."""
    return await _forget(database, AccessEntry.occurred_at < now - KEEP, portion)


async def forget_person(database: Database, user_id: UUID, portion: int = PORTION) -> int:
    """Forget every request of one person; return how many there were."""
    return await _forget(database, AccessEntry.user_id == user_id, portion)


async def _forget(database: Database, which: ColumnElement[bool], portion: int) -> int:
    """Delete in portions, each in a transaction of its own: after a kill, the next run goes on from there."""
    # Two workers may be at it at once: each takes what the other has not.
    some = select(AccessEntry.id).where(which).limit(portion).with_for_update(skip_locked=True).cte()
    statement = delete(AccessEntry).where(AccessEntry.id.in_(select(some.c.id))).returning(AccessEntry.id)
    forgotten = 0
    while True:
        async with database.transaction(SYSTEM) as session:
            gone = len((await session.execute(statement)).all())
        forgotten += gone
        if gone < portion:
            return forgotten
