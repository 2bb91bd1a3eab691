"""user_load_<n>: many rows, told quickly, with balances that still add up."""

import time

import pytest
from persona_stories import DAY, NOW, SINCE

from plaid_emulator.worlds.model import Setting, World
from plaid_emulator.worlds.registry import is_known_user, open_world


def load(count: int, seed: int = 1) -> World:
    return open_world(Setting(seed, f"user_load_{count}", "any", "ins_109508", epoch=NOW, created_at=NOW))


def test_it_tells_as_many_rows_as_its_name_says() -> None:
    rows = list(load(5_000).rows(SINCE, NOW))

    assert len(rows) == len({row.key for row in rows}) == 5_000
    assert rows == sorted(rows, key=lambda row: row.appears_at)
    assert any(row.settles_at > NOW for row in rows)


def test_balances_add_up_from_any_moment_to_any_other() -> None:
    world = load(7_300)
    for account, sign in (("checking", -1), ("card", 1)):
        for begin, end in ((SINCE, NOW), (SINCE + 5.5 * DAY, NOW - 333 * DAY), (NOW, NOW + 40 * DAY)):
            moved = sum(row.amount_e7 for row in world.rows(begin, end) if row.account == account)
            assert world.opening_e7(account, end) == world.opening_e7(account, begin) + sign * moved


def test_the_same_seed_tells_the_same_and_time_only_extends_it() -> None:
    before = list(load(2_000).rows(SINCE, NOW))

    assert list(load(2_000).rows(SINCE, NOW + 9 * DAY))[: len(before)] == before
    assert [row.amount_e7 for row in load(2_000, seed=2).rows(SINCE, NOW)] != [
        row.amount_e7 for row in before
    ]


def test_two_hundred_thousand_rows_take_seconds_at_most() -> None:
    # Processor time: what else runs on the machine does not count.
    started = time.process_time()

    count = sum(1 for _ in load(200_000).rows(SINCE, NOW))

    # A quiet machine needs half a second.
    assert count == 200_000
    assert time.process_time() - started < 10


@pytest.mark.parametrize(
    "name", ["user_load_0", "user_load_200001", "user_load_", "user_load_1x", "user_load_007"]
)
def test_other_numbers_are_nobody(name: str) -> None:
    assert not is_known_user(name)
