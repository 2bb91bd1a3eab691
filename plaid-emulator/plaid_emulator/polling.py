"""Plaid's look at a bank: what has appeared, posted or gone becomes log entries and webhooks."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from sqlite3 import Row

from plaid_emulator import accounts, amending, bank, ids, loading, sync_log
from plaid_emulator.config import DAY_SECONDS
from plaid_emulator.emulator import Emulator
from plaid_emulator.items import INITIAL_DAYS, Item, get_item, set_error, set_warned
from plaid_emulator.rendering import Telling, render
from plaid_emulator.sync_log import Entry
from plaid_emulator.webhooks import catalogue

# Banks are looked at four times a day; the minute differs from Item to Item.
UPDATE_HOURS = (5, 11, 17, 22)
NOT_READY, INITIAL, HISTORICAL = "NOT_READY", "INITIAL_UPDATE_COMPLETE", "HISTORICAL_UPDATE_COMPLETE"
# A request does so many portions of what is due itself; the rest is left to the background.
PATIENCE = 8


@dataclass(frozen=True)
class Told:
    """What one look has told."""

    added: int
    modified: int
    removed_ids: tuple[str, ...]


def catch_up(emulator: Emulator, item: Item) -> Item:
    """Do what is due for an Item by the clock, unless it is very much; harmless to repeat."""
    now = emulator.clock.timestamp()
    item = watch_login(emulator, get_item(emulator, item.item_id), now)
    for _ in range(PATIENCE):
        if not is_due(item, now):
            break
        look(emulator, item)
        item = get_item(emulator, item.item_id)
    return item


def is_due(item: Item, now: float) -> bool:
    return item.error_code is None and item.next_poll_at is not None and item.next_poll_at <= now


def watch_login(emulator: Emulator, item: Item, now: float) -> Item:
    """Announce that a login is about to end, and end it when its time has come."""
    if item.error_code is not None or item.login_expires_at is None:
        return item
    if item.login_expires_at <= now:
        break_login(emulator, item)
    elif item.warned_at is None and item.warning_at is not None and item.warning_at <= now:
        with emulator.database.transaction():
            set_warned(emulator, item.item_id, now)
            catalogue.send_pending_end(emulator, item)
    else:
        return item
    return get_item(emulator, item.item_id)


def break_login(emulator: Emulator, item: Item, error_code: str = "ITEM_LOGIN_REQUIRED") -> None:
    """Make the bank refuse the login until it is repaired, and say so."""
    with emulator.database.transaction():
        set_error(emulator, item.item_id, error_code)
        catalogue.send_item_error(emulator, get_item(emulator, item.item_id))


def revoke_permission(emulator: Emulator, item: Item) -> None:
    """Let the person take back their permission, as at my.plaid.com: every call is refused from now on."""
    with emulator.database.transaction():
        set_error(emulator, item.item_id, "USER_PERMISSION_REVOKED")
        catalogue.send_permission_revoked(emulator, item)


def poll(emulator: Emulator, item: Item, *, newly_shared: bool = False) -> None:
    """Look at the bank once, to the end: the next step of a first load, or what is new since then."""
    with emulator.database.transaction():
        while not look(emulator, item, newly_shared=newly_shared):
            item = get_item(emulator, item.item_id)


def look(emulator: Emulator, item: Item, *, newly_shared: bool = False) -> bool:
    """Do one portion of a look at the bank; answer whether the look is over and readers see it.

    `newly_shared` accounts have their history announced as that of a new Item is.
    """
    now = emulator.clock.timestamp()
    with emulator.database.transaction():
        if item.status == INITIAL and item.history_until is not None:
            loading.load_portion(emulator, item, now)
            return False
        bank.fill(emulator, item, now)
        if not _tell_portion(emulator, item, now):
            return False
        _finish(emulator, item, now, newly_shared=newly_shared)
    emulator.wake()
    return True


def poll_if_ready(emulator: Emulator, item: Item) -> None:
    """Look at the bank now, unless its login is broken or a first load, which sees everything, goes on."""
    if item.status == HISTORICAL and item.error_code is None:
        poll(emulator, item)


def tell_again(emulator: Emulator, item: Item) -> None:
    """Append every live posted transaction once more, unchanged, as real refreshes do."""
    shared = {account.account_id for account in accounts.list_selected(emulator, item.item_id)}
    entries = [
        Entry(
            *(sync_log.MODIFIED, row["transaction_id"], row["account_id"], row["body"]),
            date=row["date"],
            original=row["original"],
        )
        for row in sync_log.list_live(emulator, item.item_id)
        if not row["pending"] and row["account_id"] in shared
    ]
    sync_log.append(emulator, item.item_id, entries)


def _finish(emulator: Emulator, item: Item, now: float, *, newly_shared: bool) -> None:
    status = INITIAL if item.status == NOT_READY else HISTORICAL
    recent = _count_recent(emulator, item, now) if newly_shared else 0
    published = sync_log.publish(emulator, item.item_id)
    emulator.database.execute(
        "UPDATE items SET status = ?, polled_at = ?, next_poll_at = ? WHERE item_id = ?",
        *(status, now, _next_poll_at(emulator, item, status, now), item.item_id),
    )
    kinds = published.kinds
    told = Told(kinds[sync_log.ADDED], kinds[sync_log.MODIFIED], published.removed_ids)
    after = get_item(emulator, item.item_id)
    if newly_shared:
        catalogue.send_new_history(emulator, after, recent, told.added - recent)
    else:
        catalogue.send_update(emulator, after, item.status, told)


def _count_recent(emulator: Emulator, item: Item, now: float) -> int:
    """Count what of the last thirty days is about to be published."""
    since = datetime.fromtimestamp(now - INITIAL_DAYS * DAY_SECONDS, UTC).date().isoformat()
    row = emulator.database.list(
        "SELECT count(*) AS n FROM log WHERE item_id = ? AND sequence > ? AND kind = 'added' AND date >= ?",
        *(item.item_id, item.head, since),
    )[0]
    return int(row["n"])


def _next_poll_at(emulator: Emulator, item: Item, status: str, now: float) -> float:
    if status == INITIAL:
        return max(now, item.created_at + emulator.config.historical_delay_seconds)
    minute = int(ids.derived_id(item.item_id).encode().hex(), 16) % 60
    today = datetime.fromtimestamp(now, UTC).replace(minute=minute, second=0, microsecond=0)
    slots = (today.replace(hour=hour) + timedelta(days=day) for day in (0, 1) for hour in UPDATE_HOURS)
    return next(slot.timestamp() for slot in slots if slot.timestamp() > now)


def _tell_portion(emulator: Emulator, item: Item, now: float) -> bool:
    """Tell what is new of shared accounts; answer whether that was all."""
    everyone = accounts.list_every(emulator, item.item_id)
    currencies = {account.account_id: account.spec.currency for account in everyone}
    rows = emulator.database.list(
        "SELECT * FROM bank_rows WHERE item_id = ? AND appears_at <= ? AND told < 2"
        " AND (told = 0 OR settles_at <= ?)"
        " AND account_id IN (SELECT account_id FROM accounts WHERE item_id = ? AND selected = 1)"
        " ORDER BY appears_at, key LIMIT ?",
        *(item.item_id, now, now, item.item_id, loading.PORTION),
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
    if len(rows) == loading.PORTION:
        return False
    # Only what has been told can be told to have changed.
    sync_log.append(emulator, item.item_id, amending.tell_due(emulator, item.item_id, now, currencies))
    return True


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
        telling = Telling(
            transaction_id, row["account_id"], currency, amount, pending=False, pending_transaction_id=linked
        )
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
