"""Whatever happens at a bank, a reader who follows the rules ends with the truth."""

import json
from datetime import timedelta

from emulator_harness import Json
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plaid_emulator import accounts, bank, institutions, items, logins, polling, refreshing, sync, sync_log
from plaid_emulator.config import DAY_SECONDS, Config
from plaid_emulator.emulator import Emulator, open_emulator
from plaid_emulator.errors import PlaidError
from plaid_emulator.items import Item

HAPPENINGS = st.one_of(
    st.tuples(st.just("row"), st.booleans()),
    st.tuples(st.just("days"), st.floats(0.1, 4)),
    st.tuples(st.just("refresh"), st.none()),
    st.tuples(st.just("page"), st.integers(1, 60)),
    st.tuples(st.just("read"), st.integers(1, 500)),
    st.tuples(st.just("replay"), st.integers(1, 500)),
)


class Reader:
    """A program that syncs by the book: all pages of an update, or none of them."""

    def __init__(self, emulator: Emulator, item_id: str) -> None:
        self.emulator, self.item_id = emulator, item_id
        self.cursor, self.held = "", dict[str, Json]()
        self._page_cursor, self._gathered = "", list[tuple[str, Json]]()
        self.cursors = [""]

    def page(self, count: int) -> bool:
        """Read one more page; answer whether the update is complete."""
        item = polling.catch_up(self.emulator, items.get_item(self.emulator, self.item_id))
        try:
            page = sync.read_page(self.emulator, item, self._page_cursor, count)
        except PlaidError as error:
            if error.code != "TRANSACTIONS_SYNC_MUTATION_DURING_PAGINATION":
                raise
            self.restart(self.cursor)
            return False
        self._gathered += [(row["told"], json.loads(row["body"])) for row in page.rows]
        self._page_cursor = page.next_cursor
        if not page.has_more:
            self._commit()
        return not page.has_more

    def read(self, count: int) -> None:
        while not self.page(count):
            pass

    def restart(self, cursor: str) -> None:
        self._page_cursor, self._gathered = cursor, []
        self.cursor = cursor

    def _commit(self) -> None:
        for told, row in self._gathered:
            if told != sync_log.REMOVED:
                self.held[row["transaction_id"]] = row
        for told, row in self._gathered:
            if told == sync_log.REMOVED:
                self.held.pop(row["transaction_id"], None)
        self.cursor, self._gathered = self._page_cursor, []
        self.cursors.append(self.cursor)


@given(st.lists(HAPPENINGS, max_size=14))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_history_read_in_any_way_rebuilds_the_truth(happenings: list[tuple[str, object]]) -> None:
    config = Config(initial_delay_seconds=0, historical_delay_seconds=0, login_expiry_days=None)
    emulator = open_emulator(config)
    emulator.clock.set_speed(0)
    login = logins.check_login(institutions.get("ins_109508"), "user_transactions_dynamic", "x")
    item = items.create_item(emulator, items.NewItem(login))
    reader = Reader(emulator, item.item_id)

    for kind, value in happenings:
        happen(emulator, reader, kind, value)
    reader.read(500)

    live = sync_log.list_live(emulator, item.item_id)
    assert reader.held == {row["transaction_id"]: json.loads(row["body"]) for row in live}
    emulator.database.close()


def happen(emulator: Emulator, reader: Reader, kind: str, value: object) -> None:
    item = polling.catch_up(emulator, items.get_item(emulator, reader.item_id))
    match kind, value:
        case "row", bool(pending):
            add_row(emulator, item, pending=pending)
        case "days", float(days):
            emulator.clock.advance(days * DAY_SECONDS)
        case "refresh", _:
            refreshing.refresh(emulator, item)
        case "page", int(count):
            reader.page(count)
        case "read", int(count):
            reader.read(count)
        case "replay", int(count):
            # A program restored from a backup holds an old cursor and newer rows: reading on must heal it.
            reader.restart(reader.cursors[count % len(reader.cursors)])


def add_row(emulator: Emulator, item: Item, *, pending: bool) -> None:
    account = accounts.list_selected(emulator, item.item_id)[0]
    today = emulator.clock.now().date()
    asked = bank.ByHand(account.account_id, 5, "BY HAND", today - timedelta(days=1), today, pending=pending)
    bank.add_by_hand(emulator, item, asked)
    polling.poll_if_ready(emulator, item)
