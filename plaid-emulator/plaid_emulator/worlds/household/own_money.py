"""Money moved between the household's own accounts: transfers and card payments, both legs of each."""

import random
from datetime import date, timedelta
from typing import Any

from plaid_emulator.worlds.household.calendar import falls_on
from plaid_emulator.worlds.household.ledger import Draft, Ledger
from plaid_emulator.worlds.household.wording import Wording

SWEEP_STEP_CENTS = 10_000
KEPT_CENTS = 25_000
MONTHS = 12
CHARGES = {
    "interest": ("BANK_FEES_INTEREST_CHARGE", "interest"),
    "late": ("BANK_FEES_LATE_FEES", "late fee"),
}
BANK = {"channel": "other", "code": "transfer", "confidence": "HIGH"}


class Transfer:
    """A standing transfer, one that sweeps what is above a line, or one that covers what is below.

    Where an account shows no rows, the leg there is `quiet`: true for the one that receives, "out" otherwise.
    """

    def __init__(self, rng: random.Random, script: dict[str, Any], rule: dict[str, Any]) -> None:
        self._rule, self._wording = rule, Wording(rng, script)

    def run(self, ledger: Ledger, day: date) -> None:
        if not falls_on(self._rule["when"], day):
            return
        cents = self._cents(ledger)
        if cents <= 0:
            return
        rule = self._rule
        kind = "SAVINGS" if rule.get("savings") else "ACCOUNT_TRANSFER"
        out = {"pfc": rule.get("pfc", f"TRANSFER_OUT_{kind}"), **BANK}
        name = self._wording.name(rule["out"], day)
        key, quiet = f"transfer.{rule['id']}.{day}", rule.get("quiet", False)
        details = self._wording.details(out, name)
        ledger.write(day, Draft(f"{key}.out", rule["from"], cents, details, hidden=quiet == "out"))
        into = {"pfc": rule.get("in_pfc", f"TRANSFER_IN_{kind}"), **BANK}
        name = self._wording.name(rule.get("in", "CONTRIBUTION"), day)
        details = self._wording.details(into, name)
        arrives = day + timedelta(days=rule.get("lag", 0))
        ledger.write(arrives, Draft(f"{key}.in", rule["to"], -cents, details, hidden=quiet is True))

    def _cents(self, ledger: Ledger) -> int:
        rule, balances = self._rule, ledger.balances
        amount: int = round(rule.get("amount", 0) * 100)
        if "above" in rule:
            amount = (balances[rule["from"]] - rule["above"] * 100) // SWEEP_STEP_CENTS * SWEEP_STEP_CENTS
        if "below" in rule and balances[rule["to"]] >= rule["below"] * 100:
            return 0
        return int(min(amount, balances[rule["from"]]))


class CardPayment:
    """A card paid on its due day: the balance at the closing day, or what the payer can or will spare.

    `pays` is the share of the statement that is paid (at least `minimum`); what stays costs `apr` a year.
    """

    def __init__(self, rng: random.Random, script: dict[str, Any], rule: dict[str, Any]) -> None:
        self._rng, self._rule, self._wording = rng, rule, Wording(rng, script)
        self._statement, self._carried = 0, 0

    def run(self, ledger: Ledger, day: date) -> None:
        rule = self._rule
        if day.day == rule["closes"]:
            self._charge_interest(ledger, day)
            self._statement = ledger.balances[rule["card"]]
        if day.day != rule["due"]:
            return
        cents = self._payment(ledger)
        self._carried = max(0, self._statement - cents)
        if "late" in rule and self._statement > 0 and self._rng.random() < rule["late"]["chance"]:
            self._charge(ledger, day + timedelta(days=1), "late", round(rule["late"]["fee"] * 100))
            day += timedelta(days=rule["late"]["days"])
        if cents <= 0:
            return
        payee = {"pfc": "LOAN_PAYMENTS_CREDIT_CARD_PAYMENT", "channel": "other", "confidence": "HIGH"}
        key = f"payment.{rule['card']}.{day}"
        legs = (("out", rule["payer"], cents, 0), ("in", rule["card"], -cents, rule.get("lag", 0)))
        for leg, account, amount, lag in legs:
            name = self._wording.name(rule[leg], day)
            draft = Draft(f"{key}.{leg}", account, amount, self._wording.details(payee, name))
            ledger.write(day + timedelta(days=lag), draft)

    def _payment(self, ledger: Ledger) -> int:
        rule = self._rule
        wanted = self._statement
        if "pays" in rule:
            least = round(rule["minimum"] * 100)
            wanted = max(min(least, self._statement), round(self._statement * rule["pays"]))
        spare = ledger.balances[rule["payer"]] - round(rule.get("keeps", KEPT_CENTS / 100) * 100)
        return int(min(wanted, ledger.balances[rule["card"]], spare))

    def _charge_interest(self, ledger: Ledger, day: date) -> None:
        cents = round(self._carried * self._rule.get("apr", 0) / MONTHS)
        if cents > 0:
            self._charge(ledger, day, "interest", cents)

    def _charge(self, ledger: Ledger, day: date, kind: str, cents: int) -> None:
        pfc, code = CHARGES[kind]
        words = self._rule.get("words", {"interest": "INTEREST CHARGE", "late": "LATE FEE"})
        payee = {"pfc": pfc, "channel": "other", "confidence": "HIGH", "code": code}
        key = f"{kind}.{self._rule['card']}.{day}"
        details = self._wording.details(payee, words[kind])
        ledger.write(day, Draft(key, self._rule["card"], cents, details))
