"""Everyday spending: random payees of a group, tips, fuel holds, refunds and whatever else may follow."""

import math
import random
from datetime import date, timedelta
from typing import Any

from plaid_emulator.worlds.household.aftermath import Aftermath
from plaid_emulator.worlds.household.ledger import Draft, Ledger
from plaid_emulator.worlds.household.money import Foreign, exchange
from plaid_emulator.worlds.household.trips import Trips
from plaid_emulator.worlds.household.wording import Payee, Place, Wording, kind_of

FIRST_HOUR, LAST_HOUR = 8 * 3600, 22 * 3600
PENDING_DAYS = (1, 1, 1, 2, 2, 3)
AWAY_SHARE = 0.12
TIP = (0.15, 0.25)
FUEL_HOLD_CENTS = 100
REFUND_DAYS = (4, 14)


class Spending:
    """One group of payees and how often the household goes there."""

    def __init__(
        self, rng: random.Random, script: dict[str, Any], habit: dict[str, Any], group: Payee
    ) -> None:
        self._rng, self._script, self._habit, self._group = rng, script, habit, group
        self._wording = Wording(rng, script)
        self._trips = Trips(script)
        self._weights = [payee.get("weight", 1) for payee in group["payees"]]
        self._refunds: dict[date, list[tuple[str, Payee, str, int]]] = {}
        self.aftermath = Aftermath(rng, self._wording)

    def run(self, ledger: Ledger, day: date) -> None:
        self.catch_up(ledger, day)
        weekdays = self._habit.get("weekdays", [1] * 7)
        expected = self._habit["per_week"] * weekdays[day.weekday()] / sum(weekdays)
        expected *= self._habit.get("season", [1] * 12)[day.month - 1]
        if self._trips.place(day) is not None and not self._habit.get("away"):
            expected *= AWAY_SHARE
        accounts = self._habit["accounts"]
        least = to_cents(self._habit["least"]) if "least" in self._habit else None
        for index in range(draw_count(self._rng, expected)):
            account = self._rng.choices(list(accounts), list(accounts.values()))[0]
            if not ledger.is_short(account, least):
                self.buy(ledger, day, account, index)

    def catch_up(self, ledger: Ledger, day: date) -> None:
        """Write what earlier purchases bring about today."""
        self._give_back(ledger, day)
        self.aftermath.run(ledger, day)

    def buy(self, ledger: Ledger, day: date, account: str, index: int, place: Place | None = None) -> None:
        """Write one purchase, with the fee or the later refund it causes."""
        payee = self._payee()
        name = self._wording.name(self._rng.choice(payee["names"]), day, place, kind_of(payee))
        cents, pending = self._amounts(payee)
        key = f"{self._habit.get('id', self._habit['group'])}.{day}.{index}"
        instant = payee.get("instant", False)
        details = self._wording.details(payee, name, place)
        if "check" in payee:
            details["check_number"] = name.rsplit(" ", 1)[-1]
        draft = Draft(
            *(key, account, cents, details),
            seconds=self._rng.randrange(FIRST_HOUR, LAST_HOUR),
            pending_days=0 if instant else self._rng.choice(payee.get("pending_days", PENDING_DAYS)),
            pending_cents=pending,
            foreign=self.foreign(payee, cents, day, place),
        )
        self.aftermath.write(ledger, day, draft, payee)
        if "fee" in payee:
            self._charge(ledger, day, draft, payee["fee"])
        if self._rng.random() < payee.get("refund", 0):
            back = cents if self._rng.random() < 0.6 else max(100, cents // 2)  # noqa: PLR2004 - most give all back
            due = day + timedelta(days=self._rng.randint(*REFUND_DAYS))
            self._refunds.setdefault(due, []).append((account, payee, name, back))

    def foreign(self, payee: Payee, cents: int, day: date, place: Place | None) -> Foreign | None:
        """Say what the purchase costs in the money of the place or of an online payee."""
        abroad = place[3] if place is not None and len(place) > 3 else None  # noqa: PLR2004 - the fourth is the currency
        return exchange(self._script, payee.get("currency", abroad), cents, day)

    def _charge(self, ledger: Ledger, day: date, cause: Draft, fee: Payee) -> None:
        details = self._wording.details({**fee, "confidence": "HIGH"}, fee["name"])
        cents = to_cents(fee["amount"])
        ledger.write(day, Draft(f"{cause.key}.fee", cause.account, cents, details, seconds=cause.seconds))

    def _give_back(self, ledger: Ledger, day: date) -> None:
        for index, (account, payee, name, cents) in enumerate(self._refunds.pop(day, [])):
            details = self._wording.details({**payee, "code": "refund"}, name)
            key = f"{self._habit.get('id', self._habit['group'])}.refund.{day}.{index}"
            foreign = self.foreign(payee, -cents, day, None)
            draft = Draft(key, account, -cents, details, LAST_HOUR, 1, foreign=foreign)
            ledger.write(day, draft)

    def _payee(self) -> Payee:
        shared = {name: value for name, value in self._group.items() if name != "payees"}
        return {**shared, **self._rng.choices(self._group["payees"], self._weights)[0]}

    def _amounts(self, payee: Payee) -> tuple[int, int | None]:
        if "prices" in payee:
            return to_cents(self._rng.choice(payee["prices"])), None
        amount = payee["median"] * self._rng.lognormvariate(0, payee.get("sigma", 0.4))
        amount = math.copysign(min(abs(amount), payee.get("max", 400)), amount)
        if payee.get("round"):
            amount = round(amount / 5) * 5 or math.copysign(5, amount)
        return self._asked_first(payee, to_cents(amount))

    def _asked_first(self, payee: Payee, cents: int) -> tuple[int, int | None]:
        """Say what is paid in the end, and what the terminal asks for before."""
        if payee.get("hold") and self._rng.random() < 0.5:  # noqa: PLR2004 - half of the pumps ask first
            return cents, FUEL_HOLD_CENTS
        if self._rng.random() < payee.get("tip", 0):
            # The terminal asks for the bill; the tip comes with the posting.
            return cents, round(cents / (1 + self._rng.uniform(*TIP)))
        return cents, None


def to_cents(amount: float) -> int:
    return round(amount * 100)


def draw_count(rng: random.Random, expected: float) -> int:
    """Draw how often something happens that is expected this often (Knuth)."""
    limit, product, count = math.exp(-expected), rng.random(), 0
    while product > limit:
        product *= rng.random()
        count += 1
    return count
