"""`/api/events`: the log by pages, tickets, and the live socket."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, WebSocket
from pydantic import AwareDatetime, Field, TypeAdapter
from starlette.requests import HTTPConnection

from saldo.core.errors import NotFound
from saldo.core.http import CurrentClock, CurrentRedis
from saldo.core.schemas import Output
from saldo.events import service as events
from saldo.events.types import Event
from saldo.realtime import sockets, tickets
from saldo.realtime.sockets import LiveDoor
from saldo.workspaces import sharing
from saldo.workspaces.access import CurrentMember, TenantSession
from saldo.workspaces.permissions import require

router = APIRouter(prefix="/api/events", tags=["events"], dependencies=[require("events:read")])
_EVENTS: TypeAdapter[list[Event]] = TypeAdapter(list[Event])


class EventsGone(NotFound):
    """What happened after the given sequence is no longer (or not yet) in the log."""

    code = "events_gone"
    title = "These events are no longer kept; load everything anew and continue from the last sequence"


class EventList(Output):
    """Events in their order, and how far the log reaches."""

    data: list[Event]
    last_sequence: int = Field(description="The newest sequence; ask again while the data ends before it.")


class TicketIssued(Output):
    """The first frame of a live socket carries this ticket."""

    ticket: str
    expires_at: AwareDatetime


@router.get("")
async def list_events(
    session: TenantSession,
    member: CurrentMember,
    after: Annotated[int, Query(ge=0, description="The last sequence already seen.")] = 0,
    limit: Annotated[int, Query(ge=1, le=events.MOST_AT_ONCE)] = 100,
) -> EventList:
    """List what happened after a sequence, oldest first."""
    span = await events.get_span(session, member.workspace_id)
    if not span.can_resume(after):
        raise EventsGone
    hidden = await sharing.list_hidden(session, member)
    stored = await events.list_after(session, member.workspace_id, after, limit)
    seen = [vars(events.without(one, hidden)) for one in stored]
    return EventList(data=_EVENTS.validate_python(seen), last_sequence=span.last)


@router.post("/ticket")
async def issue_ticket(
    request: Request, member: CurrentMember, redis: CurrentRedis, clock: CurrentClock
) -> TicketIssued:
    """Make a ticket for `/api/events/live`: one use, thirty seconds, from the same origin."""
    ticket = await tickets.issue(redis, member, request.headers.get("Origin"))
    return TicketIssued(ticket=ticket, expires_at=clock.now() + tickets.LIFETIME)


async def get_live_door(connection: HTTPConnection) -> LiveDoor:
    door: LiveDoor = connection.app.state.live_door
    return door


@router.websocket("/live")
async def watch_live(socket: WebSocket, door: Annotated[LiveDoor, Depends(get_live_door)]) -> None:
    """Deliver a workspace's events as they happen; docs/realtime.md describes the frames."""
    await sockets.serve(socket, door)
