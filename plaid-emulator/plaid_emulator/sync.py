"""One page of /transactions/sync: opaque cursors, stable snapshots, the mutation error."""

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass
from sqlite3 import Row

from plaid_emulator import sync_log
from plaid_emulator.emulator import Emulator
from plaid_emulator.errors import PlaidError
from plaid_emulator.items import Item, get_item
from plaid_emulator.polling import NOT_READY

NOW = "now"
FOREIGN_CURSOR = "cursor not associated with access_token"
DIGEST = 8


@dataclass(frozen=True)
class Cursor:
    """A place in one Item's log: settled when nothing is left to read, else inside a pagination.

    `head` is where the log ended when the pagination began: if it has moved since, the pages may disagree.
    """

    item_id: str
    account_id: str
    base: int
    position: int
    snapshot: int
    head: int

    @property
    def settled(self) -> bool:
        return self.base == self.position == self.snapshot

    def encode(self) -> str:
        values = [self.item_id, self.account_id, self.base, self.position, self.snapshot, self.head]
        payload = json.dumps(values, separators=(",", ":")).encode()
        return base64.b64encode(hashlib.sha256(payload).digest()[:DIGEST] + payload).decode()


@dataclass(frozen=True)
class Page:
    """One page: log rows in order and where to go on."""

    rows: list[Row]
    next_cursor: str
    has_more: bool
    status: str


def read_page(emulator: Emulator, item: Item, text: str, count: int, account_id: str = "") -> Page:
    """Read one page; the first call of an Item arms its SYNC_UPDATES_AVAILABLE webhook."""
    # A wrong cursor is wrong from the start, also while there is nothing to read yet.
    given = None if text in {"", NOW} else _decode(text, item, account_id)
    if not item.armed:
        emulator.database.execute("UPDATE items SET armed = 1 WHERE item_id = ?", item.item_id)
    item = get_item(emulator, item.item_id)
    if item.status == NOT_READY:
        return Page([], "", has_more=False, status=item.status)
    if text == NOW:
        return Page([], _settled(item, account_id, item.head).encode(), has_more=False, status=item.status)
    cursor = given or _settled(item, account_id, 0)
    if cursor.settled:
        cursor = _begin(emulator, item, cursor)
    elif emulator.faults.take_mutation(moved=item.head > cursor.head):
        raise PlaidError("TRANSACTIONS_SYNC_MUTATION_DURING_PAGINATION")
    return _page(emulator, item, cursor, count)


def read_cursor(item: Item, text: str) -> Cursor:
    """Read where the holder of a cursor stands; raises the documented refusal when it is not this Item's."""
    return _decode(text, item, None)


def _page(emulator: Emulator, item: Item, cursor: Cursor, count: int) -> Page:
    stretch = sync_log.Stretch(cursor.base, cursor.position, cursor.snapshot, cursor.account_id or None)
    rows = sync_log.read(emulator, item.item_id, stretch, count + 1)
    fitting = _fitting(rows[:count], split_postings=emulator.faults.split_postings)
    if len(fitting) < len(rows):
        rows = fitting
        following = Cursor(
            *(
                item.item_id,
                cursor.account_id,
                cursor.base,
                rows[-1]["sequence"],
                cursor.snapshot,
                cursor.head,
            )
        )
        return Page(rows, following.encode(), has_more=True, status=item.status)
    # A replayed cursor answers as it did; what came later follows on the next page.
    following = _settled(item, cursor.account_id, cursor.snapshot)
    return Page(rows, following.encode(), has_more=cursor.snapshot < item.head, status=item.status)


def _fitting(rows: list[Row], *, split_postings: bool) -> list[Row]:
    """Take the rows of one page; torn postings never have a removal and anything else on the same one."""
    if not split_postings:
        return rows
    kinds = [row["told"] == sync_log.REMOVED for row in rows]
    return rows[: kinds.index(not kinds[0])] if len(set(kinds)) > 1 else rows


def _settled(item: Item, account_id: str, at: int) -> Cursor:
    return Cursor(item.item_id, account_id, at, at, at, at)


def _begin(emulator: Emulator, item: Item, cursor: Cursor) -> Cursor:
    """Open a pagination; the snapshot first answered to a cursor is its answer for ever."""
    key = (item.item_id, cursor.account_id, cursor.base)
    if item.head > cursor.base:
        emulator.database.execute("INSERT OR IGNORE INTO served VALUES (?, ?, ?, ?)", *key, item.head)
    row = emulator.database.find(
        "SELECT snapshot FROM served WHERE item_id = ? AND account_id = ? AND base = ?", *key
    )
    snapshot = item.head if row is None else int(row["snapshot"])
    return Cursor(item.item_id, cursor.account_id, cursor.base, cursor.base, snapshot, item.head)


def _decode(text: str, item: Item, account_id: str | None) -> Cursor:
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise PlaidError("INVALID_FIELD", FOREIGN_CURSOR) from None
    digest, payload = raw[:DIGEST], raw[DIGEST:]
    if not payload or hashlib.sha256(payload).digest()[:DIGEST] != digest:
        raise PlaidError("INVALID_FIELD", FOREIGN_CURSOR)
    cursor = Cursor(*json.loads(payload))
    if cursor.item_id != item.item_id or account_id not in {None, cursor.account_id}:
        raise PlaidError("INVALID_FIELD", FOREIGN_CURSOR)
    return cursor
