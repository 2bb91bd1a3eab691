"""/liabilities/get: what is owed, until when and at which rate."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from plaid_emulator import accounts
from plaid_emulator.accounts import Account
from plaid_emulator.api.access import open_item_with
from plaid_emulator.api.accounts import AccountsRequest
from plaid_emulator.api.items import render_item
from plaid_emulator.api.registry import endpoint
from plaid_emulator.emulator import Emulator
from plaid_emulator.errors import PlaidError

PRODUCT = "liabilities"
APR_KINDS = {
    "purchase_apr": "purchase_apr",
    "cash_apr": "cash_apr",
    "balance_transfer_apr": "balance_transfer_apr",
    "special_apr": "special",
}
ADDRESS = ("city", "country", "postal_code", "region", "street")
LEAST_PAYMENT, LEAST_SHARE = 20.0, 0.02
KINDS_BY_SUBTYPE = {"student": "student", "mortgage": "mortgage"}
CREDIT_LINES = {"home equity", "line of credit", "home equity loan", "commercial line of credit"}


@dataclass(frozen=True)
class Debt:
    """A debt as it stands: the account, what the world knows of it, the balance and the day."""

    account: Account
    facts: Mapping[str, Any]
    balance: float
    today: date

    def know(self, *names: str) -> dict[str, Any]:
        """Tell these facts; what nobody knows is null."""
        return {name: self.facts.get(name) for name in names}

    def day(self, name: str, days: int) -> str:
        """Tell a date, by default so many days from today."""
        return str(self.facts.get(name) or (self.today + timedelta(days=days)).isoformat())


@endpoint("/liabilities/get", AccountsRequest)
def get(emulator: Emulator, request: AccountsRequest) -> dict[str, Any]:
    item = open_item_with(emulator, request.access_token, PRODUCT)
    chosen = accounts.choose(emulator, item, request.account_ids)
    owed = [each for each in chosen if each.spec.type in {"credit", "loan"}]
    if not owed:
        raise PlaidError("NO_LIABILITY_ACCOUNTS")
    told: dict[str, list[dict[str, Any]]] = {kind: [] for kind in TELL}
    today = datetime.fromtimestamp(item.created_at, UTC).date()
    for account in owed:
        facts = account.spec.facts.get("liability", {})
        balance = accounts.balances(emulator, item, account, item.polled_at)["current"] or 0.0
        kind = _kind(account, facts)
        told[kind].append(TELL[kind](Debt(account, facts, balance, today)))
    return {
        "accounts": [accounts.render(emulator, item, each, item.polled_at) for each in chosen],
        "item": render_item(emulator, item),
        "liabilities": {kind: debts or None for kind, debts in told.items() if debts or kind in ALWAYS},
    }


def _kind(account: Account, facts: Mapping[str, Any]) -> str:
    """Tell under which of Plaid's five kinds a debt is listed."""
    if facts.get("type") in TELL:
        return str(facts["type"])
    if account.spec.type == "credit":
        return "credit"
    subtype = account.spec.subtype or ""
    return "line_of_credit" if subtype in CREDIT_LINES else KINDS_BY_SUBTYPE.get(subtype, "loan")


def _least(balance: float) -> float:
    return round(min(max(LEAST_PAYMENT, balance * LEAST_SHARE), max(balance, 0)), 2)


def _payments(debt: Debt) -> dict[str, Any]:
    """Tell what every debt has: the payment before and the payment to come."""
    facts = debt.facts
    return {
        "account_id": debt.account.account_id,
        "last_payment_amount": facts.get("last_payment_amount", _least(debt.balance)),
        "last_payment_date": debt.day("last_payment_date", -20),
        "next_payment_due_date": debt.day("next_payment_due_date", 10),
    }


def _statement(debt: Debt) -> dict[str, Any]:
    return {
        "last_statement_balance": debt.facts.get("last_statement_balance", debt.balance),
        "last_statement_issue_date": debt.day("last_statement_issue_date", -15),
    }


def _least_payment(debt: Debt) -> dict[str, Any]:
    return {"minimum_payment_amount": debt.facts.get("minimum_payment_amount", _least(debt.balance))}


def _credit(debt: Debt) -> dict[str, Any]:
    known = {kind: debt.facts[name] for name, kind in APR_KINDS.items() if name in debt.facts}
    aprs = debt.facts.get("aprs") or [
        {"apr_percentage": percentage, "apr_type": kind}
        for kind, percentage in (known or {"purchase_apr": 15.24}).items()
    ]
    empty = {"balance_subject_to_apr": None, "interest_charge_amount": None}
    return {
        **_payments(debt),
        **_statement(debt),
        **_least_payment(debt),
        "aprs": [{**empty, **each} for each in aprs],
        "is_overdue": debt.facts.get("is_overdue", False),
    }


def _student(debt: Debt) -> dict[str, Any]:
    facts = debt.facts
    plan, servicer = facts.get("repayment_plan") or {}, facts.get("servicer_address") or {}
    return {
        **_payments(debt),
        **_statement(debt),
        **_least_payment(debt),
        **debt.know(
            "account_number", "guarantor", "loan_name", "payment_reference_number", "sequence_number"
        ),
        **debt.know("expected_payoff_date", "outstanding_interest_amount"),
        **debt.know("ytd_interest_paid", "ytd_principal_paid"),
        "disbursement_dates": facts.get("disbursement_dates") or [debt.day("origination_date", -1460)],
        "interest_rate_percentage": facts.get("interest_rate_percentage", facts.get("nominal_apr", 5.25)),
        "is_overdue": facts.get("is_overdue", False),
        "loan_status": {"end_date": None, "type": "repayment", **facts.get("loan_status", {})},
        "origination_date": debt.day("origination_date", -1460),
        "origination_principal_amount": _principal(debt),
        "pslf_status": {
            **dict.fromkeys(("estimated_eligibility_date", "payments_made", "payments_remaining")),
            **facts.get("pslf_status", {}),
        },
        "repayment_plan": {
            "description": facts.get("repayment_plan_description", "Standard Repayment"),
            "type": facts.get("repayment_plan_type", "standard"),
            **plan,
        },
        "servicer_address": dict.fromkeys(ADDRESS) | servicer.get("data", servicer),
    }


def _mortgage(debt: Debt) -> dict[str, Any]:
    facts, rate = debt.facts, {"percentage": debt.facts.get("nominal_apr", 3.99), "type": "fixed"}
    return {
        **_payments(debt),
        **debt.know("account_number", "current_late_fee", "escrow_balance", "has_pmi", "past_due_amount"),
        **debt.know("has_prepayment_penalty", "ytd_interest_paid", "ytd_principal_paid"),
        "interest_rate": rate | facts.get("interest_rate", {}),
        "loan_type_description": facts.get("loan_type_description", "conventional"),
        "loan_term": facts.get("loan_term", "30 year"),
        "maturity_date": debt.day("maturity_date", 7300),
        "next_monthly_payment": facts.get("next_monthly_payment", facts.get("next_payment_amount")),
        "origination_date": debt.day("origination_date", -3650),
        "origination_principal_amount": _principal(debt),
        "property_address": dict.fromkeys(ADDRESS) | facts.get("property_address", {}),
    }


def _loan(debt: Debt) -> dict[str, Any]:
    facts = debt.facts
    return {
        **_payments(debt),
        **debt.know("account_number", "maturity_date", "payment_count", "ytd_interest_paid"),
        **debt.know("loan_term_months", "next_payment_amount"),
        "compounding_period": facts.get("compounding_period", "monthly"),
        "interest_rate": _rate(facts),
        "origination_date": debt.day("origination_date", -730),
        "origination_principal_amount": _principal(debt),
        "payment_frequency": facts.get("payment_frequency", "monthly"),
        "payoff_amount": facts.get("payoff_amount", debt.balance),
        "principal_balance": facts.get("principal_balance", debt.balance),
    }


def _line_of_credit(debt: Debt) -> dict[str, Any]:
    facts, limit = debt.facts, debt.facts.get("credit_limit", debt.account.spec.limit)
    left = None if limit is None else round(limit - debt.balance, 2)
    return {
        **_payments(debt),
        **_statement(debt),
        **_least_payment(debt),
        **debt.know("next_payment_amount", "past_due_amount", "finance_charges", "draw_period_end_date"),
        "aprs": facts.get("aprs", []),
        "available_credit": facts.get("available_credit", left),
        "credit_limit": limit,
        "interest_rate": _rate(facts),
        "principal_balance": facts.get("principal_balance", debt.balance),
    }


def _rate(facts: Mapping[str, Any]) -> dict[str, Any]:
    known: dict[str, Any] = facts.get("interest_rate", {})
    return {"percentage": facts.get("nominal_apr", 6.5), "type": "fixed", **known}


def _principal(debt: Debt) -> float:
    return float(debt.facts.get("origination_principal_amount", debt.facts.get("principal", debt.balance)))


TELL: dict[str, Callable[[Debt], dict[str, Any]]] = {
    "credit": _credit,
    "mortgage": _mortgage,
    "student": _student,
    "loan": _loan,
    "line_of_credit": _line_of_credit,
}
# These keys are there even when they hold nothing; the newer two are not.
ALWAYS = {"credit", "mortgage", "student"}
