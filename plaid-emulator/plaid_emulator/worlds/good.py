"""user_good: fourteen accounts and sixteen shapes every thirty days; nothing ever changes."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from plaid_emulator.worlds.model import AccountSpec, BankRow, Setting, to_e7

DATA = Path(__file__).with_name("good.json")
CYCLE_DAYS = 30
FULL_CYCLES = 24
# Measured on a real Item with 730 days: 388 rows, so only these offsets occur a twenty-fifth time.
EXTRA_OFFSETS = (4, 5, 6)
TODAY = "today-"


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
    return data


def _dated(facts: Any, today: date) -> Any:
    """Put dates in the place of "today-8": what is recent stays so however old this file gets."""
    if isinstance(facts, dict):
        return {name: _dated(value, today) for name, value in facts.items()}
    if isinstance(facts, list):
        return [_dated(each, today) for each in facts]
    if isinstance(facts, str) and facts.startswith(TODAY):
        return (today - timedelta(days=int(facts.removeprefix(TODAY)))).isoformat()
    return facts


class GoodWorld:
    """Plaid's best-known test user; days count back from the Item's creation."""

    def __init__(self, setting: Setting) -> None:
        self._created = datetime.fromtimestamp(setting.created_at, UTC)

    def accounts(self) -> Sequence[AccountSpec]:
        owner, today = _data()["identity"], self._created.date()
        return [
            AccountSpec(**{**entry, "facts": {"identity": owner, **_dated(entry.get("facts", {}), today)}})
            for entry in _data()["accounts"]
        ]

    def rows(self, since: float, until: float) -> Iterator[BankRow]:
        for cycle in range(FULL_CYCLES + 1):
            for index, shape in enumerate(_data()["shapes"]):
                row = self._row(f"{cycle}.{index}", shape, shape["offset"] + cycle * CYCLE_DAYS)
                told = cycle < FULL_CYCLES or shape["offset"] in EXTRA_OFFSETS
                if told and since < row.appears_at <= until:
                    yield row

    def opening_e7(self, account: str, since: float) -> int:  # noqa: ARG002 - balances never follow the rows here
        return 0

    def _row(self, key: str, shape: dict[str, Any], days: int) -> BankRow:
        moment = self._created - timedelta(days=days)
        details = {
            **{name: value for name, value in shape.items() if name not in {"offset", "account", "amount"}},
            "date": moment.date().isoformat(),
            "authorized_date": moment.date().isoformat(),
            "channel": shape.get("channel", "other"),
        }
        at = moment.timestamp()
        amount = to_e7(shape["amount"])
        return BankRow(key, shape["account"], at, at, amount, amount, details)
