import pytest

from saldo.core.errors import TooMany
from saldo.core.pacing import MOST_KEYS, Pace


class _Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def _count(pace: Pace, key: str, tries: int) -> int:
    """Return how many of so many tries are let through."""
    admitted = 0
    for _ in range(tries):
        try:
            pace.admit(key)
        except TooMany:
            break
        admitted += 1
    return admitted


def test_so_many_pass_at_once_and_then_as_time_goes_on() -> None:
    clock = _Clock()
    pace = Pace(60, 60, clock=clock)

    assert _count(pace, "anna", 100) == 60
    clock.now += 10
    assert _count(pace, "anna", 100) == 10
    clock.now += 3600
    assert _count(pace, "anna", 100) == 60


def test_whoever_is_too_fast_slows_nobody_else_down_and_hears_when_to_come_back() -> None:
    clock = _Clock()
    pace = Pace(2, 60, clock=clock)
    _count(pace, "anna", 5)

    with pytest.raises(TooMany) as refused:
        pace.admit("anna")
    assert refused.value.retry_after_seconds == 30
    assert _count(pace, "bo", 5) == 2

    clock.now += 30
    pace.admit("anna")


def test_however_many_ask_only_so_many_are_remembered() -> None:
    clock = _Clock()
    pace = Pace(2, 60, clock=clock)
    _count(pace, "heavy", 2)

    for number in range(3 * MOST_KEYS):
        pace.admit(number)
        assert len(pace._whole_at) <= MOST_KEYS

    # Whoever has asked most is not let off because others came.
    assert _count(pace, "heavy", 1) == 0


def test_those_whose_time_is_over_make_room_first() -> None:
    clock = _Clock()
    pace = Pace(1, 60, clock=clock)
    for number in range(MOST_KEYS):
        pace.admit(number)
    clock.now += 61

    pace.admit("new")

    assert set(pace._whole_at) == {"new"}
