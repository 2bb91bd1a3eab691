"""The append-only log of what Plaid has told about an Item, and reading a stretch of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from sqlite3 import Row

import orjson

from plaid_emulator.emulator import Emulator

ADDED, MODIFIED, REMOVED = "added", "modified", "removed"


@dataclass(frozen=True)
class Entry:
    """One change to append; `body` is the serialised transaction."""

    kind: str
    transaction_id: str
    account_id: str
    body: str = ""
    pending: bool = False
    date: str = ""
    original: str | None = None


def removal(transaction_id: str, account_id: str) -> Entry:
    body = orjson.dumps({"account_id": account_id, "transaction_id": transaction_id}).decode()
    return Entry(REMOVED, transaction_id, account_id, body)


def append(emulator: Emulator, item_id: str, entries: Sequence[Entry]) -> int:
    """Append changes in this order and return the new head."""
    database = emulator.database
    with database.transaction():
        head = int(database.list("SELECT head FROM items WHERE item_id = ?", item_id)[0]["head"])
        rows = []
        for sequence, entry in enumerate(entries, start=head + 1):
            born = sequence if entry.kind == ADDED else _supersede(emulator, item_id, entry, sequence)
            rows.append(
                (
                    *(item_id, sequence, entry.kind, entry.transaction_id, entry.account_id, born, None),
                    *(entry.pending, entry.date, entry.original, entry.body),
                )
            )
            # Later entries of the same batch may be about this one, so it must be there already.
            if entry.kind != ADDED:
                _insert(emulator, rows)
                rows = []
        _insert(emulator, rows)
        database.execute("UPDATE items SET head = ? WHERE item_id = ?", head + len(entries), item_id)
    return head + len(entries)


@dataclass(frozen=True)
class Stretch:
    """Which part of a log to read: after `position` up to `snapshot`, for a reader who knows `base`."""

    base: int
    position: int
    snapshot: int
    account_id: str | None = None


def read(emulator: Emulator, item_id: str, stretch: Stretch, limit: int) -> list[Row]:
    """Read the net changes of a stretch in order; each row has `told`: added, modified or removed.

    What is superseded within the snapshot is not told, nor the removal of what was never known.
    """
    where = "" if stretch.account_id is None else " AND account_id = ?"
    values = () if stretch.account_id is None else (stretch.account_id,)
    return emulator.database.list(
        "SELECT sequence, original, body,"  # noqa: S608 - the only variable part is one of two constants
        " CASE WHEN kind = 'removed' THEN kind WHEN born > ? THEN 'added' ELSE 'modified' END AS told"
        " FROM log WHERE item_id = ? AND sequence > ? AND sequence <= ?"
        " AND (superseded_by IS NULL OR superseded_by > ?) AND (kind <> 'removed' OR born <= ?)"
        f"{where} ORDER BY sequence LIMIT ?",
        *(stretch.base, item_id, stretch.position, stretch.snapshot, stretch.snapshot, stretch.base),
        *values,
        limit,
    )


def list_live(emulator: Emulator, item_id: str, at: int | None = None) -> list[Row]:
    """List what a reader who has followed up to `at` (default: the head) must hold."""
    upto = at if at is not None else 2**62
    return emulator.database.list(
        "SELECT transaction_id, account_id, pending, date, original, body FROM log"
        " WHERE item_id = ? AND sequence <= ? AND kind <> 'removed'"
        " AND (superseded_by IS NULL OR superseded_by > ?) ORDER BY date DESC, sequence DESC",
        *(item_id, upto, upto),
    )


def _supersede(emulator: Emulator, item_id: str, entry: Entry, sequence: int) -> int:
    before = emulator.database.list(
        "SELECT sequence, born FROM log WHERE item_id = ? AND transaction_id = ? AND superseded_by IS NULL",
        *(item_id, entry.transaction_id),
    )[0]
    emulator.database.execute(
        "UPDATE log SET superseded_by = ? WHERE item_id = ? AND sequence = ?",
        *(sequence, item_id, before["sequence"]),
    )
    return int(before["born"])


def _insert(emulator: Emulator, rows: Sequence[Sequence[str | int | None]]) -> None:
    emulator.database.execute_many("INSERT INTO log VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
