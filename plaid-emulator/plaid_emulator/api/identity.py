"""/identity/get: whose accounts these are."""

from collections.abc import Mapping
from typing import Any

from plaid_emulator import accounts
from plaid_emulator.api.access import open_item_with
from plaid_emulator.api.accounts import AccountsRequest
from plaid_emulator.api.items import render_item
from plaid_emulator.api.registry import endpoint
from plaid_emulator.emulator import Emulator

PRODUCT = "identity"
# Who owns what nobody has claimed: an owner must have a name.
NOBODY = {"names": ["Sandbox Account Holder"]}
ADDRESS = ("city", "country", "postal_code", "region", "street")


@endpoint("/identity/get", AccountsRequest)
def get(emulator: Emulator, request: AccountsRequest) -> dict[str, Any]:
    item = open_item_with(emulator, request.access_token, PRODUCT)
    chosen = accounts.choose(emulator, item, request.account_ids)
    return {
        "accounts": [
            accounts.render(emulator, item, each, item.polled_at)
            | {"owners": [_owner(each.spec.facts.get("identity", NOBODY))]}
            for each in chosen
        ],
        "item": render_item(emulator, item),
    }


def _owner(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Make Plaid's owner: every list is there, even when nothing is in it."""
    return {
        "names": list(facts["names"]),
        "phone_numbers": [
            {"primary": False, "type": "other", **each} for each in facts.get("phone_numbers", [])
        ],
        "emails": [{"primary": False, "type": "other", **each} for each in facts.get("emails", [])],
        "addresses": [
            {"data": dict.fromkeys(ADDRESS) | each["data"], "primary": each.get("primary", False)}
            for each in facts.get("addresses", [])
        ],
    }
