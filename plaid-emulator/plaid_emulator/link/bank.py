"""What the dialog does at the bank and with Items: list banks, offer accounts, connect, repair."""

from collections.abc import Sequence

from plaid_emulator import accounts, institutions, items, sharing, tokens
from plaid_emulator.emulator import Emulator
from plaid_emulator.institutions import Institution
from plaid_emulator.items import NewItem
from plaid_emulator.link import dashboard
from plaid_emulator.link.session import AddedItem, OfferedAccount
from plaid_emulator.logins import Login
from plaid_emulator.tokens import LinkToken
from plaid_emulator.worlds.model import AccountSpec

LONGEST_CLIENT_NAME = 30


# Asking for account numbers hides every account that has none to give.
AUTH_SUBTYPES = {"checking", "savings", "cash management"}


def client_name(token: LinkToken) -> str:
    """Name the app as Link does: a longer name than Plaid takes becomes a neutral one."""
    name = str(token.request.get("client_name") or "")
    return name if 0 < len(name) <= LONGEST_CLIENT_NAME else "This Application"


def list_institutions(token: LinkToken, query: str) -> list[Institution]:
    """Find banks; the one that the app wants highlighted comes first."""
    found = institutions.search(query, token.country_codes, token.products)
    highlighted = (token.request.get("institution_data") or {}).get("institution_id")
    return sorted(found, key=lambda each: each.institution_id != highlighted)


def offer_accounts(emulator: Emulator, token: LinkToken, login: Login) -> list[OfferedAccount]:
    """List what the login can share within the token's account filters.

    Ticked at first are the shared ones in update mode, else what the customization says.
    """
    preselects = dashboard.customization_of(emulator, token).account_selection == "all"
    shared = None if token.item_id is None else _shared_keys(emulator, token.item_id)
    return [
        OfferedAccount(
            key=spec.key,
            name=spec.name,
            mask=spec.mask,
            type=spec.type,
            subtype=spec.subtype,
            balance=spec.current,
            currency=spec.currency,
            selected=preselects if shared is None else spec.key in shared,
        )
        for spec in items.list_accounts(emulator, login)
        if _passes(token, spec)
    ]


def nothing_to_offer(token: LinkToken) -> str:
    """Name the error of a login without any account that fits."""
    return "NO_AUTH_ACCOUNTS" if "auth" in token.products else "NO_ACCOUNTS"


def connect(emulator: Emulator, token: LinkToken, login: Login, keys: Sequence[str]) -> AddedItem:
    webhook = token.request.get("webhook")
    item = items.create_item(
        emulator,
        NewItem(
            login=login,
            products=tuple(token.products),
            days_requested=token.days_requested,
            webhook=str(webhook) if webhook else None,
            account_keys=list(keys),
            consented=_agreed_to(token),
            client_id=token.request.get("client_id"),
        ),
    )
    return _added(emulator, item.item_id)


def _agreed_to(token: LinkToken) -> tuple[str, ...]:
    """List the products a person has consented to beyond those the Item begins with."""
    kinds = ("required_if_supported_products", "optional_products", "additional_consented_products")
    return tuple(product for kind in kinds for product in token.request.get(kind) or ())


def wanted(emulator: Emulator, token: LinkToken) -> tuple[Sequence[str], int]:
    """Tell which products the app reads and how many days back; in update mode the Item knows."""
    if token.item_id is None:
        return token.products, token.days_requested
    item = items.get_item(emulator, token.item_id)
    return item.products, item.days_requested


def repair(emulator: Emulator, item_id: str, login: Login, keys: Sequence[str] | None) -> AddedItem:
    """Heal the Item of an update-mode token and, when accounts were chosen, share these from now on."""
    with emulator.database.transaction():
        items.repair_item(emulator, item_id, login)
        if keys is not None:
            sharing.select_accounts(emulator, item_id, keys)
    return _added(emulator, item_id)


def _added(emulator: Emulator, item_id: str) -> AddedItem:
    shared = accounts.list_selected(emulator, item_id)
    return AddedItem(
        public_token=tokens.create_public_token(emulator, item_id),
        accounts=[accounts.render_link_account(account) for account in shared],
    )


def _shared_keys(emulator: Emulator, item_id: str) -> set[str]:
    return {account.key for account in accounts.list_selected(emulator, item_id)}


def _passes(token: LinkToken, spec: AccountSpec) -> bool:
    if "auth" in token.products and spec.subtype not in AUTH_SUBTYPES:
        return False
    filters = token.request.get("account_filters") or {}
    if not filters:
        return True
    subtypes = (filters.get(spec.type) or {}).get("account_subtypes") or []
    return "all" in subtypes or spec.subtype in subtypes
