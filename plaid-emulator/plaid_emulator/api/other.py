"""The rest: webhook verification keys and the legacy category list."""

from typing import Any

from plaid_emulator import legacy_categories
from plaid_emulator.api.registry import PlaidRequest, endpoint
from plaid_emulator.emulator import Emulator
from plaid_emulator.webhooks import signing


class KeyRequest(PlaidRequest):
    """Body of /webhook_verification_key/get."""

    key_id: str


@endpoint("/webhook_verification_key/get", KeyRequest)
def get_key(emulator: Emulator, request: KeyRequest) -> dict[str, Any]:
    return {"key": signing.get_jwk(emulator, request.key_id)}


@endpoint("/categories/get", PlaidRequest, public=True)
def get_categories(emulator: Emulator, request: PlaidRequest) -> dict[str, Any]:  # noqa: ARG001 - no choices
    return {
        "categories": [
            {"category_id": each.category_id, "group": each.group, "hierarchy": list(each.hierarchy)}
            for each in legacy_categories.list_all()
        ]
    }
