"""Plaid's rate limits: windows per Item and per client, counted by the emulated clock."""

import json
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path

from plaid_emulator.clock import Clock
from plaid_emulator.errors import PlaidError

DATA = Path(__file__).with_name("rate_limits.json")


class RateTable(StrEnum):
    """Whose limits are in force."""

    OFF = "off"
    SANDBOX = "sandbox"
    PRODUCTION = "production"


@dataclass(frozen=True)
class Window:
    """At most so many calls in so many seconds; `who` shares it and `code` is the refusal."""

    most: int
    seconds: int
    who: str
    code: str


@dataclass
class RateLimits:
    """The calls of the windows that are open now."""

    clock: Clock
    table: RateTable = RateTable.OFF
    # When a window was opened by its first call, and how many calls it has seen.
    _open: dict[tuple[str, str, Window], tuple[float, int]] = field(default_factory=dict)

    def choose(self, table: RateTable) -> None:
        """Put another table in force; every window begins anew."""
        self.table = table
        self._open.clear()

    def count(self, endpoint: str, client_id: str, item_id: str | None, *, first_page: bool = False) -> None:
        """Count one call; raises the documented refusal when a window is full, and counts nothing then."""
        if self.table is RateTable.OFF:
            return
        now = self.clock.timestamp()
        holders = {"item": item_id or "", "client": client_id, "first_page": client_id if first_page else ""}
        keys = [
            (endpoint, holders[window.who], window)
            for window in _windows()[self.table].get(endpoint, ())
            if holders[window.who]
        ]
        for key in keys:
            if self._seen(key, now) >= key[2].most:
                raise PlaidError(key[2].code)
        for key in keys:
            seen = self._seen(key, now)
            began = self._open[key][0] if seen else now
            self._open[key] = (began, seen + 1)

    def _seen(self, key: tuple[str, str, Window], now: float) -> int:
        began, seen = self._open.get(key, (now, 0))
        # A clock that was set back must not lock anybody out.
        return seen if began <= now < began + key[2].seconds else 0

    def show(self) -> dict[str, dict[str, dict[str, list[list[int]]]]]:
        """Tell both tables: calls and seconds per endpoint, for an Item, a client, a client's first pages."""
        raw: dict[str, dict[str, dict[str, list[list[int]]]]] = json.loads(DATA.read_text(encoding="utf-8"))
        return raw


@cache
def _windows() -> dict[str, dict[str, tuple[Window, ...]]]:
    tables = json.loads(DATA.read_text(encoding="utf-8"))
    return {
        name: {
            endpoint: tuple(
                Window(most, seconds, who, limits["item_code" if who == "item" else "client_code"])
                for who in ("item", "client", "first_page")
                for most, seconds in limits.get(who, ())
            )
            for endpoint, limits in table.items()
        }
        for name, table in tables.items()
    }
