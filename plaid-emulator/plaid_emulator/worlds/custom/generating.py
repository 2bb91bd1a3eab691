"""Random accounts and transactions for what a configuration leaves open; days count back from creation."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from plaid_emulator.worlds.custom.schema import Account, Transaction
from plaid_emulator.worlds.household import scripts
from plaid_emulator.worlds.household.spending import to_cents
from plaid_emulator.worlds.household.wording import Wording

HISTORY_DAYS = 180
MOST_ROWS = 60
PAY_EVERY_DAYS = 14
FEEDING = {"depository", "credit"}
GROUPS = {
    "depository": ("groceries", "fast_food", "coffee", "shops", "cash", "friends_out", "friends_in"),
    "credit": ("restaurants", "online", "shops", "fuel", "transit", "coffee"),
}
BALANCES = {
    "depository": (200, 9_000),
    "credit": (50, 2_400),
    "loan": (4_000, 90_000),
    "investment": (1_000, 120_000),
    "payroll": (0, 0),
    "other": (10, 5_000),
}
ANYBODY = {"home": ["Malakoff", "NY"], "people": ["Alex Doe", "Sam Roe", "Kim Poe"], "sparse": {}}
DEFAULT_ACCOUNTS = (
    {"type": "depository", "subtype": "checking"},
    {"type": "depository", "subtype": "savings"},
    {"type": "credit", "subtype": "credit card", "meta": {"limit": 4000}},
)


def default_accounts() -> list[Account]:
    """List the accounts of somebody who describes none."""
    return [Account.model_validate(each) for each in DEFAULT_ACCOUNTS]


def balance(account: Account, rng: random.Random) -> float:
    """Draw a balance that is usual for the type."""
    return round(rng.uniform(*BALANCES[account.type]), 2)


def rows(account: Account, rng: random.Random, created: date) -> Iterator[tuple[Transaction, dict[str, Any]]]:
    """Draw half a year of transactions with their details; none where accounts have none."""
    if account.type not in FEEDING or account.subtype == "cd":
        return
    wording, count = Wording(rng, ANYBODY), rng.randrange(MOST_ROWS // 2, MOST_ROWS)
    for _ in range(count):
        day = created - timedelta(days=rng.randrange(1, HISTORY_DAYS))
        payee = _payee(rng, account.type)
        name = wording.name(rng.choice(payee["names"]), day)
        amount = (
            rng.choice(payee["prices"])
            if "prices" in payee
            else payee["median"] * rng.lognormvariate(0, payee.get("sigma", 0.4))
        )
        posted = min(created, day + timedelta(days=rng.randrange(3)))
        yield _transaction(day, posted, to_cents(amount) / 100, name), wording.details(payee, name)
    if account.subtype == "checking":
        yield from _pay(wording, rng, created)


def _pay(wording: Wording, rng: random.Random, created: date) -> Iterator[tuple[Transaction, dict[str, Any]]]:
    amount, first = -round(rng.uniform(900, 2600), 2), rng.randrange(1, PAY_EVERY_DAYS)
    payee = {"pfc": "INCOME_SALARY", "merchant": "Acme", "income": True}
    for days in range(first, HISTORY_DAYS, PAY_EVERY_DAYS):
        day = created - timedelta(days=days)
        yield _transaction(day, day, amount, "ACME CORP PAYROLL"), wording.details(payee, "ACME CORP PAYROLL")


def _payee(rng: random.Random, kind: str) -> dict[str, Any]:
    group = scripts.payees("us_city")[rng.choice(GROUPS[kind])]
    shared = {name: value for name, value in group.items() if name != "payees"}
    return {**shared, **rng.choice(group["payees"])}


def _transaction(transacted: date, posted: date, amount: float, name: str) -> Transaction:
    return Transaction(date_transacted=transacted, date_posted=posted, amount=amount, description=name)
