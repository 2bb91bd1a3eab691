"""/transactions/refresh and rows made by hand: looking at the bank now instead of at the next slot."""

from plaid_emulator import bank, polling
from plaid_emulator.emulator import Emulator
from plaid_emulator.items import Item, get_item, world_of
from plaid_emulator.worlds.model import Refreshable


def refresh(emulator: Emulator, item: Item) -> None:
    """Look at the bank at once; users whose data only moves on refresh move now."""
    if item.status != polling.HISTORICAL:
        return
    with emulator.database.transaction():
        _move_world(emulator, item)
        polling.poll(emulator, get_item(emulator, item.item_id))


def _move_world(emulator: Emulator, item: Item) -> None:
    world = world_of(emulator, item)
    if not isinstance(world, Refreshable):
        return
    now = emulator.clock.timestamp()
    polling.tell_again(emulator, item)
    emulator.database.execute(
        "UPDATE bank_rows SET settles_at = ? WHERE item_id = ? AND settles_at > ?", now, item.item_id, now
    )
    bank.add_rows(emulator, item, world.refresh(item.refreshes, now))
    emulator.database.execute("UPDATE items SET refreshes = refreshes + 1 WHERE item_id = ?", item.item_id)
