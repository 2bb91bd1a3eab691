"""The emulator's own clock: it can be set, advanced, sped up and stopped, and survives a restart."""

import json
import time
from datetime import UTC, datetime

from plaid_emulator.storage import Database

KEY = "clock"
# 1970 and 2200: dates of cards and loans, years away, are still dates there.
EARLIEST, LATEST = 0.0, 7_258_118_400.0


class BeyondTime(ValueError):
    """Nobody banks at such a moment."""


class Clock:
    """Emulated time as a straight line over real time: an anchor and a speed."""

    def __init__(self, database: Database, start_time: float | None = None) -> None:
        self._database = database
        stored = database.get_meta(KEY)
        if stored is None:
            real = time.time()
            self._anchor_real, self._anchor, self.speed = real, start_time or real, 1.0
            self._save()
        else:
            state = json.loads(stored)
            self._anchor_real, self._anchor = state["anchor_real"], state["anchor"]
            self.speed = float(state["speed"])

    def timestamp(self) -> float:
        """Seconds since 1970 by the emulated clock."""
        return min(self._anchor + (time.time() - self._anchor_real) * self.speed, LATEST)

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.timestamp(), UTC)

    def real_seconds_until(self, timestamp: float) -> float | None:
        """Real seconds until the emulated clock shows `timestamp`; None when it stands still."""
        missing = timestamp - self.timestamp()
        if missing <= 0:
            return 0.0
        return missing / self.speed if self.speed > 0 else None

    def set(self, timestamp: float) -> None:
        """Set the time; raises BeyondTime before 1970 and after 2200, where it stands still."""
        if not EARLIEST <= timestamp <= LATEST:
            raise BeyondTime("the clock goes from 1970 to 2200")
        self._move(timestamp, self.speed)

    def advance(self, seconds: float) -> None:
        self.set(self.timestamp() + seconds)

    def set_speed(self, speed: float) -> None:
        self._move(self.timestamp(), speed)

    def _move(self, timestamp: float, speed: float) -> None:
        self._anchor_real, self._anchor, self.speed = time.time(), timestamp, speed
        self._save()

    def _save(self) -> None:
        state = {"anchor_real": self._anchor_real, "anchor": self._anchor, "speed": self.speed}
        self._database.set_meta(KEY, json.dumps(state))


def iso(timestamp: float) -> str:
    """Plaid's way to write an instant: UTC, whole seconds, a Z."""
    return datetime.fromtimestamp(timestamp, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
