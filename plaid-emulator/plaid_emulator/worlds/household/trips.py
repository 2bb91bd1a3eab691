"""When a household is away, and where."""

from datetime import date
from typing import Any

from plaid_emulator.worlds.household.wording import Place


class Trips:
    """The household's journeys; a place is city, region, and abroad also country and currency."""

    def __init__(self, script: dict[str, Any]) -> None:
        self._plan = script.get("trips")

    def place(self, day: date) -> Place | None:
        """Tell where they are on this day; None is at home."""
        return self._place(day, within=None)

    def leaving_place(self, day: date, days_before: int) -> Place | None:
        """Tell where a journey goes that begins so many days later."""
        return self._place(date.fromordinal(day.toordinal() + days_before), within=0)

    def _place(self, day: date, within: int | None) -> Place | None:
        if self._plan is None:
            return None
        number, days = divmod(day.toordinal() - self._plan["offset"], self._plan["every"])
        if days >= self._plan["length"] or (within is not None and days != within):
            return None
        places: list[Place] = self._plan["places"]
        return places[number % len(places)]
