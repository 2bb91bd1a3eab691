"""A real server on a real port, and clients that speak the live protocol."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

import httpx
import orjson
import pytest
import uvicorn
from fastapi import FastAPI
from websockets.asyncio.client import ClientConnection, connect
from websockets.client import ClientProtocol
from websockets.typing import Origin
from websockets.uri import parse_uri

from saldo.core.database import Database
from saldo.events import service as events
from saldo.events.types import DashboardUpdate
from saldo.realtime.hub import Hub
from tests.conftest import PUBLIC_URL, access_token
from tests.factories.workspaces import Home
from tests.fakes.courier import RecordingCourier
from tests.fakes.waiting import until

ORIGIN = PUBLIC_URL


@dataclass
class Line:
    """One open live socket."""

    socket: ClientConnection

    async def send(self, frame: object) -> None:
        await self.socket.send(orjson.dumps(frame).decode())

    async def receive(self) -> dict[str, Any]:
        frame: dict[str, Any] = orjson.loads(await asyncio.wait_for(self.socket.recv(), 30))
        return frame

    async def sequences(self, count: int) -> list[int]:
        """Receive so many events and return their sequences."""
        frames = [await self.receive() for _ in range(count)]
        assert {frame["type"] for frame in frames} == {"event"}
        return [frame["event"]["sequence"] for frame in frames]

    async def close_code(self) -> int | None:
        await asyncio.wait_for(self.socket.wait_closed(), 30)
        return self.socket.close_code


@dataclass
class Exchange:
    """The server, with the means to publish and to connect."""

    app: FastAPI
    port: int
    database: Database
    courier: RecordingCourier

    @property
    def hub(self) -> Hub:
        hub: Hub = self.app.state.live_door.hub
        return hub

    async def publish(
        self, home: Home, count: int = 1, *, ring: bool = True, reason: str | None = None
    ) -> None:
        for number in range(count):
            self.courier.clear()
            event = DashboardUpdate(reason=reason or str(number))
            async with self.database.transaction(home.scope) as session:
                await events.publish(session, home.workspace_id, event)
            if ring:
                self.hub.ring(self.courier.bells[0])

    async def ticket(self, home: Home, origin: str | None = ORIGIN) -> str:
        headers = {"Authorization": f"Bearer {access_token(self.app, home)}"}
        if origin:
            headers["Origin"] = origin
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(transport=transport, base_url=PUBLIC_URL, headers=headers) as client:
            response = await client.post("/api/events/ticket")
            assert response.status_code == 200, response.text
            return str(response.json()["ticket"])

    @asynccontextmanager
    async def line(self, *, origin: str | None = ORIGIN) -> AsyncIterator[Line]:
        headers = {"Origin": origin} if origin else {}
        url = f"ws://127.0.0.1:{self.port}/api/events/live"
        async with connect(url, additional_headers=headers, max_queue=None) as connection:
            yield Line(connection)

    @asynccontextmanager
    async def watching(self, home: Home, after: int | None = None) -> AsyncIterator[Line]:
        """Connect, say hello and swallow the welcome."""
        ticket = await self.ticket(home)
        async with self.line() as line:
            await line.send({"type": "hello", "ticket": ticket, "after": after})
            assert (await line.receive())["type"] == "welcome"
            yield line

    @asynccontextmanager
    async def stalled(self, home: Home) -> AsyncIterator[None]:
        """Connect and say hello, then never read again, with hardly any buffer of one's own."""
        ticket = await self.ticket(home)
        protocol = ClientProtocol(
            parse_uri(f"ws://127.0.0.1:{self.port}/api/events/live"), origin=Origin(ORIGIN)
        )
        loop = asyncio.get_running_loop()
        with socket.socket() as plug:
            plug.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            plug.settimeout(0)
            await loop.sock_connect(plug, ("127.0.0.1", self.port))
            protocol.send_request(protocol.connect())
            await loop.sock_sendall(plug, b"".join(protocol.data_to_send()))
            protocol.receive_data(await loop.sock_recv(plug, 4096))
            protocol.send_text(orjson.dumps({"type": "hello", "ticket": ticket, "after": None}))
            await loop.sock_sendall(plug, b"".join(protocol.data_to_send()))
            await until(lambda: home.workspace_id in self.hub._rooms)
            yield


@pytest.fixture
async def exchange(app: FastAPI, database: Database, courier: RecordingCourier) -> AsyncIterator[Exchange]:
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        app, ws="websockets-sansio", lifespan="off", log_config=None, timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    server.capture_signals = nullcontext  # type: ignore[method-assign,assignment]  # pytest keeps its own
    serving = asyncio.create_task(server.serve([listening]))
    await until(lambda: server.started)
    yield Exchange(app, listening.getsockname()[1], database, courier)
    server.should_exit = True
    await serving
    listening.close()
