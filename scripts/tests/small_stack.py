"""A stack small enough for tests: real stores, and one service that leaves a stubborn child behind.

Run as a program by the launcher's tests: `small_stack.py start|foreground|stop|status [broken]`.
"""

import argparse
import re
import signal
import sys
from collections.abc import Sequence

from saldo_dev import launcher, reporting
from saldo_dev.console import complain
from saldo_dev.environment import plain_environment
from saldo_dev.place import Place, find_place
from saldo_dev.problems import Problem
from saldo_dev.services.postgres import TEST_OPTIONS, Postgres
from saldo_dev.services.service import Service, Step
from saldo_dev.services.valkey import Valkey
from saldo_dev.state import stop_launcher

# Like a pool worker whose parent was killed: deaf to polite signals.
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
WORKER = f"""
import subprocess, sys, time
subprocess.Popen([sys.executable, "-c", {STUBBORN!r}])
print("worker ready", flush=True)
time.sleep(600)
"""
BROKEN = "import sys; sys.exit('the worker has no bread')"


def parts_of(place: Place, *, broken: bool) -> Sequence[Service | Step]:
    postgres = Postgres(place.data / "postgres", place.port("postgres"), "secret")
    valkey = Valkey(place.data / "valkey", place.port("valkey"))
    plain = plain_environment() | {"SALDO_HOME": str(place.home)}
    worker = [sys.executable, "-c", BROKEN if broken else WORKER]
    return [
        Step("cluster", postgres.prepare),
        Service(
            "postgres",
            postgres.command(TEST_OPTIONS),
            place.home,
            plain,
            postgres.is_ready,
            needs=("cluster",),
            stop_signal=signal.SIGINT,
            death_signal=signal.SIGINT,
        ),
        Service("valkey", valkey.command(durable=False), place.home, plain, valkey.is_ready),
        Service(
            "worker", worker, place.home, plain, re.compile("worker ready"), needs=("postgres", "valkey")
        ),
    ]


def main() -> int:
    place = find_place()
    command = sys.argv[1]
    if command == "stop":
        return 0 if stop_launcher(place, 30) else 3
    if command == "status":
        return reporting.show_status(place, argparse.Namespace())
    if launcher.says_it_runs(place):
        return 0
    run = launcher.run_foreground if command == "foreground" else launcher.run_detached
    return run(place, parts_of(place, broken="broken" in sys.argv))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Problem as problem:
        complain(str(problem))
        sys.exit(1)
