"""Which products an Item has, which the person agreed to, and beginning one when it is first asked for."""

import json

from plaid_emulator import institutions
from plaid_emulator.emulator import Emulator
from plaid_emulator.errors import PlaidError
from plaid_emulator.items import DEFAULT_DAYS, TRANSACTIONS, Item, begin_history, get_item

# The data a person agrees to share, product by product, in the words of the consent pane.
SCOPES = {
    "account_balance_info": {"balance", "signal"},
    "contact_info": {"identity", "identity_match"},
    "account_routing_number": {"auth", "transfer"},
    "transactions": {"transactions", "recurring_transactions", "transactions_refresh"},
    "credit_loan_info": {"liabilities"},
    "investments": {"investments", "investments_auth"},
    "risk_info": {"signal"},
}


def list_consented(emulator: Emulator, item: Item) -> list[str]:
    """List what the person agreed to: what the Item has, then what it may still begin."""
    rows = emulator.database.list(
        "SELECT product FROM consents WHERE item_id = ? ORDER BY product", item.item_id
    )
    return list(dict.fromkeys([*item.products, *(row["product"] for row in rows)]))


def scopes_of(products: list[str]) -> list[str]:
    return [scope for scope, needed_by in SCOPES.items() if needed_by & set(products)]


def require(emulator: Emulator, item: Item, product: str, days: int | None = None) -> Item:
    """Answer the Item with the product, begun now if the person agreed to it; else raise Plaid's refusal.

    `days` is how much history to begin transactions with; later it cannot be changed any more.
    """
    if product in item.products:
        return item
    if product not in institutions.get(item.institution_id).products:
        raise PlaidError("PRODUCTS_NOT_SUPPORTED")
    if product not in list_consented(emulator, item):
        raise PlaidError("ADDITIONAL_CONSENT_REQUIRED", f"PRODUCT_{product.upper()}")
    with emulator.database.transaction():
        emulator.database.execute(
            "UPDATE items SET products = ? WHERE item_id = ?",
            *(json.dumps([*item.products, product]), item.item_id),
        )
        if product == TRANSACTIONS:
            _begin_transactions(emulator, item, days or DEFAULT_DAYS)
    emulator.wake()
    return get_item(emulator, item.item_id)


def _begin_transactions(emulator: Emulator, item: Item, days: int) -> None:
    """Read the bank's books again from as far back as is wanted now; nothing of them was told yet."""
    now = emulator.clock.timestamp()
    emulator.database.execute("DELETE FROM bank_rows WHERE item_id = ?", item.item_id)
    emulator.database.execute(
        "UPDATE items SET days_requested = ?, next_poll_at = ? WHERE item_id = ?",
        *(days, now + emulator.config.initial_delay_seconds, item.item_id),
    )
    begin_history(emulator, get_item(emulator, item.item_id), now)
