"""The alarm of a silent account: learned from its own rhythm, never raised by a weekend."""

import datetime as dt
import random
from collections.abc import Iterator, Sequence

import asyncpg
import httpx
import pytest

from saldo.core.tasks import registered_tasks
from saldo.resources import Resources
from saldo.synchronization import jobs, tasks  # noqa: F401 - registers the handlers
from saldo.synchronization.overview import describe_rhythm
from saldo.transactions.rhythm import FEWEST_GAPS, learn
from tests.factories.ledger import Bank, bank_row
from tests.fakes.clock import FixedClock
from tests.synchronization.conftest import SetRow

_YEAR = 365
_START = dt.date(2025, 11, 21)
_FRIDAY = 4


def _days(kind: str, seed: int) -> list[dt.date]:
    """Make a year of posting days in one of the ways that people's accounts have."""
    chance = random.Random(f"{kind}{seed}")
    year = (_START + dt.timedelta(days=number) for number in range(_YEAR))
    return list(_RHYTHMS[kind](year, chance))


def _every_working_day(year: Iterator[dt.date], chance: random.Random) -> Iterator[dt.date]:
    yield from (day for day in year if day.weekday() <= _FRIDAY and chance.random() < 0.9)


def _twice_a_week(year: Iterator[dt.date], chance: random.Random) -> Iterator[dt.date]:
    yield from (day for day in year if chance.random() < 2 / 7)


def _payday(year: Iterator[dt.date], chance: random.Random) -> Iterator[dt.date]:
    due = {(_START + dt.timedelta(days=14 * number + chance.randint(-1, 1))) for number in range(27)}
    yield from (day for day in year if day in due)


def _once_a_month(year: Iterator[dt.date], chance: random.Random) -> Iterator[dt.date]:
    """Post on the first of the month, or on the Monday after it, or a day late."""
    for day in year:
        if day.day == 1:
            weekend = (7 - day.weekday()) if day.weekday() > _FRIDAY else 0
            yield day + dt.timedelta(days=weekend + chance.randint(0, 1))


_RHYTHMS = {
    "working days": _every_working_day,
    "twice a week": _twice_a_week,
    "payday": _payday,
    "once a month": _once_a_month,
}


def _false_alarms(days: Sequence[dt.date]) -> int:
    """Live through the second half of the year day by day, knowing no more than one could; count alarms."""
    posted = set(days)
    alarms = 0
    for number in range(_YEAR // 2, _YEAR):
        today = _START + dt.timedelta(days=number)
        rhythm = learn([day for day in days if day <= today])
        alarms += rhythm.is_silent(today) and today not in posted
    return alarms


@pytest.mark.parametrize("kind", ["working days", "payday", "once a month"])
@pytest.mark.parametrize("seed", range(5))
def test_no_ordinary_day_raises_the_alarm(kind: str, seed: int) -> None:
    assert _false_alarms(_days(kind, seed)) == 0


def test_even_an_account_without_any_habit_is_seldom_suspected() -> None:
    alarms = sum(_false_alarms(_days("twice a week", seed)) for seed in range(10))

    assert alarms <= 0.01 * 10 * _YEAR / 2


@pytest.mark.parametrize(
    ("kind", "within_days"),
    [("working days", 14), ("twice a week", 40), ("payday", 30), ("once a month", 55)],
)
@pytest.mark.parametrize("seed", range(5))
def test_real_silence_is_noticed_in_good_time(kind: str, within_days: int, seed: int) -> None:
    days = _days(kind, seed)
    rhythm = learn(days)

    assert not rhythm.is_silent(days[-1] + dt.timedelta(days=1))
    assert rhythm.is_silent(days[-1] + dt.timedelta(days=within_days))


def test_too_short_a_history_raises_no_alarm() -> None:
    days = [_START + dt.timedelta(days=number) for number in range(FEWEST_GAPS)]

    assert learn(days).limit_days is None
    assert not learn(days).is_silent(_START + dt.timedelta(days=300))
    assert learn([]).silent_days(_START) is None


@pytest.mark.parametrize(
    ("account_type", "words"),
    [
        ("depository", "Nothing has been posted"),
        ("investment", "trades are not"),
        ("loan", "Only the balance"),
    ],
)
def test_an_account_without_rows_says_why(account_type: str, words: str) -> None:
    assert words in describe_rhythm(learn([]), account_type, _START)


@pytest.fixture
async def silent(linked: Bank, clock: FixedClock) -> Bank:
    """Return a bank whose checking account posted every other day until three weeks ago."""
    last = clock.now().date() - dt.timedelta(days=21)
    await linked.apply(added=[bank_row(date=last - dt.timedelta(days=2 * number)) for number in range(30)])
    return linked


async def _listen(resources: Resources) -> None:
    await registered_tasks()[jobs.LISTEN].handler(resources)


async def _alarms(client: httpx.AsyncClient) -> list[bool]:
    log = (await client.get("/api/events", params={"after": 0})).json()["data"]
    return [event["data"]["is_silent"] for event in log if event["type"] == "account_silent"]


async def test_the_alarm_is_told_once_and_so_is_its_end(
    client: httpx.AsyncClient, silent: Bank, resources: Resources, clock: FixedClock
) -> None:
    for _ in range(2):
        await _listen(resources)
    assert await _alarms(client) == [True]

    await silent.apply(added=[bank_row(date=clock.now().date())])
    for _ in range(2):
        await _listen(resources)

    assert await _alarms(client) == [True, False]


async def test_a_bank_we_could_not_ask_is_not_a_silent_account(
    client: httpx.AsyncClient, silent: Bank, resources: Resources, clock: FixedClock, set_row: SetRow
) -> None:
    assert silent
    await set_row(last_synced_at=clock.now() - dt.timedelta(days=19))

    await _listen(resources)

    assert await _alarms(client) == []


async def test_pending_and_manual_rows_do_not_count_as_postings(
    client: httpx.AsyncClient,
    silent: Bank,
    resources: Resources,
    clock: FixedClock,
    superuser: asyncpg.Connection,
) -> None:
    today = clock.now().date()
    await silent.apply(added=[bank_row(date=today, pending=True), bank_row("typed", date=today)])
    await superuser.execute(
        "update transactions set origin = 'person' where not pending and date = $1", today
    )

    await _listen(resources)

    assert await _alarms(client) == [True]
    path = f"/api/accounts/{silent.account_ids['checking']}/sync-status"
    rhythm = (await client.get(path)).json()["rhythm"]
    assert (rhythm["silent_days"], rhythm["longest_usual_days"], rhythm["limit_days"]) == (21, 2, 6)
    assert rhythm["text"] == "No posting for 21 days; 2 are usual at most."
