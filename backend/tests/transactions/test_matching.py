"""Pairing rows of a new link with transactions of the old one."""

import datetime as dt
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saldo.transactions.matching import MOST_DAYS_APART, Movement, match

ACCOUNT = UUID(int=1)
DAY = dt.date(2026, 11, 1)


def _movement(
    number: int, day: int = 0, amount: str = "-5.00", name: str = "COFFEE BAR 1234"
) -> Movement[int]:
    return Movement(number, ACCOUNT, DAY + dt.timedelta(days=day), Decimal(amount), "USD", name)


@pytest.mark.parametrize(
    ("row", "known", "pairs"),
    [
        (_movement(1), _movement(2), {1: 2}),
        (_movement(1, name="Coffee Bar"), _movement(2), {1: 2}),
        (_movement(1, name="Something else"), _movement(2), {1: 2}),
        (_movement(1, day=3), _movement(2), {1: 2}),
        (_movement(1, day=-3), _movement(2), {1: 2}),
        (_movement(1, day=3, name="Something else"), _movement(2), {}),
        (_movement(1, day=MOST_DAYS_APART + 1), _movement(2), {}),
        (_movement(1, amount="-5.01"), _movement(2), {}),
        (_movement(1, amount="5.00"), _movement(2), {}),
    ],
)
def test_a_pair_has_amount_and_day_or_name_in_common(
    row: Movement[int], known: Movement[int], pairs: dict[int, int]
) -> None:
    assert match([row], [known]) == pairs


def test_twins_pair_off_in_their_order() -> None:
    rows, known = [_movement(n) for n in (1, 2, 3)], [_movement(n) for n in (11, 12)]

    assert match(rows, known) == {1: 11, 2: 12}


def test_the_nearest_day_and_the_same_name_win() -> None:
    known = [_movement(11, day=2), _movement(12, name="Other"), _movement(13)]

    assert match([_movement(1)], known) == {1: 13}
    assert match([_movement(1), _movement(2, day=1)], known) == {1: 13, 2: 11}


_movements = st.builds(
    _movement,
    number=st.integers(),
    day=st.integers(0, 9),
    amount=st.sampled_from(["-5.00", "-7.10"]),
    name=st.sampled_from(["COFFEE", "Tea 9"]),
)
_lists = st.lists(_movements, max_size=12, unique_by=lambda each: each.id)


@given(_lists, _lists)
def test_every_pairing_is_one_to_one_and_complete_for_equals(
    rows: list[Movement[int]], known: list[Movement[int]]
) -> None:
    pairs = match(rows, known)

    assert len(set(pairs.values())) == len(pairs)
    assert set(pairs) <= {each.id for each in rows}
    assert len(match(rows, rows)) == len(rows)
