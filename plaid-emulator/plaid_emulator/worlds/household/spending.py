"""Everyday spending: random payees of a group, tips, fuel holds, refunds, trips."""

import math
import random
from datetime import date, timedelta
from typing import Any

from plaid_emulator.worlds.household.ledger import Draft, Ledger
from plaid_emulator.worlds.household.wording import Payee, Wording

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
        self._rng, self._habit, self._group = rng, habit, group
        self._wording = Wording(rng, script)
        self._trips = Trips(script)
        self._weights = [payee.get("weight", 1) for payee in group["payees"]]
        self._refunds: dict[date, list[tuple[str, Payee, str, int]]] = {}

    def run(self, ledger: Ledger, day: date) -> None:
        self._give_back(ledger, day)
        weekdays = self._habit.get("weekdays", [1] * 7)
        expected = self._habit["per_week"] * weekdays[day.weekday()] / sum(weekdays)
        if self._trips.place(day) is not None and not self._habit.get("away"):
            expected *= AWAY_SHARE
        accounts = self._habit["accounts"]
        for index in range(_poisson(self._rng, expected)):
            account = self._rng.choices(list(accounts), list(accounts.values()))[0]
            self.buy(ledger, day, account, index)

    def buy(
        self, ledger: Ledger, day: date, account: str, index: int, place: list[str] | None = None
    ) -> None:
        """Write one purchase, with the fee or the later refund it causes."""
        payee = self._payee()
        name = self._wording.name(self._rng.choice(payee["names"]), day, place)
        cents, pending = self._amounts(payee)
        key = f"{self._habit['group']}.{day}.{index}"
        instant = payee.get("instant", False)
        draft = Draft(
            *(key, account, cents, self._wording.details(payee, name, place)),
            seconds=self._rng.randrange(FIRST_HOUR, LAST_HOUR),
            pending_days=0 if instant else self._rng.choice(PENDING_DAYS),
            pending_cents=pending,
        )
        ledger.write(day, draft)
        if "fee" in payee:
            fee = payee["fee"]
            details = self._wording.details({**fee, "confidence": "HIGH"}, fee["name"])
            ledger.write(
                day, Draft(f"{key}.fee", account, _cents(fee["amount"]), details, seconds=draft.seconds)
            )
        if self._rng.random() < payee.get("refund", 0):
            back = cents if self._rng.random() < 0.6 else max(100, cents // 2)  # noqa: PLR2004 - most give all back
            due = day + timedelta(days=self._rng.randint(*REFUND_DAYS))
            self._refunds.setdefault(due, []).append((account, payee, name, back))

    def _give_back(self, ledger: Ledger, day: date) -> None:
        for index, (account, payee, name, cents) in enumerate(self._refunds.pop(day, [])):
            details = self._wording.details({**payee, "code": "refund"}, name)
            key = f"{self._habit['group']}.refund.{day}.{index}"
            ledger.write(day, Draft(key, account, -cents, details, seconds=LAST_HOUR, pending_days=1))

    def _payee(self) -> Payee:
        shared = {name: value for name, value in self._group.items() if name != "payees"}
        return {**shared, **self._rng.choices(self._group["payees"], self._weights)[0]}

    def _amounts(self, payee: Payee) -> tuple[int, int | None]:
        if "prices" in payee:
            return _cents(self._rng.choice(payee["prices"])), None
        amount = payee["median"] * self._rng.lognormvariate(0, payee.get("sigma", 0.4))
        amount = math.copysign(min(abs(amount), payee.get("max", 400)), amount)
        cents = (
            _cents(round(amount / 5) * 5 or math.copysign(5, amount))
            if payee.get("round")
            else _cents(amount)
        )
        if payee.get("hold") and self._rng.random() < 0.5:  # noqa: PLR2004 - half of the pumps ask first
            return cents, FUEL_HOLD_CENTS
        if self._rng.random() < payee.get("tip", 0):
            # The terminal asks for the bill; the tip comes with the posting.
            return cents, round(cents / (1 + self._rng.uniform(*TIP)))
        return cents, None


class Trips:
    """The household's journeys: when they are away, and where."""

    def __init__(self, script: dict[str, Any]) -> None:
        self.plan = script["trips"]

    def place(self, day: date) -> list[str] | None:
        """Tell where they are on this day; None is at home."""
        number, within = divmod(day.toordinal() - self.plan["offset"], self.plan["every"])
        return self._place(number) if within < self.plan["length"] else None

    def leaving_place(self, day: date, days_before: int) -> list[str] | None:
        """Tell where a journey goes that begins so many days later."""
        number, within = divmod(day.toordinal() + days_before - self.plan["offset"], self.plan["every"])
        return self._place(number) if within == 0 else None

    def _place(self, number: int) -> list[str]:
        places: list[list[str]] = self.plan["places"]
        return places[number % len(places)]


class Travelling:
    """Flights booked ahead, days away, the hotel at the end and what a foreign country costs."""

    def __init__(self, rng: random.Random, script: dict[str, Any], group: Payee) -> None:
        self._rng, self._plan, self._trips = rng, script["trips"], Trips(script)
        self._wording = Wording(rng, script)
        self._spending = Spending(rng, script, {"group": "trip", "per_week": 0, "accounts": {}}, group)

    def run(self, ledger: Ledger, day: date) -> None:
        flight = self._plan["flight"]
        if self._trips.leaving_place(day, flight["days_before"]) is not None:
            self._pay(ledger, day, "flight", flight)
        place = self._trips.place(day)
        if place is None:
            return
        first = len(ledger.rows)
        for index in range(_poisson(self._rng, self._plan["per_day"])):
            self._spending.buy(ledger, day, self._plan["account"], index, place)
        if self._trips.place(day + timedelta(days=1)) is None:
            self._pay(ledger, day, "hotel", self._plan["hotel"], place)
        if place[1] in self._plan["abroad"]:
            self._pay_foreign_fees(ledger, day, first)

    def _pay(
        self, ledger: Ledger, day: date, kind: str, payee: Payee, place: list[str] | None = None
    ) -> None:
        name = self._wording.name(payee["name"], day, place)
        cents = _cents(payee["amount"] * self._rng.uniform(0.8, 1.2))
        details = self._wording.details(payee, name, place)
        key = f"trip.{kind}.{day}"
        ledger.write(
            day, Draft(key, self._plan["account"], cents, details, seconds=LAST_HOUR, pending_days=2)
        )

    def _pay_foreign_fees(self, ledger: Ledger, day: date, first: int) -> None:
        fee, account = self._plan["abroad_fee"], self._plan["account"]
        for row in ledger.rows[first:]:
            cents = max(1, round(row.amount_e7 / 100_000 * fee["share"]))
            details = self._wording.details({**fee, "confidence": "HIGH"}, fee["name"])
            ledger.write(day, Draft(f"{row.key}.foreign", account, cents, details, pending_days=2))


def _cents(amount: float) -> int:
    return round(amount * 100)


def _poisson(rng: random.Random, expected: float) -> int:
    """Draw how often something happens that is expected this often (Knuth)."""
    limit, product, count = math.exp(-expected), rng.random(), 0
    while product > limit:
        product *= rng.random()
        count += 1
    return count
