"""Journeys: when a household is away, what it spends there, and what a foreign country costs."""

import random
from datetime import date, timedelta
from typing import Any

from plaid_emulator.worlds.household.ledger import Draft, Ledger
from plaid_emulator.worlds.household.spending import LAST_HOUR, Spending, draw_count, to_cents
from plaid_emulator.worlds.household.trips import Trips
from plaid_emulator.worlds.household.wording import Payee, Place, Wording, kind_of


class Travelling:
    """Flights booked ahead, days away, the hotel at the end and the bank's fee for being abroad."""

    def __init__(self, rng: random.Random, script: dict[str, Any], group: Payee) -> None:
        self._rng, self._plan, self._trips = rng, script["trips"], Trips(script)
        self._wording = Wording(rng, script)
        self._spending = Spending(rng, script, {"group": "trip", "per_week": 0, "accounts": {}}, group)

    def run(self, ledger: Ledger, day: date) -> None:
        flight = self._plan["flight"]
        self._spending.catch_up(ledger, day)
        if self._trips.leaving_place(day, flight["days_before"]) is not None:
            self._pay(ledger, day, "flight", flight)
        place = self._trips.place(day)
        if place is None:
            return
        first = len(ledger.rows)
        for index in range(draw_count(self._rng, self._plan["per_day"])):
            self._spending.buy(ledger, day, self._plan["account"], index, place)
        if self._trips.place(day + timedelta(days=1)) is None:
            self._pay(ledger, day, "hotel", self._plan["hotel"], place)
        if set(place[1:]) & set(self._plan["abroad"]) and "abroad_fee" in self._plan:
            self._pay_foreign_fees(ledger, day, first)

    def _pay(self, ledger: Ledger, day: date, kind: str, payee: Payee, place: Place | None = None) -> None:
        name = self._wording.name(payee["name"], day, place, kind_of(payee))
        cents = to_cents(payee["amount"] * self._rng.uniform(0.8, 1.2))
        details = self._wording.details(payee, name, place)
        draft = Draft(
            *(f"trip.{kind}.{day}", self._plan["account"], cents, details),
            seconds=LAST_HOUR,
            pending_days=2,
            foreign=self._spending.foreign(payee, cents, day, place),
        )
        self._spending.aftermath.write(ledger, day, draft, payee)

    def _pay_foreign_fees(self, ledger: Ledger, day: date, first: int) -> None:
        fee, account = self._plan["abroad_fee"], self._plan["account"]
        spent: dict[str, int] = {}
        for row in ledger.rows[first:]:
            # A row in foreign money stands with its silent difference; the two together are what was paid.
            spent[row.key.removesuffix(".exchange")] = (
                spent.get(row.key.removesuffix(".exchange"), 0) + row.amount_e7
            )
        for key, amount_e7 in spent.items():
            cents = max(1, round(amount_e7 / 100_000 * fee["share"]))
            details = self._wording.details({**fee, "confidence": "HIGH"}, fee["name"])
            ledger.write(day, Draft(f"{key}.foreign", account, cents, details, pending_days=2))
