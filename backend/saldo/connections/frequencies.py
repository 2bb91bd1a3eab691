"""How often a bank is asked on our own account, and what a webhook is worth meanwhile: pure."""

from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum
from typing import Final


class Frequency(StrEnum):
    """How fresh someone wants an account, fastest first.

    `realtime` follows the bank's webhooks at once and asks twice a day all the same, since they get lost.
    All others ask at their own pace, and a webhook is noted until then. `manual` asks on request only.
    """

    REALTIME = "realtime"
    HOURLY = "hourly"
    EVERY_4_HOURS = "every_4_hours"
    DAILY = "daily"
    WEEKLY = "weekly"
    MANUAL = "manual"


_ORDER: Final = {each: place for place, each in enumerate(Frequency)}
_EVERY: Final = {
    Frequency.REALTIME: timedelta(hours=12),
    Frequency.HOURLY: timedelta(hours=1),
    Frequency.EVERY_4_HOURS: timedelta(hours=4),
    Frequency.DAILY: timedelta(days=1),
    Frequency.WEEKLY: timedelta(days=7),
}
DESCRIPTIONS: Final = {
    Frequency.REALTIME: "whenever the bank has news, and twice a day all the same",
    Frequency.HOURLY: "once an hour",
    Frequency.EVERY_4_HOURS: "every four hours",
    Frequency.DAILY: "once a day",
    Frequency.WEEKLY: "once a week",
    Frequency.MANUAL: "only when someone asks",
}


def fastest(frequencies: Iterable[str]) -> Frequency:
    """Return the fastest of them; a login without accounts goes by the usual one."""
    wanted = [Frequency(each) for each in frequencies]
    return min(wanted, key=_ORDER.__getitem__, default=Frequency.REALTIME)


def interval(frequency: Frequency) -> timedelta | None:
    """Return the time from one look to the next; None when nobody looks unasked."""
    return _EVERY.get(frequency)
