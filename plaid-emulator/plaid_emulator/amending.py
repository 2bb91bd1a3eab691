"""What a bank changes about posted rows: kept until its moment, then told as modified or removed."""

import json
from collections.abc import Iterable
from sqlite3 import Row

from plaid_emulator.emulator import Emulator
from plaid_emulator.rendering import Telling, render
from plaid_emulator.sync_log import MODIFIED, Entry, removal
from plaid_emulator.worlds.model import BankRow


def keep(emulator: Emulator, item_id: str, rows: Iterable[BankRow]) -> None:
    """Write down what will change about these rows; harmless to repeat."""
    emulator.database.execute_many(
        "INSERT INTO bank_amendments VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (
            (
                *(item_id, row.key, each.at),
                json.dumps(
                    {
                        "details": dict(each.details),
                        "amount_e7": each.amount_e7,
                        "withdrawn": each.withdrawn,
                    }
                ),
            )
            for row in rows
            for each in row.amendments
        ),
    )


def tell_due(emulator: Emulator, item_id: str, now: float, currencies: dict[str, str]) -> list[Entry]:
    """Take the amendments whose moment has come, of rows that are told as posted, oldest first."""
    due = emulator.database.list(
        "SELECT a.at, a.change, b.*, l.body FROM bank_amendments a JOIN bank_rows b USING (item_id, key)"
        " LEFT JOIN log l INDEXED BY log_live"
        " ON l.item_id = b.item_id AND l.transaction_id = b.transaction_id"
        " AND l.superseded_by IS NULL AND l.kind <> 'removed'"
        " WHERE a.item_id = ? AND a.at <= ? AND b.told = 2 ORDER BY a.at, a.key",
        *(item_id, now),
    )
    entries = []
    for row in due:
        emulator.database.execute(
            "DELETE FROM bank_amendments WHERE item_id = ? AND at = ? AND key = ?",
            *(item_id, row["at"], row["key"]),
        )
        if row["body"] is not None:
            entries.append(_entry(row, currencies[row["account_id"]]))
    return entries


def _entry(row: Row, currency: str) -> Entry:
    change = json.loads(row["change"])
    transaction_id, account_id = row["transaction_id"], row["account_id"]
    if change["withdrawn"]:
        return removal(transaction_id, account_id)
    details = {**json.loads(row["details"]), **change["details"]}
    amount = row["amount_e7"] if change["amount_e7"] is None else change["amount_e7"]
    was_pending = json.loads(row["body"])["pending_transaction_id"]
    telling = Telling(
        transaction_id, account_id, currency, amount, pending=False, pending_transaction_id=was_pending
    )
    return Entry(
        *(MODIFIED, transaction_id, account_id, render(telling, details)),
        date=details["date"],
        original=details.get("original", details["name"]),
    )
