"""One running emulator: its settings, storage, clock and the doors its parts share."""

import asyncio
import threading
from dataclasses import dataclass, field
from typing import Protocol

from fastapi import Request

from plaid_emulator.calls import Calls
from plaid_emulator.clock import Clock
from plaid_emulator.config import Config
from plaid_emulator.faults import Call, Faults, Kind, Rule
from plaid_emulator.journal import Journal
from plaid_emulator.rate_limits import RateLimits, RateTable
from plaid_emulator.storage import Database

EPOCH_KEY = "epoch"


class Alarm(Protocol):
    """Something that wants to act when the clock says so."""

    def due_at(self) -> float | None:
        """Tell when to ring next, by the emulated clock."""
        ...

    def ring(self) -> None:
        """Do what is due."""
        ...


@dataclass
class Emulator:
    """What every use case receives first."""

    config: Config
    database: Database
    clock: Clock
    calls: Calls
    rate_limits: RateLimits
    journal: Journal
    faults: Faults = field(default_factory=Faults)
    alarms: list[Alarm] = field(default_factory=list)
    # What an account's rows add up to, posted and pending, as last asked: the moment, then the sums.
    sums: dict[str, tuple[tuple[float, ...], tuple[int, int]]] = field(default_factory=dict)
    _bell: asyncio.Event | None = None
    _loop: asyncio.AbstractEventLoop | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def epoch(self) -> float:
        """The moment this emulator first told stories; personas have two years behind it."""
        stored = self.database.get_meta(EPOCH_KEY)
        if stored is None:
            stored = repr(self.clock.timestamp())
            self.database.set_meta(EPOCH_KEY, stored)
        return float(stored)

    def take_mishaps(self, call: Call) -> list[Rule]:
        """Use up the faults that hit a call and write them down."""
        hits = self.faults.take(call)
        for rule in hits:
            details = rule.model_dump(
                mode="json", include={"kind", "error_code", "status", "seconds", "field"}
            )
            self.journal.write(
                "fault",
                endpoint=call.endpoint,
                call=call.number,
                page=call.page,
                item_id=call.item_id,
                **details,
            )
        if self.faults.latency_ms:
            hits.append(Rule(kind=Kind.LATENCY, seconds=self.faults.latency_ms / 1000))
        return hits

    def listen(self) -> asyncio.Event:
        """Attach the background loop: it is woken whenever something may be due."""
        self._bell, self._loop = asyncio.Event(), asyncio.get_running_loop()
        return self._bell

    def wake(self) -> None:
        """Tell the background loop to look again; safe from any thread."""
        if self._bell is not None and self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._bell.set)

    def reset(self) -> None:
        """Forget all Items, tokens and faults and begin again at the present."""
        self.database.clear()
        self.clock = Clock(self.database, self.config.start_time)
        self.calls.clear()
        self.rate_limits = RateLimits(self.clock, RateTable(self.config.rate_limits))
        self.faults, self.journal = Faults(), Journal(self.clock)
        self.wake()


def open_emulator(config: Config) -> Emulator:
    database = Database(config.data_dir)
    clock = Clock(database, config.start_time)
    limits = RateLimits(clock, RateTable(config.rate_limits))
    return Emulator(config, database, clock, Calls(database), limits, Journal(clock))


def emulator_of(request: Request) -> Emulator:
    """Find the emulator behind a request; use as a FastAPI dependency."""
    emulator: Emulator = request.app.state.emulator
    return emulator
