"""The day of these tests: they name days, and what is near enough to one depends on today."""

import datetime as dt

import pytest

from tests.fakes.clock import FixedClock


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC))
