"""Other people's money: what a sum in the account's currency is in a foreign or an unofficial one."""

import math
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from plaid_emulator.worlds.model import E7

CENTS = 100
DIGITS = {"JPY": 0, "ISK": 0, "KRW": 0, "BTC": 7, "ETH": 6}
WAVE_DAYS, WAVE = 23, 0.015


@dataclass(frozen=True)
class Foreign:
    """An amount as the merchant knows it."""

    code: str
    amount_e7: int
    official: bool = True

    def details(self) -> dict[str, Any]:
        return {"currency": self.code} if self.official else {"unofficial_currency": self.code}

    def times(self, share: float) -> "Foreign":
        return replace(self, amount_e7=_round(self.code, self.amount_e7 * share / E7))


def exchange(script: dict[str, Any], code: str | None, cents: int, day: date) -> Foreign | None:
    """Change cents of the household's money at the day's rate; nothing to do at home."""
    if code is None or code == script.get("currency", "USD"):
        return None
    rate = script["rates"][code] * (1 + WAVE * math.sin(day.toordinal() / WAVE_DAYS))
    amount_e7 = _round(code, cents / CENTS / rate)
    return Foreign(code, amount_e7, official=code not in script.get("unofficial", ()))


def _round(code: str, amount: float) -> int:
    return round(round(amount, DIGITS.get(code, 2)) * E7)
