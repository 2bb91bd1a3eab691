"""Product names: which this client is enabled for, which may start an Item, Plaid's checks of the lists."""

import json
from collections.abc import Collection

from plaid_emulator.errors import PlaidError

# What has endpoints here. Balance is for every Item: no Item can be begun with it.
CORE = ("auth", "balance", "identity", "investments", "liabilities", "transactions")
# What has none of its own, or only a part of those above, and needs a bank that offers that.
BUILT_ON = {
    "identity_match": "identity",
    "investments_auth": "investments",
    "recurring_transactions": "transactions",
    "signal": "balance",
    "transactions_refresh": "transactions",
    "transfer": "auth",
}
BEGINNING = {*CORE, *BUILT_ON} - {"balance"}


def needed_for(names: Collection[str]) -> set[str]:
    """List what a bank must offer for these products."""
    return {BUILT_ON.get(name, name) for name in names}


def check_names(names: list[str], *also: str) -> None:
    """Refuse what Plaid refuses a client that is not enabled for it: here, all that lies outside the core."""
    unknown = [name for name in names if name not in BEGINNING and name not in also]
    if unknown:
        raise PlaidError("INVALID_PRODUCT", json.dumps(unknown))


def check_for_link(products: list[str], *others: list[str]) -> None:
    """Check the product lists of a link token: something to start with, and no product twice."""
    check_names(products)
    seen = set(products)
    for names in others:
        check_names(names)
        if seen & set(names):
            raise PlaidError("INVALID_FIELD", f"{min(seen & set(names))} must not be in two product lists")
        seen |= set(names)
    if not products:
        raise PlaidError("INVALID_FIELD", "must provide at least one product")
