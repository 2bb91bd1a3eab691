"""A household as a world: simulated once for each seed, asked for the rows of any stretch of time."""

import json
import random
import threading
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from plaid_emulator.worlds.household.fixed import Fixed, Interest, Loan, Market
from plaid_emulator.worlds.household.ledger import Ledger
from plaid_emulator.worlds.household.own_money import CardPayment, Transfer
from plaid_emulator.worlds.household.spending import Spending, Travelling
from plaid_emulator.worlds.model import AccountSpec, BankRow, Setting

HERE = Path(__file__).parent
# A little more than the 730 days an Item may ask for, so that cards and cycles have begun.
STORY_DAYS = 760


class Flow(Protocol):
    """A rule of the household's life."""

    def run(self, ledger: Ledger, day: date) -> None:
        """Write what this rule does on this day."""
        ...


class Simulation:
    """One household's life from the first day on; it only ever goes forward."""

    def __init__(self, script: dict[str, Any], seed: str, start: date) -> None:
        accounts = script["accounts"]
        self.ledger = Ledger(
            types={each["key"]: each["type"] for each in accounts},
            opening={each["key"]: round(each["opening"] * 100) for each in accounts},
        )
        self._flows = _flows(script, seed, start)
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
        self._script = _script(script_name)
        self._simulation = _simulation(script_name, f"{setting.seed}.{setting.username}", start)

    def accounts(self) -> Sequence[AccountSpec]:
        return [
            AccountSpec(**{name: value for name, value in each.items() if name != "opening"}, follows=True)
            for each in self._script["accounts"]
        ]

    def rows(self, since: float, until: float) -> Iterator[BankRow]:
        ledger = self._simulation.advance(_day(until))
        return (row for row in ledger.rows if since < row.appears_at <= until)

    def opening_e7(self, account: str, since: float) -> int:
        return self._simulation.advance(_day(since)).opening_e7(account, since)


@cache
def _script(name: str) -> dict[str, Any]:
    script: dict[str, Any] = json.loads(HERE.joinpath(f"{name}.json").read_text(encoding="utf-8"))
    return script


@cache
def _simulation(script_name: str, seed: str, start: date) -> Simulation:
    return Simulation(_script(script_name), seed, start)


def _flows(script: dict[str, Any], seed: str, start: date) -> list[Flow]:
    groups = _script("payees")

    def rng(name: str) -> random.Random:
        # Every rule draws from its own well: changing one leaves the others' lives alone.
        return random.Random(f"{seed}.{name}")  # noqa: S311 - repeatable on purpose

    return [
        *(Fixed(rng(rule["id"]), script, rule, start) for rule in script["fixed"]),
        *(Spending(rng(h["group"]), script, h, groups[h["group"]]) for h in script["spending"]),
        Travelling(rng("trips"), script, groups[script["trips"]["group"]]),
        *(Loan(rng(rule["loan"]), script, rule) for rule in script["loans"]),
        *(CardPayment(rng(f"pay.{rule['card']}"), script, rule) for rule in script["cards"]),
        *(Transfer(rng(rule["id"]), script, rule) for rule in script["transfers"]),
        *(Interest(rng(f"interest.{rule['account']}"), script, rule) for rule in script["interest"]),
        *(Market(rng(f"market.{rule['account']}"), rule) for rule in script["markets"]),
    ]


def _day(timestamp: float) -> date:
    return datetime.fromtimestamp(timestamp, UTC).date()
