"""Plaid's own rate limits: off unless asked for, per Item and per client, by the emulated clock."""

from collections.abc import Callable

import pytest
from emulator_harness import Bank, Live, error_of
from plaid.model.accounts_balance_get_request import AccountsBalanceGetRequest
from plaid.model.accounts_get_request import AccountsGetRequest
from plaid.model.country_code import CountryCode
from plaid.model.institutions_get_request import InstitutionsGetRequest

from plaid_emulator.errors import KINDS
from plaid_emulator.rate_limits import RateLimits, RateTable


def choose(live: Live, table: str) -> None:
    live.admin("/clock", {"speed": 0})
    live.admin("/actions", {"do": "set_rate_limits", "table": table})


def test_they_are_off_unless_asked_for(live: Live, bank: Bank) -> None:
    token = bank.link()

    for _ in range(20):
        bank.api.accounts_get(AccountsGetRequest(token))

    assert live.admin("")["rate_limits"] == "off"


def test_an_item_has_a_minute_of_its_own(live: Live, bank: Bank) -> None:
    one, other = bank.link(), bank.link()
    choose(live, "production")

    for _ in range(15):
        bank.api.accounts_get(AccountsGetRequest(one))
    refused = error_of(lambda: bank.api.accounts_get(AccountsGetRequest(one)))

    assert (refused["status"], refused["error_type"]) == (429, "RATE_LIMIT_EXCEEDED")
    assert refused["error_code"] == "ACCOUNTS_LIMIT"
    assert bank.api.accounts_get(AccountsGetRequest(other)).accounts
    live.admin("/clock", {"advance_seconds": 60})
    assert bank.api.accounts_get(AccountsGetRequest(one)).accounts


def test_balances_have_an_hour_too(live: Live, bank: Bank) -> None:
    token = bank.link()
    choose(live, "production")

    for _ in range(6):
        for _ in range(5):
            bank.api.accounts_balance_get(AccountsBalanceGetRequest(token))
        live.admin("/clock", {"advance_seconds": 60})

    error = error_of(lambda: bank.api.accounts_balance_get(AccountsBalanceGetRequest(token)))
    assert error["error_code"] == "BALANCE_LIMIT"


def test_a_client_has_windows_beside_its_items(live: Live, bank: Bank) -> None:
    choose(live, "sandbox")
    request = InstitutionsGetRequest(country_codes=[CountryCode("US")], count=1, offset=0)
    other = Bank(live.url, client_id="somebody else")

    for _ in range(10):
        bank.api.institutions_get(request)
    error = error_of(lambda: bank.api.institutions_get(request))

    assert error["error_code"] == "INSTITUTIONS_GET_LIMIT"
    assert other.api.institutions_get(request).institutions
    other.close()


def test_the_sandbox_is_more_patient_than_production(live: Live, bank: Bank) -> None:
    token = bank.link()
    choose(live, "sandbox")

    for _ in range(40):
        bank.api.accounts_get(AccountsGetRequest(token))


def test_first_pages_of_a_client_have_a_window_of_their_own(live: Live) -> None:
    limits = RateLimits(live.emulator.clock, RateTable.SANDBOX)
    live.admin("/clock", {"speed": 0})

    for number in range(250):
        limits.count("/transactions/sync", "me", f"item {number}", first_page=True)
    limits.count("/transactions/sync", "me", "item 1")

    with pytest.raises(Exception, match="TRANSACTIONS_SYNC_LIMIT"):
        limits.count("/transactions/sync", "me", "item 1", first_page=True)


def test_a_refused_call_is_not_counted(live: Live) -> None:
    limits = RateLimits(live.emulator.clock, RateTable.PRODUCTION)
    live.admin("/clock", {"speed": 0})
    limits.count("/transactions/refresh", "me", "one")
    limits.count("/transactions/refresh", "me", "one")

    for _ in range(200):
        with pytest.raises(Exception, match="TRANSACTIONS_REFRESH_LIMIT"):
            limits.count("/transactions/refresh", "me", "one")

    limits.count("/transactions/refresh", "me", "another")


def test_every_refusal_is_a_known_code(live: Live) -> None:
    tables = live.admin("/rate-limits")["tables"]

    codes = {
        code
        for table in tables.values()
        for each in table.values()
        for code in (each["item_code"], each["client_code"])
    }

    assert {KINDS[code].status for code in codes} == {429}


def test_a_start_can_choose_them(start: Callable[..., Live]) -> None:
    assert start(rate_limits="sandbox").admin("")["rate_limits"] == "sandbox"
