"""G11: batches labelled by the worker behind the queue, beside the same model called directly."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from random import Random
from typing import Any, Final

from categorizer_contract import QUEUE, TASK
from celery import Celery
from redis import Redis

from bench.figures import Figure
from bench.measuring import Cost, is_dirty, tree_seconds, typical
from bench.rig import Rig
from saldo.categorization.requesting import BATCH_ROWS
from saldo.core.broker import open_queue

_ML_WORKER: Final = Path(__file__).parents[2] / "ml-worker"
_BACKEND: Final = Path(__file__).parents[1]
_REPLIES: Final = "bench-replies"
_BATCHES: Final = 8
_PATIENCE_SECONDS: Final = 180
_KNOWN: Final = ("STARBUCKS STORE", "SHELL OIL", "WHOLEFDS MKT", "NETFLIX.COM", "KROGER", "UBER TRIP")
_SYLLABLES: Final = ("ba", "ro", "ki", "men", "tas", "vel", "dor", "lin", "qua", "zim", "pol", "her")
_numbers = count()


@dataclass(frozen=True)
class _Bench:
    rig: Rig
    queue: Celery
    broker: Redis
    worker: subprocess.Popen[bytes]
    rung: subprocess.Popen[str]


async def measure_categoriser(rig: Rig, repeats: int) -> list[Figure]:
    """Label known merchants, and merchants never met before; the first round warms both sides."""
    url = rig.settings.broker_url
    with (
        open_queue(url, socket_timeout_seconds=10) as queue,
        Redis.from_url(url) as broker,
        _worker(rig) as worker,
        _rung(rig) as rung,
    ):
        bench = _Bench(rig, queue, broker, worker, rung)
        found = []
        for kind, goal in (("known", 2000), ("new", 250)):
            rounds = [await _play(bench, kind) for _ in range(repeats + 1)][1:]
            found += _figures(kind, goal, rounds)
    return found


async def _play(bench: _Bench, kind: str) -> tuple[Cost, Cost]:
    """Return the cost through the queue and that of the model alone, over fresh batches each."""
    cpu = tree_seconds(bench.worker.pid)
    wall = await _through_the_queue(bench, _requests(kind))
    through = Cost(wall, tree_seconds(bench.worker.pid) - cpu)
    cpu = tree_seconds(bench.rung.pid)
    wall = await asyncio.to_thread(_alone, bench, _requests(kind))
    return through, Cost(wall, tree_seconds(bench.rung.pid) - cpu)


async def _through_the_queue(bench: _Bench, requests: Sequence[dict[str, Any]]) -> float:
    bench.broker.delete(_REPLIES)
    began = time.perf_counter()
    await asyncio.to_thread(_send, bench.queue, requests)
    while bench.broker.llen(_REPLIES) < len(requests):
        if time.perf_counter() - began > _PATIENCE_SECONDS:
            raise TimeoutError(f"{bench.broker.llen(_REPLIES)} of {len(requests)} batches came back")
        await asyncio.sleep(0.002)
    return time.perf_counter() - began


def _send(queue: Celery, requests: Sequence[dict[str, Any]]) -> None:
    for request in requests:
        reply = queue.signature("bench.reply", queue=_REPLIES)
        queue.send_task(TASK, args=[request], queue=QUEUE, link=reply)


def _alone(bench: _Bench, requests: Sequence[dict[str, Any]]) -> float:
    told = bench.rig.directory / "requests.json"
    told.write_text(json.dumps(requests), encoding="utf-8")
    assert bench.rung.stdin is not None
    assert bench.rung.stdout is not None
    bench.rung.stdin.write(f"{told}\n")
    bench.rung.stdin.flush()
    return float(bench.rung.stdout.readline())


def _requests(kind: str) -> list[dict[str, Any]]:
    """Make batches as the backend sends them, of merchants everybody knows or nobody does."""
    name = _known if kind == "known" else _made_up
    return [
        {
            "batch_id": str(batch),
            "rows": [
                {"id": str(row), "description": name(next(_numbers)), "amount": "-7.50", "currency": "USD"}
                for row in range(BATCH_ROWS)
            ],
        }
        for batch in range(_BATCHES)
    ]


def _known(number: int) -> str:
    return f"{_KNOWN[number % len(_KNOWN)]} {number % 9973:05d} AUSTIN TX"


def _made_up(number: int) -> str:
    dice = Random(number)
    words = ("".join(dice.choices(_SYLLABLES, k=3)) for _ in range(2))
    return " ".join(words).upper()


def _figures(kind: str, goal: float, rounds: Sequence[tuple[Cost, Cost]]) -> list[Figure]:
    sides = list(zip(*rounds, strict=True))
    through, alone = map(typical, sides)
    rows = BATCH_ROWS * _BATCHES
    is_busy = any(map(is_dirty, sides))
    return [
        Figure(
            id="G11",
            what=f"processor time of the queue, {kind} merchants",
            value=100 * (through.cpu_seconds / alone.cpu_seconds - 1),
            unit="%",
            goal=5,
            stretch=None,
            better="less",
            is_dirty=is_busy,
            details={
                "rows/s, the model alone": rows / alone.wall_seconds,
                "per cent more by the clock": 100 * (through.wall_seconds / alone.wall_seconds - 1),
                "milliseconds of processor a batch, queue and model": 1000 * through.cpu_seconds / _BATCHES,
                "milliseconds of processor a batch, model alone": 1000 * alone.cpu_seconds / _BATCHES,
                "rows in a batch": BATCH_ROWS,
            },
        ),
        Figure(
            id="G11",
            what=f"rows/s through Celery, {kind} merchants",
            value=rows / through.wall_seconds,
            unit="",
            goal=goal,
            stretch=None,
            better="more",
            is_dirty=is_busy,
        ),
    ]


@contextmanager
def _worker(rig: Rig) -> Iterator[subprocess.Popen[bytes]]:
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "categorizer.worker",
        "worker",
        "-n",
        "bench-categoriser",
    ]
    command += ["-Q", QUEUE, "-c", "1", "--without-gossip", "--without-mingle", "-l", "error"]
    log = rig.directory / "categoriser.log"
    with (
        log.open("wb") as output,
        subprocess.Popen(
            command,
            cwd=_ML_WORKER,
            env=rig.environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        ) as process,
    ):
        try:
            yield process
        finally:
            os.killpg(process.pid, signal.SIGKILL)


@contextmanager
def _rung(rig: Rig) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "bench.in_process"]
    with subprocess.Popen(
        command, cwd=_BACKEND, env=rig.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()
