"""The emulator's SQLite file: one connection, one lock, short transactions."""

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from plaid_emulator.packing import pack, unpack
from plaid_emulator.upgrades import STEPS

Value: TypeAlias = str | bytes | int | float | None

SCHEMA = Path(__file__).with_name("schema.sql").read_text(encoding="utf-8")
# Columns of this type are unpacked wherever they are read; text written into one is read as it is.
sqlite3.register_converter("PACKED_BLOB", unpack)
TABLES = ("items", "public_tokens", "link_tokens", "link_sessions", "webhooks", "webhook_attempts", "meta")


class NewerFolder(sqlite3.DatabaseError):
    """The folder was written by a later version of this program."""


class Database:
    """A durable file, or memory when there is no folder."""

    def __init__(self, data_dir: Path | None) -> None:
        self._lock = threading.RLock()
        self._depth = 0
        if data_dir is not None:
            data_dir.mkdir(parents=True, exist_ok=True)
        path = ":memory:" if data_dir is None else str(data_dir / "emulator.sqlite3")
        self._connection = sqlite3.connect(
            path,
            isolation_level=None,
            check_same_thread=False,
            timeout=0.5,
            detect_types=sqlite3.PARSE_DECLTYPES,
        )
        self._connection.row_factory = sqlite3.Row
        self._connection.create_function("pack", 1, pack, deterministic=True)
        # One process owns a folder: two would deliver webhooks and look at banks twice.
        for pragma in (
            "locking_mode = EXCLUSIVE",
            "journal_mode = WAL",
            "synchronous = NORMAL",
        ):
            self._connection.execute(f"PRAGMA {pragma}")
        self._bring_up_to_date()
        # Only now: a step that makes a table anew must not take with it what refers to the old one.
        self._connection.execute("PRAGMA foreign_keys = ON")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; a transaction inside a transaction joins it."""
        with self._lock:
            if self._depth == 0:
                self._connection.execute("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield
            except BaseException:
                self._depth -= 1
                if self._depth == 0:
                    self._connection.execute("ROLLBACK")
                raise
            self._depth -= 1
            if self._depth == 0:
                self._connection.execute("COMMIT")

    def execute(self, sql: str, *values: Value) -> int:
        """Run one statement and say how many rows it touched."""
        with self._lock:
            return self._connection.execute(sql, values).rowcount

    def execute_many(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        with self.transaction():
            self._connection.executemany(sql, rows)

    def find(self, sql: str, *values: Value) -> sqlite3.Row | None:
        with self._lock:
            row: sqlite3.Row | None = self._connection.execute(sql, values).fetchone()
            return row

    def list(self, sql: str, *values: Value) -> list[sqlite3.Row]:
        with self._lock:
            return self._connection.execute(sql, values).fetchall()

    def get_meta(self, key: str) -> str | None:
        row = self.find("SELECT value FROM meta WHERE key = ?", key)
        return None if row is None else str(row["value"])

    def set_meta(self, key: str, value: str) -> None:
        self.execute(
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            key,
            value,
        )

    def clear(self) -> None:
        """Forget everything but the signing keys, which a receiver may have cached."""
        with self.transaction():
            for table in TABLES:
                self.execute(f"DELETE FROM {table}")  # noqa: S608 - names are our own constants

    def _bring_up_to_date(self) -> None:
        """Make the tables of a new file, or take an older one through the steps it has missed."""
        made = self.find("SELECT 1 FROM sqlite_schema WHERE name = 'items'") is not None
        version = int(self.list("PRAGMA user_version")[0][0]) if made else len(STEPS)
        if version > len(STEPS):
            raise NewerFolder(f"it was written by a newer version (format {version}, known {len(STEPS)})")
        for number, step in enumerate(STEPS[version:], start=version + 1):
            self._connection.executescript(f"BEGIN; {step}; PRAGMA user_version = {number}; COMMIT;")
        self._connection.executescript(f"BEGIN; {SCHEMA}; PRAGMA user_version = {len(STEPS)}; COMMIT;")

    def close(self) -> None:
        self._connection.close()
