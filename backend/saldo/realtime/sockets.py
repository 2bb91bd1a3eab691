"""One visit of a live socket: handshake, catching up, then frames until either side leaves."""

import asyncio
from dataclasses import dataclass

import structlog
from redis.asyncio import Redis
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from saldo.core.clock import Clock
from saldo.core.database import Database, workspace_scope
from saldo.core.errors import NotFound, SaldoError, Unauthorized
from saldo.events import service as events
from saldo.realtime import frames, tickets
from saldo.realtime.frames import LONGEST_FRAME_BYTES, Hello
from saldo.realtime.hub import Hub
from saldo.realtime.watching import (
    BAD_ORIGIN,
    BAD_TICKET,
    HELLO_TOO_LATE,
    TOO_BIG,
    TOO_SLOW,
    Watcher,
)
from saldo.workspaces import sharing
from saldo.workspaces.access import Member, authorise

HELLO_SECONDS = 5
_CLOSE_SECONDS = 2
_MOST_REPLAYED = 2000
_log = structlog.get_logger()


class _Refused(Exception):
    """The socket is closed with this code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class LiveDoor:
    """What a visit needs of the process."""

    hub: Hub
    database: Database
    redis: Redis
    clock: Clock
    allowed_origins: tuple[str, ...]
    hello_seconds: float = HELLO_SECONDS


async def serve(socket: WebSocket, door: LiveDoor) -> None:
    """Serve one socket from its handshake to its end."""
    # Accepted before it is judged: only an open socket can be told why it is closed.
    await socket.accept()
    try:
        hello = await _hear_hello(socket, door)
        member = await _admit(socket, door, hello)
        watcher = await _catch_up(socket, door, member, hello.after)
        try:
            await _stay(socket, watcher)
        finally:
            door.hub.leave(watcher)
        if watcher.outbox.close_code is not None:
            await _close(socket, watcher.outbox.close_code)
    except _Refused as refusal:
        await _close(socket, refusal.code)
    except WebSocketDisconnect:
        return
    except SaldoError as error:  # the database is away: come back later
        _log.warning("socket.dropped", code=error.code)
        await _close(socket, TOO_SLOW)


async def _hear_hello(socket: WebSocket, door: LiveDoor) -> Hello:
    origin = socket.headers.get("Origin")
    if origin is not None and origin not in door.allowed_origins:
        raise _Refused(BAD_ORIGIN)
    try:
        async with asyncio.timeout(door.hello_seconds):
            text = await _receive(socket)
    except TimeoutError as error:
        raise _Refused(HELLO_TOO_LATE) from error
    hello = frames.read_hello(text)
    if hello is None:
        raise _Refused(BAD_TICKET)
    return hello


async def _admit(socket: WebSocket, door: LiveDoor, hello: Hello) -> Member:
    ticket = await tickets.redeem(door.redis, hello.ticket)
    if ticket is None:
        raise _Refused(BAD_TICKET)
    if ticket.origin != socket.headers.get("Origin"):
        raise _Refused(BAD_ORIGIN)
    if not door.hub.has_place_for(ticket.user_id):
        raise _Refused(TOO_SLOW)
    scope = workspace_scope(ticket.workspace_id, ticket.user_id)
    try:
        async with door.database.transaction(scope) as session:
            return await authorise(session, ticket.identity, door.clock.now())
    except (Unauthorized, NotFound) as error:
        raise _Refused(BAD_TICKET) from error


async def _catch_up(socket: WebSocket, door: LiveDoor, member: Member, after: int | None) -> Watcher:
    """Send what was missed, then join the hub at exactly the point reached."""
    async with door.database.transaction(member.scope) as session:
        span = await events.get_span(session, member.workspace_id)
        hidden = await sharing.list_hidden(session, member)
    is_resumable = after is not None and span.can_resume(after) and span.last - after <= _MOST_REPLAYED
    start = after if after is not None and is_resumable else span.last
    watcher = Watcher(member.user_id, member.workspace_id, member.session_id, start, hidden)
    await socket.send_text(frames.welcome(span.last))
    if after is not None and not is_resumable:
        await socket.send_text(frames.reload(start))
    while watcher.sequence < span.last or not door.hub.join(watcher, span.last):
        async with door.database.transaction(member.scope) as session:
            missed = await events.list_after(session, member.workspace_id, watcher.sequence)
        if not missed:  # pruned while we read: a new visit will be told to reload
            raise _Refused(TOO_SLOW)
        for stored in missed:
            await socket.send_text(frames.event(events.without(stored, hidden)))
            watcher.sequence = stored.sequence
    return watcher


async def _stay(socket: WebSocket, watcher: Watcher) -> None:
    """Write what the hub hands out and listen for the client's leaving, until one of both ends."""
    writer = asyncio.create_task(_write(socket, watcher))
    reader = asyncio.create_task(_read(socket, watcher))
    watcher.outbox.on_close = writer.cancel
    try:
        await asyncio.wait({writer, reader}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (writer, reader):
            task.cancel()
        outcomes = await asyncio.gather(writer, reader, return_exceptions=True)
    for outcome in outcomes:
        if isinstance(outcome, Exception) and not isinstance(outcome, WebSocketDisconnect):
            raise outcome


async def _write(socket: WebSocket, watcher: Watcher) -> None:
    while (frame := await watcher.outbox.next()) is not None:
        await socket.send_text(frame)


async def _read(socket: WebSocket, watcher: Watcher) -> None:
    # Pongs and whatever else a client says mean no more than that it is there.
    try:
        while True:
            await _receive(socket)
    except _Refused as refusal:
        watcher.outbox.close(refusal.code)


async def _receive(socket: WebSocket) -> str:
    message = await socket.receive()
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message.get("code") or 1000)
    text: str = message.get("text") or ""
    if len(text) > LONGEST_FRAME_BYTES or message.get("bytes"):
        raise _Refused(TOO_BIG)
    return text


async def _close(socket: WebSocket, code: int) -> None:
    """Close politely; a client that does not read cannot be told, so the connection is simply dropped."""
    if socket.application_state is not WebSocketState.CONNECTED:
        return
    try:
        async with asyncio.timeout(_CLOSE_SECONDS):
            await socket.close(code)
    except (TimeoutError, WebSocketDisconnect, RuntimeError):
        _log.info("socket.dropped", code=code)
