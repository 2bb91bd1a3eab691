"""The hours at which a bank does not answer: learned, avoided by the schedule, and forgotten again."""

from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from saldo.connections import quiet_hours
from saldo.connections.bank_access import BankAccess
from saldo.connections.quiet_hours import avoid, find_quiet
from saldo.core.database import SYSTEM
from saldo.core.ids import new_id
from saldo.core.tasks import registered_tasks
from saldo.resources import Resources
from saldo.synchronization import jobs, tasks  # noqa: F401 - registers the handlers
from tests.connections.conftest import Link
from tests.fakes.clock import FixedClock

NIGHT = datetime(2026, 11, 21, 3, 20, tzinfo=UTC)


def test_an_instant_in_the_maintenance_window_moves_to_its_end() -> None:
    moved = avoid(NIGHT, {2, 3, 4}, timedelta(minutes=7))

    assert moved == datetime(2026, 11, 21, 5, 7, tzinfo=UTC)
    assert avoid(moved, {2, 3, 4}, timedelta(minutes=7)) == moved
    late = datetime(2026, 11, 21, 23, 50, tzinfo=UTC)
    assert avoid(late, {23, 0}, timedelta()) == datetime(2026, 11, 22, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("experience", "quiet"),
    [
        ({3: (5, 0), 4: (5, 1), 12: (0, 20)}, {3, 4}),
        ({3: (2, 0)}, set()),
        ({3: (5, 3)}, set()),
        (dict.fromkeys(range(24), (5, 0)), set()),
    ],
    ids=["nightly maintenance", "too little experience", "it often works", "broken around the clock"],
)
def test_quiet_is_what_failed_on_most_days(experience: dict[int, tuple[int, int]], quiet: set[int]) -> None:
    assert find_quiet(experience) == quiet


async def _run_at(
    superuser: asyncpg.Connection, link: Link, at: datetime, status: str, code: str | None
) -> None:
    await superuser.execute(
        "insert into syncs (id, workspace_id, connection_id, trigger, status, started_at, finished_at,"
        " lease_token, added, modified, removed, skipped, pages, restarts, error_code)"
        " values ($1, $2, $3, 'schedule', $4, $5, $5, $1, 0, 0, 0, 0, 0, 0, $6)",
        new_id(), link.member.workspace_id, link.connection_id, status, at, code,
    )  # fmt: skip


async def _quiet(access: BankAccess) -> frozenset[int]:
    async with access.database.transaction(SYSTEM) as session:
        return await quiet_hours.list_quiet(session, "ins_1")


async def test_hours_are_learned_from_what_became_of_syncs_and_fade(
    linked: Link, access: BankAccess, resources: Resources, superuser: asyncpg.Connection, clock: FixedClock
) -> None:
    await linked.run()
    night = clock.now().replace(hour=3, minute=5)
    for day in range(1, 5):
        for minute in (0, 20, 40):
            at = night - timedelta(days=day) + timedelta(minutes=minute)
            await _run_at(superuser, linked, at, "failed", "INSTITUTION_DOWN")
        await _run_at(superuser, linked, night - timedelta(days=day, hours=-6), "succeeded", None)
        await _run_at(superuser, linked, night - timedelta(days=day, hours=-8), "failed", "INTERNAL")

    await registered_tasks()[jobs.LEARN_HOURS].handler(resources)
    assert await _quiet(access) == {3}

    clock.advance(days=31)
    await registered_tasks()[jobs.LEARN_HOURS].handler(resources)
    assert await _quiet(access) == frozenset()


async def test_the_next_sync_is_planned_around_them(
    linked: Link, superuser: asyncpg.Connection, clock: FixedClock
) -> None:
    due_hours = {(clock.now() + timedelta(hours=hours)).hour for hours in (10, 11, 12)}
    for hour in due_hours:
        await superuser.execute("insert into institution_hours values ('ins_1', $1, 9, 0)", hour)

    await linked.run()

    planned = (await linked.row()).scheduled_at
    assert planned is not None
    assert planned.hour not in due_hours
    assert timedelta(hours=10) < planned - clock.now() < timedelta(hours=14)
