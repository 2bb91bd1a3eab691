"""Whatever happens at a bank, a reader who follows the rules ends with the truth."""

from collections.abc import Callable, Sequence
from sqlite3 import Row

import pytest
from history_players import HISTORIES, live_through
from hypothesis import HealthCheck, Phase, given, settings

from plaid_emulator import sync_log
from plaid_emulator.emulator import Emulator
from plaid_emulator.sync_log import Stretch

SLOW_STARTS = [HealthCheck.too_slow, HealthCheck.data_too_large]
Read = Callable[[Emulator, str, Stretch, int], Sequence[Row]]


# A failure prints the history and how to play it again.
@given(HISTORIES)
@settings(max_examples=200, deadline=None, suppress_health_check=SLOW_STARTS, print_blob=True)
def test_any_history_read_in_any_way_rebuilds_the_truth(history: tuple[str, list[tuple[str, int]]]) -> None:
    live_through(history)


def forget_removals(real: Read) -> Read:
    """Plant a bug: what was removed is never told."""

    def read(emulator: Emulator, item_id: str, stretch: Stretch, limit: int) -> Sequence[Row]:
        return [row for row in real(emulator, item_id, stretch, limit) if row["told"] != sync_log.REMOVED]

    return read


def tell_what_is_superseded(real: Read) -> Read:
    """Plant a bug: rows are told although a later entry has taken their place."""

    def read(emulator: Emulator, item_id: str, stretch: Stretch, limit: int) -> Sequence[Row]:
        emulator.database.execute("UPDATE log SET superseded_by = NULL WHERE superseded_by % 2 = 0")
        return real(emulator, item_id, stretch, limit)

    return read


def lose_a_row_between_pages(real: Read) -> Read:
    """Plant a bug: the row at the end of a full page is skipped."""

    def read(emulator: Emulator, item_id: str, stretch: Stretch, limit: int) -> Sequence[Row]:
        rows = real(emulator, item_id, stretch, limit)
        return rows[1:] if len(rows) == limit else rows

    return read


@pytest.mark.parametrize("plant", [forget_removals, tell_what_is_superseded, lose_a_row_between_pages])
def test_a_planted_bug_is_found(monkeypatch: pytest.MonkeyPatch, plant: Callable[[Read], Read]) -> None:
    monkeypatch.setattr(sync_log, "read", plant(sync_log.read))
    wary = settings(
        max_examples=200,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=SLOW_STARTS,
    )

    with pytest.raises(AssertionError):
        wary(given(HISTORIES)(live_through))()
