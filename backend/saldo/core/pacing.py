"""How often someone may ask: counted in this process, for what is asked too often to be counted elsewhere."""

import math
import time
from collections.abc import Callable, Hashable

from saldo.core.errors import TooMany

MOST_KEYS = 10_000


class Pace:
    """Lets so many through in a window, all at once or spread out, for each key.

    In memory and not in Valkey: it is asked on every request, must never fail, and guards this very process.
    """

    def __init__(
        self, most: int, window_seconds: float, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._window, self._cost, self._clock = window_seconds, window_seconds / most, clock
        # When a key's allowance will be whole again; that is all there is to know of it.
        self._whole_at: dict[Hashable, float] = {}

    def admit(self, key: Hashable) -> None:
        """Count one. Raises TooMany, with the seconds until there is room again."""
        now = self._clock()
        whole_at = max(self._whole_at.get(key, now), now) + self._cost
        excess = whole_at - now - self._window
        if excess > 0:
            raise TooMany(retry_after_seconds=math.ceil(excess))
        self._whole_at[key] = whole_at
        if len(self._whole_at) > MOST_KEYS:
            self._forget(now)

    def _forget(self, now: float) -> None:
        """Forget who may ask as if for the first time, and if that is too few, who has asked least."""
        heaviest = sorted(self._whole_at.items(), key=lambda each: each[1], reverse=True)
        self._whole_at = {key: at for key, at in heaviest[: MOST_KEYS // 2] if at > now}
