"""The tools of these tests: a live emulator, the unmodified official client, a receiver of webhooks."""

import asyncio
import json
import random
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import httpx
import plaid
import pytest
import uvicorn
from plaid.api import plaid_api
from plaid.model.item_public_token_exchange_request import ItemPublicTokenExchangeRequest
from plaid.model.sandbox_public_token_create_request import SandboxPublicTokenCreateRequest
from plaid.model.transactions_sync_request import TransactionsSyncRequest
from plaid.model.transactions_sync_request_options import TransactionsSyncRequestOptions

from plaid_emulator.app import create_app
from plaid_emulator.config import Config
from plaid_emulator.emulator import Emulator

Json = dict[str, Any]
# To read those of the machine takes longer than many a test, and nobody speaks TLS here.
NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
PERSONA = {"institution_id": "ins_900001", "username": "user_maple_household"}


def wait_until(condition: Callable[[], Any], seconds: float = 10) -> Any:
    """Poll until the condition holds and answer its value."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if value := condition():
            return value
        time.sleep(0.01)
    pytest.fail("the condition did not come true in time")


class QuickServer(uvicorn.Server):
    """Stops at once: uvicorn looks ten times a second whether it should, then waits as long again."""

    async def main_loop(self) -> None:
        await self.on_tick(0)
        while not self.should_exit:  # noqa: ASYNC110 - another thread sets it
            await asyncio.sleep(0.01)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:  # noqa: ARG002 - uvicorn names it so
        for listener in self.servers:
            listener.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        await asyncio.gather(*self.server_state.tasks)
        await self.lifespan.shutdown()
        # What was closed is gone a round of the loop later.
        await asyncio.sleep(0.01)


@dataclass
class Live:
    """One emulator being served."""

    emulator: Emulator
    url: str
    server: uvicorn.Server
    thread: threading.Thread
    http: httpx.Client

    def admin(self, path: str, body: Json | None = None) -> Json:
        """Use the admin door: POST with a body, GET without."""
        answer = (
            self.http.get(f"/__admin{path}") if body is None else self.http.post(f"/__admin{path}", json=body)
        )
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(timeout=10)
        self.http.close()


def listen() -> socket.socket:
    """Hold a port below the ephemeral ones: one that is only found free may be another's a moment later."""
    while True:
        door = socket.socket()
        try:
            door.bind(("127.0.0.1", random.randrange(25_000, 32_000)))
            door.listen(128)
        except OSError:
            door.close()
        else:
            return door


def free_port() -> int:
    """Find a port for another process, free a moment ago."""
    with listen() as door:
        return int(door.getsockname()[1])


def start_live(**settings: Any) -> Live:
    door = listen()
    port = door.getsockname()[1]
    config = Config(port=port, **{"initial_delay_seconds": 0, "historical_delay_seconds": 0, **settings})
    app = create_app(config)
    server = QuickServer(uvicorn.Config(app, port=port, log_level="error", ws="none", loop="asyncio"))
    thread = threading.Thread(target=server.run, args=([door],), daemon=True)
    thread.start()
    wait_until(lambda: server.started)
    http = httpx.Client(base_url=config.public_url, trust_env=False, verify=NO_CERTIFICATES)
    return Live(app.state.emulator, config.public_url, server, thread, http)


@dataclass
class Bank:
    """The official client and the few steps every test takes with it."""

    url: str
    client_id: str = "test-client"
    secret: str = "test-secret"
    api: plaid_api.PlaidApi = field(init=False)

    def __post_init__(self) -> None:
        keys = {"clientId": self.client_id, "secret": self.secret, "plaidVersion": "2020-09-14"}
        self._client = plaid.ApiClient(plaid.Configuration(host=self.url, api_key=keys))
        self.api = plaid_api.PlaidApi(self._client)

    def link(self, institution_id: str = "ins_109508", username: str = "user_good", **options: Any) -> str:
        """Make an Item without Link and answer its access token."""
        password = options.pop("password", "pass_good")
        products = options.pop("products", ["transactions"])
        days = options.pop("days", 60)
        request = SandboxPublicTokenCreateRequest(
            institution_id=institution_id,
            initial_products=products,
            options={
                "override_username": username,
                "override_password": password,
                "transactions": {"days_requested": days},
                **options,
            },
            _configuration=UNCHECKED,
        )
        token = self.api.sandbox_public_token_create(request).public_token
        return str(self.api.item_public_token_exchange(ItemPublicTokenExchangeRequest(token)).access_token)

    def page(self, access_token: str, cursor: str = "", count: int = 500, **options: Any) -> Any:
        return self.api.transactions_sync(_sync_request(access_token, cursor, count, options))

    def sync(self, access_token: str, cursor: str = "", count: int = 500, **options: Any) -> "Read":
        """Read pages until nothing is left, as a program does.

        The client's models of thousands of rows cost far more than the emulator; `page` makes them.
        """
        read, more = Read(cursor), True
        while more:
            request = _sync_request(access_token, read.cursor, count, options)
            page = json.loads(self.api.transactions_sync(request, _preload_content=False).data)
            read.added += [_with_dates(row) for row in page["added"]]
            read.modified += [_with_dates(row) for row in page["modified"]]
            read.removed += page["removed"]
            read.cursor, more, read.pages = page["next_cursor"], page["has_more"], read.pages + 1
            read.status = page["transactions_update_status"]
        return read

    @property
    def last_answer(self) -> str:
        """The text of the last answer, before the client made its models of it."""
        return str(self._client.last_response.data)

    def close(self) -> None:
        self._client.rest_client.pool_manager.clear()
        self._client.close()


UNCHECKED = plaid.Configuration()


def _sync_request(access_token: str, cursor: str, count: int, options: Json) -> TransactionsSyncRequest:
    request = TransactionsSyncRequest(access_token=access_token, cursor=cursor, count=count)
    if options:
        request.options = TransactionsSyncRequestOptions(**options)
    return request


def _with_dates(row: Json) -> Json:
    """Read the dates of a row as the client does."""
    days = {name: row[name] and date.fromisoformat(row[name]) for name in ("date", "authorized_date")}
    return {**row, **days}


@dataclass
class Read:
    """What one run through the pages brought."""

    cursor: str
    added: list[Json] = field(default_factory=list)
    modified: list[Json] = field(default_factory=list)
    removed: list[Json] = field(default_factory=list)
    pages: int = 0
    status: Any = None

    @property
    def held(self) -> dict[str, Json]:
        """The rows a faithful reader holds in the end: all that came, without what went."""
        rows = {row["transaction_id"]: row for row in [*self.added, *self.modified]}
        gone = {row["transaction_id"] for row in self.removed}
        return {key: row for key, row in rows.items() if key not in gone}


@dataclass
class Receiver:
    """Receives webhooks and answers them as told."""

    url: str
    received: list[tuple[Json, bytes, Json]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)

    def codes(self) -> list[str]:
        return [body["webhook_code"] for _, _, body in self.received]

    def wait_for(self, code: str, times: int = 1) -> Json:
        wait_until(lambda: self.codes().count(code) >= times)
        return [body for _, _, body in self.received if body["webhook_code"] == code][times - 1]


def error_of(call: Callable[[], Any]) -> Json:
    """Make a call that must fail and answer Plaid's error object, with its HTTP status."""
    with pytest.raises(plaid.ApiException) as caught:
        call()
    body: Json = json.loads(caught.value.body)
    return {**body, "status": caught.value.status}
