"""What the client sends to Plaid, and how it takes answers that are late, cut or wrong."""

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from saldo.providers.bank import BankHealth, Misconfigured, Rejected, TryAgainLater
from saldo.providers.disabled import DisabledBank
from saldo.providers.plaid.client import PlaidBank
from saldo.providers.plaid.config import PlaidConfig
from saldo.providers.plaid.mapping import changes_from
from tests.fakes.waiting import until

PAGE = {
    "added": [],
    "modified": [],
    "removed": [],
    "accounts": [],
    "next_cursor": "c1",
    "has_more": False,
    "transactions_update_status": "HISTORICAL_UPDATE_COMPLETE",
    "request_id": "r1",
}
LINK_TOKEN = {"link_token": "link-1", "expiration": "2026-01-01T00:00:00Z", "request_id": "r1"}


class Plaid(ThreadingHTTPServer):
    """A server that answers everything alike and remembers what it was asked."""

    daemon_threads = True
    status = 200
    answer: bytes = b"{}"

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.may_answer = threading.Event()
        self.may_answer.set()
        self.requests: list[tuple[str, dict[str, str], dict[str, Any]]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def says(self, body: object, status: int = 200) -> None:
        self.answer, self.status = json.dumps(body).encode(), status


class _Handler(BaseHTTPRequestHandler):
    server: Plaid

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append((self.path, dict(self.headers), body))
        self.server.may_answer.wait(30)
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(self.server.answer)))
        self.end_headers()
        self.wfile.write(self.server.answer)

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def plaid() -> Iterator[Plaid]:
    server = Plaid()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.may_answer.set()
    server.shutdown()
    server.server_close()
    thread.join()


def _bank(plaid: Plaid, **changes: Any) -> PlaidBank:
    return PlaidBank(PlaidConfig(client_id="id", secret="hush", base_url=plaid.url, **changes))


async def test_a_sync_asks_for_full_pages_and_leaves_a_missing_cursor_out(plaid: Plaid) -> None:
    plaid.says(PAGE)
    bank = _bank(plaid)

    await bank.fetch_changes("access-1", None)
    await bank.fetch_changes("access-1", "c1")

    (path, headers, first), (_, _, second) = plaid.requests
    assert path == "/transactions/sync"
    assert headers["Plaid-Version"] == "2020-09-14"
    assert (headers["PLAID-CLIENT-ID"], headers["PLAID-SECRET"]) == ("id", "hush")
    assert "cursor" not in first
    assert second["cursor"] == "c1"
    assert first["count"] == 500
    assert first["options"] == {
        "include_original_description": True,
        "personal_finance_category_version": "v2",
    }


async def test_a_new_link_asks_for_two_years_and_a_webhook(plaid: Plaid) -> None:
    plaid.says(LINK_TOKEN)

    await _bank(plaid, webhook_url="http://127.0.0.1/hook").create_link_token(user_id="u1")

    (_, _, body) = plaid.requests[0]
    assert body["products"] == ["transactions"]
    assert body["transactions"] == {"days_requested": 730}
    assert body["country_codes"] == ["US", "CA"]
    assert (body["client_name"], body["language"]) == ("Saldo", "en")
    assert body["user"] == {"client_user_id": "u1"}
    assert body["webhook"] == "http://127.0.0.1/hook"


async def test_a_repair_names_no_product(plaid: Plaid) -> None:
    plaid.says(LINK_TOKEN)

    await _bank(plaid, webhook_url="http://h").create_link_token(user_id="u1", access_token="access-1")

    (_, _, body) = plaid.requests[0]
    assert body["access_token"] == "access-1"
    assert not {"products", "webhook", "transactions"} & body.keys()


async def test_a_repair_can_let_the_person_choose_accounts_anew(plaid: Plaid) -> None:
    plaid.answer = json.dumps(LINK_TOKEN).encode()

    await _bank(plaid).create_link_token(user_id="u1", access_token="access-1", choose_accounts=True)

    assert plaid.requests[-1][2]["update"] == {"account_selection_enabled": True}


@pytest.mark.parametrize(
    ("status", "health"),
    [
        ({"item_logins": {"status": "HEALTHY"}, "transactions_updates": {"status": "DOWN"}}, BankHealth.DOWN),
        ({"item_logins": {"status": "DEGRADED"}}, BankHealth.DEGRADED),
        ({"item_logins": {"status": "HEALTHY"}}, BankHealth.HEALTHY),
        (None, BankHealth.UNKNOWN),
    ],
)
async def test_a_bank_is_as_well_as_the_worst_of_what_we_need(
    plaid: Plaid, status: dict[str, Any] | None, health: BankHealth
) -> None:
    plaid.answer = json.dumps({"institution": {"status": status}, "request_id": "r1"}).encode()

    assert await _bank(plaid).get_bank_health("ins_1") is health
    assert plaid.requests[-1][2]["options"] == {"include_status": True}


@pytest.mark.parametrize("access_token", [None, "access-1"])
async def test_banks_send_people_back_only_when_an_address_is_set(
    plaid: Plaid, access_token: str | None
) -> None:
    plaid.says(LINK_TOKEN)
    plaid.says(LINK_TOKEN)

    await _bank(plaid).create_link_token(user_id="u1", access_token=access_token)
    await _bank(plaid, redirect_uri="https://h/back").create_link_token(
        user_id="u1", access_token=access_token
    )

    bodies = [body for _, _, body in plaid.requests]
    assert [body.get("redirect_uri") for body in bodies] == [None, "https://h/back"]


async def test_a_silent_provider_is_given_up_on(plaid: Plaid) -> None:
    plaid.may_answer.clear()

    with pytest.raises(TryAgainLater):
        await _bank(plaid, read_timeout_seconds=0.05).fetch_changes("access-1", None)

    await until(lambda: bool(plaid.requests))
    assert len(plaid.requests) == 1  # a read is never repeated behind our back


async def test_no_one_at_home_is_tried_later() -> None:
    bank = PlaidBank(PlaidConfig(client_id="id", secret="hush", base_url="http://127.0.0.1:1"))

    with pytest.raises(TryAgainLater):
        await bank.get_item("access-1")


@pytest.mark.parametrize("answer", [b"", b"<html>", b'{"added": [', b"[]", b"\xff", b'{"added": []}'])
async def test_an_answer_that_is_cut_or_wrong_is_tried_later(plaid: Plaid, answer: bytes) -> None:
    plaid.answer = answer

    with pytest.raises(TryAgainLater):
        await _bank(plaid).fetch_changes("access-1", None)


async def test_wrong_keys_are_a_matter_of_settings(plaid: Plaid) -> None:
    plaid.says({"error_type": "INVALID_INPUT", "error_code": "INVALID_API_KEYS", "error_message": "m"}, 400)

    with pytest.raises(Misconfigured):
        await _bank(plaid).list_accounts("access-1")


async def test_a_redirect_does_not_carry_our_keys_away(plaid: Plaid) -> None:
    plaid.says({}, 307)

    with pytest.raises(Rejected):
        await _bank(plaid).list_accounts("access-1")

    assert len(plaid.requests) == 1


async def test_the_event_loop_stays_free_while_the_bank_thinks(plaid: Plaid) -> None:
    plaid.says(PAGE)
    plaid.may_answer.clear()
    call = asyncio.create_task(_bank(plaid).fetch_changes("access-1", None))

    await until(lambda: bool(plaid.requests))
    assert not call.done()
    plaid.may_answer.set()

    assert await call


def test_secrets_do_not_show_in_a_printed_configuration() -> None:
    assert "hush" not in repr(PlaidConfig(client_id="id", secret="hush"))


def test_the_address_is_plaids_own_unless_another_is_given() -> None:
    assert PlaidConfig(client_id="i", secret="s").host == "https://sandbox.plaid.com"
    assert (
        PlaidConfig(client_id="i", secret="s", environment="production").host
        == "https://production.plaid.com"
    )
    assert (
        PlaidConfig(client_id="i", secret="s", base_url="http://127.0.0.1:8082/").host
        == "http://127.0.0.1:8082"
    )


def test_five_thousand_rows_are_read_in_a_blink() -> None:
    row = {
        "transaction_id": "t",
        "account_id": "a",
        "amount": 1.5,
        "iso_currency_code": "USD",
        "date": "2026-01-01",
        "pending": False,
        "name": "x",
        "location": {"city": "Bern", "country": None},
    }
    page = PAGE | {"added": [row | {"transaction_id": str(number)} for number in range(5000)]}
    # Processor time: what else runs on the machine does not count.
    started = time.process_time()

    assert len(changes_from(page).added) == 5000

    assert time.process_time() - started < 2


async def test_a_disabled_bank_says_what_to_set() -> None:
    with pytest.raises(Misconfigured, match="ENABLE_PLAID"):
        await DisabledBank().exchange("public-1")
