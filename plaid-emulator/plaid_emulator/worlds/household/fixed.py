"""What comes by itself: pay, bills, subscriptions."""

import random
from datetime import date
from typing import Any

from plaid_emulator.worlds.household.aftermath import Aftermath
from plaid_emulator.worlds.household.calendar import falls_on
from plaid_emulator.worlds.household.ledger import Draft, Ledger
from plaid_emulator.worlds.household.money import exchange
from plaid_emulator.worlds.household.wording import Wording, kind_of

MONTHS, WEEK_DAYS = 12, 7
SUBSCRIPTION_SECONDS = 9 * 3600


class Fixed:
    """One standing movement: a salary, a bill, a subscription with its price changes."""

    def __init__(self, rng: random.Random, script: dict[str, Any], rule: dict[str, Any], start: date) -> None:
        self._rng, self._script, self._rule, self._start = rng, script, rule, start
        self._wording = Wording(rng, script)
        self._aftermath = Aftermath(rng, self._wording)

    def run(self, ledger: Ledger, day: date) -> None:
        self._aftermath.run(ledger, day)
        rule, age = self._rule, (day - self._start).days
        if not falls_on(rule["when"], day) or not rule.get("from", 0) <= age < rule.get("until", age + 1):
            return
        template, extra = rule["name"], {}
        if "check" in rule:
            number = self._wording.check_number(rule["check"])
            template, extra = template.replace("{check}", number), {"check_number": number}
        name = self._wording.name(template, day, kind=kind_of(rule))
        details = {**self._wording.details(rule, name), **extra}
        cents = round(amount_on(rule, day, self._start, self._rng) * 100)
        draft = Draft(
            *(f"{rule['id']}.{day}", rule["account"], cents, details),
            pending_days=rule.get("pending", 0),
            seconds=SUBSCRIPTION_SECONDS,
            foreign=exchange(self._script, rule.get("currency"), cents, day),
        )
        self._aftermath.write(ledger, day, draft, rule)


def amount_on(rule: dict[str, Any], day: date, start: date, rng: random.Random) -> float:
    """Say what a standing movement is worth on a day; `changes` count days from the story's first."""
    amount, age = rule["amount"], (day - start).days
    for since, changed in rule.get("changes", []):
        amount = changed if age >= since else amount
    season = rule.get("season", [1.0] * MONTHS)[day.month - 1]
    season *= rule.get("weekday", [1.0] * WEEK_DAYS)[day.weekday()]
    spread = rule.get("spread", 0)
    return float(amount * season * rng.uniform(1 - spread, 1 + spread))
