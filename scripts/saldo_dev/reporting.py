"""`status` and `logs`: what runs, and what it says."""

import argparse
import time
from pathlib import Path

from saldo_dev import console
from saldo_dev.place import Place
from saldo_dev.problems import Problem
from saldo_dev.processes import started_at
from saldo_dev.state import Running, is_held, read_state

_LINES = 60
_FOLLOW_PAUSE_SECONDS = 0.3


def show_status(place: Place, _options: argparse.Namespace) -> int:
    """Print a line for each process; the exit code is 0 when all are ready."""
    state = read_state(place)
    if state is None or not is_held(place):
        console.say("Saldo does not run.")
        return 1
    for name, running in state.services.items():
        console.say(f"{name:<15} {_phase(running):<11} process {running.pid}")
    console.say(f"Saldo {'is ready' if state.ready else 'is starting'}: {state.address}")
    return 0 if state.ready and all(_phase(running) == "ready" for running in state.services.values()) else 1


def show_logs(place: Place, options: argparse.Namespace) -> int:
    """Print the last lines of one log or of all; go on with `--follow`."""
    logs = sorted(place.logs.glob("*.log"))
    if options.name:
        logs = [log for log in logs if log.stem == options.name]
        if not logs:
            known = ", ".join(sorted(log.stem for log in place.logs.glob("*.log"))) or "none yet"
            raise Problem(f"There is no log named {options.name!r}; there are: {known}.")
    positions = {log: _show_tail(log, number) for number, log in enumerate(logs)}
    while options.follow:
        time.sleep(_FOLLOW_PAUSE_SECONDS)
        for number, log in enumerate(logs):
            positions[log] = _show_new(log, number, positions[log])
    return 0


def _phase(running: Running) -> str:
    return running.phase if started_at(running.pid) == running.started_at else "gone"


def _show_tail(log: Path, number: int) -> int:
    content = log.read_bytes()
    for line in content.decode(errors="replace").splitlines()[-_LINES:]:
        console.say(console.prefixed(log.stem, line, number))
    return len(content)


def _show_new(log: Path, number: int, position: int) -> int:
    with log.open("rb") as file:
        file.seek(position)
        new, newline, _unfinished = file.read().rpartition(b"\n")
    for line in new.decode(errors="replace").splitlines():
        console.say(console.prefixed(log.stem, line, number))
    return position + len(new) + len(newline)
