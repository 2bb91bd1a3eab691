"""C1 to C5: the categoriser is away, slow, killed, outdated, poisoned or swamped; no row is lost."""

import asyncio
import math
import time
from decimal import Decimal
from uuid import UUID

import pytest
from categorizer_contract import QUEUE

from saldo.categorization import jobs, requesting
from saldo.core.jobs import Job
from tests.factories.ledger import Bank, bank_row, link_bank
from tests.faults.clients import Person
from tests.faults.processes import Started, eventually
from tests.faults.stage import Sabotage, Stage

pytestmark = [pytest.mark.timeout(240)]
_SHOPS = ("STARBUCKS STORE", "SHELL OIL", "WHOLE FOODS MKT", "CORNER BAKERY OF LONGPORT", "ZZYX 4471 PMT")
_POISON = "POISON PILL PMT"
_DAY_SECONDS = 86_400
_WAITING = """
SELECT count(*) FROM transactions WHERE workspace_id = $1 AND labelled_at IS NULL AND removed_at IS NULL
"""
_STANDS = """
SELECT count(*) FROM transactions WHERE id = $1::uuid AND category_source = 'person'
  AND category_detailed = 'MEDICAL_DENTAL_CARE'
"""


async def _settle(stage: Stage) -> tuple[Person, Bank]:
    """Let a person have an account, and be there to watch."""
    home = await stage.make_home()
    bank = await link_bank(stage.resources.database, home)
    # Its rows are handed in by the test: no worker is to ask it for more.
    await stage.superuser.execute("UPDATE bank_connections SET status = 'disconnected'")
    return stage.persons[-1], bank


async def _post(bank: Bank, rows: int, *more: str) -> None:
    """Let the bank tell of so many payments, and of some with other words."""
    texts = [f"{_SHOPS[number % len(_SHOPS)]} {number % 997:05d}" for number in range(rows)] + [*more]
    for start in range(0, len(texts), 5_000):
        portion = texts[start : start + 5_000]
        await bank.apply(added=[bank_row(description=text, amount=Decimal("-4.50")) for text in portion])


async def _status(person: Person) -> dict[str, int]:
    status: dict[str, int] = (await person.call("GET", "/api/ml/status")).raise_for_status().json()
    return status


async def _correct(stage: Stage, person: Person, bank: Bank) -> UUID:
    """Have the person choose a category for one payment, for good."""
    found: UUID = await stage.ask(
        "SELECT id FROM transactions WHERE workspace_id = $1 LIMIT 1", bank.home.workspace_id
    )
    choice = {"category_detailed": "MEDICAL_DENTAL_CARE", "remember": False}
    answer = await person.call("PATCH", f"/api/transactions/{found}", json=choice)
    assert answer.is_success, answer.text
    stage.acknowledge("a person's choice", _STANDS, found)
    return found


async def _sweep(stage: Stage) -> None:
    """Have the worker look for lost questions now, and come to an end with it."""
    await stage.resources.courier.deliver([Job(jobs.SWEEP)])
    await _idles(stage)


async def _insist(stage: Stage, bank: Bank) -> None:
    """Have every question asked again and again until all have answers."""

    async def is_done() -> bool:
        await _lose_patience(stage)
        await _sweep(stage)
        return not await stage.ask(_WAITING, bank.home.workspace_id)

    await eventually(is_done, 400, "every row has its answer")


async def _idles(stage: Stage) -> None:
    """Wait until the worker has nothing in hand and nothing to do."""
    seen_idle = 0

    async def is_idle() -> bool:
        nonlocal seen_idle
        is_free = not stage.queue.llen("default") and not stage.queue.hlen("unacked")
        seen_idle = seen_idle + 1 if is_free else 0
        return seen_idle > 2  # once may be a job on its way from one to the other

    await eventually(is_idle, 60, "the worker is idle")


async def _lose_patience(stage: Stage) -> None:
    """Let every question be long out."""
    await stage.superuser.execute(
        "UPDATE transactions SET label_requested_at = label_requested_at - interval '10 minutes'"
        " WHERE labelled_at IS NULL"
    )


@pytest.mark.fault("C1")
async def test_rows_wait_for_a_categoriser_that_is_away_and_a_poisoned_one_stops_no_other(
    stage: Stage,
) -> None:
    await stage.start_api()
    stage.start_worker()
    person, bank = await _settle(stage)
    await _post(bank, 299, _POISON)
    await eventually(lambda: _is_asked(stage), 30, "the categoriser is asked")
    before = await _status(person)
    await _correct(stage, person, bank)

    stage.start_categoriser(FAULTS_POISON=_POISON)
    await stage.is_categorised()

    batches = math.ceil(300 / requesting.BATCH_ROWS)
    assert (before["waiting"], before["asked"], before["queue_depth"]) == (300, 300, batches)
    after = await _status(person)
    assert (after["waiting"], after["queue_depth"]) == (0, 0)
    aside = await stage.superuser.fetchrow("SELECT * FROM transactions WHERE description = $1", _POISON)
    assert aside is not None
    assert "could not be read" in aside["category_reason"]
    inbox = (await person.call("GET", "/api/review?limit=100")).json()
    assert str(aside["id"]) in str(inbox)
    await stage.finish()


async def _is_asked(stage: Stage) -> bool:
    query = "SELECT count(*) FROM transactions WHERE labelled_at IS NULL AND label_requested_at IS NULL"
    return not await stage.ask(query) and bool(stage.queue.llen(QUEUE))


@pytest.mark.full
@pytest.mark.fault("C1")
async def test_a_categoriser_away_for_days_does_not_fill_the_broker(stage: Stage) -> None:
    await stage.start_api()
    worker = stage.start_worker()
    _, bank = await _settle(stage)
    await _post(bank, 3_000)
    most = requesting.MOST_OUTSTANDING // requesting.BATCH_ROWS
    await eventually(lambda: _has_depth(stage, most), 30, "as many batches wait as may")
    await _idles(stage)  # a job in hand would come back only long after the worker's end
    worker.kill()

    days_later = stage.start_worker(Sabotage(clock_seconds=3 * _DAY_SECONDS))
    await days_later.says("ready.")
    for _ in range(5):
        await _sweep(stage)

    assert stage.queue.llen(QUEUE) == most
    days_later.kill()
    stage.start_worker()
    stage.start_categoriser()
    await stage.is_categorised()
    assert await stage.ask("SELECT max(label_attempts) FROM transactions") == 1
    await stage.finish()


async def _has_depth(stage: Stage, depth: int) -> bool:
    return bool(stage.queue.llen(QUEUE) == depth)


@pytest.mark.full
@pytest.mark.fault("C2")
async def test_a_slow_categoriser_is_followed_step_by_step_and_asked_once(stage: Stage) -> None:
    await stage.start_api()
    stage.start_worker()
    stage.start_categoriser(FAULTS_SECONDS="2")
    person, bank = await _settle(stage)
    await _post(bank, 1_500)
    waiting = [1_500]

    async def is_done() -> bool:
        waiting.append((await _status(person))["waiting"])
        return waiting[-1] == 0

    await eventually(is_done, 120, "every row has its answer")

    assert waiting == sorted(waiting, reverse=True)
    assert len(set(waiting)) >= 5, "of six batches, most could be followed"
    assert await stage.ask("SELECT max(label_attempts) FROM transactions") == 1
    await stage.finish()


@pytest.mark.full
@pytest.mark.fault("C3")
async def test_a_categoriser_killed_in_the_middle_of_a_batch_costs_one_more_question(stage: Stage) -> None:
    await stage.start_api()
    stage.start_worker()
    person, bank = await _settle(stage)
    await _post(bank, 500, _POISON)
    await _correct(stage, person, bank)
    dying = stage.start_categoriser(FAULTS_LETHAL=_POISON)
    await dying.dies()

    stage.start_categoriser()
    await _lose_patience(stage)
    await _sweep(stage)
    await stage.is_categorised()

    assert await stage.ask("SELECT max(label_attempts) FROM transactions") == 2
    await stage.finish()


@pytest.mark.full
@pytest.mark.fault("C3")
@pytest.mark.timeout(600)
async def test_words_that_kill_whoever_reads_them_are_set_aside_and_all_others_answered(stage: Stage) -> None:
    await stage.start_api()
    stage.start_worker()
    categoriser = stage.start_categoriser(FAULTS_LETHAL_ALWAYS=_POISON)
    _, bank = await _settle(stage)
    await _post(bank, 300, _POISON)

    await _insist(stage, bank)

    assert categoriser.is_running
    reason = "SELECT category_reason->>'kind' FROM transactions WHERE description = $1"
    assert await stage.ask(reason, _POISON) == "unknown"
    answered = "SELECT count(*) FROM transactions WHERE category_source = 'model'"
    assert await stage.ask(answered) == 300
    await stage.finish()


@pytest.mark.full
@pytest.mark.fault("C4")
async def test_an_old_versions_late_answer_overwrites_nothing(stage: Stage) -> None:
    await stage.start_api()
    stage.start_worker()
    old = stage.start_categoriser(FAULTS_VERSION="2020.1.1", FAULTS_SECONDS="5")
    await old.says("ready.")
    person, bank = await _settle(stage)
    await _post(bank, 100)
    await old.says("received")
    old.freeze()
    stage.start_categoriser()
    # Frozen in the middle of its wait for more, it swallows one more question.
    await _insist(stage, bank)
    await _correct(stage, person, bank)
    marks = "SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM transactions t"
    before = await stage.ask(marks)

    old.thaw()
    await old.says("succeeded")
    await _idles(stage)

    assert await stage.ask(marks) == before
    await stage.finish()


@pytest.mark.full
@pytest.mark.fault("C5")
@pytest.mark.timeout(1800)
async def test_two_hundred_thousand_rows_pass_and_hold_nobody_up(stage: Stage) -> None:
    await _swamp(stage, 200_000)


@pytest.mark.fault("C5")
async def test_a_swamped_categoriser_is_fair_and_bounded(stage: Stage) -> None:
    await _swamp(stage, 3_000)


async def _swamp(stage: Stage, rows: int) -> None:
    """Let one workspace bring a backlog and another a few rows after it; watch both, and the memory."""
    await stage.start_api()
    stage.start_worker()
    categoriser = stage.start_categoriser()
    await categoriser.says("ready.")
    person, bank = await _settle(stage)
    _, other = await _settle(stage)
    posting = asyncio.create_task(_post(bank, rows))
    await eventually(lambda: _has_answers(stage, bank), 60, "the first rows have answers")
    began, depths, waiting = time.monotonic(), [0], [rows]
    await _post(other, 100)
    held_up: list[float] = []

    async def is_done() -> bool:
        depths.append(int(stage.queue.llen(QUEUE)))
        waiting.append((await _status(person))["waiting"])
        if not held_up and not await stage.ask(_WAITING, other.home.workspace_id):
            held_up.append(time.monotonic() - began)
        return posting.done() and waiting[-1] == 0 and bool(held_up)

    await eventually(is_done, 1500, "every row has its answer")
    await posting

    stage.note(_describe(rows, time.monotonic() - began, held_up[0], categoriser))
    most = requesting.MOST_OUTSTANDING // requesting.BATCH_ROWS
    assert max(depths) <= 2 * most + 1
    assert held_up[0] < 20, f"a hundred rows waited {held_up[0]:.0f} s for another's backlog"
    assert len(set(waiting)) > min(rows // 1_000, 50), "progress could be followed"
    assert _memory_mb(categoriser) < 900
    assert await stage.ask("SELECT max(label_attempts) FROM transactions") == 1
    await stage.finish()


async def _has_answers(stage: Stage, bank: Bank) -> bool:
    query = "SELECT count(*) FROM transactions WHERE workspace_id = $1 AND labelled_at IS NOT NULL"
    return bool(await stage.ask(query, bank.home.workspace_id))


def _describe(rows: int, seconds: float, held_up: float, categoriser: Started) -> str:
    memory = _memory_mb(categoriser)
    return (
        f"{rows:,} rows through Celery in {seconds:.0f} s ({rows / seconds:,.0f} rows/s); a hundred of "
        f"another workspace beside them in {held_up:.1f} s; the categoriser held {memory:.0f} MB"
    )


def _memory_mb(started: Started) -> float:
    """Add up what a worker and its children hold, pages they share counted once for each."""
    return sum(map(_resident_mb, started.family()))


def _resident_mb(pid: int) -> float:
    with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as lines:  # noqa: PTH123 - no file, a view
        return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
