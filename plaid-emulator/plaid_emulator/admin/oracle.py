"""The oracle: what a faithful reader of an Item must hold, computed without the sync pages."""

from typing import Any

import orjson

from plaid_emulator import bank, sync, sync_log
from plaid_emulator.admin import describing
from plaid_emulator.clock import iso
from plaid_emulator.emulator import Emulator
from plaid_emulator.items import Item, get_item
from plaid_emulator.polling import catch_up
from plaid_emulator.rendering import as_served


def tell(emulator: Emulator, item: Item, cursor: str = "") -> dict[str, Any]:
    """Tell the truth about an Item: as the holder of a cursor knows it, or now when there is none.

    In the middle of a pagination `transactions` is what was settled before it, and `reading` what somebody
    holds who has taken over each page at once.
    """
    item = catch_up(emulator, item)
    bank.fill(emulator, item, emulator.clock.timestamp())
    item = get_item(emulator, item.item_id)
    place = sync.read_cursor(item, cursor) if cursor else None
    known = item.head if place is None else (place.snapshot if place.settled else place.base)
    return {
        "item_id": item.item_id,
        "as_of": iso(item.polled_at),
        "status": item.status,
        "error_code": item.error_code,
        "log_head": item.head,
        "known": known,
        "settled": place is None or place.settled,
        # As /accounts/get has them since the last look, and as they are at the bank this moment.
        "accounts": _told_accounts(emulator, item),
        "accounts_at_bank": describing.every_account(emulator, item, emulator.clock.timestamp()),
        "transactions": _live(emulator, item, known),
        "removed_ids": _removed(emulator, item, known),
        "reading": None if place is None or place.settled else _reading(emulator, item, place),
        "webhooks": describing.webhooks(emulator, item.item_id),
    }


def _told_accounts(emulator: Emulator, item: Item) -> list[dict[str, Any]]:
    everyone = describing.every_account(emulator, item, item.polled_at)
    return [
        {name: value for name, value in each.items() if name != "state"}
        for each in everyone
        if each["state"] == "shared"
    ]


def _live(emulator: Emulator, item: Item, known: int) -> list[dict[str, Any]]:
    url = emulator.config.public_url
    rows = sync_log.list_live(emulator, item.item_id, known)
    return [orjson.loads(as_served(row["body"], url)) for row in rows]


def _removed(emulator: Emulator, item: Item, known: int) -> list[str]:
    """List every id that was told once and taken back by then."""
    rows = emulator.database.list(
        "SELECT transaction_id FROM log WHERE item_id = ? AND kind = ? AND sequence <= ? ORDER BY sequence",
        *(item.item_id, sync_log.REMOVED, known),
    )
    return [row["transaction_id"] for row in rows]


def _reading(emulator: Emulator, item: Item, place: sync.Cursor) -> dict[str, Any]:
    """Tell what the pages up to this cursor have made of what was settled before."""
    held = {each["transaction_id"]: each for each in _live(emulator, item, place.base)}
    stretch = sync_log.Stretch(place.base, place.base, place.snapshot, place.account_id or None)
    rows = sync_log.read(emulator, item.item_id, stretch, place.snapshot - place.base)
    for row in rows:
        if row["sequence"] > place.position:
            break
        body = orjson.loads(as_served(row["body"], emulator.config.public_url))
        if row["told"] == sync_log.REMOVED:
            held.pop(body["transaction_id"], None)
        else:
            held[body["transaction_id"]] = body
    return {
        "base": place.base,
        "position": place.position,
        "snapshot": place.snapshot,
        "transactions": list(held.values()),
    }
