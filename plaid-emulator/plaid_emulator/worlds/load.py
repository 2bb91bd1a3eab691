"""user_load_<n>: n transactions in two years, for load; told as a stream, without memory of the past."""

import math
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from plaid_emulator.config import DAY_SECONDS
from plaid_emulator.worlds.household import scripts
from plaid_emulator.worlds.household.ledger import CENT_E7, OWED
from plaid_emulator.worlds.household.spending import to_cents
from plaid_emulator.worlds.household.wording import Wording
from plaid_emulator.worlds.model import AccountSpec, BankRow, Setting, to_e7

USERNAME = re.compile(r"user_load_([1-9]\d{0,5})")
MOST_ROWS = 200_000
YEARS_SECONDS = 730 * DAY_SECONDS
# The rows repeat after so many; within a round, pay and card payment bring every balance back to its start.
ROUND = 1_000
GROUPS = ("groceries", "restaurants", "fast_food", "coffee", "fuel", "online", "shops", "health", "leisure")
PENDING_EVERY = 3
CARD_SHARE = 0.45
ANYBODY = {"home": ["Columbus", "OH"], "people": ["Alex Doe"], "sparse": {"merchant": 0.1, "pfc": 0.05}}
ACCOUNTS = (
    AccountSpec("checking", "Load Checking", "7001", "depository", "checking", current=250_000, follows=True),
    AccountSpec(
        "card", "Load Card", "7002", "credit", "credit card", current=900, limit=500_000, follows=True
    ),
)


@dataclass(frozen=True)
class Template:
    """One row of the round; only its dates and its number differ from round to round."""

    account: str
    amount_e7: int
    details: dict[str, Any]


def rows_of(username: str) -> int | None:
    """Read how many rows a load user has; None for anybody else."""
    match = USERNAME.fullmatch(username)
    count = int(match[1]) if match else 0
    return count if 0 < count <= MOST_ROWS else None


class LoadWorld:
    """Rows at even distances for ever; any stretch and any balance is worked out without the others."""

    def __init__(self, setting: Setting) -> None:
        count = rows_of(setting.username) or 1
        self._step = YEARS_SECONDS / count
        self._first = setting.epoch - YEARS_SECONDS
        self._round = _templates(setting.seed)

    def accounts(self) -> Sequence[AccountSpec]:
        return ACCOUNTS

    def rows(self, since: float, until: float) -> Iterator[BankRow]:
        days: dict[int, str] = {}
        for number in range(self._count_until(since), self._count_until(until)):
            template = self._round[number % ROUND]
            at = self._first + (number + 1) * self._step
            settles_at = at + DAY_SECONDS if number % PENDING_EVERY == 0 else at
            yield BankRow(
                f"load.{number}",
                *(template.account, at, settles_at, template.amount_e7, template.amount_e7),
                details={
                    **template.details,
                    "original": f"{template.details['name']} {number}",
                    "authorized_date": _day(days, at),
                    "pending_date": _day(days, at),
                    "date": _day(days, settles_at),
                },
            )

    def opening_e7(self, account: str, since: float) -> int:
        spec = next(each for each in ACCOUNTS if each.key == account)
        done = self._count_until(since) % ROUND
        moved = sum(each.amount_e7 for each in self._round[:done] if each.account == account)
        return to_e7(spec.current or 0) + (moved if spec.type in OWED else -moved)

    def _count_until(self, timestamp: float) -> int:
        """Count the rows from the first one up to this moment."""
        return math.floor((timestamp - self._first) / self._step)


def _day(days: dict[int, str], timestamp: float) -> str:
    number = int(timestamp // DAY_SECONDS)
    if number not in days:
        days[number] = datetime.fromtimestamp(timestamp, UTC).date().isoformat()
    return days[number]


@cache
def _templates(seed: int) -> tuple[Template, ...]:
    rng = random.Random(f"{seed}.load")  # noqa: S311 - repeatable on purpose
    wording = Wording(rng, ANYBODY)
    rows = [_purchase(rng, wording) for _ in range(ROUND - 3)]
    owed = sum(row.amount_e7 for row in rows if row.account == "card")
    spent = sum(row.amount_e7 for row in rows) - owed
    payment = {"pfc": "LOAN_PAYMENTS_CREDIT_CARD_PAYMENT", "channel": "other", "confidence": "HIGH"}
    paid = (
        Template("checking", owed, {"name": "LOAD CARD AUTOPAY", **payment}),
        Template("card", -owed, {"name": "AUTOPAY PAYMENT - THANK YOU", **payment}),
    )
    pay = {"name": "ACME CORP PAYROLL", "pfc": "INCOME_SALARY", "channel": "other"}
    return (Template("checking", -(spent + owed), pay), *rows, *paid)


def _purchase(rng: random.Random, wording: Wording) -> Template:
    group = scripts.payees("us")[rng.choice(GROUPS)]
    shared = {name: value for name, value in group.items() if name != "payees"}
    payee = {**shared, **rng.choice(group["payees"])}
    amount = rng.choice(payee["prices"]) if "prices" in payee else payee["median"] * rng.uniform(0.5, 1.8)
    account = "card" if rng.random() < CARD_SHARE else "checking"
    name = wording.name(rng.choice(payee["names"]), date(2026, 1, 1))
    return Template(account, to_cents(amount) * CENT_E7, wording.details(payee, name))
