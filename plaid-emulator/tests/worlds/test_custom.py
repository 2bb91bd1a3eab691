"""user_custom: what the configuration says is what the accounts show; mistakes are refused in plain words."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from emulator_harness import Bank, Json, Live, error_of
from plaid.model.accounts_balance_get_request import AccountsBalanceGetRequest

from plaid_emulator import institutions, logins
from plaid_emulator.errors import PlaidError
from plaid_emulator.worlds.custom import configuration
from plaid_emulator.worlds.model import Setting
from plaid_emulator.worlds.registry import open_world

NOW = 1_795_262_400.0
PLATYPUS = institutions.get("ins_109508")


@pytest.fixture
def live(start: Callable[..., Live]) -> Live:
    return start(start_time=NOW)


def checking(**fields: Any) -> Json:
    return {"type": "depository", "subtype": "checking", **fields}


def row(transacted: str, posted: str, amount: float, **fields: Any) -> Json:
    given = {"date_transacted": transacted, "date_posted": posted, "amount": amount}
    return {**given, "description": "STARBUCKS STORE 1187", **fields}


def configure(*accounts: Json, **fields: Any) -> str:
    return json.dumps({"override_accounts": list(accounts), **fields})


def link(bank: Bank, password: str) -> str:
    return bank.link(username="user_custom", password=password, days=730)


def accounts_of(bank: Bank, token: str) -> list[Any]:
    return list(bank.api.accounts_balance_get(AccountsBalanceGetRequest(token)).accounts)


def specs(password: str, **fields: Any) -> dict[str, Any]:
    setting = Setting(1, "user_custom", password, "ins_109508", epoch=NOW, created_at=NOW, **fields)
    return {spec.key: spec for spec in open_world(setting).accounts()}


def test_an_account_is_as_described(bank: Bank) -> None:
    meta = {"name": "My Money", "official_name": "The Golden One", "mask": "ab12"}
    password = configure(
        checking(starting_balance=1234.56, currency="CAD", meta=meta, transactions=[]),
        {
            "type": "credit",
            "subtype": "credit card",
            "starting_balance": 300,
            "meta": {"limit": 2000, "mask": ""},
        },
    )

    first, card = accounts_of(bank, link(bank, password))

    assert (first.name, first.official_name, first.mask) == ("My Money", "The Golden One", "ab12")
    assert (first.balances.current, first.balances.iso_currency_code) == (1234.56, "CAD")
    assert (card.mask, card.balances.current, card.balances.limit) == (None, 300, 2000)
    assert card.balances.available == pytest.approx(1700, abs=400)


def test_a_forced_or_absent_available_balance_stands(bank: Bank) -> None:
    pending = [row("2026-11-20", "2026-11-25", 40)]
    password = configure(
        checking(starting_balance=100, force_available_balance=7.5, transactions=pending),
        checking(starting_balance=100, has_null_available_balance=True, transactions=pending),
        checking(starting_balance=100, transactions=pending),
    )

    found = [each.balances.available for each in accounts_of(bank, link(bank, password))]

    assert found == [7.5, None, 60]


def test_a_future_posting_date_is_pending_until_that_day(live: Live, bank: Bank) -> None:
    token = link(
        bank,
        configure(
            checking(
                starting_balance=100,
                transactions=[row("2026-11-19", "2026-11-25", 12.5), row("2026-10-01", "2026-10-02", 3)],
            )
        ),
    )
    read = bank.sync(token)
    assert {(r["pending"], str(r["date"])) for r in read.added} == {
        (True, "2026-11-19"),
        (False, "2026-10-02"),
    }
    assert accounts_of(bank, token)[0].balances.current == 100

    live.admin("/clock", {"set": "2026-11-25T23:00:00Z"})
    more = bank.sync(token, read.cursor)

    assert [(r["pending"], str(r["date"]), r["amount"]) for r in more.added] == [(False, "2026-11-25", 12.5)]
    assert accounts_of(bank, token)[0].balances.current == 87.5


def test_descriptions_are_recognised_as_far_as_plaid_would(bank: Bank) -> None:
    told = [
        row("2026-11-01", "2026-11-02", 4.5),
        row("2026-11-03", "2026-11-03", -1500, description="ACME CORP PAYROLL", currency="EUR"),
        row("2026-11-04", "2026-11-04", 9, description="XQZ 17"),
    ]

    added = {r["amount"]: r for r in bank.sync(link(bank, configure(checking(transactions=told)))).added}

    assert added[4.5]["merchant_name"] == "Starbucks"
    assert added[-1500]["personal_finance_category"]["detailed"] == "INCOME_SALARY"
    assert added[-1500]["iso_currency_code"] == "EUR"
    assert str(added[9]["personal_finance_category"]["confidence_level"]) == "LOW"


def test_an_empty_configuration_is_random_and_the_same_for_the_same_seed(bank: Bank) -> None:
    first, again, other = (bank.sync(link(bank, text)).added for text in ("{}", "{}", '{"seed": "otter"}'))

    def names(rows: list[Json]) -> list[tuple[str, float]]:
        return [(r["name"], r["amount"]) for r in rows]

    assert len(first) > 40
    assert names(first) == names(again) != names(other)


def test_a_seed_counts_its_days_from_the_items_creation(live: Live, bank: Bank) -> None:
    password = '{"seed": "heron"}'
    early = bank.sync(link(bank, password)).added
    live.admin("/clock", {"advance_seconds": 9 * 86_400})

    late = bank.sync(link(bank, password)).added

    assert [r["amount"] for r in late] == [r["amount"] for r in early]
    assert {(b["date"] - a["date"]).days for a, b in zip(early, late, strict=True)} == {9}


def test_rolled_dates_end_on_the_day_of_creation(bank: Bank) -> None:
    old = [row("2024-02-10", "2024-02-12", 5), row("2024-01-31", "2024-02-01", 6)]
    password = configure(checking(transactions=old), roll_dates_forward=True)

    added = {r["amount"]: r for r in bank.sync(link(bank, password)).added}

    assert (added[5]["pending"], str(added[5]["date"])) == (True, "2026-11-21")
    assert (added[6]["pending"], str(added[6]["date"])) == (False, "2026-11-12")


def test_income_and_interest_payments_follow_the_inflow_model(bank: Bank) -> None:
    income = {"type": "monthly-income", "income_amount": 2000, "payment_day_of_month": "last"}
    interest = {
        "type": "monthly-interest-only-payment",
        "payment_day_of_month": 15,
        "statement_day_of_month": "5",
    }
    card = {"type": "credit", "subtype": "credit card", "starting_balance": 1200, "transactions": []}
    token = link(
        bank,
        configure(
            checking(starting_balance=9, transactions=[], inflow_model={**income, "transaction_name": "PAY"}),
            {
                **card,
                "liability": {"type": "credit", "purchase_apr": 20},
                "inflow_model": {**interest, "transaction_name": "THANKS"},
            },
        ),
    )

    added = bank.sync(token).added

    assert {r["date"].day for r in added if r["name"] == "PAY"} <= {28, 29, 30, 31}
    assert {r["amount"] for r in added if r["name"] == "PAY"} == {-2000}
    assert {r["amount"] for r in added if r["name"] == "THANKS"} == {-20}
    assert [each.balances.current for each in accounts_of(bank, token)] == [9, 1200]


def test_a_balance_payment_pays_the_last_statement(live: Live, bank: Bank) -> None:
    model = {"type": "monthly-balance-payment", "payment_day_of_month": 10, "statement_day_of_month": 25}
    charges = [row("2026-09-28", "2026-09-29", 80), row("2026-10-05", "2026-10-06", 20)]
    card = {"type": "credit", "subtype": "credit card", "starting_balance": 500, "transactions": charges}
    token = link(bank, configure({**card, "inflow_model": {**model, "transaction_name": "PAID"}}))
    read = bank.sync(token)
    assert [r["amount"] for r in read.added if r["name"] == "PAID"] == [-100]

    live.admin("/clock", {"set": "2026-12-11T00:00:00Z"})

    assert [r["amount"] for r in bank.sync(token, read.cursor).added] == [-500]
    assert accounts_of(bank, token)[0].balances.current == 0


def test_facts_of_other_products_are_handed_on() -> None:
    holding = {
        "institution_price": 10.5,
        "quantity": 4,
        "currency": "USD",
        "security": {"ticker_symbol": "ABC"},
    }
    owner = {
        "names": ["Ada Fern"],
        "emails": [{"data": "ada@fern.example", "primary": True, "type": "primary"}],
    }
    password = configure(
        checking(numbers={"account": "1111222233", "ach_routing": "122105155"}, identity=owner),
        {"type": "investment", "subtype": "brokerage", "holdings": holding, "investment_transactions": []},
        {"type": "loan", "subtype": "student", "liability": {"type": "student", "nominal_apr": 4.2}},
    )

    found = specs(password)

    assert found["0.checking"].mask == "2233"
    assert found["0.checking"].facts["numbers"] == {"account": "1111222233", "ach_routing": "122105155"}
    assert found["1.brokerage"].facts["holdings"] == [holding]
    assert found["2.student"].facts["liability"] == {"type": "student", "nominal_apr": 4.2}
    assert all(spec.facts["identity"]["names"] == ["Ada Fern"] for spec in found.values())


def test_plaids_blank_template_is_random_data() -> None:
    blank = {
        "version": None,
        "override_accounts": [{"type": None, "meta": {"name": None}}],
        "mfa": {"type": None},
    }

    assert len(specs(json.dumps(blank))) == 3


def test_it_may_ask_for_a_challenge_a_recaptcha_or_a_refusal() -> None:
    questions = {"type": "questions", "question_rounds": 2, "questions_per_round": 3}

    asked = logins.check_login(PLATYPUS, "user_custom", json.dumps({"mfa": questions}))
    boxed = logins.check_login(PLATYPUS, "user_custom", '{"recaptcha": "bad"}')

    assert asked.challenge == logins.Challenge("questions", 2, 3)
    assert boxed.recaptcha == "bad"
    with pytest.raises(PlaidError, match="ITEM_LOCKED"):
        logins.check_login(PLATYPUS, "user_custom", '{"force_error": "ITEM_LOCKED"}')


def test_an_oauth_bank_knows_no_custom_users() -> None:
    login = logins.check_login(institutions.get("ins_127287"), "user_custom", "{}")

    assert login.username == "user_good"


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("pass_good", "it is not JSON"),
        ("[]", "it is not a JSON object"),
        ('{"overide_accounts": []}', "overide_accounts: Extra inputs"),
        (
            configure(checking(subtype="student")),
            "override_accounts[0]: 'student' is not a subtype of depository",
        ),
        (configure({"type": "depository"}), "override_accounts[0].subtype: Field required"),
        (configure(*[checking()] * 11), "at most 10"),
        (configure(checking(transactions=[row("2026-11-01", "2026-11-01", 1)] * 251)), "251 transactions"),
        (
            configure(checking(transactions=[row("2026-11-02", "2026-11-01", 1)])),
            "date_posted must not be before",
        ),
        (configure(checking(meta={"mask": "12345"})), "override_accounts[0].meta.mask"),
        (configure(checking(numbers={"eft_branch": "01533"})), "must be given together"),
        (
            configure(checking(force_available_balance=1, has_null_available_balance=True)),
            "exclude each other",
        ),
        (configure(checking(inflow_model={"type": "monthly-income"})), "monthly-income needs income_amount"),
        ('{"mfa": {"type": "questions"}}', "questions need question_rounds"),
        ('{"force_error": "TEAPOT"}', "force_error"),
        (json.dumps({"seed": "x" * 55_000}), "larger than 55000 bytes"),
    ],
)
def test_a_mistake_is_refused_and_named(password: str, reason: str) -> None:
    with pytest.raises(PlaidError) as caught:
        logins.check_login(PLATYPUS, "user_custom", password)

    assert caught.value.code == "INVALID_CONFIGURATION"
    assert reason in caught.value.message


def test_a_refusal_reaches_the_program_as_plaids_error(bank: Bank) -> None:
    error = error_of(lambda: link(bank, "pass_good"))

    assert (error["status"], error["error_code"]) == (400, "INVALID_CONFIGURATION")
    assert error["error_message"].startswith("please ensure that the password is properly formatted: ")


def test_nothing_but_a_refusal_comes_of_any_text() -> None:
    for text in ("{", "null", "1e999", '{"override_accounts": [{"type": {}}]}', '{"version": [1]}', "\x00"):
        with pytest.raises(PlaidError, match="INVALID_CONFIGURATION"):
            configuration.read(text)
