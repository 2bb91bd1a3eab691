"""The older history of a new Item: written down and told in one go, a portion at a time."""

from collections.abc import Sequence

from plaid_emulator import bank, ids, sync_log
from plaid_emulator.accounts import list_selected
from plaid_emulator.config import DAY_SECONDS
from plaid_emulator.emulator import Emulator
from plaid_emulator.items import Item, open_books
from plaid_emulator.rendering import Telling, render
from plaid_emulator.sync_log import Entry
from plaid_emulator.worlds.model import BankRow

# So many rows take about a twentieth of a second, the longest that other requests shall wait.
PORTION = 1_000
SHORTEST_DAYS = 2.0


def load_portion(emulator: Emulator, item: Item, now: float) -> None:
    """Write and tell the next stretch of the history; afterwards the Item's books reach back to its end."""
    start, end = item.history_until, item.opening_at
    if start is None:
        return
    until = min(start + _stretch_seconds(item), end)
    with emulator.database.transaction():
        rows = sorted(bank.read_world(emulator, item, start, until), key=lambda row: row.appears_at)
        shared = bank.list_account_ids(emulator, item.item_id, shared=True)
        at_once = [row for row in rows if _is_over(row, now) and row.account in shared]
        told = {row.key for row in at_once}
        bank.add_rows(emulator, item, (row for row in rows if row.key not in told))
        _tell(emulator, item, at_once)
        emulator.database.execute(
            "UPDATE items SET history_until = ? WHERE item_id = ?",
            until if until < end else None,
            item.item_id,
        )
        if until >= end:
            open_books(emulator, item, item.history_from)


def _stretch_seconds(item: Item) -> float:
    """Guess from what the Item has shown so far how long a stretch holds one portion."""
    seen_days = max(item.filled_until - item.opening_at, DAY_SECONDS) / DAY_SECONDS
    if item.history_until is not None:
        seen_days += (item.history_until - item.history_from) / DAY_SECONDS
    return max(seen_days * PORTION / max(item.tail, 1), SHORTEST_DAYS) * DAY_SECONDS


def _is_over(row: BankRow, now: float) -> bool:
    return row.settles_at <= now and not (row.hidden or row.vanishes or row.amendments)


def _tell(emulator: Emulator, item: Item, rows: Sequence[BankRow]) -> None:
    accounts = {a.key: a for a in list_selected(emulator, item.item_id)}
    entries: list[Entry] = []
    stored = []
    for row in rows:
        account = accounts[row.account]
        transaction_id = ids.derived_id(item.item_id, row.key, "posted")
        telling = Telling(
            transaction_id, account.account_id, account.spec.currency, row.amount_e7, pending=False
        )
        entries.append(
            Entry(
                *(sync_log.ADDED, transaction_id, account.account_id, render(telling, row.details)),
                date=row.details["date"],
                original=row.details.get("original", row.details["name"]),
            )
        )
        stored.append(
            (
                *(item.item_id, row.key, account.account_id, row.appears_at, row.settles_at, 0),
                *(row.amount_e7, row.pending_e7, bank.TOLD_ALL, transaction_id, "{}"),
            )
        )
    emulator.database.execute_many(bank.INSERT_ROW, stored)
    sync_log.append(emulator, item.item_id, entries)
