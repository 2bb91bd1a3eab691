"""G18: a worker is killed with -9 in the middle of a sync; how long until another goes on, and is done."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Final
from uuid import UUID

from bench.figures import Figure
from bench.ingest import link
from bench.rig import Rig
from saldo.connections.tasks import bank_access

_BACKEND: Final = Path(__file__).parents[1]
_PATIENCE_SECONDS: Final = 180
_LATENCY_MS: Final = 1500
_RUNS: Final = "select count(*) from syncs where connection_id = $1"
_DONE: Final = "select count(*) from syncs where connection_id = $1 and status = 'succeeded'"


async def measure_recovery(rig: Rig, repeats: int) -> list[Figure]:
    """Kill in the fetch of a first sync, the whole process group, and start a new worker at once."""
    resumed, finished = [], []
    rig.emulator.set_faults(latency_ms=_LATENCY_MS)
    try:
        for number in range(repeats):
            first, second = await _kill_once(rig, number)
            resumed.append(first)
            finished.append(second)
    finally:
        rig.emulator.set_faults(clear=True)
    return [
        Figure(
            id="G18",
            what="kill -9 of the worker -> its work resumed",
            value=max(resumed),
            unit="s",
            goal=60,
            stretch=30,
            better="less",
            is_dirty=False,
            details={
                "seconds, best": min(resumed),
                "seconds, worst until the sync succeeded": max(finished),
                "kills": len(resumed),
            },
        )
    ]


async def _kill_once(rig: Rig, number: int) -> tuple[float, float]:
    worker = _start_worker(rig, f"{number}-killed")
    successor = None
    try:
        token = await asyncio.to_thread(rig.emulator.make_public_token, username="user_good")
        linked = await link(rig, bank_access(rig.resources), token)
        await _reaches(rig, _RUNS, linked.connection_id, 1)
        _kill(worker)
        began = time.monotonic()
        successor = _start_worker(rig, f"{number}-successor")
        await _reaches(rig, _RUNS, linked.connection_id, 2)
        resumed = time.monotonic() - began
        await _reaches(rig, _DONE, linked.connection_id, 1)
        return resumed, time.monotonic() - began
    finally:
        for process in (worker, successor):
            if process is not None:
                _kill(process)


def _start_worker(rig: Rig, name: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "celery", "-A", "saldo.worker", "worker", "-n", f"bench-{name}"]
    command += ["-Q", "sync,default", "-c", "2", "--without-gossip", "--without-mingle", "-l", "error"]
    command += ["-B", "-s", str(rig.directory / f"beat-{name}")]
    with (rig.directory / f"worker-{name}.log").open("wb") as log:
        return subprocess.Popen(
            command,
            cwd=_BACKEND,
            env=rig.environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def _kill(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=15)


async def _reaches(rig: Rig, query: str, connection_id: UUID, count: int) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while await rig.superuser.fetchval(query, connection_id) < count:
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited in vain until {count} were counted by: {query}")
        await asyncio.sleep(0.05)
