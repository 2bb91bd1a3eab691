"""/item/*: exchanging tokens, looking at an Item, changing and ending it."""

from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import Field

from plaid_emulator import consents, institutions, items, tokens
from plaid_emulator.api.access import open_item
from plaid_emulator.api.registry import PlaidRequest, endpoint
from plaid_emulator.clock import iso
from plaid_emulator.emulator import Emulator
from plaid_emulator.errors import PlaidError
from plaid_emulator.webhooks import catalogue

RemoveReason = Literal[
    "FRAUD_FIRST_PARTY",
    "FRAUD_FALSE_IDENTITY",
    "FRAUD_ABUSE",
    "FRAUD_OTHER",
    "CONNECTION_IS_NON_FUNCTIONAL",
    "OTHER",
]


class ExchangeRequest(PlaidRequest):
    """Body of /item/public_token/exchange."""

    public_token: str


class ItemRequest(PlaidRequest):
    """A body that names an Item by its access token."""

    access_token: str


class RemoveRequest(ItemRequest):
    """Body of /item/remove."""

    reason_code: RemoveReason | None = None
    reason_note: str | None = Field(default=None, max_length=512)


class WebhookUpdateRequest(ItemRequest):
    """Body of /item/webhook/update."""

    webhook: str | None = None


@endpoint("/item/public_token/exchange", ExchangeRequest)
def exchange(emulator: Emulator, request: ExchangeRequest) -> dict[str, Any]:
    item = items.get_item(emulator, tokens.use_public_token(emulator, request.public_token))
    return {"access_token": item.access_token, "item_id": item.item_id}


@endpoint("/item/public_token/create", ItemRequest)
def create_public_token(emulator: Emulator, request: ItemRequest) -> dict[str, Any]:
    item = items.find_by_access_token(emulator, request.access_token)
    return {"public_token": tokens.create_public_token(emulator, item.item_id)}


@endpoint("/item/get", ItemRequest)
def get(emulator: Emulator, request: ItemRequest) -> dict[str, Any]:
    item = open_item(emulator, request.access_token, broken_too=True)
    consent = {
        "consented_data_scopes": consents.scopes_of(consents.list_consented(emulator, item)),
        "consented_use_cases": [],
        "created_at": iso(item.created_at),
    }
    return {"item": {**render_item(emulator, item), **consent}, "status": _status(emulator, item)}


@endpoint("/item/remove", RemoveRequest)
def remove(emulator: Emulator, request: RemoveRequest) -> dict[str, Any]:
    items.remove_item(emulator, items.find_by_access_token(emulator, request.access_token).item_id)
    return {}


@endpoint("/item/webhook/update", WebhookUpdateRequest)
def update_webhook(emulator: Emulator, request: WebhookUpdateRequest) -> dict[str, Any]:
    check_webhook(request.webhook)
    item = items.find_by_access_token(emulator, request.access_token)
    items.set_webhook(emulator, item.item_id, request.webhook)
    item = items.get_item(emulator, item.item_id)
    catalogue.send_webhook_acknowledged(emulator, item)
    return {"item": render_item(emulator, item)}


@endpoint("/item/access_token/invalidate", ItemRequest)
def invalidate(emulator: Emulator, request: ItemRequest) -> dict[str, Any]:
    item = items.find_by_access_token(emulator, request.access_token)
    return {"new_access_token": items.rotate_access_token(emulator, item.item_id)}


def check_webhook(url: str | None) -> None:
    """Refuse what no webhook can be sent to; nothing and the empty text mean none."""
    parts = urlsplit(url or "")
    if url and not (parts.scheme in {"http", "https"} and parts.hostname):
        raise PlaidError("INVALID_FIELD", "webhook must be a valid URL")


def render_item(emulator: Emulator, item: items.Item) -> dict[str, Any]:
    """Make Plaid's item object; what an Item has is never among what it could still have."""
    institution = institutions.get(item.institution_id)
    error = item.error
    return {
        "auth_method": "INSTANT_AUTH" if "auth" in item.products else None,
        "available_products": [each for each in institution.products if each not in item.products],
        "billed_products": list(item.products),
        "consent_expiration_time": _consent_ends(item),
        "consented_products": consents.list_consented(emulator, item),
        "error": None if error is None else error.body(),
        "institution_id": item.institution_id,
        "institution_name": institution.name,
        "item_id": item.item_id,
        "products": list(item.products),
        "update_type": "background",
        "webhook": item.webhook or "",
    }


def _consent_ends(item: items.Item) -> str | None:
    """Tell when the consent to a European bank's data ends; elsewhere consents do not end by themselves."""
    known = item.login_expires_at is not None and institutions.is_european(item.institution_id)
    return iso(item.login_expires_at) if known and item.login_expires_at else None


def _status(emulator: Emulator, item: items.Item) -> dict[str, Any]:
    # Only transactions need a moment before the first of them are there.
    told = item.status != "NOT_READY" or "transactions" not in item.products
    last = emulator.database.find(
        "SELECT code, created_at FROM webhooks WHERE item_id = ? ORDER BY id DESC LIMIT 1", item.item_id
    )
    webhook = None if last is None else {"sent_at": iso(last["created_at"]), "code_sent": last["code"]}
    update = {
        "last_successful_update": iso(item.polled_at) if told else None,
        "last_failed_update": None if item.failed_at is None else iso(item.failed_at),
    }
    return {
        "investments": update if "investments" in item.products else None,
        "transactions": update if "transactions" in item.products else None,
        "last_webhook": webhook,
    }
