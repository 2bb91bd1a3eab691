"""Every way a call can go wrong, seen by the unmodified official client."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import plaid
import pytest
import urllib3
from emulator_harness import Bank, Json, Live, Receiver, error_of, start_live
from plaid.model.item_get_request import ItemGetRequest
from plaid.model.item_public_token_exchange_request import ItemPublicTokenExchangeRequest
from plaid.model.products import Products
from plaid.model.sandbox_public_token_create_request import SandboxPublicTokenCreateRequest

from plaid_emulator.errors import KINDS

BROKEN_CONNECTION = (urllib3.exceptions.HTTPError, OSError)


@pytest.fixture(scope="module")
def live() -> Iterator[Live]:
    """Share one emulator: every test takes its faults back."""
    shared = start_live()
    yield shared
    shared.stop()


@pytest.fixture(autouse=True)
def _no_faults_left(live: Live) -> Iterator[None]:
    yield
    live.admin("/actions", {"do": "clear_faults"})


@pytest.fixture
def once(bank: Bank) -> Bank:
    """Make the client try once: urllib3 would hide a reset behind a second attempt."""
    pool = bank.api.api_client.rest_client.pool_manager
    pool.connection_pool_kw["retries"] = urllib3.Retry(0)
    return bank


def put(live: Live, kind: str, **details: Any) -> Json:
    return live.admin("/actions", {"do": "add_fault", "kind": kind, **details})


def asks(bank: Bank, token: str) -> Any:
    return bank.api.item_get(ItemGetRequest(token), _request_timeout=5)


@pytest.mark.parametrize("code", sorted(KINDS))
def test_every_error_code_can_be_asked_for(live: Live, code: str) -> None:
    put(live, "error", error_code=code)

    answer = live.http.post("/item/get", json={})

    assert (answer.status_code, answer.json()["error_code"]) == (KINDS[code].status, code)


def test_a_reset_comes_before_any_work(live: Live, once: Bank) -> None:
    token = once.link()
    put(live, "reset", endpoint="/item/get")

    with pytest.raises(BROKEN_CONNECTION):
        asks(once, token)
    assert asks(once, token).item


def test_a_lost_answer_leaves_the_work_done(live: Live, once: Bank) -> None:
    made = SandboxPublicTokenCreateRequest(
        institution_id="ins_109508", initial_products=[Products("transactions")]
    )
    token = once.api.sandbox_public_token_create(made).public_token
    put(live, "answer_lost", endpoint="/item/public_token/exchange")
    exchange = ItemPublicTokenExchangeRequest(token)

    with pytest.raises(BROKEN_CONNECTION):
        once.api.item_public_token_exchange(exchange)

    error = error_of(lambda: once.api.item_public_token_exchange(exchange))
    assert error["error_code"] == "INVALID_PUBLIC_TOKEN"


def test_a_cut_answer_promises_more_than_it_gives(live: Live, once: Bank) -> None:
    token = once.link()
    put(live, "cut", endpoint="/item/get")

    with pytest.raises(BROKEN_CONNECTION):
        asks(once, token)
    put(live, "cut", endpoint="/item/get")
    with pytest.raises(httpx.RemoteProtocolError):
        live.http.post("/item/get", json={})


def test_a_proxys_page_is_a_bare_5xx(live: Live, once: Bank) -> None:
    token = once.link()
    put(live, "status", status=504)

    with pytest.raises(plaid.ApiException) as caught:
        asks(once, token)

    assert caught.value.status == 504
    assert "<html>" in str(caught.value.body)


def test_an_answer_can_drip(live: Live, once: Bank) -> None:
    token = once.link()
    put(live, "drip", seconds=0.3)
    began = time.monotonic()

    assert asks(once, token).item

    assert time.monotonic() - began >= 0.3


def test_an_answer_can_be_no_json(live: Live, once: Bank) -> None:
    token = once.link()
    put(live, "not_json")

    with pytest.raises(plaid.ApiTypeError):
        asks(once, token)


@pytest.mark.parametrize(
    ("kind", "details"),
    [
        ("missing_field", {"field": "item.item_id"}),
        ("null_field", {"field": "item.available_products"}),
        ("wrong_type", {"field": "item.item_id"}),
        ("replace_field", {"field": "item.available_products", "value": "none"}),
        ("missing_field", {}),
    ],
)
def test_an_answer_can_have_another_shape(live: Live, once: Bank, kind: str, details: Json) -> None:
    token = once.link()
    put(live, kind, endpoint="/item/get", **details)

    # The client has several words for a wrong shape, a bare TypeError among them.
    with pytest.raises((plaid.OpenApiException, TypeError)):
        asks(once, token)
    assert asks(once, token).item


def test_one_row_of_a_page_can_be_poisoned(live: Live, bank: Bank) -> None:
    token = bank.link()
    put(live, "replace_field", endpoint="/transactions/sync", field="added.3.amount", value="NaN")
    keys = {"client_id": "a", "secret": "b", "access_token": token}

    rows = live.http.post("/transactions/sync", json=keys).json()["added"]

    assert [index for index, row in enumerate(rows) if row["amount"] == "NaN"] == [3]


def test_a_star_reaches_every_row(live: Live, bank: Bank) -> None:
    token = bank.link()
    put(live, "null_field", endpoint="/transactions/sync", field="added.*.date")
    keys = {"client_id": "a", "secret": "b", "access_token": token}

    rows = live.http.post("/transactions/sync", json=keys).json()["added"]

    assert {row["date"] for row in rows} == {None}


def test_a_fault_may_be_for_one_item_only(live: Live, once: Bank) -> None:
    one, other = once.link(), once.link()
    item_id = asks(once, one).item.item_id
    put(live, "error", item_id=item_id, error_code="ITEM_LOCKED", times=-1)

    assert error_of(lambda: asks(once, one))["error_code"] == "ITEM_LOCKED"
    assert asks(once, other).item.error is None


def test_a_fault_waits_and_then_strikes_as_often_as_planned(live: Live) -> None:
    put(live, "status", status=503, skip=2, times=2)

    answers = [live.http.post("/categories/get", json={}).status_code for _ in range(6)]

    assert answers == [200, 200, 503, 503, 200, 200]


def test_chance_strikes_the_same_calls_with_the_same_seed(live: Live) -> None:
    def strikes(seed: int) -> list[int]:
        live.admin("/faults", {"clear": True, "seed": seed})
        live.emulator.faults._last_id = 0
        put(live, "status", probability=0.4, times=-1)
        return [live.http.post("/categories/get", json={}).status_code for _ in range(20)]

    first, again, other = strikes(3), strikes(3), strikes(4)

    assert first == again != other
    assert {200, 502} == set(first)


def test_a_delay_and_an_error_can_meet(live: Live) -> None:
    put(live, "latency", seconds=0.1)
    put(live, "error", error_code="PLANNED_MAINTENANCE")
    began = time.monotonic()

    answer = live.http.post("/categories/get", json={})

    assert answer.json()["error_code"] == "PLANNED_MAINTENANCE"
    assert time.monotonic() - began >= 0.1


def test_faults_are_listed_and_one_can_be_taken_back(live: Live) -> None:
    first = put(live, "cut", times=-1)["id"]
    put(live, "reset", times=-1)

    left = live.admin("/actions", {"do": "remove_fault", "id": first})["standing"]

    assert [each["kind"] for each in left] == ["reset"]


def test_what_has_struck_is_written_down(live: Live) -> None:
    before = live.admin("/journal")["count"]
    put(live, "status", status=500)

    live.http.post("/categories/get", json={})

    entries = live.admin(f"/journal?after={before}")["entries"]
    assert [each["what"] for each in entries] == ["action", "fault"]
    assert (entries[1]["endpoint"], entries[1]["status"]) == ("/categories/get", 500)


def test_a_webhook_can_be_overtaken_by_the_next(start: Callable[..., Live], receiver: Receiver) -> None:
    live = start()
    live.admin("/clock", {"speed": 30})
    live.admin("/actions", {"do": "create_item", "webhook": receiver.url})
    receiver.wait_for("HISTORICAL_UPDATE")
    live.admin("/actions", {"do": "set_webhook_fault", "fault": "out_of_order"})

    live.admin("/actions", {"do": "fire_webhook", "code": "NEW_ACCOUNTS_AVAILABLE"})
    live.admin("/actions", {"do": "fire_webhook", "code": "LOGIN_REPAIRED"})

    receiver.wait_for("NEW_ACCOUNTS_AVAILABLE")
    assert receiver.codes()[-2:] == ["LOGIN_REPAIRED", "NEW_ACCOUNTS_AVAILABLE"]
