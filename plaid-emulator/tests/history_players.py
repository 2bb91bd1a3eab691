"""Random lives of an Item and a reader of them, for the test that the two always agree in the end."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import orjson
from emulator_harness import Json
from hypothesis import strategies as st

from plaid_emulator import (
    accounts,
    bank,
    institutions,
    items,
    logins,
    polling,
    refreshing,
    sharing,
    sync,
    sync_log,
    teller,
)
from plaid_emulator.config import DAY_SECONDS, Config
from plaid_emulator.emulator import Emulator, open_emulator
from plaid_emulator.errors import PlaidError
from plaid_emulator.faults import Mutation
from plaid_emulator.items import Item
from plaid_emulator.teller import Amendment

MUTATION = "TRANSACTIONS_SYNC_MUTATION_DURING_PAGINATION"
# One day for all lives, so that the households need to be imagined only once.
BIRTH = 1_790_000_000.0
USERS = {"user_transactions_dynamic": "ins_109508", "user_maple_household": "ins_900001"}

number = st.integers(0, 999)
HAPPENINGS = st.one_of(
    st.tuples(st.just("row"), number),
    st.tuples(st.just("pending row"), number),
    st.tuples(st.just("days"), st.integers(1, 90)),
    st.tuples(st.just("refresh"), number),
    st.tuples(st.just("post"), number),
    st.tuples(st.just("vanish"), number),
    st.tuples(st.just("amend"), number),
    st.tuples(st.just("remove"), number),
    st.tuples(st.just("share"), number),
    st.tuples(st.just("split"), number),
    st.tuples(st.just("mutation"), number),
    st.tuples(st.just("restart"), number),
    st.tuples(st.just("page"), st.integers(1, 60)),
    st.tuples(st.just("page"), st.integers(1, 500)),
    st.tuples(st.just("read"), st.integers(1, 500)),
    st.tuples(st.just("stream"), st.integers(1, 500)),
    st.tuples(st.just("replay"), number),
)
HISTORIES = st.tuples(st.sampled_from(sorted(USERS)), st.lists(HAPPENINGS, max_size=16))


@dataclass
class Reader:
    """A program that syncs by the book: all pages of an update, or none of them."""

    life: "Life"
    account_id: str = ""
    cursor: str = ""
    held: dict[str, Json] = field(default_factory=dict)
    cursors: list[str] = field(default_factory=lambda: [""])
    _page_cursor: str = ""
    _gathered: list[tuple[str, Json]] = field(default_factory=list)

    def page(self, count: int) -> bool:
        """Read one more page; answer whether the update is complete."""
        try:
            page = self._ask(count)
            if self.life.emulator.faults.mutation is Mutation.NATURAL:
                # The answer was lost on its way: asked again, it is the same.
                assert page == self._ask(count), "a cursor answered differently the second time"
        except PlaidError as error:
            if error.code != MUTATION:
                raise
            self.restart(self.cursor)
            return False
        rows, self._page_cursor, more = page
        self._gathered += rows
        if not more:
            self._commit()
        return not more

    def read(self, count: int) -> None:
        while not self.page(count):
            pass

    def restart(self, cursor: str) -> None:
        self._page_cursor, self._gathered, self.cursor = cursor, [], cursor

    def _ask(self, count: int) -> tuple[list[tuple[str, Json]], str, bool]:
        page = sync.read_page(self.life.emulator, self.life.item(), self._page_cursor, count, self.account_id)
        return (
            [(row["told"], orjson.loads(row["body"])) for row in page.rows],
            page.next_cursor,
            page.has_more,
        )

    def _commit(self) -> None:
        came: dict[str, Json] = {}
        went: set[str] = set()
        for told, row in self._gathered:
            if told == sync_log.REMOVED:
                went.add(row["transaction_id"])
            else:
                came[row["transaction_id"]] = row
                # Programs apply all additions of an update, then all removals.
                assert row["transaction_id"] not in went, "one update told that a row went and came again"
        self.held = {key: row for key, row in {**self.held, **came}.items() if key not in went}
        self.cursor, self._gathered = self._page_cursor, []
        self.cursors.append(self.cursor)


class Life:
    """One emulator, on a folder of its own or in memory, with one Item and two readers of it."""

    def __init__(self, folder: Path | None, username: str) -> None:
        self.config = Config(
            data_dir=folder,
            initial_delay_seconds=0,
            historical_delay_seconds=0,
            login_expiry_days=None,
            start_time=BIRTH,
        )
        self.emulator = open_emulator(self.config)
        self.emulator.clock.set_speed(0)
        self.emulator.clock.set(BIRTH)
        login = logins.check_login(institutions.get(USERS[username]), username, "pass_good")
        self.item_id = items.create_item(self.emulator, items.NewItem(login, days_requested=40)).item_id
        self.reader = Reader(self)
        self.stream = Reader(self, self.accounts()[0].account_id)

    def item(self) -> Item:
        return polling.catch_up(self.emulator, items.get_item(self.emulator, self.item_id))

    def accounts(self) -> list[accounts.Account]:
        return accounts.list_every(self.emulator, self.item_id)

    def truth(self, account_id: str = "") -> dict[str, Json]:
        """Tell what must be held of the accounts that are shared, or of one of them."""
        shared = {each.account_id for each in self.accounts() if each.selected}
        wanted = shared & {account_id} if account_id else shared
        live = sync_log.list_live(self.emulator, self.item_id)
        return {
            row["transaction_id"]: orjson.loads(row["body"]) for row in live if row["account_id"] in wanted
        }

    def check(self) -> None:
        """Read to the end and compare with the truth."""
        self.emulator.faults.mutation = Mutation.NATURAL
        for reader in (self.reader, self.stream):
            reader.read(500)
            truth = self.truth(reader.account_id)
            shared = {each.account_id for each in self.accounts() if each.selected}
            held = {key: row for key, row in reader.held.items() if row["account_id"] in shared}
            assert held == truth

    def happen(self, kind: str, value: int) -> None:
        """Let one thing happen, if it can."""
        self.item()
        match kind:
            case "page":
                self.reader.page(value)
            case "read" if self.emulator.faults.mutation is not Mutation.ALWAYS:
                self.reader.read(value)
            case "stream" if self.emulator.faults.mutation is not Mutation.ALWAYS:
                self.stream.read(value)
            case "replay":
                # A program restored from a backup holds an old cursor and newer rows: reading on heals it.
                self.reader.restart(self.reader.cursors[value % len(self.reader.cursors)])
            case "restart":
                faults = self.emulator.faults
                self.emulator.database.close()
                self.emulator = open_emulator(self.config)
                self.emulator.faults = faults
            case _:
                HANDS.get(kind, _nothing)(self, value)


def _nothing(life: Life, value: int) -> None:
    """Leave what cannot happen now undone."""


def _add_row(life: Life, value: int, *, pending: bool = False) -> None:
    shared = accounts.list_selected(life.emulator, life.item_id)
    account, today = shared[value % len(shared)], life.emulator.clock.now().date()
    asked = bank.ByHand(
        account.account_id, value / 100, f"ROW {value}", today - timedelta(days=1), today, pending=pending
    )
    bank.add_by_hand(life.emulator, life.item(), asked)
    if value % 5:
        polling.poll_if_ready(life.emulator, life.item())


def _share(life: Life, value: int) -> None:
    keys = [account.key for account in life.accounts()]
    chosen = [key for index, key in enumerate(keys) if value >> index & 1]
    sharing.select_accounts(life.emulator, life.item_id, chosen or keys)


def _pass_days(life: Life, value: int) -> None:
    life.emulator.clock.advance(value / 10 * DAY_SECONDS)


def _split(life: Life, value: int) -> None:
    life.emulator.faults.split_postings = bool(value % 2)


def _mutate(life: Life, value: int) -> None:
    life.emulator.faults.mutation = list(Mutation)[value % len(Mutation)]


def _change(
    life: Life, value: int, change: Callable[[Emulator, Item, str], object], *, pending: bool
) -> None:
    live = [row for row in life.truth().values() if row["pending"] == pending]
    if live:
        change(life.emulator, life.item(), live[value % len(live)]["transaction_id"])


HANDS: dict[str, Callable[[Life, int], object]] = {
    "row": _add_row,
    "pending row": lambda life, value: _add_row(life, value, pending=True),
    "days": _pass_days,
    "refresh": lambda life, _: refreshing.refresh(life.emulator, life.item()),
    "share": _share,
    "split": _split,
    "mutation": _mutate,
    "post": lambda life, value: _change(
        life, value, lambda e, i, t: teller.post(e, i, t, value / 10), pending=True
    ),
    "vanish": lambda life, value: _change(life, value, teller.vanish, pending=True),
    "remove": lambda life, value: _change(life, value, teller.remove, pending=bool(value % 2)),
    "amend": lambda life, value: _change(
        life, value, lambda e, i, t: teller.amend(e, i, t, Amendment(name=f"NAME {value}")), pending=False
    ),
}


@contextmanager
def begin_life(username: str, *, restarts: bool) -> Iterator[Life]:
    """Begin a life; only one that is interrupted needs a folder, which costs time."""
    with tempfile.TemporaryDirectory() as folder:
        life = Life(Path(folder) if restarts else None, username)
        yield life
        life.emulator.database.close()


def live_through(history: tuple[str, list[tuple[str, int]]]) -> None:
    """Play a history and check that whoever read it ends with the truth."""
    username, happenings = history
    with begin_life(username, restarts=any(kind == "restart" for kind, _ in happenings)) as life:
        for kind, value in happenings:
            life.happen(kind, value)
        life.check()
