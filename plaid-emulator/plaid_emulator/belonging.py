"""Whose an Item is: where several apps have keys, none can use another's Items or tokens."""

from plaid_emulator.emulator import Emulator
from plaid_emulator.errors import PlaidError
from plaid_emulator.tokens import find_link_token

REFUSALS = {"access_token": "INVALID_ACCESS_TOKEN", "public_token": "INVALID_PUBLIC_TOKEN"}


def claim(emulator: Emulator, item_id: str, client_id: str | None) -> None:
    """Give a new Item to the app that makes it; one made without Plaid's API is everybody's."""
    if client_id is not None:
        emulator.database.execute("INSERT INTO owners VALUES (?, ?)", item_id, client_id)


def check(emulator: Emulator, client_id: str | None, item_id: str | None, tokens: dict[str, str]) -> None:
    """Refuse another app's token as one that is not there. Where any keys do, all are one app's."""
    if not emulator.config.api_keys:
        return
    if "link_token" in tokens:
        found = find_link_token(emulator, tokens["link_token"])
        if found is not None and _is_foreign(found.request.get("client_id"), client_id):
            raise PlaidError("INVALID_LINK_TOKEN")
    row = emulator.database.find("SELECT client_id FROM owners WHERE item_id = ?", item_id)
    if row is not None and _is_foreign(row["client_id"], client_id):
        raise PlaidError(next(code for name, code in REFUSALS.items() if name in tokens))


def _is_foreign(owner: str | None, client_id: str | None) -> bool:
    return owner is not None and owner != client_id
