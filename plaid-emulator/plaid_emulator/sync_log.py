"""The append-only log of what Plaid has told about an Item, and reading a stretch of it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from sqlite3 import Row
from typing import Any

import orjson

from plaid_emulator.emulator import Emulator
from plaid_emulator.packing import pack
from plaid_emulator.storage import Value

ADDED, MODIFIED, REMOVED = "added", "modified", "removed"
LIVE = (
    "FROM log JOIN items USING (item_id) WHERE item_id = ? AND sequence <= head AND kind <> 'removed'"
    " AND (superseded_by IS NULL OR superseded_by > head)"
)
LATEST_FIRST = "ORDER BY date DESC, sequence DESC"
# So many rows are unpacked in a hundredth of a second.
WALK = 1_000


@dataclass(frozen=True)
class Entry:
    """One change to append; `body` is the serialised transaction.

    `again` marks the adding of an id that was told before: gone since, or of an account not shared meanwhile.
    """

    kind: str
    transaction_id: str
    account_id: str
    body: str = ""
    pending: bool = False
    date: str = ""
    original: str | None = None
    again: bool = False


def removal(transaction_id: str, account_id: str) -> Entry:
    body = orjson.dumps({"account_id": account_id, "transaction_id": transaction_id}).decode()
    return Entry(REMOVED, transaction_id, account_id, body)


def append(emulator: Emulator, item_id: str, entries: Sequence[Entry]) -> int:
    """Write changes in this order; nobody sees them before they are published. Returns the last sequence."""
    database = emulator.database
    with database.transaction():
        tail = int(database.list("SELECT tail FROM items WHERE item_id = ?", item_id)[0]["tail"])
        rows: list[Sequence[Value]] = []
        for sequence, entry in enumerate(entries, start=tail + 1):
            is_new = entry.kind == ADDED and not entry.again
            first, born = (sequence, sequence) if is_new else _supersede(emulator, item_id, entry, sequence)
            rows.append(
                (
                    *(item_id, sequence, entry.kind, entry.transaction_id, entry.account_id, first, born),
                    *(None, entry.pending, entry.date, entry.original, pack(entry.body)),
                )
            )
            # Later entries of the same batch may be about this one, so it must be there already.
            if not is_new:
                _insert(emulator, rows)
                rows = []
        _insert(emulator, rows)
        tail += len(entries)
        database.execute("UPDATE items SET tail = ? WHERE item_id = ?", tail, item_id)
        for account_id in {entry.account_id for entry in entries}:
            database.execute("UPDATE accounts SET fed = 1 WHERE account_id = ? AND fed = 0", account_id)
    return tail


@dataclass(frozen=True)
class Published:
    """What has become visible at once."""

    kinds: Counter[str]
    removed_ids: tuple[str, ...]


def publish(emulator: Emulator, item_id: str) -> Published:
    """Show readers everything written so far and say what that is."""
    new = "FROM log WHERE item_id = ? AND sequence > (SELECT head FROM items WHERE item_id = ?)"
    counted = emulator.database.list(f"SELECT kind, count(*) AS n {new} GROUP BY kind", item_id, item_id)
    kinds = Counter({row["kind"]: row["n"] for row in counted})
    removed = ()
    if kinds[REMOVED]:
        rows = emulator.database.list(
            f"SELECT transaction_id {new} AND kind = ? ORDER BY sequence",
            *(item_id, item_id, REMOVED),
        )
        removed = tuple(row["transaction_id"] for row in rows)
    emulator.database.execute("UPDATE items SET head = tail WHERE item_id = ?", item_id)
    return Published(kinds, removed)


@dataclass(frozen=True)
class Stretch:
    """Which part of a log to read: after `position` up to `snapshot`, for a reader who knows `base`."""

    base: int
    position: int
    snapshot: int
    account_id: str | None = None


def read(emulator: Emulator, item_id: str, stretch: Stretch, limit: int) -> list[Row]:
    """Read the net changes of a stretch in order; each row has `told`: added, modified or removed.

    What is superseded within the snapshot is not told, nor the removal of what was never known, nor anything
    of an account that is not shared.
    """
    where = "" if stretch.account_id is None else " AND account_id = ?"
    values = () if stretch.account_id is None else (stretch.account_id,)
    return emulator.database.list(
        "SELECT sequence, transaction_id, original, body,"  # noqa: S608 - the only variable part is one of two constants
        " CASE WHEN kind <> 'modified' THEN kind WHEN born > ? THEN 'added' ELSE 'modified' END AS told"
        " FROM log WHERE item_id = ? AND sequence > ? AND sequence <= ?"
        " AND (superseded_by IS NULL OR superseded_by > ?) AND (kind <> 'removed' OR first <= ?)"
        " AND account_id IN (SELECT account_id FROM accounts WHERE item_id = ? AND selected = 1)"
        f"{where} ORDER BY sequence LIMIT ?",
        *(stretch.base, item_id, stretch.position, stretch.snapshot, stretch.snapshot, stretch.base),
        *(item_id, *values, limit),
    )


def list_live(emulator: Emulator, item_id: str, limit: int = -1) -> list[Row]:
    """List what a reader who has followed up to the head must hold, the latest first."""
    return emulator.database.list(
        f"SELECT transaction_id, account_id, pending, date, original, body {LIVE} {LATEST_FIRST} LIMIT ?",
        *(item_id, limit),
    )


def list_bodies(emulator: Emulator, item_id: str, sequences: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return what these entries said: entries stay as they are, whatever is told later."""
    rows = emulator.database.list(
        "SELECT sequence, body FROM log WHERE item_id = ? AND sequence IN (SELECT value FROM json_each(?))",
        *(item_id, orjson.dumps(sequences).decode()),
    )
    return {row["sequence"]: orjson.loads(row["body"]) for row in rows}


@dataclass(frozen=True)
class Excerpt:
    """Some of what is live: of these accounts and days, so many rows after so many others."""

    account_ids: Sequence[str]
    first: str
    last: str
    count: int
    offset: int


def count_and_list(emulator: Emulator, item_id: str, wanted: Excerpt) -> tuple[int, list[Row]]:
    """Count the live rows of these accounts and days, and list a page of them, the latest first."""
    where = f"{LIVE} AND date BETWEEN ? AND ? AND account_id IN (SELECT value FROM json_each(?))"  # noqa: S608 - constants only
    values = (item_id, wanted.first, wanted.last, orjson.dumps(wanted.account_ids).decode())
    total = int(emulator.database.list(f"SELECT count(*) AS n {where}", *values)[0]["n"])
    rows = emulator.database.list(
        f"SELECT original, body {where} {LATEST_FIRST} LIMIT ? OFFSET ?",
        *(*values, wanted.count, min(wanted.offset, total)),
    )
    return total, rows


def walk_live(emulator: Emulator, item_id: str, at: int) -> Iterator[list[Row]]:
    """Read what a reader who has followed up to `at` must hold, in portions; others may work in between."""
    position = 0
    while True:
        rows = emulator.database.list(
            "SELECT sequence, transaction_id, body FROM log"
            " WHERE item_id = ? AND sequence > ? AND sequence <= ? AND kind <> 'removed'"
            " AND (superseded_by IS NULL OR superseded_by > ?) ORDER BY sequence LIMIT ?",
            *(item_id, position, at, at, WALK),
        )
        yield rows
        if len(rows) < WALK:
            return
        position = rows[-1]["sequence"]


def list_removed_ids(emulator: Emulator, item_id: str, at: int) -> list[str]:
    """List every id that was told once and taken back by then."""
    rows = emulator.database.list(
        "SELECT transaction_id FROM log"
        " WHERE item_id = ? AND kind = 'removed' AND sequence <= ? ORDER BY sequence",
        *(item_id, at),
    )
    return [row["transaction_id"] for row in rows]


def list_gone(emulator: Emulator, item_id: str) -> list[Row]:
    """List what was told once and is no more."""
    return emulator.database.list(
        "SELECT transaction_id, account_id FROM log"
        " WHERE item_id = ? AND kind = 'removed' AND superseded_by IS NULL ORDER BY sequence",
        item_id,
    )


def _supersede(emulator: Emulator, item_id: str, entry: Entry, sequence: int) -> tuple[int, int]:
    # Left alone, SQLite reads the whole log of the Item: it knows nothing of how many rows that is.
    before = emulator.database.list(
        "SELECT sequence, first, born FROM log INDEXED BY log_live"
        " WHERE item_id = ? AND transaction_id = ? AND superseded_by IS NULL",
        *(item_id, entry.transaction_id),
    )[0]
    emulator.database.execute(
        "UPDATE log SET superseded_by = ? WHERE item_id = ? AND sequence = ?",
        *(sequence, item_id, before["sequence"]),
    )
    return int(before["first"]), sequence if entry.kind == ADDED else int(before["born"])


def _insert(emulator: Emulator, rows: Sequence[Sequence[Value]]) -> None:
    emulator.database.execute_many("INSERT INTO log VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
