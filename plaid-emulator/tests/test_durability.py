"""What survives a restart: Items, cursors, webhooks still to send, the clock, the signing key."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from emulator_harness import Bank, Json, Live, Receiver, wait_until
from plaid.model.item_get_request import ItemGetRequest

from plaid_emulator.clock import Clock
from plaid_emulator.packing import pack, unpack
from plaid_emulator.storage import Database, NewerFolder
from plaid_emulator.upgrades import STEPS

Start = Callable[..., Live]
FORMATS = Path(__file__).with_name("formats")
OLD_TOKEN = "access-sandbox-00000000-0000-4000-8000-000000000000"
PACKED_ONCE = "00432b851293929510c589a1919eb1097aa4d70200"


def test_items_and_cursors_stay_valid(start: Start, data_dir: Path) -> None:
    first = start(data_dir=data_dir)
    before = Bank(first.url)
    token = before.link()
    read = before.sync(token)
    middle = before.page(token, count=10).next_cursor
    first.stop()

    second = start(data_dir=data_dir)
    after = Bank(second.url)
    second.admin("/clock", {"advance_seconds": 1})

    assert after.api.item_get(ItemGetRequest(token)).item.error is None
    assert after.sync(token, read.cursor).added == []
    assert len(after.sync(token, middle).added) == len(read.added) - 10
    # Pictures are served by the emulator itself, on another port now.
    assert [without_icon(row) for row in after.sync(token).added] == [without_icon(row) for row in read.added]
    before.close()
    after.close()


def without_icon(row: Json) -> Json:
    return {name: value for name, value in row.items() if name != "personal_finance_category_icon_url"}


def test_a_household_lives_on_after_a_restart(start: Start, data_dir: Path) -> None:
    first = start(data_dir=data_dir)
    before = Bank(first.url)
    token = before.link("ins_900001", "user_maple_household", days=30)
    read = before.sync(token)
    first.stop()

    second = start(data_dir=data_dir)
    after = Bank(second.url)
    second.admin("/clock", {"advance_seconds": 3 * 86_400})
    more = after.sync(token, read.cursor)

    assert len(more.added) > 8
    assert not {row["transaction_id"] for row in more.added} & {row["transaction_id"] for row in read.added}
    before.close()
    after.close()


def test_a_webhook_waiting_for_its_retry_is_still_sent(
    start: Start, data_dir: Path, receiver: Receiver
) -> None:
    first = start(data_dir=data_dir)
    bank = Bank(first.url)
    receiver.answers = [503] * 2
    bank.link(webhook=receiver.url)
    wait_until(lambda: len(receiver.received) == 2)
    wait_until(lambda: all(row["outcome"] == "waiting" for row in first.admin("/webhooks")["webhooks"]))
    bank.close()
    first.stop()

    second = start(data_dir=data_dir)
    second.admin("/clock", {"advance_seconds": 31})

    wait_until(lambda: len(receiver.received) == 4)
    keys = {row["kid"] for row in second.emulator.database.list("SELECT kid FROM signing_keys")}
    assert len(keys) == 1


def test_the_clock_keeps_its_time_and_its_speed(tmp_path: Path) -> None:
    database = Database(tmp_path)
    clock = Clock(database, start_time=1_000_000.0)
    clock.set_speed(0)
    clock.advance(500)
    database.close()

    reopened = Database(tmp_path)
    again = Clock(reopened)

    assert again.timestamp() == pytest.approx(1_000_500, abs=1)
    assert again.speed == 0
    assert again.real_seconds_until(1_000_600) is None
    reopened.close()


def test_a_folder_of_the_first_version_opens_and_reads_on(start: Start, data_dir: Path) -> None:
    data_dir.mkdir()
    folder = sqlite3.connect(data_dir / "emulator.sqlite3")
    folder.executescript((FORMATS / "format_0.sql").read_text(encoding="utf-8"))
    folder.close()

    live = start(data_dir=data_dir)
    bank = Bank(live.url)
    cursor = str(live.emulator.database.get_meta("test.cursor"))
    every, rest = bank.sync(OLD_TOKEN), bank.sync(OLD_TOKEN, cursor)

    assert live.emulator.database.list("PRAGMA user_version")[0][0] == len(STEPS)
    assert [row["name"] for row in every.added[3:]] == [row["name"] for row in rest.added]
    assert len(every.added) == 6
    live.admin("/actions", {"do": "add_transactions", "rows": [{"description": "NEW", "amount": 1}]})
    assert [row["name"] for row in bank.sync(OLD_TOKEN, rest.cursor).added] == ["NEW"]
    bank.close()


def test_rows_that_were_packed_once_can_be_read_for_ever() -> None:
    # A folder written by any earlier version holds bytes like these: whatever changes, they must open.
    assert unpack(bytes.fromhex(PACKED_ONCE)) == '{"account_id":"abc","amount":12.34,"pending":false}'
    assert unpack(pack('{"name":"CAFÉ"}')) == '{"name":"CAFÉ"}'
    assert unpack(b'{"told":"as text"}') == '{"told":"as text"}'


def test_a_folder_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    later = Database(tmp_path)
    later.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    later.close()

    with pytest.raises(NewerFolder, match="newer version"):
        Database(tmp_path)
