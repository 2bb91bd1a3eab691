"""The sockets of this process: a bell says "look", the hub reads the table once and fans out in order."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

import structlog
from sqlalchemy import text

from saldo.core.clock import Clock
from saldo.core.database import SYSTEM, Database, workspace_scope
from saldo.core.errors import Unavailable
from saldo.core.jobs import Bell, MemberChanged
from saldo.events import service as events
from saldo.realtime import frames
from saldo.realtime.watching import BAD_TICKET, MEMBER_CHANGED, TOO_SLOW, Watcher

HEAL_SECONDS = 15
MOST_SOCKETS_OF_USER = 20
_RETRY_SECONDS = 1
_READERS = 4  # of the pool's connections; requests must never wait for the fan-out
_BATCH = 200
_log = structlog.get_logger()


@dataclass(eq=False)
class _Room:
    """The watchers of one workspace; `wanted` is the newest sequence anyone told us of."""

    workspace_id: UUID
    sequence: int
    wanted: int
    watchers: set[Watcher] = field(default_factory=set)
    reading: asyncio.Task[None] | None = None


class Hub:
    """Delivers each event once, in order, to every watcher of its workspace."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._rooms: dict[UUID, _Room] = {}
        self._readers = asyncio.Semaphore(_READERS)

    def has_place_for(self, user_id: UUID) -> bool:
        """Say whether this person may open one more socket."""
        theirs = sum(watcher.user_id == user_id for watcher in self._watchers())
        return theirs < MOST_SOCKETS_OF_USER

    def join(self, watcher: Watcher, known: int) -> bool:
        """Add a watcher that has seen everything up to `watcher.sequence`, if that is all there is.

        False means that the room is ahead already: read on from the table, then try again. There is no await
        between the comparison and the adding, so nothing can slip through.
        """
        room = self._rooms.get(watcher.workspace_id)
        if room is None:
            room = _Room(watcher.workspace_id, watcher.sequence, max(watcher.sequence, known))
            self._rooms[watcher.workspace_id] = room
        elif room.sequence > watcher.sequence:
            return False
        room.watchers.add(watcher)
        self._look(room)
        return True

    def leave(self, watcher: Watcher) -> None:
        room = self._rooms.get(watcher.workspace_id)
        if room is None:
            return
        room.watchers.discard(watcher)
        if not room.watchers:
            del self._rooms[watcher.workspace_id]

    def ring(self, bell: Bell) -> None:
        """Take note that a workspace's log has grown; a bell for nobody here costs nothing."""
        room = self._rooms.get(bell.workspace_id)
        if room is not None:
            room.wanted = max(room.wanted, bell.sequence)
            self._look(room)

    def end_session(self, session_id: UUID) -> None:
        """Close the sockets of a session that is over."""
        for watcher in self._watchers():
            if watcher.session_id == session_id:
                watcher.outbox.close(BAD_TICKET)

    def end_member(self, changed: MemberChanged) -> None:
        """Close a person's sockets in one workspace: who may still look comes again and is asked anew."""
        for watcher in self._watchers():
            if (watcher.workspace_id, watcher.user_id) == (changed.workspace_id, changed.user_id):
                watcher.outbox.close(MEMBER_CHANGED)

    def ping(self) -> None:
        for watcher in self._watchers():
            watcher.outbox.offer(frames.PING)

    async def heal(self) -> None:
        """Ask once for everyone what bells and notices may have been lost."""
        if not self._rooms:
            return
        sessions = {watcher.session_id for watcher in self._watchers() if watcher.session_id}
        async with self._database.transaction(SYSTEM) as session:
            grown = await session.execute(
                text("SELECT id, last_sequence FROM workspaces WHERE id = ANY(:ids)"),
                {"ids": list(self._rooms)},
            )
            members = await session.execute(
                text("SELECT workspace_id, user_id FROM workspace_members WHERE workspace_id = ANY(:ids)"),
                {"ids": list(self._rooms)},
            )
            over = await session.execute(
                text(
                    "SELECT id FROM sessions WHERE id = ANY(:ids) "
                    "AND (ended_at IS NOT NULL OR expires_at <= :now)"
                ),
                {"ids": list(sessions), "now": self._clock.now()},
            )
        for workspace_id, last_sequence in grown:
            self.ring(Bell(workspace_id, last_sequence))
        for session_id in over.scalars():
            self.end_session(session_id)
        present = {(workspace_id, user_id) for workspace_id, user_id in members}
        for watcher in self._watchers():
            if (watcher.workspace_id, watcher.user_id) not in present:
                watcher.outbox.close(MEMBER_CHANGED)

    def list_positions(self) -> list[tuple[UUID, UUID, int]]:
        """List workspace, person and sequence of every socket that is open."""
        return [(one.workspace_id, one.user_id, one.sequence) for one in self._watchers()]

    async def keep_alive(self) -> None:
        """Ping and heal, for as long as the process lives."""
        while True:
            await asyncio.sleep(HEAL_SECONDS)
            self.ping()
            try:
                await self.heal()
            except Unavailable:
                _log.warning("hub.heal_postponed")

    async def close(self) -> None:
        tasks = [room.reading for room in self._rooms.values() if room.reading]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _watchers(self) -> Iterable[Watcher]:
        return [watcher for room in self._rooms.values() for watcher in room.watchers]

    def _look(self, room: _Room) -> None:
        if room.wanted > room.sequence and (room.reading is None or room.reading.done()):
            room.reading = asyncio.create_task(self._read(room), name=f"hub-{room.workspace_id}")

    async def _read(self, room: _Room) -> None:
        while room.watchers and room.wanted > room.sequence:
            try:
                async with (
                    self._readers,
                    self._database.transaction(workspace_scope(room.workspace_id)) as db,
                ):
                    stored = await events.list_after(db, room.workspace_id, room.sequence, _BATCH)
            except Unavailable:
                await asyncio.sleep(_RETRY_SECONDS)
                continue
            if not stored:  # pruned under our feet, or a bell from a future that was rolled back by a restore
                _log.warning("hub.nothing_to_read", wanted=room.wanted, sequence=room.sequence)
                room.wanted = room.sequence
                return
            for one in stored:
                _hand_out(room, one)
                # Let the writers run: a long batch must not overflow those who keep pace.
                await asyncio.sleep(0)


def _hand_out(room: _Room, stored: events.StoredEvent) -> None:
    frame = frames.event(stored)
    for watcher in room.watchers:
        if watcher.sequence < stored.sequence:
            watcher.sequence = stored.sequence
            seen = events.without(stored, watcher.hidden)
            watcher.outbox.offer(frame if seen is stored else frames.event(seen))
    room.sequence = stored.sequence
    if any(watcher.outbox.close_code == TOO_SLOW for watcher in room.watchers):
        _log.info("hub.slow_watcher_dropped")
        room.watchers = {one for one in room.watchers if one.outbox.close_code is None}
