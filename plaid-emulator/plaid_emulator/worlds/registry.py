"""Which login names exist and the world behind each."""

from collections.abc import Callable
from functools import partial

from plaid_emulator.worlds.dynamic import DynamicWorld
from plaid_emulator.worlds.good import GoodWorld
from plaid_emulator.worlds.household.world import HouseholdWorld
from plaid_emulator.worlds.model import Setting, World

WORLDS: dict[str, Callable[[Setting], World]] = {
    "user_good": GoodWorld,
    "user_transactions_dynamic": DynamicWorld,
    "user_maple_household": partial(HouseholdWorld, "maple"),
}


def is_known_user(username: str) -> bool:
    return username in WORLDS


def open_world(setting: Setting) -> World:
    return WORLDS[setting.username](setting)
