"""Pairing rows of a new link with transactions of the old one."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saldo.transactions.matching import (
    MOST_DAYS_APART,
    MOST_DAYS_FROM_ENTRY,
    Movement,
    as_a_person_said,
    as_the_bank_said,
    match,
)

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


@given(_lists, _lists, st.sampled_from([as_a_person_said, as_the_bank_said]))
def test_the_nearest_of_all_pairs_are_taken(
    rows: list[Movement[int]], known: list[Movement[int]], compare: Any
) -> None:
    pairs = sorted(
        (distance, place, other)
        for place, row in enumerate(rows)
        for other, each in enumerate(known)
        if row.amount == each.amount and (distance := compare(row, each)) is not None
    )
    taken: dict[int, int] = {}
    for _, place, other in pairs:
        if place not in taken and other not in taken.values():
            taken[place] = other

    assert match(rows, known, compare) == {rows[one].id: known[other].id for one, other in taken.items()}


def test_thousands_of_equal_rows_are_paired_in_their_order_without_comparing_each_with_each() -> None:
    compared = 0

    def compare(row: Movement[Any], known: Movement[Any]) -> tuple[int, float] | None:
        nonlocal compared
        compared += 1
        return as_a_person_said(row, known)

    rows = [_movement(number, day=number // 100) for number in range(5_000)]

    pairs = match(rows, rows, compare)

    assert pairs == {number: number for number in range(5_000)}
    # Fifty days, each against those of the fortnight around it.
    assert compared <= 50 * (2 * MOST_DAYS_FROM_ENTRY + 1)


def test_thousands_of_names_are_paired_by_name_and_the_rest_by_day() -> None:
    names = ["".join(chr(97 + number // 26**place % 26) for place in range(3)) for number in range(2_000)]
    rows = [_movement(number, name=name) for number, name in enumerate(names)]
    known = [_movement(number, name=name, day=1) for number, name in enumerate([*names[1_000:], *"xyz"])]

    pairs = match(rows, known, as_a_person_said)

    assert {row: pairs[row] for row in range(1_000, 2_000)} == {
        row: row - 1_000 for row in range(1_000, 2_000)
    }
    assert [pairs.get(row) for row in range(4)] == [1_000, 1_001, 1_002, None]
