"""Personas as a program sees them: through the official client, whose models are strict."""

from collections import defaultdict

import pytest
from emulator_harness import Bank, Json, Live
from plaid.model.accounts_balance_get_request import AccountsBalanceGetRequest
from plaid.model.accounts_get_request import AccountsGetRequest
from plaid.model.auth_get_request import AuthGetRequest
from plaid.model.identity_get_request import IdentityGetRequest
from plaid.model.investments_holdings_get_request import InvestmentsHoldingsGetRequest
from plaid.model.liabilities_get_request import LiabilitiesGetRequest

from plaid_emulator.worlds.registry import Persona, list_personas

WEEK = 7 * 86_400
BANKERS = [persona for persona in list_personas() if persona.institution_id is not None]


@pytest.mark.parametrize("persona", list_personas(), ids=lambda each: each.username)
def test_the_official_client_reads_every_persona(bank: Bank, persona: Persona) -> None:
    token = bank.link(persona.institution_id or "ins_109508", persona.username, days=32)

    accounts = bank.api.accounts_get(AccountsGetRequest(token)).accounts
    page = bank.page(token)

    assert tuple(each.name for each in accounts) == persona.accounts
    assert {each.balances.iso_currency_code for each in accounts} == {persona.currency}
    assert len(page.added) > 2
    for row in page.added:
        assert (row.iso_currency_code is None) != (row.unofficial_currency_code is None)


@pytest.mark.parametrize("persona", BANKERS, ids=lambda each: each.username)
def test_other_products_know_the_persona_too(bank: Bank, persona: Persona) -> None:
    products = ["transactions", "auth", "identity", "liabilities"]
    token = bank.link(persona.institution_id or "", persona.username, days=1, products=products)

    numbers = bank.api.auth_get(AuthGetRequest(token)).numbers.to_dict()
    owners = bank.api.identity_get(IdentityGetRequest(token)).accounts[0].owners
    debts = bank.api.liabilities_get(LiabilitiesGetRequest(token)).liabilities.to_dict()

    kind = {"GB": "bacs", "CA": "eft", "DE": "international"}.get(persona.country, "ach")
    assert numbers[kind]
    assert owners[0].emails[0].data.endswith(".example")
    assert debts["credit"][0]["last_payment_amount"] > 0
    for loan in [*(debts.get("mortgage") or []), *(debts.get("loan") or [])]:
        assert loan["last_payment_amount"] > 0


@pytest.mark.parametrize(
    "username",
    ["user_maple_household", "user_tamarack_family", "user_linden_household", "user_willow_retiree"],
)
def test_holdings_are_worth_the_balance_to_the_cent(bank: Bank, username: str) -> None:
    persona = next(each for each in BANKERS if each.username == username)
    products = ["transactions", "investments"]
    token = bank.link(persona.institution_id or "", username, days=1, products=products)

    answer = bank.api.investments_holdings_get(InvestmentsHoldingsGetRequest(token)).to_dict()

    worth: dict[str, float] = defaultdict(float)
    for holding in answer["holdings"]:
        worth[holding["account_id"]] += holding["institution_value"]
    for account in answer["accounts"]:
        assert account["balances"]["current"] == pytest.approx(worth[account["account_id"]], abs=0.001)


@pytest.mark.parametrize("persona", BANKERS, ids=lambda each: each.username)
def test_a_week_later_balances_have_moved_by_what_was_told(live: Live, bank: Bank, persona: Persona) -> None:
    token = bank.link(persona.institution_id or "", persona.username, days=30)
    before, read = balances(bank, token), bank.sync(token)

    live.admin("/clock", {"advance_seconds": WEEK})
    more = bank.sync(token, read.cursor)

    held = {row["transaction_id"]: row for row in [*read.held.values(), *more.added, *more.modified]}
    for row in more.removed:
        held.pop(row["transaction_id"])
    moved, started = posted(list(held.values())), posted(list(read.held.values()))
    foreign = {row["account_id"] for row in held.values() if row["iso_currency_code"] != persona.currency}
    compared = 0
    for account_id, after in balances(bank, token).items():
        if after["type"] in {"depository", "credit"} and account_id not in foreign:
            sign = 1 if after["type"] == "credit" else -1
            change = sign * (moved[account_id] - started[account_id])
            assert after["current"] - before[account_id]["current"] == pytest.approx(change, abs=0.001)
            compared += 1
    assert compared > 0


def balances(bank: Bank, token: str) -> dict[str, Json]:
    accounts = bank.api.accounts_balance_get(AccountsBalanceGetRequest(token)).accounts
    return {each.account_id: {"type": str(each.type), "current": each.balances.current} for each in accounts}


def posted(rows: list[Json]) -> dict[str, float]:
    sums: dict[str, float] = defaultdict(float)
    for row in rows:
        if not row["pending"]:
            sums[row["account_id"]] += row["amount"]
    return sums


def test_crypto_has_an_unofficial_currency(live: Live, bank: Bank) -> None:
    live.admin("/clock", {"set": "2026-11-21T12:00:00Z"})
    token = bank.link("ins_900002", "user_juniper_renter", days=60)

    rows = [row for row in bank.sync(token).added if row["unofficial_currency_code"] is not None]

    assert {row["unofficial_currency_code"] for row in rows} == {"BTC"}
    assert all(row["iso_currency_code"] is None and -0.01 < row["amount"] < 0 for row in rows)
