"""F15: clocks that are wrong, that step back, and odd days; our clock is a port, the bank's is its own."""

import pytest

from tests.faults.stage import Sabotage, Stage

pytestmark = [pytest.mark.timeout(180), pytest.mark.fault("F15"), pytest.mark.full]
_HOUR_SECONDS = 3_600


@pytest.mark.parametrize("seconds", [300, -300], ids=["fast", "slow"])
async def test_a_clock_that_is_five_minutes_wrong_loses_nothing(stage: Stage, seconds: float) -> None:
    stage.start_worker(Sabotage(clock_seconds=seconds))
    await stage.start_api(Sabotage(clock_seconds=seconds / 10))
    connection_id, _ = await stage.link()
    await stage.superuser.execute("UPDATE bank_connections SET next_at = now() - interval '6 minutes'")
    await stage.reaches("healthy", connection_id)

    await stage.bank("add_transactions", rows=[{"description": "BY ANOTHER CLOCK", "amount": 3}])
    await stage.want_sync(connection_id)
    await stage.superuser.execute("UPDATE bank_connections SET next_at = now() - interval '6 minutes'")

    await stage.rests()
    await stage.judge()


async def test_a_clock_that_steps_back_an_hour_holds_nothing_up_for_ever(stage: Stage) -> None:
    ahead = stage.start_worker(Sabotage(clock_seconds=_HOUR_SECONDS))
    connection_id, item_id = await stage.link()
    await stage.reaches("healthy", connection_id)
    await stage.rests()
    ahead.kill()

    stage.start_worker()
    await stage.bank("add_transactions", item=item_id, rows=[{"description": "AN HOUR AGO", "amount": 3}])

    # Whoever asks now is served now, whatever the clock before has planned.
    await stage.finish(connection_id)
    assert await stage.ask("SELECT count(*) FROM transactions WHERE description = 'AN HOUR AGO'") == 1


@pytest.mark.parametrize(
    "moment",
    ["2027-03-14T06:59:30Z", "2027-11-07T05:59:30Z", "2028-02-28T23:59:30Z", "2028-02-29T23:59:30Z"],
    ids=["summer_time_begins", "summer_time_ends", "leap_day_begins", "leap_day_ends"],
)
async def test_an_odd_day_keeps_every_row_on_its_date(stage: Stage, moment: str) -> None:
    await stage.bank("move_clock", set=moment)
    stage.start_worker()
    connection_id, _ = await stage.link()
    await stage.reaches("healthy", connection_id)

    for number in range(2):
        await stage.bank("add_transactions", rows=[{"description": f"ODD {number}", "amount": 3}])
        await stage.bank("move_clock", advance_seconds=60)
    await stage.bank("look_at_bank")
    await stage.want_sync(connection_id)

    await stage.rests()
    await stage.judge()
