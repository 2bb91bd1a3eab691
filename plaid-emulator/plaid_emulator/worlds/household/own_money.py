"""Money moved between the household's own accounts: transfers and card payments, both legs of each."""

import random
from datetime import date
from typing import Any

from plaid_emulator.worlds.household.calendar import falls_on
from plaid_emulator.worlds.household.ledger import Draft, Ledger
from plaid_emulator.worlds.household.wording import Wording

SWEEP_STEP_CENTS = 10_000
KEPT_CENTS = 25_000
BANK = {"channel": "other", "code": "transfer", "confidence": "HIGH"}


class Transfer:
    """A standing transfer, one that sweeps what is above a line, or one that covers what is below."""

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
        key = f"transfer.{rule['id']}.{day}"
        ledger.write(day, Draft(f"{key}.out", rule["from"], cents, self._wording.details(out, name)))
        into = {"pfc": f"TRANSFER_IN_{kind}", **BANK}
        name = self._wording.name(rule.get("in", "CONTRIBUTION"), day)
        details, quiet = self._wording.details(into, name), rule.get("quiet", False)
        ledger.write(day, Draft(f"{key}.in", rule["to"], -cents, details, hidden=quiet))

    def _cents(self, ledger: Ledger) -> int:
        rule, balances = self._rule, ledger.balances
        amount: int = round(rule.get("amount", 0) * 100)
        if "above" in rule:
            amount = (balances[rule["from"]] - rule["above"] * 100) // SWEEP_STEP_CENTS * SWEEP_STEP_CENTS
        if "below" in rule and balances[rule["to"]] >= rule["below"] * 100:
            return 0
        return int(min(amount, balances[rule["from"]]))


class CardPayment:
    """A card paid on its due day: the balance at the closing day, or what the payer can spare."""

    def __init__(self, rng: random.Random, script: dict[str, Any], rule: dict[str, Any]) -> None:
        self._rule, self._wording = rule, Wording(rng, script)
        self._statement = 0

    def run(self, ledger: Ledger, day: date) -> None:
        rule = self._rule
        if day.day == rule["closes"]:
            self._statement = ledger.balances[rule["card"]]
        spare = ledger.balances[rule["payer"]] - KEPT_CENTS
        cents = min(self._statement, ledger.balances[rule["card"]], spare)
        if day.day != rule["due"] or cents <= 0:
            return
        payee = {"pfc": "LOAN_PAYMENTS_CREDIT_CARD_PAYMENT", "channel": "other", "confidence": "HIGH"}
        key = f"payment.{rule['card']}.{day}"
        for leg, account, amount in (("out", rule["payer"], cents), ("in", rule["card"], -cents)):
            name = self._wording.name(rule[leg], day)
            ledger.write(day, Draft(f"{key}.{leg}", account, amount, self._wording.details(payee, name)))
