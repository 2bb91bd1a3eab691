"""The rest: webhook verification keys and the legacy category list."""

from typing import Any

from plaid_emulator.api.registry import PlaidRequest, endpoint
from plaid_emulator.emulator import Emulator
from plaid_emulator.webhooks import signing


class KeyRequest(PlaidRequest):
    """Body of /webhook_verification_key/get."""

    key_id: str


@endpoint("/webhook_verification_key/get", KeyRequest)
def get_key(emulator: Emulator, request: KeyRequest) -> dict[str, Any]:
    return {"key": signing.get_jwk(emulator, request.key_id)}


# The old list ends with this subset; new integrations read personal_finance_category instead.
LEGACY = {
    "10000000": ("special", ["Bank Fees"]),
    "12000000": ("special", ["Community"]),
    "13005000": ("place", ["Food and Drink", "Restaurants"]),
    "13005043": ("place", ["Food and Drink", "Restaurants", "Coffee Shop"]),
    "16001000": ("special", ["Payment", "Credit Card"]),
    "17001000": ("place", ["Recreation", "Arts and Entertainment"]),
    "18020000": ("place", ["Service", "Financial"]),
    "19013000": ("place", ["Shops", "Digital Purchase"]),
    "19047000": ("place", ["Shops", "Supermarkets and Groceries"]),
    "21009000": ("special", ["Transfer", "Payroll"]),
    "22001000": ("special", ["Travel", "Airlines and Aviation Services"]),
    "22016000": ("special", ["Travel", "Taxi"]),
}


@endpoint("/categories/get", PlaidRequest, public=True)
def get_categories(emulator: Emulator, request: PlaidRequest) -> dict[str, Any]:  # noqa: ARG001 - no choices
    return {
        "categories": [
            {"category_id": category_id, "group": group, "hierarchy": hierarchy}
            for category_id, (group, hierarchy) in LEGACY.items()
        ]
    }
