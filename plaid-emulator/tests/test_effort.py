"""What a day costs: the work for what is new, however much is there already."""

from plaid_emulator import items, polling
from plaid_emulator.config import DAY_SECONDS, Config
from plaid_emulator.emulator import Emulator, open_emulator
from plaid_emulator.logins import Login


def test_a_new_day_costs_what_it_brings_and_not_what_is_there() -> None:
    few, many = steps_per_new_row(500), steps_per_new_row(8_000)

    assert many < 2 * few


def steps_per_new_row(rows: int) -> float:
    """Count SQLite's own steps for the rows of one more day: unlike seconds, they are the same everywhere."""
    emulator = open_emulator(Config(initial_delay_seconds=0, historical_delay_seconds=0))
    login = Login("ins_109508", f"user_load_{rows}", "any")
    item = items.create_item(emulator, items.NewItem(login, days_requested=730))
    polling.poll(emulator, item)
    polling.poll(emulator, items.get_item(emulator, item.item_id))
    before, steps = items.get_item(emulator, item.item_id), 0

    def count() -> None:
        nonlocal steps
        steps += 1

    # Weeks, so that those who bring little bring enough to compare.
    emulator.clock.advance(14 * DAY_SECONDS)
    _watch(emulator, count)
    polling.poll(emulator, before)
    _watch(emulator, None)
    brought = items.get_item(emulator, item.item_id).head - before.head
    emulator.database.close()
    return steps / brought


def _watch(emulator: Emulator, count: object) -> None:
    emulator.database._connection.set_progress_handler(count, 10)  # type: ignore[arg-type]
