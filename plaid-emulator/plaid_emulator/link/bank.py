"""What the dialog does at the bank and with Items: list banks, offer accounts, connect, repair."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from plaid_emulator import accounts, institutions, items, tokens
from plaid_emulator.emulator import Emulator
from plaid_emulator.institutions import Institution
from plaid_emulator.items import NewItem
from plaid_emulator.link.session import OfferedAccount
from plaid_emulator.logins import Login
from plaid_emulator.tokens import LinkToken
from plaid_emulator.worlds.model import AccountSpec

LONGEST_CLIENT_NAME = 30


@dataclass(frozen=True)
class Connection:
    """A finished connection: the token for the page, and the accounts as onSuccess shows them."""

    public_token: str
    accounts: list[dict[str, Any]]


def client_name(token: LinkToken) -> str:
    """Name the app as Link does: a longer name than Plaid takes becomes a neutral one."""
    name = str(token.request.get("client_name") or "")
    return name if 0 < len(name) <= LONGEST_CLIENT_NAME else "This Application"


def list_institutions(token: LinkToken, query: str) -> list[Institution]:
    found = institutions.search(query, token.country_codes, token.products)
    # Plaid hides OAuth banks from clients without a redirect set-up; this dialog speaks passwords only.
    return [each for each in found if not each.oauth]


def offer_accounts(emulator: Emulator, token: LinkToken, login: Login) -> list[OfferedAccount]:
    """List what the login can share within the token's account filters."""
    return [
        OfferedAccount(
            key=spec.key,
            name=spec.name,
            mask=spec.mask,
            type=spec.type,
            subtype=spec.subtype,
            balance=spec.current,
            currency=spec.currency,
        )
        for spec in items.list_accounts(emulator, login)
        if _passes(token, spec)
    ]


def connect(emulator: Emulator, token: LinkToken, login: Login, keys: Sequence[str]) -> Connection:
    webhook = token.request.get("webhook")
    item = items.create_item(
        emulator,
        NewItem(
            login=login,
            products=tuple(token.products),
            days_requested=token.days_requested,
            webhook=str(webhook) if webhook else None,
            account_keys=list(keys),
        ),
    )
    return _connection(emulator, item.item_id)


def repair(emulator: Emulator, item_id: str, login: Login) -> Connection:
    """Heal the Item of an update-mode token."""
    items.repair_item(emulator, item_id, login)
    return _connection(emulator, item_id)


def _connection(emulator: Emulator, item_id: str) -> Connection:
    shared = accounts.list_selected(emulator, item_id)
    return Connection(
        tokens.create_public_token(emulator, item_id),
        [accounts.render_link_account(account) for account in shared],
    )


def _passes(token: LinkToken, spec: AccountSpec) -> bool:
    filters = token.request.get("account_filters") or {}
    if not filters:
        return True
    subtypes = (filters.get(spec.type) or {}).get("account_subtypes") or []
    return "all" in subtypes or spec.subtype in subtypes
