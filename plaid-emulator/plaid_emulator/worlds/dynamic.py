"""user_transactions_dynamic: a month of random rows on two accounts; every refresh posts the pending ones."""

import json
import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from plaid_emulator.config import DAY_SECONDS
from plaid_emulator.worlds.model import AccountSpec, BankRow, Setting, to_e7

DATA = Path(__file__).with_name("dynamic.json")
# Pending rows wait for a refresh, however long that takes.
NEVER = 32_503_680_000.0
SUB_CENT_SHARE = 0.33
SAME_DAY_SHARE = 0.11


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
    return data


class DynamicWorld:
    """Fifty rows and a weekly stream for each account; balances stand still, as in the real Sandbox."""

    def __init__(self, setting: Setting) -> None:
        self._seed = setting.seed
        self._created = setting.created_at

    def accounts(self) -> Sequence[AccountSpec]:
        return [AccountSpec(**entry) for entry in _data()["accounts"]]

    def rows(self, since: float, until: float) -> Iterator[BankRow]:
        return (row for row in self._first_rows() if since < row.appears_at <= until)

    def opening_e7(self, account: str, since: float) -> int:  # noqa: ARG002 - balances never follow the rows here
        return 0

    def refresh(self, count: int, now: float) -> Iterator[BankRow]:
        rng = random.Random(f"{self._seed}.refresh.{count}")  # noqa: S311 - repeatable on purpose
        for account in self.accounts():
            for index in range(_data()["pending_per_account"]):
                yield _row(rng, f"refresh.{count}.{account.key}.{index}", account.key, now, pending=True)
        for stream in _data()["recurring"]:
            # All that have come due so far: what an earlier refresh has brought is in the books already.
            due = int((now - self._created) // (stream["every_days"] * DAY_SECONDS))
            yield from (_stream_row(stream, -number, self._created) for number in range(1, due + 1))

    def _first_rows(self) -> Iterator[BankRow]:
        rng = random.Random(f"{self._seed}.dynamic")  # noqa: S311 - repeatable on purpose
        for account in self.accounts():
            for index in range(_data()["random_per_account"]):
                pending = index < _data()["pending_per_account"]
                days = 0.2 if pending else rng.uniform(1, _data()["days"])
                moment = self._created - days * DAY_SECONDS
                yield _row(rng, f"{account.key}.{index}", account.key, moment, pending=pending)
        for stream in _data()["recurring"]:
            for index in range(_data()["days"] // stream["every_days"]):
                yield _stream_row(stream, index, self._created)


def _row(rng: random.Random, key: str, account: str, moment: float, *, pending: bool) -> BankRow:
    payee = rng.choice(_data()["payees"])
    digits = 7 if rng.random() < SUB_CENT_SHARE else 2
    amount = to_e7(round(payee["median"] * rng.lognormvariate(0, 0.4), digits))
    name = payee["name"].format(ref=f"{rng.randrange(16**6):06X}", number=rng.randrange(1000, 9999))
    occurred = datetime.fromtimestamp(moment, UTC)
    delay = 0 if rng.random() < SAME_DAY_SHARE else rng.choice((1, 1, 2))
    details = {
        **{field: value for field, value in payee.items() if field not in {"name", "median"}},
        "name": name,
        "authorized_date": (occurred - timedelta(days=delay)).date().isoformat(),
        "date": occurred.date().isoformat(),
    }
    return BankRow(key, account, moment, NEVER if pending else moment, amount, amount, details)


def _stream_row(stream: dict[str, Any], index: int, created: float) -> BankRow:
    moment = created - (index * stream["every_days"] + 1) * DAY_SECONDS
    day = datetime.fromtimestamp(moment, UTC).date().isoformat()
    details = {
        field: value for field, value in stream.items() if field not in {"account", "every_days", "amount"}
    }
    details |= {"date": day, "authorized_date": day}
    amount = to_e7(stream["amount"])
    return BankRow(
        f"stream.{stream['account']}.{index}", stream["account"], moment, moment, amount, amount, details
    )
