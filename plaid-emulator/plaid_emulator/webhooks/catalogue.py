"""The webhooks themselves: which codes an event at an Item causes and their bodies."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from plaid_emulator import accounts
from plaid_emulator.clock import iso
from plaid_emulator.emulator import Emulator
from plaid_emulator.errors import PlaidError
from plaid_emulator.institutions import is_european
from plaid_emulator.items import Item
from plaid_emulator.webhooks.outbox import enqueue

if TYPE_CHECKING:
    from plaid_emulator.polling import Told

FIRST_CODES = {"NOT_READY": "INITIAL_UPDATE", "INITIAL_UPDATE_COMPLETE": "HISTORICAL_UPDATE"}
FIRE_TYPES = {
    "RECURRING_TRANSACTIONS_UPDATE": "TRANSACTIONS",
    "SYNC_UPDATES_AVAILABLE": "TRANSACTIONS",
    "SMS_MICRODEPOSITS_VERIFICATION": "AUTH",
    "ERROR": "ASSETS",
    "PRODUCT_READY": "ASSETS",
}
PRODUCT_OF_TYPE = {"TRANSACTIONS": "transactions", "AUTH": "auth", "IDENTITY": "identity", "ASSETS": "assets"}
PRODUCT_OF_TYPE |= {
    "LIABILITIES": "liabilities",
    "HOLDINGS": "investments",
    "INVESTMENTS_TRANSACTIONS": "investments",
}

# What a fired DEFAULT_UPDATE of each product says: that nothing has changed, since nothing has.
NOTHING_NEW: dict[str, dict[str, Any]] = {
    "HOLDINGS": {"new_holdings": 0, "updated_holdings": 0},
    "INVESTMENTS_TRANSACTIONS": {"new_investments_transactions": 0, "cancelled_investments_transactions": 0},
    "LIABILITIES": {"account_ids_with_new_liabilities": [], "account_ids_with_updated_liabilities": {}},
    "AUTH": {"account_ids_with_new_auth": [], "account_ids_with_updated_auth": {}},
    "IDENTITY": {"account_ids_with_updated_identity": {}},
}


def send_update(emulator: Emulator, item: Item, status_before: str, told: "Told") -> None:
    """Announce one look at the bank: the legacy codes and, once armed, SYNC_UPDATES_AVAILABLE."""
    first = FIRST_CODES.get(status_before)
    changed = bool(told.added or told.modified or told.removed_ids)
    if first is not None:
        _send(emulator, item, "TRANSACTIONS", first, error=None, new_transactions=told.added)
    elif told.added or told.modified:
        _send(emulator, item, "TRANSACTIONS", "DEFAULT_UPDATE", error=None, new_transactions=told.added)
    if told.removed_ids:
        ids = list(told.removed_ids)
        _send(emulator, item, "TRANSACTIONS", "TRANSACTIONS_REMOVED", error=None, removed_transactions=ids)
    if item.armed and (changed or first is not None):
        _send(emulator, item, "TRANSACTIONS", "SYNC_UPDATES_AVAILABLE", **_progress(item))


def send_new_history(emulator: Emulator, item: Item, recent: int, older: int) -> None:
    """Announce the history of newly shared accounts: both codes again, with the net new counts."""
    _send(emulator, item, "TRANSACTIONS", "INITIAL_UPDATE", error=None, new_transactions=recent)
    _send(emulator, item, "TRANSACTIONS", "HISTORICAL_UPDATE", error=None, new_transactions=older)
    if item.armed:
        _send(emulator, item, "TRANSACTIONS", "SYNC_UPDATES_AVAILABLE", **_progress(item))


def send_item_error(emulator: Emulator, item: Item) -> None:
    error = item.error or PlaidError("ITEM_LOGIN_REQUIRED")
    _send(emulator, item, "ITEM", "ERROR", error=error.webhook_body())


def send_pending_end(emulator: Emulator, item: Item) -> None:
    """Announce that the login is about to end: in Europe as a consent, elsewhere as a token of the bank."""
    ends_at = iso(item.login_expires_at or 0)
    if is_european(item.institution_id):
        _send(emulator, item, "ITEM", "PENDING_EXPIRATION", consent_expiration_time=ends_at)
    else:
        reason = "INSTITUTION_TOKEN_EXPIRATION"
        _send(emulator, item, "ITEM", "PENDING_DISCONNECT", reason=reason, disconnect_time=ends_at)


def send_permission_revoked(emulator: Emulator, item: Item) -> None:
    error = PlaidError("USER_PERMISSION_REVOKED").webhook_body()
    _send(emulator, item, "ITEM", "USER_PERMISSION_REVOKED", error=error)


def send_account_revoked(emulator: Emulator, item: Item, account_id: str) -> None:
    _send(emulator, item, "ITEM", "USER_ACCOUNT_REVOKED", account_id=account_id)


def send_login_repaired(emulator: Emulator, item: Item) -> None:
    _send(emulator, item, "ITEM", "LOGIN_REPAIRED")


def send_webhook_acknowledged(emulator: Emulator, item: Item) -> None:
    _send(emulator, item, "ITEM", "WEBHOOK_UPDATE_ACKNOWLEDGED", error=None, new_webhook_url=item.webhook)


def send_verification(emulator: Emulator, item: Item, code: str, account_id: str) -> None:
    """Say how the verification of an account's numbers ended."""
    _send(emulator, item, "AUTH", code, account_id=account_id)


def announce(emulator: Emulator, item: Item, code: str) -> None:
    """Send one of the ITEM webhooks with the fields it has when it is fired by hand."""
    _send(emulator, item, "ITEM", code, **_fired_fields(emulator, item, code, {}))


def fire(
    emulator: Emulator, item: Item, webhook_type: str | None, code: str, new_transactions: int = 0
) -> None:
    """Send a webhook on request; neither data nor the Item's state change."""
    kind = FIRE_TYPES.get(code) or (webhook_type if code == "DEFAULT_UPDATE" else None) or "ITEM"
    if code == "DEFAULT_UPDATE" and webhook_type is None:
        kind = "TRANSACTIONS"
    product = PRODUCT_OF_TYPE.get(kind)
    if product is not None and product not in item.products:
        raise PlaidError("SANDBOX_PRODUCT_NOT_ENABLED", product)
    if not item.webhook:
        raise PlaidError("SANDBOX_WEBHOOK_INVALID")
    update = NOTHING_NEW.get(kind, {"new_transactions": new_transactions})
    _send(emulator, item, kind, code, **_fired_fields(emulator, item, code, update))


def _fired_fields(emulator: Emulator, item: Item, code: str, update: dict[str, Any]) -> dict[str, Any]:
    everyone = accounts.list_every(emulator, item.item_id)
    in_a_week = iso((emulator.clock.now() + timedelta(days=7)).timestamp())
    fields: dict[str, dict[str, Any]] = {
        "DEFAULT_UPDATE": {"error": None, **update},
        "SYNC_UPDATES_AVAILABLE": _progress(item),
        "RECURRING_TRANSACTIONS_UPDATE": {
            "account_ids": [account.account_id for account in everyone if account.selected]
        },
        "NEW_ACCOUNTS_AVAILABLE": {"error": None},
        "USER_PERMISSION_REVOKED": {"error": PlaidError("USER_PERMISSION_REVOKED").webhook_body()},
        # A shared one, unless nothing is shared any more.
        "USER_ACCOUNT_REVOKED": {"account_id": max(everyone, key=lambda each: each.selected).account_id},
        "PENDING_DISCONNECT": {"reason": "INSTITUTION_TOKEN_EXPIRATION", "disconnect_time": in_a_week},
        "ERROR": {"error": PlaidError("PRODUCT_NOT_READY").webhook_body()},
    }
    return fields.get(code, {})


def _progress(item: Item) -> dict[str, bool]:
    return {
        "initial_update_complete": item.status != "NOT_READY",
        "historical_update_complete": item.status == "HISTORICAL_UPDATE_COMPLETE",
    }


def _send(emulator: Emulator, item: Item, webhook_type: str, code: str, **fields: object) -> None:
    body = {"webhook_type": webhook_type, "webhook_code": code, "item_id": item.item_id, **fields}
    enqueue(emulator, item.webhook, item.item_id, body)
