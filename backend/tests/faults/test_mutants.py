"""Planted bugs: a suite that cannot see them proves nothing."""

from collections.abc import Awaitable, Callable

import pytest

from tests.faults import stories
from tests.faults.mutants import MUTANTS
from tests.faults.processes import eventually
from tests.faults.stage import Sabotage, Stage, Violated

pytestmark = [pytest.mark.timeout(180), pytest.mark.full]


async def _die_before_commit(stage: Stage) -> None:
    await stories.die_at(stage, "before_commit")


async def _lose_the_message(stage: Stage) -> None:
    """Kill the worker with its job in hand, and give the next one time to find it again."""
    worker = stage.start_worker(Sabotage("fetch"))
    await stage.link()
    await worker.dies()
    await stage.expire_leases()
    successor = stage.start_worker()

    async def is_ready() -> bool:
        return successor.said("ready.")

    await eventually(is_ready, 60, "the next worker is ready")
    try:
        await stage.rests(timeout_seconds=15)
    except AssertionError:
        await stage.judge()


async def _live_on(stage: Stage) -> None:
    await stories.live_on(stage)


async def _wake_too_late(stage: Stage) -> None:
    await stories.wake_too_late(stage)


_STORIES: dict[str, Callable[[Stage], Awaitable[None]]] = {
    "cursor_first": _die_before_commit,
    "no_unique_key": _live_on,
    "early_ack": _lose_the_message,
    "balance_by_delta": _live_on,
    "bigserial": _die_before_commit,
    "missing_nullif": _live_on,
    "no_fencing": _wake_too_late,
}


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.fault(f"mutant:{name}")) for name in MUTANTS]
)
async def test_a_planted_bug_is_caught(stage: Stage, name: str) -> None:
    await stage.plant(name)

    with pytest.raises(Violated) as caught:
        await _STORIES[name](stage)

    assert caught.value.violated.keys() & MUTANTS[name].caught_by


@pytest.mark.fault("F14")
async def test_a_life_without_planted_bugs_adds_up(stage: Stage) -> None:
    await stories.live_on(stage)


@pytest.mark.fault("F1")
async def test_a_job_whose_worker_died_is_found_again(stage: Stage) -> None:
    await _lose_the_message(stage)

    await stage.finish()
