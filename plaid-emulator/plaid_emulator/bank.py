"""The bank's own books: filling an Item's rows from its world and adding rows by hand."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import orjson

from plaid_emulator import amending, institutions, pricing
from plaid_emulator.config import DAY_SECONDS
from plaid_emulator.emulator import Emulator
from plaid_emulator.errors import PlaidError
from plaid_emulator.items import Item, world_of
from plaid_emulator.packing import pack
from plaid_emulator.worlds.model import BankRow, to_e7

# Worlds are asked a little ahead, so that a day passing by costs nothing.
AHEAD_SECONDS = 3 * DAY_SECONDS
TOLD_NOTHING, TOLD_PENDING, TOLD_ALL, NEVER_TOLD = 0, 1, 2, 3
INSERT_ROW = (
    "INSERT INTO bank_rows VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (item_id, key) DO NOTHING"
)


def fill(emulator: Emulator, item: Item, until: float) -> None:
    """Write the rows the world tells up to a little after `until`."""
    if item.filled_until > until:
        return
    target = until + AHEAD_SECONDS
    with emulator.database.transaction():
        add_rows(emulator, item, read_world(emulator, item, item.filled_until, target))
        emulator.database.execute("UPDATE items SET filled_until = ? WHERE item_id = ?", target, item.item_id)


def read_world(emulator: Emulator, item: Item, since: float, until: float) -> Iterator[BankRow]:
    """Read what appears in a stretch of time as the bank shows it: at its prices, perhaps posted only."""
    rows = pricing.reprice(emulator, item.item_id, world_of(emulator, item).rows(since, until))
    if institutions.get(item.institution_id).shows_pending:
        return rows
    return (replace(row, appears_at=row.settles_at) for row in rows if not row.vanishes)


def add_rows(emulator: Emulator, item: Item, rows: Iterable[BankRow]) -> None:
    """Write rows into the books; those of shared accounts are told at the Item's next look at its bank."""
    account_ids = list_account_ids(emulator, item.item_id)
    changing: list[BankRow] = []
    emulator.database.execute_many(
        INSERT_ROW,
        (
            (
                *(item.item_id, row.key, account_ids[row.account], row.appears_at, row.settles_at),
                *(row.vanishes, row.amount_e7, row.pending_e7),
                *(NEVER_TOLD if row.hidden else TOLD_NOTHING, None),
                # Nobody reads what a row that only moves a balance says.
                "" if row.hidden else pack(orjson.dumps(row.details)),
            )
            for row in _noting(rows, changing)
        ),
    )
    amending.keep(emulator, item.item_id, changing)


def list_account_ids(emulator: Emulator, item_id: str, *, shared: bool = False) -> dict[str, str]:
    """Map the keys of an Item's accounts, or of the shared ones, to their ids."""
    rows = emulator.database.list(
        "SELECT key, account_id FROM accounts WHERE item_id = ? AND selected >= ?", item_id, int(shared)
    )
    return {row["key"]: row["account_id"] for row in rows}


def _noting(rows: Iterable[BankRow], changing: list[BankRow]) -> Iterator[BankRow]:
    """Pass the rows on and note which of them will change."""
    for row in rows:
        if row.amendments:
            changing.append(row)
        yield row


@dataclass(frozen=True)
class ByHand:
    """A row somebody asks for; the amount has Plaid's sign."""

    account_id: str
    amount: float
    description: str
    transacted: date
    posted: date
    currency: str | None = None
    # A pending row posts two days later.
    pending: bool = False


def add_by_hand(emulator: Emulator, item: Item, asked: ByHand) -> None:
    """Write one row a person asked for, visible at the next look."""
    account = emulator.database.find(
        "SELECT key FROM accounts WHERE item_id = ? AND account_id = ? AND selected = 1",
        *(item.item_id, asked.account_id),
    )
    if account is None:
        raise PlaidError("INVALID_ACCOUNT_ID")
    now = emulator.clock.timestamp()
    known = emulator.database.list(
        # Not LIKE: that one knows no case and reads every row of the Item.
        "SELECT count(*) AS n FROM bank_rows WHERE item_id = ? AND key GLOB 'hand.*'",
        item.item_id,
    )
    settles_at = now + 2 * DAY_SECONDS if asked.pending else now
    posted = datetime.fromtimestamp(settles_at, UTC).date() if asked.pending else asked.posted
    details = {
        "name": asked.description,
        "original": asked.description,
        "pending_date": asked.transacted.isoformat(),
        "authorized_date": asked.transacted.isoformat(),
        "date": posted.isoformat(),
        **({"currency": asked.currency} if asked.currency else {}),
    }
    amount = to_e7(asked.amount)
    row = BankRow(f"hand.{known[0]['n']}", account["key"], now, settles_at, amount, amount, details)
    add_rows(emulator, item, [row])
