"""What the bank itself does: interest, instalments, overdraft fees, the ups and downs of markets."""

import random
from datetime import date, timedelta
from typing import Any

from plaid_emulator.worlds.household.calendar import falls_on
from plaid_emulator.worlds.household.ledger import Draft, Ledger
from plaid_emulator.worlds.household.wording import Wording

MONTHS = 12
WEEKS = 52
SUNDAY = 6
EVENING_SECONDS = 23 * 3600


class Interest:
    """A bank's interest at the end of each month or quarter; an overdraft costs instead of earning."""

    def __init__(self, rng: random.Random, script: dict[str, Any], rule: dict[str, Any]) -> None:
        self._rule, self._wording = rule, Wording(rng, script)

    def run(self, ledger: Ledger, day: date) -> None:
        rule = self._rule
        if not falls_on(rule.get("when", {"monthly": [-1]}), day):
            return
        account, cents = rule["account"], ledger.balances[rule["account"]]
        earned = round(cents * rule["rate"] * rule.get("months", 1) / MONTHS)
        payee = {"pfc": "INCOME_INTEREST_EARNED", "code": "interest", "channel": "other"}
        if earned > 0:
            details = self._wording.details(payee, rule["name"])
            ledger.write(day, Draft(f"interest.{account}.{day}", account, -earned, details))


class Overdraft:
    """The fee for a day that ends below nothing because money went out."""

    def __init__(self, rng: random.Random, script: dict[str, Any], rule: dict[str, Any]) -> None:
        self._rule, self._wording, self._before = rule, Wording(rng, script), 0

    def run(self, ledger: Ledger, day: date) -> None:
        rule, balance = self._rule, ledger.balances[self._rule["account"]]
        fell = balance < self._before
        self._before = balance
        if not fell or balance >= -round(rule["beyond"] * 100):
            return
        payee = {"pfc": "BANK_FEES_OVERDRAFT_FEES", "channel": "other", "confidence": "HIGH", **rule}
        details = self._wording.details(payee, self._wording.name(rule["name"], day))
        cents, key = round(rule["fee"] * 100), f"overdraft.{rule['account']}.{day}"
        ledger.write(day, Draft(key, rule["account"], cents, details, EVENING_SECONDS))


class Loan:
    """A monthly instalment: the payer loses all of it, the loan only the principal in it.

    With a `statement` the loan's own account shows the interest charged and the payment received; before the
    story's day `from` only interest is charged.
    """

    def __init__(self, rng: random.Random, script: dict[str, Any], rule: dict[str, Any], start: date) -> None:
        self._rule, self._wording, self._start = rule, Wording(rng, script), start

    def run(self, ledger: Ledger, day: date) -> None:
        rule, owed = self._rule, ledger.balances[self._rule["loan"]]
        if not falls_on({"monthly": [rule["day"]], "business": True}, day) or owed <= 0:
            return
        interest = round(owed * rule["rate"] / MONTHS)
        key, due = f"loan.{rule['loan']}.{day}", (day - self._start).days >= rule.get("from", 0)
        payment = min(round(rule["payment"] * 100), owed + interest) if due else 0
        if due:
            payee = {"confidence": "HIGH", "channel": "other", **rule}
            details = self._wording.details(payee, rule["name"])
            ledger.write(day, Draft(f"{key}.out", rule["payer"], payment, details))
        if "statement" in rule:
            self._state(ledger, day, interest, payment)
        else:
            principal = Draft(
                f"{key}.in", rule["loan"], interest - payment, {"name": "PRINCIPAL"}, hidden=True
            )
            ledger.write(day, principal)

    def _state(self, ledger: Ledger, day: date, interest: int, payment: int) -> None:
        rule, key = self._rule, f"loan.{self._rule['loan']}.{day}"
        charged = {"pfc": "BANK_FEES_INTEREST_CHARGE", "channel": "other", "code": "interest"}
        received = {"pfc": rule["pfc"], "channel": "other", "confidence": "MEDIUM"}
        words = rule["statement"]
        details = self._wording.details(charged, words["interest"])
        ledger.write(day, Draft(f"{key}.interest", rule["loan"], interest, details))
        if payment:
            details = self._wording.details(received, words["payment"])
            ledger.write(day + timedelta(days=1), Draft(f"{key}.in", rule["loan"], -payment, details))


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
        ledger.write(day, Draft(f"market.{account}.{day}", account, cents, {"name": "MARKET"}, hidden=True))
