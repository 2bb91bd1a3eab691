"""Items that are there from the start: one for each persona the command line names."""

from plaid_emulator import institutions, items, logins
from plaid_emulator.emulator import Emulator
from plaid_emulator.items import Item, NewItem
from plaid_emulator.worlds.registry import WORLDS, find_persona, is_known_user, list_personas

DAYS = 730
ANY_BANK = "ins_109508"
# An empty configuration stands for accounts at random.
PASSWORDS = {"user_custom": "{}"}


class UnknownPersona(LookupError):
    """Nobody of this name banks here."""


def list_names() -> list[str]:
    return [*WORLDS, *(persona.username for persona in list_personas())]


def prepare(emulator: Emulator, name: str) -> Item:
    """Find the persona's Item, or make one with two years of history; the name may lack its user_."""
    username = name if is_known_user(name) else f"user_{name}"
    if not is_known_user(username):
        raise UnknownPersona(f"nobody is called {name}; known are: {', '.join(list_names())}")
    made = next((each for each in items.list_items(emulator) if each.username == username), None)
    if made is not None:
        return made
    persona = find_persona(username)
    bank = institutions.get((persona.institution_id if persona else None) or ANY_BANK)
    login = logins.check_login(bank, username, PASSWORDS.get(username, "pass_good"))
    return items.create_item(emulator, NewItem(login, days_requested=DAYS))
