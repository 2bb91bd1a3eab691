"""The admin door: the clock, planned errors, latency, the reset."""

import time

import pytest
from emulator_harness import Bank, Live, error_of
from plaid.model.item_get_request import ItemGetRequest

MAKE = {"rows": [{"description": "X", "amount": 1}]}


def test_the_clock_can_be_set_advanced_and_stopped(live: Live) -> None:
    live.admin("/clock", {"speed": 0, "set": "2030-01-02T03:04:05Z"})

    first = live.admin("/clock", {"advance_seconds": 60})
    second = live.admin("")["clock"]

    assert first == second
    assert first["now"].startswith("2030-01-02T03:05:05")


def test_a_fast_clock_runs_ahead(live: Live) -> None:
    live.admin("/clock", {"speed": 86_400})
    before = live.emulator.clock.timestamp()

    time.sleep(0.05)

    assert live.emulator.clock.timestamp() - before > 4_000


def test_an_endpoint_fails_as_often_as_planned(live: Live, bank: Bank) -> None:
    token = bank.link()
    live.admin("/faults", {"endpoints": {"/item/get": {"error_code": "INTERNAL_SERVER_ERROR", "times": 2}}})

    errors = [error_of(lambda: bank.api.item_get(ItemGetRequest(token))) for _ in range(2)]

    assert [(each["status"], each["error_type"]) for each in errors] == [(500, "API_ERROR")] * 2
    assert bank.api.item_get(ItemGetRequest(token)).item.error is None


def test_a_rate_limit_answers_429(live: Live, bank: Bank) -> None:
    token = bank.link()
    live.admin("/faults", {"endpoints": {"*": {"error_code": "RATE_LIMIT", "times": -1}}})

    assert error_of(lambda: bank.page(token))["status"] == 429

    live.admin("/faults", {"clear": True})
    assert bank.page(token).added


def test_latency_delays_every_answer(live: Live, bank: Bank) -> None:
    token = bank.link()
    live.admin("/faults", {"latency_ms": 150})
    began = time.monotonic()

    bank.api.item_get(ItemGetRequest(token))

    assert time.monotonic() - began >= 0.15


def test_the_list_of_items_tells_how_each_is_doing(live: Live, bank: Bank) -> None:
    token = bank.link()

    (item,) = live.admin("/items")["items"]

    assert (item["access_token"], item["username"], item["error_code"]) == (token, "user_good", None)
    assert len(item["accounts"]) == 14


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/items/nobody/transactions", MAKE, 404),
        ("/items/nobody", {}, 404),
        ("/clock", {"sped": 2}, 422),
        ("/clock", {"speed": -1}, 422),
        ("/faults", {"mutation": "sometimes"}, 422),
    ],
)
def test_a_faulty_admin_request_is_refused(
    live: Live, path: str, body: dict[str, object], status: int
) -> None:
    assert live.http.post(f"/__admin{path}", json=body).status_code == status


NAMES = {
    "/transaction/sync": "/transactions/sync",
    "/item/gett": "/item/get",
    "ITEM_LOGIN_REQUIERD": "ITEM_LOGIN_REQUIRED",
    "RATELIMIT": "RATE_LIMIT",
    "zzz": None,
}
STEP = {"then": [{"do": "clear_faults"}]}


@pytest.mark.parametrize(
    ("path", "body", "name"),
    [
        (
            "/actions",
            {"do": "add_fault", "kind": "cut", "endpoint": "/transaction/sync"},
            "/transaction/sync",
        ),
        ("/actions", {"do": "add_fault", "kind": "error", "error_code": "RATELIMIT"}, "RATELIMIT"),
        ("/actions", {"do": "break_login", "error_code": "ITEM_LOGIN_REQUIERD"}, "ITEM_LOGIN_REQUIERD"),
        ("/faults", {"endpoints": {"/item/gett": {"error_code": "RATE_LIMIT"}}}, "/item/gett"),
        ("/faults", {"endpoints": {"*": {"error_code": "zzz"}}}, "zzz"),
        ("/faults", {"rules": [{"kind": "cut", "endpoint": "zzz"}]}, "zzz"),
        ("/items/nobody", {"error_code": "RATELIMIT"}, "RATELIMIT"),
        ("/scripts", {"steps": [{"when": {"endpoint": "/item/gett"}, **STEP}]}, "/item/gett"),
        (
            "/scripts",
            {"random": [{"probability": 1, "faults": [{"kind": "cut"}], "endpoints": ["zzz"]}]},
            "zzz",
        ),
    ],
)
def test_a_name_that_nobody_knows_is_refused_with_the_known_ones(
    live: Live, path: str, body: dict[str, object], name: str
) -> None:
    answer = live.http.post(f"/__admin{path}", json=body)

    [told] = answer.json()["detail"]
    assert (answer.status_code, told["ctx"]["closest"]) == (400, NAMES[name])
    assert name in told["msg"]
    assert NAMES[name] is None or f"did you mean {NAMES[name]}?" in told["msg"]
    assert {"/item/get", "RATE_LIMIT"} & set(told["ctx"]["known"])
    assert live.admin("/faults")["standing"] == []


def test_rows_for_an_account_that_is_not_there_are_refused(live: Live, bank: Bank) -> None:
    bank.link()
    item_id = live.admin("/items")["items"][0]["item_id"]
    rows = [{"description": "X", "amount": 1, "account_id": "nobody"}]

    assert live.http.post(f"/__admin/items/{item_id}/transactions", json={"rows": rows}).status_code == 422


def test_a_reset_forgets_items_and_faults(live: Live, bank: Bank) -> None:
    token = bank.link()
    live.admin("/faults", {"latency_ms": 1})

    live.admin("/reset", {})

    assert live.admin("")["items"] == 0
    assert live.admin("")["faults"]["latency_ms"] == 0
    assert error_of(lambda: bank.page(token))["error_code"] == "INVALID_ACCESS_TOKEN"


def test_a_web_page_of_another_origin_is_kept_out(live: Live) -> None:
    foreign = live.http.post("/__admin/reset", headers={"origin": "https://evil.example"})
    own = live.http.get("/__admin", headers={"origin": live.url})

    assert (foreign.status_code, own.status_code) == (403, 200)


def test_the_first_item_is_the_one_made_first_also_where_the_clock_stands_still(live: Live) -> None:
    live.admin("/clock", {"speed": 0})
    make = {"do": "create_item", "username": "user_good"}
    made = [live.admin("/actions", make)["item_id"] for _ in range(8)]

    listed = [item["item_id"] for item in live.admin("/items")["items"]]
    third = live.admin("/actions", {"do": "break_login", "item": "#3"})

    assert listed == made
    assert third["item_id"] == made[2]


@pytest.mark.parametrize(
    "text",
    [
        '{"do": "move_clock", "advance_seconds": 1e30}',
        '{"do": "move_clock", "set": "9999-12-31T23:59:59Z"}',
        '{"do": "move_clock", "set": "2199-12-31T00:00:00Z", "advance_seconds": 100000}',
        '{"do": "move_clock", "advance_seconds": NaN}',
        '{"do": "move_clock", "speed": 1e400}',
        '{"do": "add_transactions", "rows": [{"description": "X", "amount": 1e12}]}',
        '{"do": "add_transactions", "rows": [{"description": "\\ud800", "amount": 1}]}',
        '{"do": "open_account", "name": "X", "limit": NaN}',
    ],
)
def test_what_would_break_it_is_refused_and_changes_nothing(live: Live, bank: Bank, text: str) -> None:
    token = bank.link()
    before = live.emulator.clock.timestamp()

    answer = live.http.post(
        "/__admin/actions", content=text.encode(), headers={"content-type": "application/json"}
    )

    assert answer.status_code in {400, 422}, answer.text
    assert 0 <= live.emulator.clock.timestamp() - before < 60
    assert bank.api.item_get(ItemGetRequest(token)).item.error is None


def test_the_fastest_clock_stops_before_there_are_no_dates_any_more(live: Live, bank: Bank) -> None:
    live.admin("/clock", {"speed": 1e15})
    live.admin("/clock", {"speed": 0})

    assert live.admin("")["clock"]["now"].startswith("2200-01-01")
    assert bank.link().startswith("access-sandbox-")


def test_an_item_that_shares_nothing_is_told_so_and_harms_nobody(live: Live, bank: Bank) -> None:
    token = bank.link(username="user_transactions_dynamic", webhook="http://127.0.0.1:9/nowhere")
    (item,) = live.admin("/items")["items"]
    for account in item["accounts"]:
        live.admin("/actions", {"do": "close_account", "account_id": account["id"]})

    refused = live.http.post("/__admin/actions", json={"do": "add_transactions", **MAKE})
    opened = live.admin("/actions", {"do": "open_account", "name": "Another", "shared": False})
    fired = live.admin("/actions", {"do": "fire_webhook", "code": "USER_ACCOUNT_REVOKED"})

    assert (refused.status_code, refused.json()["detail"]) == (422, "this Item shares no account")
    assert (opened["accounts"], fired["webhook_fired"]) == ([], True)
    assert bank.page(token).accounts == []
