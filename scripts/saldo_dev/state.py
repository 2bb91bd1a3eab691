"""The launcher's note of what runs: who holds this home, and under which numbers."""

import fcntl
import json
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from saldo_dev.place import Place
from saldo_dev.problems import Problem
from saldo_dev.processes import group_is_alive, signal_group, started_at, wait_until


@dataclass
class Running:
    """One process of the stack, identified beyond its reusable number."""

    pid: int
    started_at: str | None
    phase: str  # starting, ready, restarting


@dataclass
class State:
    """What one launcher runs. Written on every change, read by status, stop and the next start."""

    pid: int
    address: str
    ready: bool = False
    services: dict[str, Running] = field(default_factory=dict)


def write_state(place: Place, state: State) -> None:
    unfinished = _file(place).with_suffix(".new")
    unfinished.write_text(json.dumps(asdict(state), indent=1), encoding="utf-8")
    unfinished.rename(_file(place))


def read_state(place: Place) -> State | None:
    try:
        note = json.loads(_file(place).read_text(encoding="utf-8"))
        services = {name: Running(**running) for name, running in note.pop("services").items()}
        return State(**note, services=services)
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None  # none was written, or its writer was cut short


def is_held(place: Place) -> bool:
    """Say whether a launcher holds this home; the kernel releases the lock however it dies."""
    with _lock_file(place).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


@contextmanager
def hold(place: Place) -> Iterator[None]:
    """Hold this home for as long as the launcher lives; raise Problem when another does."""
    with _lock_file(place).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Problem("Another start or stop is under way in this folder.") from None
        end_leftovers(place)
        try:
            yield
        finally:
            _file(place).unlink(missing_ok=True)


def end_leftovers(place: Place) -> None:
    """End what a killed launcher has left; only processes that are provably its own."""
    state = read_state(place)
    if state is None:
        return
    left = [
        running.pid
        for running in state.services.values()
        if running.started_at is not None and started_at(running.pid) == running.started_at
    ]
    for number, patience in ((signal.SIGTERM, 5.0), (signal.SIGKILL, 5.0)):
        for pid in left:
            signal_group(pid, number)
        if wait_until(lambda: not any(group_is_alive(pid) for pid in left), patience):
            break
    _file(place).unlink(missing_ok=True)


def stop_launcher(place: Place, timeout_seconds: float) -> bool:
    """Ask the launcher to stop all and wait until it has; False when none ran."""
    state = read_state(place)
    if state is None or not is_held(place):
        end_leftovers(place)
        return False
    with suppress(ProcessLookupError):
        os.kill(state.pid, signal.SIGTERM)
    if not wait_until(lambda: not is_held(place), timeout_seconds, pause_seconds=0.1):
        raise Problem(
            f"The launcher (process {state.pid}) did not stop within {timeout_seconds:.0f} s: see its log."
        )
    return True


def _file(place: Place) -> Path:
    return place.run / "launcher.json"


def _lock_file(place: Place) -> Path:
    return place.run / "launcher.lock"
