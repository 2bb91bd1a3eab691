"""The oracle on a big Item: told in pieces, and yet the truth of one moment."""

from collections.abc import Iterator
from dataclasses import dataclass

import orjson
import pytest
from emulator_harness import Bank, Json, Live

from plaid_emulator import bank, items, polling, sync
from plaid_emulator.admin import oracle
from plaid_emulator.config import Config
from plaid_emulator.emulator import Emulator, open_emulator
from plaid_emulator.errors import PlaidError
from plaid_emulator.logins import Login
from plaid_emulator.sync_log import WALK

LOGIN = Login("ins_109508", f"user_load_{2 * WALK + 500}", "any")


@dataclass
class Big:
    """An Item of more rows than one piece holds, in a place where nothing else happens."""

    emulator: Emulator
    item_id: str

    @property
    def item(self) -> items.Item:
        return items.get_item(self.emulator, self.item_id)

    def pieces(self, cursor: str = "") -> Iterator[bytes]:
        return oracle.tell(self.emulator, self.item, cursor)

    def spend(self) -> None:
        account_id = bank.list_account_ids(self.emulator, self.item_id)["checking"]
        today = self.emulator.clock.now().date()
        bank.add_by_hand(self.emulator, self.item, bank.ByHand(account_id, 5.0, "TEA", today, today))
        polling.poll(self.emulator, self.item)


@pytest.fixture
def big() -> Iterator[Big]:
    emulator = open_emulator(Config(initial_delay_seconds=0, historical_delay_seconds=0))
    emulator.clock.set_speed(0)
    made = items.create_item(emulator, items.NewItem(LOGIN, days_requested=730))
    for _ in range(2):
        polling.poll(emulator, items.get_item(emulator, made.item_id))
    yield Big(emulator, made.item_id)
    emulator.database.close()


def ids_of(rows: list[Json]) -> set[str]:
    return {row["transaction_id"] for row in rows}


def read(big: Big, cursor: str, count: int) -> tuple[set[str], sync.Page]:
    page = sync.read_page(big.emulator, big.item, cursor, count)
    return {row["transaction_id"] for row in page.rows}, page


def test_what_happens_between_two_pieces_changes_nothing_of_them(big: Big) -> None:
    before = orjson.loads(b"".join(big.pieces()))
    pieces = big.pieces()
    begun = [next(pieces), next(pieces)]

    big.spend()

    assert orjson.loads(b"".join([*begun, *pieces])) == before
    assert len(before["transactions"]) > 2 * WALK
    assert len(orjson.loads(b"".join(big.pieces()))["transactions"]) == len(before["transactions"]) + 1


def test_an_item_that_goes_meanwhile_does_not_look_like_one_with_fewer_rows(big: Big) -> None:
    pieces = big.pieces()
    _, _, first_rows = next(pieces), next(pieces), next(pieces)

    items.remove_item(big.emulator, big.item_id)

    with pytest.raises(PlaidError, match="ITEM_NOT_FOUND"):
        list(pieces)
    assert first_rows


def test_in_the_middle_of_many_pages_it_knows_what_was_settled_and_what_is_being_read(big: Big) -> None:
    first, page = read(big, "", 500)
    second, page = read(big, page.next_cursor, 500)

    beginning = orjson.loads(b"".join(big.pieces(page.next_cursor)))
    while page.has_more:
        _, page = read(big, page.next_cursor, 500)
    settled = page.next_cursor
    big.spend()
    big.spend()
    fresh, page = read(big, settled, 1)
    following = orjson.loads(b"".join(big.pieces(page.next_cursor)))

    assert beginning["transactions"] == []
    assert ids_of(beginning["reading"]["transactions"]) == first | second
    everything = ids_of(orjson.loads(b"".join(big.pieces(settled)))["transactions"])
    assert ids_of(following["transactions"]) == everything
    assert ids_of(following["reading"]["transactions"]) == everything | fresh


def test_others_are_served_while_it_is_told(live: Live, bank: Bank) -> None:
    token = bank.link(username=LOGIN.username, days=730)
    held = bank.sync(token).held
    (item,) = live.admin("/items")["items"]

    with live.http.stream("GET", f"/__admin/oracle/items/{item['item_id']}") as answer:
        pieces = answer.iter_bytes()
        begun = next(pieces)
        assert live.admin("")["items"] == 1
        whole = orjson.loads(begun + b"".join(pieces))

    assert {row["transaction_id"]: row["amount"] for row in whole["transactions"]} == {
        key: row["amount"] for key, row in held.items()
    }
