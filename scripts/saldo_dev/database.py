"""Commands on the local database: migrations by hand, verification, and beginning anew."""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence

from saldo_dev import console, environment
from saldo_dev.place import Place
from saldo_dev.problems import Problem
from saldo_dev.services.schema import run_alembic
from saldo_dev.services.stack import describe_database
from saldo_dev.state import State, hold, is_held, stop_launcher
from saldo_dev.supervisor import Supervisor

_STOP_SECONDS = 60


def run_migration_command(place: Place, arguments: Sequence[str]) -> int:
    """Run Alembic against the running database, or against one started for the purpose."""
    return _run_beside_database(place, lambda: run_alembic(place, arguments))


def run_on_data(place: Place, module: str, arguments: Sequence[str] = ()) -> int:
    """Run a module of the backend that looks after the data; return its exit code."""
    if not (place.data / "schema.stamp").exists():
        raise Problem("There is no data yet: start Saldo once.")
    return _run_beside_database(place, lambda: _run_module(place, module, arguments))


def _run_module(place: Place, module: str, arguments: Sequence[str]) -> int:
    done = subprocess.run(
        [place.python, "-m", module, *arguments],
        cwd=place.root / "backend",
        env=environment.backend_environment(place),
        check=False,
    )
    return done.returncode


def _run_beside_database(place: Place, run: Callable[[], int]) -> int:
    if is_held(place):
        return run()
    with hold(place):
        return asyncio.run(_with_database(place, run))


def reset(place: Place, *, sure: bool) -> bool:
    """Delete the data of this home; return whether Saldo ran and was stopped for it."""
    if not sure:
        if not sys.stdin.isatty():
            raise Problem("reset-db deletes all data of this home: say --yes.")
        if input(f"Delete all data in {place.data}? [y/N] ").strip().lower() != "y":
            raise Problem("Nothing was deleted.")
    ran = stop_launcher(place, _STOP_SECONDS)
    with hold(place):
        for child in place.data.iterdir():
            shutil.rmtree(child) if child.is_dir() else child.unlink()
    console.say("All data is deleted; the next start begins with an empty database.")
    return ran


async def _with_database(place: Place, run: Callable[[], int]) -> int:
    supervisor = Supervisor(place, describe_database(place), State(os.getpid(), place.address))
    try:
        await supervisor.start()
        return await asyncio.to_thread(run)
    finally:
        await supervisor.stop()
