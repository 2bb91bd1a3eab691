"""Plaid's look at a bank: what has appeared, posted or gone becomes log entries and webhooks."""

import json
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from sqlite3 import Row

from plaid_emulator import amending, bank, ids, sync_log
from plaid_emulator.accounts import list_selected
from plaid_emulator.config import DAY_SECONDS
from plaid_emulator.emulator import Emulator
from plaid_emulator.items import Item, get_item, set_error
from plaid_emulator.rendering import Telling, render
from plaid_emulator.sync_log import Entry
from plaid_emulator.webhooks import catalogue

INITIAL_DAYS = 30
# Banks are looked at four times a day; the minute differs from Item to Item.
UPDATE_HOURS = (5, 11, 17, 22)
NOT_READY, INITIAL, HISTORICAL = "NOT_READY", "INITIAL_UPDATE_COMPLETE", "HISTORICAL_UPDATE_COMPLETE"


@dataclass(frozen=True)
class Told:
    """What one look has told."""

    added: int
    modified: int
    removed_ids: tuple[str, ...]


def catch_up(emulator: Emulator, item: Item) -> Item:
    """Do everything that is due for an Item by the clock; harmless to repeat."""
    now = emulator.clock.timestamp()
    if item.error_code is None and item.login_expires_at is not None and item.login_expires_at <= now:
        break_login(emulator, item)
    item = get_item(emulator, item.item_id)
    while item.error_code is None and item.next_poll_at is not None and item.next_poll_at <= now:
        poll(emulator, item)
        item = get_item(emulator, item.item_id)
    return item


def break_login(emulator: Emulator, item: Item, error_code: str = "ITEM_LOGIN_REQUIRED") -> None:
    """Make the bank refuse the login until it is repaired, and say so."""
    with emulator.database.transaction():
        set_error(emulator, item.item_id, error_code)
        catalogue.send_item_error(emulator, get_item(emulator, item.item_id))


def poll(emulator: Emulator, item: Item, modified: int = 0) -> None:
    """Look at the bank once: the next step of a first load, or what is new since the last look."""
    now = emulator.clock.timestamp()
    status, since = _next_stage(item)
    with emulator.database.transaction():
        bank.fill(emulator, item, now)
        told = _tell(emulator, item, since, now)
        told = replace(told, modified=told.modified + modified)
        emulator.database.execute(
            "UPDATE items SET status = ?, polled_at = ?, next_poll_at = ? WHERE item_id = ?",
            *(status, now, _next_poll_at(emulator, item, status, now), item.item_id),
        )
        catalogue.send_update(emulator, get_item(emulator, item.item_id), item.status, told)
    emulator.wake()


def poll_if_ready(emulator: Emulator, item: Item) -> None:
    """Look at the bank now, unless the first load is still under way and will see everything."""
    if item.status == HISTORICAL:
        poll(emulator, item)


def tell_again(emulator: Emulator, item: Item) -> int:
    """Append every live transaction once more, unchanged, as real refreshes do; say how many."""
    entries = [
        Entry(
            *(sync_log.MODIFIED, row["transaction_id"], row["account_id"], row["body"]),
            pending=bool(row["pending"]),
            date=row["date"],
            original=row["original"],
        )
        for row in sync_log.list_live(emulator, item.item_id)
        if not row["pending"]
    ]
    sync_log.append(emulator, item.item_id, entries)
    return len(entries)


def _next_stage(item: Item) -> tuple[str, float]:
    if item.status == NOT_READY:
        return INITIAL, item.created_at - INITIAL_DAYS * DAY_SECONDS
    return HISTORICAL, 0.0


def _next_poll_at(emulator: Emulator, item: Item, status: str, now: float) -> float:
    if status == INITIAL:
        return max(now, item.created_at + emulator.config.historical_delay_seconds)
    minute = int(ids.derived_id(item.item_id).encode().hex(), 16) % 60
    today = datetime.fromtimestamp(now, UTC).replace(minute=minute, second=0, microsecond=0)
    slots = (today.replace(hour=hour) + timedelta(days=day) for day in (0, 1) for hour in UPDATE_HOURS)
    return next(slot.timestamp() for slot in slots if slot.timestamp() > now)


def _tell(emulator: Emulator, item: Item, since: float, now: float) -> Told:
    currencies = {a.account_id: a.spec.currency for a in list_selected(emulator, item.item_id)}
    rows = emulator.database.list(
        "SELECT * FROM bank_rows WHERE item_id = ? AND appears_at > ? AND appears_at <= ? AND told < 2"
        " AND (told = 0 OR settles_at <= ?) ORDER BY appears_at, key",
        *(item.item_id, since, now, now),
    )
    entries: list[Entry] = []
    marks: list[tuple[int, str | None, str, str]] = []
    for row in rows:
        told, transaction_id = _tell_row(entries, row, now, currencies[row["account_id"]])
        marks.append((told, transaction_id, item.item_id, row["key"]))
    emulator.database.execute_many(
        "UPDATE bank_rows SET told = ?, transaction_id = ? WHERE item_id = ? AND key = ?", marks
    )
    sync_log.append(emulator, item.item_id, entries)
    # Only what has been told can be told to have changed.
    amended = amending.tell_due(emulator, item.item_id, now, currencies)
    sync_log.append(emulator, item.item_id, amended)
    kinds = Counter(entry.kind for entry in [*entries, *amended])
    removed = [entry.transaction_id for entry in [*entries, *amended] if entry.kind == sync_log.REMOVED]
    return Told(kinds[sync_log.ADDED], kinds[sync_log.MODIFIED], tuple(removed))


def _tell_row(entries: list[Entry], row: Row, now: float, currency: str) -> tuple[int, str | None]:
    """Append what is new about one row; answer how much of it is told and under which id."""
    settled, before = row["settles_at"] <= now, row["transaction_id"]
    if settled and before is not None:
        entries.append(sync_log.removal(before, row["account_id"]))
    if settled and row["vanishes"]:
        return bank.TOLD_ALL, None
    details = json.loads(row["details"])
    transaction_id = ids.derived_id(row["item_id"], row["key"], "posted" if settled else "pending")
    amount = row["amount_e7"] if settled else row["pending_e7"]
    linked = before if details.get("matched", True) else None
    telling = Telling(transaction_id, row["account_id"], currency, amount, pending=not settled)
    if settled and linked is not None:
        telling = Telling(transaction_id, row["account_id"], currency, amount, False, linked)  # noqa: FBT003
    date = details["date"] if settled else details.get("pending_date", details["date"])
    entries.append(
        Entry(
            *(sync_log.ADDED, transaction_id, row["account_id"], render(telling, details)),
            pending=not settled,
            date=date,
            original=details.get("original", details["name"]),
        )
    )
    return bank.TOLD_ALL if settled else bank.TOLD_PENDING, transaction_id
