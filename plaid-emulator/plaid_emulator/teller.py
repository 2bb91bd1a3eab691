"""The person behind the counter: changes rows and accounts at the bank, and has Plaid look at once."""

import json
from dataclasses import dataclass, replace
from datetime import date
from sqlite3 import Row

from plaid_emulator import accounts, bank, items, polling, sharing, sync_log
from plaid_emulator.emulator import Emulator
from plaid_emulator.errors import PlaidError
from plaid_emulator.items import Item
from plaid_emulator.sync_log import Entry
from plaid_emulator.webhooks import catalogue
from plaid_emulator.worlds.model import AccountSpec, to_e7


class NoSuchTransaction(LookupError):
    """The Item has no live transaction with this id, or none in the state that is needed."""


@dataclass(frozen=True)
class Amendment:
    """What changes in a transaction that was told already; None leaves things alone."""

    amount: float | None = None
    name: str | None = None
    day: date | None = None
    currency: str | None = None


def post(emulator: Emulator, item: Item, transaction_id: str, amount: float | None = None) -> Item:
    """Post a pending row now, perhaps with another amount: a tip was added, a pump ran on."""
    row = _find(emulator, item, transaction_id, bank.TOLD_PENDING)
    amount_e7 = row["amount_e7"] if amount is None else to_e7(amount)
    return _settle(emulator, item, row, vanishes=False, amount_e7=amount_e7)


def vanish(emulator: Emulator, item: Item, transaction_id: str) -> Item:
    """Let a pending row go without posting: a hold that was released."""
    row = _find(emulator, item, transaction_id, bank.TOLD_PENDING)
    return _settle(emulator, item, row, vanishes=True, amount_e7=row["amount_e7"])


def remove(emulator: Emulator, item: Item, transaction_id: str) -> Item:
    """Take back a row, posted or pending: the bank booked it by mistake."""
    row = _find(emulator, item, transaction_id)
    return _settle(emulator, item, row, vanishes=True, amount_e7=row["amount_e7"])


def amend(emulator: Emulator, item: Item, transaction_id: str, change: Amendment) -> Item:
    """Change a row that was told already; it comes again as modified."""
    row, live = _find(emulator, item, transaction_id), _find_live(emulator, item, transaction_id)
    details, body = json.loads(row["details"]), json.loads(live["body"])
    pending = bool(live["pending"])
    if change.name is not None:
        details["name"] = details["pending_name"] = body["name"] = change.name
    if change.day is not None:
        details["pending_date" if pending else "date"] = body["date"] = change.day.isoformat()
    if change.currency is not None:
        details["currency"] = body["iso_currency_code"] = change.currency
    amount_e7, pending_e7 = row["amount_e7"], row["pending_e7"]
    if change.amount is not None:
        body["amount"], amount_e7 = change.amount, to_e7(change.amount)
        pending_e7 = amount_e7 if pending else pending_e7
    with emulator.database.transaction():
        emulator.database.execute(
            "UPDATE bank_rows SET amount_e7 = ?, pending_e7 = ?, details = ? WHERE item_id = ? AND key = ?",
            *(amount_e7, pending_e7, json.dumps(details), item.item_id, row["key"]),
        )
        told_again = Entry(
            *(sync_log.MODIFIED, transaction_id, live["account_id"], json.dumps(body)),
            pending=pending,
            date=body["date"],
            original=live["original"],
        )
        sync_log.append(emulator, item.item_id, [told_again])
        return _look(emulator, item)


def open_account(emulator: Emulator, item: Item, spec: AccountSpec, *, shared: bool) -> str:
    """Open one more account at the bank; one that is not shared yet is only announced."""
    everyone = accounts.list_every(emulator, item.item_id)
    # A balance set by hand is where the account begins; its rows move it from there.
    stored = replace(spec, key=f"{spec.key}.{len(everyone)}", follows=True, current=None)
    account_id = items.store_account(
        emulator,
        item.item_id,
        stored,
        position=len(everyone),
        shared=shared,
        opening_e7=to_e7(spec.current or 0.0),
    )
    if not shared:
        catalogue.announce(emulator, item, "NEW_ACCOUNTS_AVAILABLE")
    return account_id


def close_account(emulator: Emulator, item: Item, account_id: str) -> None:
    """Close an account: Plaid stops showing it, what was told stays told."""
    _check_account(emulator, item, account_id)
    with emulator.database.transaction():
        emulator.database.execute("UPDATE accounts SET selected = 0 WHERE account_id = ?", account_id)
        emulator.database.execute(
            "INSERT OR IGNORE INTO closed_accounts VALUES (?, ?)", account_id, emulator.clock.timestamp()
        )


def share_account(emulator: Emulator, item: Item, account_id: str, *, shared: bool) -> Item:
    """Share an account or stop sharing it; one that was closed is open again."""
    _check_account(emulator, item, account_id)
    everyone = accounts.list_every(emulator, item.item_id)
    keys = {each.key for each in everyone if (shared if each.account_id == account_id else each.selected)}
    return sharing.share_exactly(emulator, item.item_id, keys)


def list_closed(emulator: Emulator, item_id: str) -> dict[str, float]:
    """List the closed accounts of an Item with the moment of closing."""
    rows = emulator.database.list(
        "SELECT account_id, closed_at FROM closed_accounts JOIN accounts USING (account_id)"
        " WHERE item_id = ?",
        item_id,
    )
    return {row["account_id"]: row["closed_at"] for row in rows}


def _settle(emulator: Emulator, item: Item, row: Row, *, vanishes: bool, amount_e7: int) -> Item:
    now = emulator.clock.timestamp()
    with emulator.database.transaction():
        # As if only the pending side had been told: the next look tells the rest, and the removal.
        emulator.database.execute(
            "UPDATE bank_rows SET settles_at = ?, vanishes = ?, amount_e7 = ?, told = ?"
            " WHERE item_id = ? AND key = ?",
            *(now, int(vanishes), amount_e7, bank.TOLD_PENDING, item.item_id, row["key"]),
        )
        return _look(emulator, item)


def _look(emulator: Emulator, item: Item) -> Item:
    polling.poll_if_ready(emulator, items.get_item(emulator, item.item_id))
    return items.get_item(emulator, item.item_id)


def _find(emulator: Emulator, item: Item, transaction_id: str, told: int | None = None) -> Row:
    row = emulator.database.find(
        "SELECT * FROM bank_rows WHERE item_id = ? AND transaction_id = ?", item.item_id, transaction_id
    )
    _find_live(emulator, item, transaction_id)
    if row is None or told not in {None, row["told"]}:
        raise NoSuchTransaction("no pending transaction of this Item has this id")
    return row


def _find_live(emulator: Emulator, item: Item, transaction_id: str) -> Row:
    row = emulator.database.find(
        "SELECT * FROM log INDEXED BY log_live"
        " WHERE item_id = ? AND transaction_id = ? AND superseded_by IS NULL"
        " AND kind <> 'removed'",
        *(item.item_id, transaction_id),
    )
    if row is None:
        raise NoSuchTransaction("no transaction of this Item has this id")
    return row


def _check_account(emulator: Emulator, item: Item, account_id: str) -> None:
    if account_id not in {each.account_id for each in accounts.list_every(emulator, item.item_id)}:
        raise PlaidError("INVALID_ACCOUNT_ID")
