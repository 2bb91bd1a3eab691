"""/link/token/*: what a link token needs, how long it lives, what becomes of it."""

from typing import Any

import pytest
from emulator_harness import Bank, Json, Live, error_of
from plaid.model.country_code import CountryCode
from plaid.model.link_token_create_request import LinkTokenCreateRequest
from plaid.model.link_token_create_request_user import LinkTokenCreateRequestUser
from plaid.model.link_token_get_request import LinkTokenGetRequest
from plaid.model.link_token_transactions import LinkTokenTransactions
from plaid.model.products import Products

from plaid_emulator import tokens

GOOD: Json = {
    "client_id": "a",
    "secret": "b",
    "client_name": "Tests",
    "language": "en",
    "country_codes": ["US"],
    "user": {"client_user_id": "u1"},
    "products": ["transactions"],
}


def create(live: Live, **changes: Any) -> Json:
    body = {name: value for name, value in {**GOOD, **changes}.items() if value is not None}
    return dict(live.http.post("/link/token/create", json=body).json())


def test_the_official_client_makes_and_reads_a_token(bank: Bank) -> None:
    request = LinkTokenCreateRequest(
        client_name="Tests",
        language="en",
        country_codes=[CountryCode("US")],
        products=[Products("transactions")],
        user=LinkTokenCreateRequestUser(client_user_id="u1"),
        transactions=LinkTokenTransactions(days_requested=730),
        webhook="https://example.com/webhooks",
    )

    made = bank.api.link_token_create(request)
    found = bank.api.link_token_get(LinkTokenGetRequest(made.link_token))

    assert made.link_token.startswith("link-sandbox-")
    assert found.metadata.client_name == "Tests"
    assert found.expiration == made.expiration
    assert found.link_sessions == []


@pytest.mark.parametrize(
    ("changes", "code", "words"),
    [
        ({"client_name": None}, "MISSING_FIELDS", "client_name"),
        ({"user": None}, "MISSING_FIELDS", "user"),
        ({"user": {}}, "MISSING_FIELDS", "user.client_user_id"),
        ({"products": None}, "INVALID_FIELD", "must provide at least one product"),
        ({"products": ["accounts"]}, "INVALID_PRODUCT", '["accounts"]'),
        ({"products": ["balance"]}, "INVALID_PRODUCT", '["balance"]'),
        ({"optional_products": ["transactions"]}, "INVALID_FIELD", "two product lists"),
        ({"language": "xx"}, "INVALID_FIELD", "language"),
        ({"country_codes": ["ZZ"]}, "INVALID_FIELD", "ZZ"),
        ({"webhook": "not a url"}, "INVALID_FIELD", "webhook"),
        ({"redirect_uri": "https://app.example/back?x=1"}, "INVALID_FIELD", "redirect_uri"),
        ({"redirect_uri": "https://app.example/back#top"}, "INVALID_FIELD", "redirect_uri"),
        ({"redirect_uri": "http://app.example/back"}, "INVALID_FIELD", "HTTPS"),
        ({"institution_id": "ins_0"}, "INVALID_INSTITUTION", "institution_id"),
        ({"hosted_link": {"url_lifetime_seconds": 0}}, "INVALID_FIELD", "url_lifetime_seconds"),
        ({"hosted_link": {"completion_redirect_uri": "javascript:alert(1)"}}, "INVALID_FIELD", "valid URI"),
        ({"hosted_link": {"completion_redirect_uri": "nowhere"}}, "INVALID_FIELD", "valid URI"),
        ({"hosted_link": {"lifetime": 5}}, "UNKNOWN_FIELDS", "hosted_link.lifetime"),
        ({"update": {"accounts": True}}, "UNKNOWN_FIELDS", "update.accounts"),
        ({"transactions": {"days_requested": 731}}, "INVALID_FIELD", "days_requested"),
        ({"user": {"client_user_id": "u1", "shoe_size": 43}}, "UNKNOWN_FIELDS", "user.shoe_size"),
        ({"auth": {"flow": "x"}}, "UNKNOWN_FIELDS", "auth.flow"),
        ({"account_filters": {"savings": {}}}, "UNKNOWN_FIELDS", "account_filters.savings"),
        ({"account_filters": {"credit": {}}}, "MISSING_FIELDS", "account_filters.credit.account_subtypes"),
        ({"account_filters": {"credit": 1}}, "INVALID_CONFIGURATION", "account_filters.credit"),
        (
            {"account_filters": {"credit": {"account_subtypes": ["card"]}}},
            "INVALID_FIELD",
            "card is no subtype of credit",
        ),
        (
            {"user": {"client_user_id": "u1", "email_address": {"value": "a@example.com"}}},
            "INVALID_CONFIGURATION",
            "please ensure that the request body is formatted correctly: user.email_address",
        ),
        ({"payment_initiation": {"payment_id": 4}}, "INVALID_CONFIGURATION", "payment_initiation.payment_id"),
    ],
)
def test_a_faulty_request_is_refused_with_its_reason(
    live: Live, changes: Json, code: str, words: str
) -> None:
    answer = create(live, **changes)

    assert answer["error_code"] == code
    assert words in answer["error_message"]


def test_a_token_lives_four_hours(live: Live) -> None:
    token = create(live)["link_token"]

    live.admin("/clock", {"advance_seconds": 4 * 3600 - 10})
    assert tokens.get_link_token(live.emulator, token).token == token

    live.admin("/clock", {"advance_seconds": 20})
    with pytest.raises(Exception, match="INVALID_LINK_TOKEN"):
        tokens.get_link_token(live.emulator, token)


def test_update_mode_needs_no_products_and_lives_half_an_hour(live: Live, bank: Bank) -> None:
    token = create(live, products=None, access_token=bank.link())["link_token"]

    found = tokens.get_link_token(live.emulator, token)

    assert found.item_id is not None
    assert found.expires_at - found.created_at == 30 * 60
    assert not found.selects_accounts


def test_a_foreign_token_is_invalid(bank: Bank) -> None:
    error = error_of(lambda: bank.api.link_token_get(LinkTokenGetRequest("link-sandbox-nobody")))

    assert error["error_code"] == "INVALID_LINK_TOKEN"


def test_hosted_link_has_an_address(live: Live) -> None:
    answer = create(live, hosted_link={})

    assert answer["hosted_link_url"].startswith(live.url)


def test_a_hosted_page_lives_half_an_hour_unless_it_says(live: Live) -> None:
    tokens_made = [
        create(live, hosted_link=each)["link_token"] for each in ({}, {"url_lifetime_seconds": 60})
    ]

    found = [tokens.get_link_token(live.emulator, each) for each in tokens_made]

    assert [each.expires_at - each.created_at for each in found] == [30 * 60, 60]


@pytest.mark.parametrize(
    "uri", ["https://app.example/back", "http://localhost:3000/back", "http://127.0.0.1/b"]
)
def test_without_a_list_any_good_redirect_uri_is_taken(live: Live, uri: str) -> None:
    assert create(live, redirect_uri=uri)["link_token"]


def test_a_list_of_redirect_uris_shuts_all_others_out(live: Live) -> None:
    live.admin("/link", {"redirect_uris": ["https://app.example/back"]})

    allowed = create(live, redirect_uri="https://app.example/back")
    refused = create(live, redirect_uri="https://app.example/elsewhere")

    assert allowed["link_token"]
    assert (refused["error_code"], "dashboard" in refused["error_message"]) == ("INVALID_FIELD", True)
