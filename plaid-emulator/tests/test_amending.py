"""Rows that a bank changes, or takes back, after they have posted."""

import json
from collections.abc import Iterator

import pytest
from emulator_harness import Json

from plaid_emulator import bank, institutions, items, logins, polling, sync
from plaid_emulator.config import DAY_SECONDS, Config
from plaid_emulator.emulator import Emulator, open_emulator
from plaid_emulator.items import Item
from plaid_emulator.worlds.model import Amendment, BankRow

NOW = 1_795_262_400.0


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    config = Config(
        initial_delay_seconds=0, historical_delay_seconds=0, login_expiry_days=None, start_time=NOW
    )
    here = open_emulator(config)
    here.clock.set_speed(0)
    yield here
    here.database.close()


def make_item(emulator: Emulator) -> Item:
    login = logins.check_login(institutions.get("ins_109508"), "user_good", "pass_good")
    item = items.create_item(emulator, items.NewItem(login))
    return live_on(emulator, item, 0.01)


def live_on(emulator: Emulator, item: Item, days: float) -> Item:
    emulator.clock.advance(days * DAY_SECONDS)
    return polling.catch_up(emulator, items.get_item(emulator, item.item_id))


def read(emulator: Emulator, item: Item, cursor: str) -> tuple[dict[str, list[Json]], str]:
    page = sync.read_page(emulator, item, cursor, 500)
    told: dict[str, list[Json]] = {"added": [], "modified": [], "removed": []}
    for row in page.rows:
        told[row["told"]].append(json.loads(row["body"]))
    return told, page.next_cursor


def row(*amendments: Amendment, pending_days: float = 0) -> BankRow:
    details = {"name": "TRATTORIA", "date": "2026-11-21", "authorized_date": "2026-11-21"}
    settles_at = NOW + pending_days * DAY_SECONDS
    return BankRow(
        *("one", "checking", NOW, settles_at, 200_000_000, 200_000_000), details, amendments=amendments
    )


def test_a_changed_row_is_told_once_as_modified_under_its_id(emulator: Emulator) -> None:
    item = make_item(emulator)
    change = Amendment(NOW + 3 * DAY_SECONDS, {"merchant": "Trattoria Da Nino"}, amount_e7=230_000_000)
    bank.add_rows(emulator, item, [row(change, pending_days=1)])
    item = live_on(emulator, live_on(emulator, item, 0.5), 1.5)
    first, cursor = read(emulator, item, "")
    before = {each["transaction_id"]: each for each in first["added"]}

    told, cursor = read(emulator, live_on(emulator, item, 2), cursor)

    [modified] = told["modified"]
    assert (told["added"], told["removed"]) == ([], [])
    assert (modified["merchant_name"], modified["amount"]) == ("Trattoria Da Nino", 23)
    assert modified["transaction_id"] in before
    assert modified["pending_transaction_id"] is not None
    assert modified["pending_transaction_id"] == before[modified["transaction_id"]]["pending_transaction_id"]
    assert read(emulator, live_on(emulator, item, 3), cursor)[0]["modified"] == []


def test_a_row_taken_back_is_removed(emulator: Emulator) -> None:
    item = make_item(emulator)
    bank.add_rows(emulator, item, [row(Amendment(NOW + 2 * DAY_SECONDS, withdrawn=True))])
    item = live_on(emulator, item, 1)
    _, cursor = read(emulator, item, "")

    told, _ = read(emulator, live_on(emulator, item, 2), cursor)

    assert (told["added"], told["modified"]) == ([], [])
    assert [each.keys() for each in told["removed"]] == [{"account_id", "transaction_id"}]


def test_what_changed_before_the_first_look_is_told_as_it_is_now(emulator: Emulator) -> None:
    item = make_item(emulator)
    _, cursor = read(emulator, item, "")
    bank.add_rows(emulator, item, [row(Amendment(NOW + DAY_SECONDS, {"name": "TRATTORIA DA NINO"}))])

    told, _ = read(emulator, live_on(emulator, item, 2), cursor)

    assert [each["name"] for each in told["added"]] == ["TRATTORIA DA NINO"]
    assert told["modified"] == []


def test_nothing_is_left_of_a_removed_item(emulator: Emulator) -> None:
    item = make_item(emulator)
    bank.add_rows(emulator, item, [row(Amendment(NOW + 9 * DAY_SECONDS, withdrawn=True))])

    items.remove_item(emulator, item.item_id)

    assert emulator.database.list("SELECT * FROM bank_amendments") == []
