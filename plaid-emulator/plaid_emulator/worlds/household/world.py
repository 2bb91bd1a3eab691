"""A household as a world: simulated once for each seed, asked for the rows of any stretch of time."""

import random
import threading
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, Protocol

from plaid_emulator.config import DAY_SECONDS
from plaid_emulator.worlds.household import facts, scripts
from plaid_emulator.worlds.household.banking import Interest, Loan, Market, Overdraft
from plaid_emulator.worlds.household.fixed import Fixed
from plaid_emulator.worlds.household.ledger import Ledger
from plaid_emulator.worlds.household.own_money import CardPayment, Transfer
from plaid_emulator.worlds.household.spending import Spending
from plaid_emulator.worlds.household.travelling import Travelling
from plaid_emulator.worlds.model import AccountSpec, BankRow, Setting

# A little more than the 730 days an Item may ask for, so that cards and cycles have begun.
STORY_DAYS = 760
NOT_SPEC = {"opening", "facts", "portfolio"}


class Flow(Protocol):
    """A rule of the household's life."""

    def run(self, ledger: Ledger, day: date) -> None:
        """Write what this rule does on this day."""
        ...


class Simulation:
    """One household's life from the first day on; it only ever goes forward."""

    def __init__(self, script_name: str, seed: str, start: date) -> None:
        script = scripts.load(script_name)
        accounts = script["accounts"]
        self.ledger = Ledger(
            types={each["key"]: each["type"] for each in accounts},
            opening={each["key"]: round(each["opening"] * 100) for each in accounts},
            limits={each["key"]: round(each["limit"] * 100) for each in accounts if each.get("limit")},
        )
        self._flows = _flows(script, scripts.groups(script_name), seed, start)
        self._next_day = start
        self._lock = threading.Lock()

    def advance(self, last_day: date) -> Ledger:
        """Live on to the end of this day."""
        with self._lock:
            while self._next_day <= last_day:
                for flow in self._flows:
                    flow.run(self.ledger, self._next_day)
                self._next_day += timedelta(days=1)
        return self.ledger


class HouseholdWorld:
    """What a household's login shows; all its Items see the same life."""

    def __init__(self, script_name: str, setting: Setting) -> None:
        start = datetime.fromtimestamp(setting.epoch, UTC).date() - timedelta(days=STORY_DAYS)
        self._script, self._created_at = scripts.load(script_name), setting.created_at
        self._simulation = _simulation(script_name, f"{setting.seed}.{setting.username}", start)
        # Some of Plaid's own users have a few months of history and no more.
        days = self._script.get("history_days", STORY_DAYS)
        self._told_from = setting.created_at - days * DAY_SECONDS

    def accounts(self) -> Sequence[AccountSpec]:
        ledger = self._simulation.advance(_day(self._created_at))
        return [
            AccountSpec(
                **{name: value for name, value in each.items() if name not in NOT_SPEC},
                currency=self._script.get("currency", "USD"),
                follows=True,
                facts=facts.tell(self._script, each, ledger, self._created_at),
            )
            for each in self._script["accounts"]
        ]

    def rows(self, since: float, until: float) -> Iterator[BankRow]:
        ledger, since = self._simulation.advance(_day(until)), max(since, self._told_from)
        return (row for row in ledger.rows if since < row.appears_at <= until)

    def opening_e7(self, account: str, since: float) -> int:
        since = max(since, self._told_from)
        return self._simulation.advance(_day(since)).opening_e7(account, since)


@lru_cache(maxsize=64)
def _simulation(script_name: str, seed: str, start: date) -> Simulation:
    return Simulation(script_name, seed, start)


def _flows(script: dict[str, Any], groups: dict[str, Any], seed: str, start: date) -> list[Flow]:

    def rng(name: str) -> random.Random:
        # Every rule draws from its own well: changing one leaves the others' lives alone.
        return random.Random(f"{seed}.{name}")  # noqa: S311 - repeatable on purpose

    return [
        *(Fixed(rng(rule["id"]), script, rule, start) for rule in script["fixed"]),
        *(Spending(rng(h.get("id", h["group"])), script, h, groups[h["group"]]) for h in script["spending"]),
        *(
            Travelling(rng("trips"), script, groups[trips["group"]])
            for trips in [script.get("trips")]
            if trips
        ),
        *(Loan(rng(rule["loan"]), script, rule, start) for rule in script["loans"]),
        *(CardPayment(rng(f"pay.{rule['card']}"), script, rule) for rule in script["cards"]),
        *(Transfer(rng(rule["id"]), script, rule) for rule in script["transfers"]),
        *(Interest(rng(f"interest.{rule['account']}"), script, rule) for rule in script["interest"]),
        *(Market(rng(f"market.{rule['account']}"), rule) for rule in script["markets"]),
        *(Overdraft(rng(f"overdraft.{rule['account']}"), script, rule) for rule in script["overdrafts"]),
    ]


def _day(timestamp: float) -> date:
    return datetime.fromtimestamp(timestamp, UTC).date()
