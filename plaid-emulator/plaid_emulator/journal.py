"""What has been made to go wrong and when: the record a test compares and the lab shows."""

from collections import deque
from dataclasses import dataclass, field
from typing import Any

from plaid_emulator.clock import Clock

LONGEST = 10_000


@dataclass
class Journal:
    """The last ten thousand things that fired, each with a number that only grows."""

    clock: Clock
    entries: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=LONGEST))
    count: int = 0

    def write(self, what: str, **details: Any) -> None:
        self.count += 1
        self.entries.append({"number": self.count, "at": self.clock.timestamp(), "what": what, **details})

    def after(self, number: int) -> list[dict[str, Any]]:
        return [entry for entry in self.entries if entry["number"] > number]
