"""One running emulator: its settings, storage, clock and the doors its parts share."""

import asyncio
import threading
from dataclasses import dataclass, field

from fastapi import Request

from plaid_emulator.clock import Clock
from plaid_emulator.config import Config
from plaid_emulator.faults import Faults
from plaid_emulator.storage import Database

EPOCH_KEY = "epoch"


@dataclass
class Emulator:
    """What every use case receives first."""

    config: Config
    database: Database
    clock: Clock
    faults: Faults = field(default_factory=Faults)
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
        self.faults = Faults()
        self.wake()


def open_emulator(config: Config) -> Emulator:
    database = Database(config.data_dir)
    return Emulator(config, database, Clock(database, config.start_time))


def emulator_of(request: Request) -> Emulator:
    """Find the emulator behind a request; use as a FastAPI dependency."""
    emulator: Emulator = request.app.state.emulator
    return emulator
