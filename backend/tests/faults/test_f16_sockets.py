"""F16: a hundred sockets that stop reading are dropped, and nobody else notices."""

import asyncio
import json
import socket
import time
from contextlib import ExitStack

import pytest
from websockets.client import ClientProtocol
from websockets.uri import parse_uri

from saldo.events import service as events
from saldo.events.types import DashboardUpdate
from tests.faults.clients import Person
from tests.faults.processes import eventually
from tests.faults.stage import Stage

pytestmark = [pytest.mark.timeout(180), pytest.mark.fault("F16"), pytest.mark.full]
_ROOMS, _STALLED_IN_ROOM = 6, 17
_EVENTS, _EVENT_BYTES = 150, 60_000


async def test_a_hundred_stalled_sockets_are_dropped_and_others_unharmed(stage: Stage) -> None:
    api = await stage.start_api()
    for _ in range(_ROOMS):
        await stage.make_home()
    await stage.rests()
    with ExitStack() as plugs:
        for person in stage.persons:
            for _ in range(_STALLED_IN_ROOM):
                plugs.enter_context(await _stall(person))
        began = time.monotonic()

        await asyncio.gather(*(_shout(stage, person) for person in stage.persons))
        told = time.monotonic() - began

        async def are_dropped() -> bool:
            return api.log.read_text(errors="replace").count("socket.dropped") >= _ROOMS * _STALLED_IN_ROOM

        await eventually(are_dropped, 60, "all stalled sockets are dropped")
        dropped = time.monotonic() - began - told

    assert dropped < 10, f"dropped {dropped:.1f} s after the last event"
    assert "code=1013" in api.log.read_text(errors="replace")
    assert [person.visits for person in stage.persons] == [1] * _ROOMS
    await stage.finish()


async def _shout(stage: Stage, person: Person) -> None:
    """Publish more than a socket's buffers hold, each event in a transaction of its own."""
    for _ in range(_EVENTS):
        event = DashboardUpdate(reason="x" * _EVENT_BYTES)
        async with stage.resources.database.transaction(person.home.scope) as session:
            await events.publish(session, person.home.workspace_id, event)


async def _stall(person: Person) -> socket.socket:
    """Say hello, then never read again, with hardly any buffer of one's own."""
    ticket = (await person.call("POST", "/api/events/ticket")).json()["ticket"]
    port = int(person.address.rpartition(":")[2])
    protocol = ClientProtocol(parse_uri(f"ws://127.0.0.1:{port}/api/events/live"))
    loop = asyncio.get_running_loop()
    plug = socket.socket()
    plug.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    plug.settimeout(0)
    await loop.sock_connect(plug, ("127.0.0.1", port))
    protocol.send_request(protocol.connect())
    await loop.sock_sendall(plug, b"".join(protocol.data_to_send()))
    while protocol.state.name != "OPEN":
        protocol.receive_data(await loop.sock_recv(plug, 2048))
    protocol.send_text(json.dumps({"type": "hello", "ticket": ticket, "after": None}).encode())
    await loop.sock_sendall(plug, b"".join(protocol.data_to_send()))
    return plug
