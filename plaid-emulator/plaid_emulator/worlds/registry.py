"""Which login names exist and the world behind each."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from plaid_emulator import institutions
from plaid_emulator.worlds.custom.world import CustomWorld
from plaid_emulator.worlds.dynamic import DynamicWorld
from plaid_emulator.worlds.good import GoodWorld
from plaid_emulator.worlds.household import scripts
from plaid_emulator.worlds.household.world import HouseholdWorld
from plaid_emulator.worlds.load import LoadWorld, rows_of
from plaid_emulator.worlds.model import Setting, World

CUSTOM = "user_custom"
WORLDS: dict[str, Callable[[Setting], World]] = {
    "user_good": GoodWorld,
    CUSTOM: CustomWorld,
    "user_transactions_dynamic": DynamicWorld,
}
# Plaid names these eight for its credit products: lives like those of the other four, yet each their own.
PRISM = {
    f"user_prism_{number}": script
    for number, script in enumerate(("credit_excellent", "credit_good", "credit_poor", "bank_income") * 2, 1)
}


@dataclass(frozen=True)
class Persona:
    """Somebody who banks here, as the Link dialog, the README and the Bank lab introduce them."""

    username: str
    title: str
    description: str
    # None: a user of Plaid's own documentation, who may log in at any bank.
    institution_id: str | None
    bank: str | None
    country: str
    currency: str
    accounts: tuple[str, ...]


def is_known_user(username: str) -> bool:
    return username in WORLDS or username in _scripts_by_username() or rows_of(username) is not None


def open_world(setting: Setting) -> World:
    if setting.username in WORLDS:
        return WORLDS[setting.username](setting)
    if rows_of(setting.username) is not None:
        return LoadWorld(setting)
    return HouseholdWorld(_scripts_by_username()[setting.username], setting)


@cache
def list_personas() -> tuple[Persona, ...]:
    """List the people with a script: those with a bank of their own first, in the order of their banks."""
    found = [_persona(name) for name in scripts.names()]
    return tuple(sorted(found, key=lambda each: (each.institution_id or "z", each.username)))


def find_persona(username: str) -> Persona | None:
    return next((each for each in list_personas() if each.username == username), None)


@cache
def _scripts_by_username() -> dict[str, str]:
    return PRISM | {scripts.load(name)["persona"]["username"]: name for name in scripts.names()}


def _persona(name: str) -> Persona:
    script = scripts.load(name)
    about = script["persona"]
    bank = institutions.find(about["institution_id"]) if "institution_id" in about else None
    return Persona(
        username=about["username"],
        title=about["title"],
        description=about["description"],
        institution_id=bank.institution_id if bank else None,
        bank=bank.name if bank else None,
        country=script.get("country", "US"),
        currency=script.get("currency", "USD"),
        accounts=tuple(str(each["name"]) for each in script["accounts"]),
    )
