"""The oracle: what a faithful reader of an Item must hold, computed without the sync pages."""

import json
from typing import Any

from plaid_emulator import accounts, bank, sync, sync_log
from plaid_emulator.clock import iso
from plaid_emulator.emulator import Emulator
from plaid_emulator.items import Item, get_item
from plaid_emulator.polling import catch_up


def tell(emulator: Emulator, item: Item, cursor: str = "") -> dict[str, Any]:
    """Tell the live transactions and balances: as known at a settled cursor, or now when there is none."""
    item = catch_up(emulator, item)
    bank.fill(emulator, item, emulator.clock.timestamp())
    item = get_item(emulator, item.item_id)
    known = sync.position_of(item, cursor) if cursor else item.head
    live = sync_log.list_live(emulator, item.item_id, known)
    return {
        "as_of": iso(item.polled_at),
        "log_head": item.head,
        "known": known,
        "accounts": [
            accounts.render(emulator, item, account, item.polled_at)
            for account in accounts.list_selected(emulator, item.item_id)
        ],
        "transactions": [json.loads(row["body"]) for row in live],
    }
