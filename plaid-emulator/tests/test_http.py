"""What every endpoint does before it does anything: methods, bodies, credentials, error objects."""

import re
from collections.abc import Callable, Iterator

import httpx
import pytest
from emulator_harness import Bank, Json, Live, error_of, start_live
from plaid.model.item_get_request import ItemGetRequest

from plaid_emulator.api.registry import ENDPOINTS

KEYS = {"client_id": "a", "secret": "b"}
HEADERS = {"PLAID-CLIENT-ID": "a", "PLAID-SECRET": "b"}
ONE = {"PLAID-CLIENT-ID": "one", "PLAID-SECRET": "1"}
ITEM_PATH = "/item/get"


@pytest.fixture(scope="module")
def live() -> Iterator[Live]:
    """Share one emulator: these tests leave no trace in it."""
    shared = start_live()
    yield shared
    shared.stop()


def post(live: Live, path: str, body: Json | None = None, **options: object) -> tuple[int, Json]:
    answer = live.http.post(path, json=body, **options)  # type: ignore[arg-type]
    return answer.status_code, answer.json()


@pytest.mark.parametrize("path", ["/no/such/endpoint", "/item/get/", "/Item/get", "/item//get"])
def test_an_unknown_path_is_not_found(live: Live, path: str) -> None:
    status, body = post(live, path, KEYS)

    assert (status, body["error_type"], body["error_code"]) == (404, "INVALID_REQUEST", "NOT_FOUND")
    assert body["request_id"]


@pytest.mark.parametrize("path", sorted(ENDPOINTS))
def test_every_endpoint_knows_only_post(live: Live, path: str) -> None:
    answer = live.http.get(path)

    assert (answer.status_code, answer.json()["error_code"]) == (404, "NOT_FOUND")


@pytest.mark.parametrize("path", sorted(set(ENDPOINTS) - {"/categories/get"}))
def test_every_endpoint_asks_for_credentials_first(live: Live, path: str) -> None:
    status, body = post(live, path, {})

    assert (status, body["error_code"]) == (400, "MISSING_FIELDS")
    assert body["error_message"] == "the following required fields are missing: client_id, secret"


@pytest.mark.parametrize("path", sorted(ENDPOINTS))
def test_every_endpoint_refuses_fields_it_does_not_know(live: Live, path: str) -> None:
    status, body = post(live, path, {**KEYS, "shoe_size": 43})

    assert (status, body["error_code"]) == (400, "UNKNOWN_FIELDS")
    assert body["error_message"] == "the following fields are not recognized by this endpoint: shoe_size"


def test_credentials_may_come_in_headers_or_in_the_body(live: Live) -> None:
    token = {"access_token": "access-sandbox-nobody"}

    in_headers = post(live, ITEM_PATH, token, headers=HEADERS)
    in_body = post(live, ITEM_PATH, {**KEYS, **token})

    assert in_headers[1]["error_code"] == in_body[1]["error_code"] == "INVALID_ACCESS_TOKEN"


def test_configured_keys_are_the_only_ones(start: Callable[..., Live]) -> None:
    live = start(api_keys={"a": "b"})

    wrong = post(live, ITEM_PATH, {"client_id": "a", "secret": "x", "access_token": "t"})
    right = post(live, ITEM_PATH, {**KEYS, "access_token": "access-sandbox-nobody"})

    assert (wrong[0], wrong[1]["error_type"], wrong[1]["error_code"]) == (
        400,
        "INVALID_INPUT",
        "INVALID_API_KEYS",
    )
    assert right[1]["error_code"] == "INVALID_ACCESS_TOKEN"


def test_an_app_cannot_use_what_another_app_has_made(start: Callable[..., Live]) -> None:
    live = start(api_keys={"one": "1", "two": "2"})
    one, two = Bank(live.url, "one", "1"), Bank(live.url, "two", "2")
    keys = {"client_id": "two", "secret": "2"}
    link = {"client_name": "T", "language": "en", "country_codes": ["US"], "user": {"client_user_id": "u"}}
    link_token = post(live, "/link/token/create", {"products": ["transactions"], **link}, headers=ONE)[1]
    created = {"institution_id": "ins_109508", "initial_products": ["transactions"]}
    public = post(live, "/sandbox/public_token/create", created, headers=ONE)[1]["public_token"]
    token = one.link()

    def asked_by_two(path: str, **body: str) -> object:
        return post(live, path, {**keys, **body})[1].get("error_code")

    assert asked_by_two("/item/get", access_token=token) == "INVALID_ACCESS_TOKEN"
    assert asked_by_two("/item/remove", access_token=token) == "INVALID_ACCESS_TOKEN"
    assert asked_by_two("/item/public_token/exchange", public_token=public) == "INVALID_PUBLIC_TOKEN"
    assert asked_by_two("/link/token/get", link_token=link_token["link_token"]) == "INVALID_LINK_TOKEN"
    # Nothing of it was used up, and each app goes on with its own.
    assert post(live, "/item/public_token/exchange", {"public_token": public}, headers=ONE)[0] == 200
    assert post(live, "/item/get", {"access_token": token}, headers=ONE)[0] == 200
    assert asked_by_two("/item/get", access_token=two.link()) is None


def test_without_configured_keys_all_are_one_app(live: Live) -> None:
    token = Bank(live.url, client_id="one").link()

    assert post(live, "/item/get", {**KEYS, "access_token": token})[0] == 200


@pytest.mark.parametrize("content", ["", "{", "[]", '"text"'])
def test_a_body_that_is_no_json_object_is_refused(live: Live, content: str) -> None:
    headers = {**HEADERS, "content-type": "application/json"}

    answer = live.http.post(ITEM_PATH, content=content, headers=headers)

    assert (answer.status_code, answer.json()["error_code"]) == (400, "INVALID_BODY")


def test_another_content_type_is_refused(live: Live) -> None:
    answer = live.http.post(ITEM_PATH, content="{}", headers={**HEADERS, "content-type": "text/plain"})

    assert answer.json()["error_code"] == "INVALID_HEADERS"


@pytest.mark.parametrize("count", [0, 501, "7", 1.5, True])
def test_a_wrong_value_is_an_invalid_field_that_is_named(live: Live, count: object) -> None:
    status, body = post(live, "/transactions/sync", {**KEYS, "access_token": "t", "count": count})

    assert (status, body["error_code"]) == (400, "INVALID_FIELD")
    assert body["error_message"].startswith("count: ")


def test_a_missing_field_is_named(live: Live) -> None:
    body = post(live, ITEM_PATH, KEYS)[1]

    assert body["error_message"] == "the following required fields are missing: access_token"


def test_an_error_object_has_every_documented_key(bank: Bank) -> None:
    error = error_of(lambda: bank.api.item_get(ItemGetRequest(access_token="access-sandbox-nobody")))

    assert error["status"] == 400
    assert set(error) - {"status"} == {
        *("error_type", "error_code", "error_code_reason", "error_message", "display_message"),
        *("documentation_url", "suggested_action", "request_id"),
    }


@pytest.mark.parametrize(
    ("token", "says"),
    [
        ("access-production-123", 'wrong Plaid environment. expected "sandbox", got "production"'),
        ("access-development-123", 'wrong Plaid environment. expected "sandbox", got "development"'),
        ("access-123", "expected format: access-<environment>-<identifier>"),
        ("whatever", "expected format: access-<environment>-<identifier>"),
    ],
)
def test_a_token_that_is_not_of_this_sandbox_is_refused(bank: Bank, token: str, says: str) -> None:
    error = error_of(lambda: bank.api.item_get(ItemGetRequest(access_token=token)))

    assert error["error_code"] == "INVALID_ACCESS_TOKEN"
    assert says in error["error_message"]


def test_the_emulator_says_what_it_is(live: Live) -> None:
    state = live.admin("")

    assert state["environment"] == "sandbox"
    assert httpx.URL(live.url).host == "127.0.0.1"


def test_a_person_who_opens_the_address_is_told_where_to_go(live: Live) -> None:
    page = live.http.get("/")

    assert page.status_code == 200
    assert "do not enter real credentials" in page.text
    named = re.findall(r'href="(/[^"]+)"', page.text)
    assert {link: live.http.get(link).status_code for link in named} == dict.fromkeys(named, 200)
    assert {"/__admin/lab", "/readme", "/front.css"} <= set(named)
    assert live.http.get("/readme").text.startswith("# plaid-emulator")


def test_by_any_other_method_the_address_is_not_found(live: Live) -> None:
    answers = [live.http.request(method, "/", json={}) for method in ("POST", "PUT", "DELETE")]

    assert {(each.status_code, each.json()["error_code"]) for each in answers} == {(404, "NOT_FOUND")}


def post_text(live: Live, path: str, text: str) -> tuple[int, str]:
    headers = {**HEADERS, "content-type": "application/json"}
    answer = live.http.post(path, content=text.encode(), headers=headers)
    return answer.status_code, str(answer.json().get("error_code"))


@pytest.mark.parametrize(
    "text",
    [
        '{"access_token": "\\ud800"}',
        '{"access_token": NaN}',
        '{"access_token": 1e400}',
        '\ufeff{"access_token": "x"}',
        "[" * 100_000 + "]" * 100_000,
    ],
    ids=["half a character", "NaN", "infinity", "byte order mark", "very deep"],
)
def test_what_only_some_readers_take_for_json_is_none(live: Live, text: str) -> None:
    assert post_text(live, ITEM_PATH, text) == (400, "INVALID_BODY")


@pytest.mark.parametrize("offset", [2**31, 2**63, 10**40])
def test_a_page_far_behind_the_end_is_empty(live: Live, offset: int) -> None:
    bank = Bank(live.url)
    asked = {"access_token": bank.link(), "start_date": "2000-01-01", "end_date": "2100-01-01"}

    status, body = post(live, "/transactions/get", {**KEYS, **asked, "options": {"offset": offset}})
    bank.close()

    assert (status, body["transactions"]) == (200, [])
    assert body["total_transactions"] > 0


@pytest.mark.parametrize("amount", [1e11, -1e300])
def test_more_money_than_there_is_is_refused(live: Live, amount: float) -> None:
    bank = Bank(live.url)
    today = live.emulator.clock.now().date().isoformat()
    row = {"date_transacted": today, "date_posted": today, "amount": amount, "description": "X"}

    told = post(
        live, "/sandbox/transactions/create", {**KEYS, "access_token": bank.link(), "transactions": [row]}
    )
    bank.close()

    assert (told[0], told[1]["error_code"]) == (400, "INVALID_FIELD")
