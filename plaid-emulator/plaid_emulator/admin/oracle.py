"""The oracle: what a faithful reader of an Item must hold, computed without the sync pages."""

from collections.abc import Iterator
from typing import Any

import orjson

from plaid_emulator import bank, sync, sync_log
from plaid_emulator.admin import describing
from plaid_emulator.clock import iso
from plaid_emulator.emulator import Emulator
from plaid_emulator.items import Item, get_item
from plaid_emulator.polling import catch_up
from plaid_emulator.rendering import as_served


def tell(emulator: Emulator, item: Item, cursor: str = "") -> Iterator[bytes]:
    """Tell the truth about an Item, as JSON: as the holder of a cursor knows it, or now when there is none.

    In the middle of a pagination `transactions` is what was settled before it, and `reading` what somebody
    holds who has taken over each page at once. The text comes in pieces, since 200,000 rows are 275 MB;
    what happens between two pieces changes nothing of it. A wrong cursor is refused before the first.
    """
    item = catch_up(emulator, item)
    bank.fill(emulator, item, emulator.clock.timestamp())
    item = get_item(emulator, item.item_id)
    place = sync.read_cursor(item, cursor) if cursor else None
    known = item.head if place is None else (place.snapshot if place.settled else place.base)
    told = {
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
        "removed_ids": sync_log.list_removed_ids(emulator, item.item_id, known),
        "webhooks": describing.webhooks(emulator, item.item_id),
    }
    return _write(emulator, item, told, None if place is None or place.settled else place)


def _write(
    emulator: Emulator, item: Item, told: dict[str, Any], reading: sync.Cursor | None
) -> Iterator[bytes]:
    yield orjson.dumps(told)[:-1] + b',"transactions":'
    yield from _write_list(emulator, _live(emulator, item, told["known"]))
    yield b',"reading":'
    if reading is None:
        yield b"null}"
        return
    place = {"base": reading.base, "position": reading.position, "snapshot": reading.snapshot}
    yield orjson.dumps(place)[:-1] + b',"transactions":'
    yield from _write_list(emulator, _held(emulator, item, reading))
    yield b"}}"


def _write_list(emulator: Emulator, portions: Iterator[list[str]]) -> Iterator[bytes]:
    """Write stored transactions as one JSON list, a piece for each portion."""
    opening = "["
    for bodies in portions:
        if bodies:
            yield as_served(opening + ",".join(bodies), emulator.config.public_url).encode()
            opening = ","
    yield b"]" if opening == "," else b"[]"


def _told_accounts(emulator: Emulator, item: Item) -> list[dict[str, Any]]:
    everyone = describing.every_account(emulator, item, item.polled_at)
    return [
        {name: value for name, value in each.items() if name != "state"}
        for each in everyone
        if each["state"] == "shared"
    ]


def _live(
    emulator: Emulator, item: Item, known: int, but: frozenset[str] = frozenset()
) -> Iterator[list[str]]:
    """Read what the log makes somebody hold who knows it up to `known`, without these ids."""
    for rows in sync_log.walk_live(emulator, item.item_id, known):
        yield [row["body"] for row in rows if row["transaction_id"] not in but]
        # An Item that is removed meanwhile must not look like one with fewer rows: the answer breaks off.
        get_item(emulator, item.item_id)


def _held(emulator: Emulator, item: Item, place: sync.Cursor) -> Iterator[list[str]]:
    """Read what the pages up to this cursor have made of what was settled before."""
    stretch = sync_log.Stretch(place.base, place.base, place.snapshot, place.account_id or None)
    rows = sync_log.read(emulator, item.item_id, stretch, place.snapshot - place.base)
    read = [row for row in rows if row["sequence"] <= place.position]
    yield from _live(emulator, item, place.base, frozenset(row["transaction_id"] for row in read))
    yield [row["body"] for row in read if row["told"] != sync_log.REMOVED]
