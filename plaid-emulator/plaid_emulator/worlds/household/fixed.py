"""What comes by itself: pay, bills, subscriptions, interest, loan instalments, markets."""

import random
from datetime import date
from typing import Any

from plaid_emulator.worlds.household.calendar import falls_on
from plaid_emulator.worlds.household.ledger import Draft, Ledger
from plaid_emulator.worlds.household.wording import Wording

MONTHS = 12
WEEKS = 52
SUBSCRIPTION_SECONDS = 9 * 3600
SUNDAY = 6


class Fixed:
    """One standing movement: a salary, a bill, a subscription with its price changes."""

    def __init__(self, rng: random.Random, script: dict[str, Any], rule: dict[str, Any], start: date) -> None:
        self._rng, self._rule, self._start = rng, rule, start
        self._wording = Wording(rng, script)

    def run(self, ledger: Ledger, day: date) -> None:
        rule = self._rule
        if not falls_on(rule["when"], day) or (day - self._start).days < rule.get("from", 0):
            return
        name, extra = self._wording.name(rule["name"], day), {}
        if "check" in rule:
            number = self._wording.check_number(rule["check"])
            name, extra = name.format(check=number), {"check_number": number}
        details = {**self._wording.details(rule, name), **extra}
        ledger.write(
            day,
            Draft(
                *(f"{rule['id']}.{day}", rule["account"], round(self._amount(day) * 100), details),
                pending_days=rule.get("pending", 0),
                seconds=SUBSCRIPTION_SECONDS,
            ),
        )

    def _amount(self, day: date) -> float:
        amount, days = self._rule["amount"], (day - self._start).days
        for since, changed in self._rule.get("changes", []):
            amount = changed if days >= since else amount
        season = self._rule.get("season", [1.0] * MONTHS)[day.month - 1]
        spread = self._rule.get("spread", 0)
        return float(amount * season * self._rng.uniform(1 - spread, 1 + spread))


class Interest:
    """A bank's interest at the end of each month."""

    def __init__(self, rng: random.Random, script: dict[str, Any], rule: dict[str, Any]) -> None:
        self._rule, self._wording = rule, Wording(rng, script)

    def run(self, ledger: Ledger, day: date) -> None:
        if not falls_on({"monthly": [-1]}, day):
            return
        account, cents = self._rule["account"], ledger.balances[self._rule["account"]]
        earned = round(cents * self._rule["rate"] / MONTHS)
        payee = {"pfc": "INCOME_INTEREST_EARNED", "code": "interest", "channel": "other"}
        if earned > 0:
            details = self._wording.details(payee, self._rule["name"])
            ledger.write(day, Draft(f"interest.{account}.{day}", account, -earned, details))


class Loan:
    """A monthly instalment: the payer loses all of it, the loan only the principal in it."""

    def __init__(self, rng: random.Random, script: dict[str, Any], rule: dict[str, Any]) -> None:
        self._rule, self._wording = rule, Wording(rng, script)

    def run(self, ledger: Ledger, day: date) -> None:
        rule, owed = self._rule, ledger.balances[self._rule["loan"]]
        if not falls_on({"monthly": [rule["day"]], "business": True}, day) or owed <= 0:
            return
        interest = round(owed * rule["rate"] / MONTHS)
        payment = min(round(rule["payment"] * 100), owed + interest)
        payee = {"pfc": rule["pfc"], "confidence": "HIGH", "channel": "other"}
        details = self._wording.details(payee, rule["name"])
        key = f"loan.{rule['loan']}.{day}"
        ledger.write(day, Draft(f"{key}.out", rule["payer"], payment, details))
        principal = Draft(f"{key}.in", rule["loan"], interest - payment, {"name": "PRINCIPAL"}, hidden=True)
        ledger.write(day, principal)


class Market:
    """A brokerage account's ups and downs, once a week; they move its balance and show no rows."""

    def __init__(self, rng: random.Random, rule: dict[str, Any]) -> None:
        self._rng, self._rule = rng, rule

    def run(self, ledger: Ledger, day: date) -> None:
        if day.weekday() != SUNDAY:
            return
        account, rule = self._rule["account"], self._rule
        change = self._rng.gauss(rule["yearly"] / WEEKS, rule["weekly_swing"])
        cents = -round(ledger.balances[account] * change)
        ledger.write(day, Draft(f"market.{day}", account, cents, {"name": "MARKET"}, hidden=True))
