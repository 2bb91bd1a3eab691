"""Webhooks as the emulator signs and sends them, good and bad, through the real verifier."""

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue

import orjson
import pytest

from saldo.providers.bank import ForgedNotice, NoticeKind
from tests.contracts.conftest import PlaidWorld
from tests.fakes.emulator import Emulator


@dataclass
class Received:
    """One webhook as it arrived."""

    body: bytes
    headers: dict[str, str]

    @property
    def code(self) -> str:
        return str(orjson.loads(self.body)["webhook_code"])


class Mailbox(ThreadingHTTPServer):
    """Takes every webhook and says thank you."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.received: Queue[Received] = Queue()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/hook"

    async def wait_for(self, code: str) -> Received:
        """Return the next webhook with this code; others are let go."""
        while True:
            webhook = await asyncio.to_thread(self.received.get, timeout=20)
            if webhook.code == code:
                return webhook


class _Handler(BaseHTTPRequestHandler):
    server: Mailbox

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.received.put(Received(body, headers))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    server = Mailbox()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def world(emulator: Emulator) -> Iterator[PlaidWorld]:
    yield PlaidWorld(emulator)
    emulator.set_faults(clear=True)


async def _armed(world: PlaidWorld, emulator: Emulator, mailbox: Mailbox) -> str:
    """Link a login whose webhooks come to the mailbox; return its access token."""
    token = await asyncio.to_thread(emulator.make_public_token, webhook=mailbox.url)
    grant = await world.bank.exchange(token)
    await world.bank.fetch_changes(grant.access_token, None)
    return grant.access_token


async def test_a_webhook_of_changes_is_genuine(
    world: PlaidWorld, emulator: Emulator, mailbox: Mailbox
) -> None:
    access_token = await _armed(world, emulator, mailbox)
    await asyncio.to_thread(emulator.fire_webhook, access_token, "SYNC_UPDATES_AVAILABLE")

    webhook = await mailbox.wait_for("SYNC_UPDATES_AVAILABLE")

    await world.bank.verify_notice(webhook.body, webhook.headers, datetime.now(UTC))
    notice = world.bank.read_notice(orjson.loads(webhook.body))
    item = await world.bank.get_item(access_token)
    assert (notice.kind, notice.item_id) == (NoticeKind.CHANGES_AVAILABLE, item.item_id)
    assert notice.environment == "sandbox"


async def test_a_broken_login_is_told(world: PlaidWorld, emulator: Emulator, mailbox: Mailbox) -> None:
    access_token = await _armed(world, emulator, mailbox)
    await world.break_login(access_token)

    webhook = await mailbox.wait_for("ERROR")

    await world.bank.verify_notice(webhook.body, webhook.headers, datetime.now(UTC))
    notice = world.bank.read_notice(orjson.loads(webhook.body))
    assert (notice.kind, notice.error_code) == (NoticeKind.LOGIN_EXPIRED, "ITEM_LOGIN_REQUIRED")


@pytest.mark.parametrize("fault", ["forged", "stale", "altered", "wrong_key"])
async def test_a_webhook_gone_wrong_is_forged(
    world: PlaidWorld, emulator: Emulator, mailbox: Mailbox, fault: str
) -> None:
    # Before the Item is armed: what its first history announces must be spoilt too.
    await asyncio.to_thread(emulator.set_faults, webhook=fault, webhook_times=-1)
    access_token = await _armed(world, emulator, mailbox)
    await asyncio.to_thread(emulator.fire_webhook, access_token, "SYNC_UPDATES_AVAILABLE")

    webhook = await mailbox.wait_for("SYNC_UPDATES_AVAILABLE")

    with pytest.raises(ForgedNotice):
        await world.bank.verify_notice(webhook.body, webhook.headers, datetime.now(UTC))
