"""Prices changed by hand: what comes regularly costs more, or less, from a moment on."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from plaid_emulator.emulator import Emulator
from plaid_emulator.worlds.model import BankRow


@dataclass(frozen=True)
class PriceChange:
    """Rows whose name or merchant contains `name` cost `factor` times as much from `since` on."""

    name: str
    factor: float
    since: float

    def meets(self, name: str, merchant: str | None, appears_at: float) -> bool:
        wanted = self.name.casefold()
        named = wanted in name.casefold() or wanted in (merchant or "").casefold()
        return named and appears_at > self.since


def change_price(emulator: Emulator, item_id: str, name: str, factor: float) -> PriceChange:
    """Change a price from now on; rows the bank knows already but nobody was told change too."""
    change = PriceChange(name, factor, emulator.clock.timestamp())
    with emulator.database.transaction():
        emulator.database.execute(
            "INSERT OR REPLACE INTO price_changes VALUES (?, ?, ?, ?)", item_id, name, factor, change.since
        )
        waiting = emulator.database.list(
            "SELECT * FROM bank_rows WHERE item_id = ? AND told = 0 AND appears_at > ?", item_id, change.since
        )
        for row in waiting:
            details = json.loads(row["details"])
            if change.meets(details["name"], details.get("merchant"), row["appears_at"]):
                emulator.database.execute(
                    "UPDATE bank_rows SET amount_e7 = ?, pending_e7 = ? WHERE item_id = ? AND key = ?",
                    *(_times(row["amount_e7"], factor), _times(row["pending_e7"], factor)),
                    *(item_id, row["key"]),
                )
    return change


def reprice(emulator: Emulator, item_id: str, rows: Iterable[BankRow]) -> Iterator[BankRow]:
    """Pass on the rows of a world with the prices that were changed by hand."""
    found = emulator.database.list("SELECT name, factor, since FROM price_changes WHERE item_id = ?", item_id)
    changes = [PriceChange(row["name"], row["factor"], row["since"]) for row in found]
    for row in rows:
        priced = row
        for change in changes:
            if change.meets(row.details["name"], row.details.get("merchant"), row.appears_at):
                amount, pending = (
                    _times(priced.amount_e7, change.factor),
                    _times(priced.pending_e7, change.factor),
                )
                priced = replace(priced, amount_e7=amount, pending_e7=pending)
        yield priced


def _times(amount_e7: int, factor: float) -> int:
    """Multiply and round to cents, as a price is."""
    return round(amount_e7 * factor / 100_000) * 100_000
