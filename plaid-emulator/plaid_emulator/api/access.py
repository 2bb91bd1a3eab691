"""Opening an Item for a request: found, caught up with the clock, refused when broken."""

from plaid_emulator import bank, consents
from plaid_emulator.emulator import Emulator
from plaid_emulator.items import Item, find_by_access_token
from plaid_emulator.polling import catch_up


def open_item(emulator: Emulator, access_token: str, *, broken_too: bool = False) -> Item:
    """Find the Item of a token as it is now; a broken one answers with its own error."""
    item = catch_up(emulator, find_by_access_token(emulator, access_token))
    if item.error is not None and not broken_too:
        raise item.error
    bank.fill(emulator, item, emulator.clock.timestamp())
    return item


def open_item_with(emulator: Emulator, access_token: str, product: str, days: int | None = None) -> Item:
    """Open an Item for a product; one the person agreed to begins now."""
    item = open_item(emulator, access_token)
    if product in item.products:
        return item
    item = catch_up(emulator, consents.require(emulator, item, product, days))
    bank.fill(emulator, item, emulator.clock.timestamp())
    return item
