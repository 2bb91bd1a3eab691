"""What a stretch of work costs: by the clock, and by the operating system's account of processor time."""

import os
import resource
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

_TICKS: Final = os.sysconf("SC_CLK_TCK")
# What the columns of /proc/PID/stat after the name mean: parent, own ticks, ticks of children that ended.
_PARENT, _TIMES = 1, slice(11, 15)
# Above this many runnable processes for each core the clock says little about the work.
_BUSY_LOAD: Final = 1.5
_WIDE_SPREAD: Final = 0.5


@dataclass(frozen=True)
class Cost:
    """Seconds by the clock, and processor seconds of this process and of PostgreSQL."""

    wall_seconds: float
    cpu_seconds: float


def _stat(pid: int) -> list[str]:
    text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    return text.rpartition(")")[2].split()


def tree_seconds(root: int) -> float:
    """Add up a process, its living children, and those that have ended."""
    ticks = sum(map(int, _stat(root)[_TIMES]))
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = _stat(int(entry.name))
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[_PARENT]) == root:
            ticks += sum(map(int, fields[_TIMES]))
    return ticks / _TICKS


def _own_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


async def measure(work: Callable[[], Awaitable[object]], postgres_pid: int) -> Cost:
    """Do the work once and say what it cost."""
    # The look into /proc takes some milliseconds of our own: outside, before and after.
    cpu = tree_seconds(postgres_pid) + _own_seconds()
    began = time.perf_counter()
    await work()
    wall = time.perf_counter() - began
    return Cost(wall, _own_seconds() + tree_seconds(postgres_pid) - cpu)


def total(costs: Sequence[Cost]) -> Cost:
    """Add them up."""
    return Cost(sum(each.wall_seconds for each in costs), sum(each.cpu_seconds for each in costs))


def typical(costs: Sequence[Cost]) -> Cost:
    """Return the medians."""
    return Cost(median(each.wall_seconds for each in costs), median(each.cpu_seconds for each in costs))


def is_dirty(costs: Sequence[Cost]) -> bool:
    """Say whether the machine was too busy for the clock to be believed."""
    walls = sorted(each.wall_seconds for each in costs)
    spread = (walls[-1] - walls[0]) / walls[len(walls) // 2]
    return os.getloadavg()[0] / (os.cpu_count() or 1) > _BUSY_LOAD or spread > _WIDE_SPREAD
