"""What a day costs: the work for what is new, however much is there already."""

from collections.abc import Iterator
from contextlib import contextmanager

from plaid_emulator import accounts, bank, items, polling
from plaid_emulator.config import DAY_SECONDS, Config
from plaid_emulator.emulator import Emulator, open_emulator
from plaid_emulator.logins import Login


def test_a_new_day_costs_what_it_brings_and_not_what_is_there() -> None:
    few, many = steps_per_new_row(500), steps_per_new_row(8_000)

    assert many < 2 * few


def test_a_row_by_hand_costs_the_same_however_much_is_there() -> None:
    few, many = steps_by_hand(500), steps_by_hand(8_000)

    assert many < 2 * few


def steps_by_hand(rows: int) -> int:
    emulator, item = _open(rows)
    (account, *_) = accounts.list_selected(emulator, item.item_id)
    today = emulator.clock.now().date()
    asked = bank.ByHand(account.account_id, 1.0, "LANTERN", today, today)
    with _watching(emulator) as steps:
        bank.add_by_hand(emulator, item, asked)
    emulator.database.close()
    return len(steps)


def steps_per_new_row(rows: int) -> float:
    """Count SQLite's own steps for the rows of one more day: unlike seconds, they are the same everywhere."""
    emulator, before = _open(rows)
    # Weeks, so that those who bring little bring enough to compare.
    emulator.clock.advance(14 * DAY_SECONDS)
    with _watching(emulator) as steps:
        polling.poll(emulator, before)
    brought = items.get_item(emulator, before.item_id).head - before.head
    emulator.database.close()
    return len(steps) / brought


def _open(rows: int) -> tuple[Emulator, items.Item]:
    emulator = open_emulator(Config(initial_delay_seconds=0, historical_delay_seconds=0))
    login = Login("ins_109508", f"user_load_{rows}", "any")
    item = items.create_item(emulator, items.NewItem(login, days_requested=730))
    polling.poll(emulator, item)
    polling.poll(emulator, items.get_item(emulator, item.item_id))
    return emulator, items.get_item(emulator, item.item_id)


@contextmanager
def _watching(emulator: Emulator) -> Iterator[list[None]]:
    """Note every tenth step of SQLite's."""
    steps: list[None] = []
    connection = emulator.database._connection
    connection.set_progress_handler(lambda: steps.append(None), 10)
    yield steps
    connection.set_progress_handler(None, 10)
