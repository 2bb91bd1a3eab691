"""Every webhook has the fields of the official client's model of it, none missing and none besides."""

import importlib
import json
from typing import Any

import pytest
from emulator_harness import Json

from conformance import contract, drift
from conformance.world import EVERYTHING, World
from plaid_emulator import items

# The client has no model of SMS_MICRODEPOSITS_VERIFICATION and AUTHORIZATION_GRANTED; tests/link has LINK's.
MODELS = {
    ("AUTH", "AUTOMATICALLY_VERIFIED"): "AutomaticallyVerifiedWebhook",
    ("AUTH", "DEFAULT_UPDATE"): "AuthDefaultUpdateWebhook",
    ("AUTH", "VERIFICATION_EXPIRED"): "VerificationExpiredWebhook",
    ("HOLDINGS", "DEFAULT_UPDATE"): "HoldingsDefaultUpdateWebhook",
    ("IDENTITY", "DEFAULT_UPDATE"): "IdentityDefaultUpdateWebhook",
    ("INVESTMENTS_TRANSACTIONS", "DEFAULT_UPDATE"): "InvestmentsDefaultUpdateWebhook",
    ("ITEM", "ERROR"): "ItemErrorWebhook",
    ("ITEM", "LOGIN_REPAIRED"): "ItemLoginRepairedWebhook",
    ("ITEM", "NEW_ACCOUNTS_AVAILABLE"): "NewAccountsAvailableWebhook",
    ("ITEM", "PENDING_DISCONNECT"): "PendingDisconnectWebhook",
    ("ITEM", "PENDING_EXPIRATION"): "PendingExpirationWebhook",
    ("ITEM", "USER_ACCOUNT_REVOKED"): "UserAccountRevokedWebhook",
    ("ITEM", "USER_PERMISSION_REVOKED"): "UserPermissionRevokedWebhook",
    ("ITEM", "WEBHOOK_UPDATE_ACKNOWLEDGED"): "WebhookUpdateAcknowledgedWebhook",
    ("LIABILITIES", "DEFAULT_UPDATE"): "LiabilitiesDefaultUpdateWebhook",
    ("TRANSACTIONS", "DEFAULT_UPDATE"): "DefaultUpdateWebhook",
    ("TRANSACTIONS", "HISTORICAL_UPDATE"): "HistoricalUpdateWebhook",
    ("TRANSACTIONS", "INITIAL_UPDATE"): "InitialUpdateWebhook",
    ("TRANSACTIONS", "RECURRING_TRANSACTIONS_UPDATE"): "RecurringTransactionsUpdateWebhook",
    ("TRANSACTIONS", "SYNC_UPDATES_AVAILABLE"): "SyncUpdatesAvailableWebhook",
    ("TRANSACTIONS", "TRANSACTIONS_REMOVED"): "TransactionsRemovedWebhook",
}
FIRED = (
    *("NEW_ACCOUNTS_AVAILABLE", "PENDING_DISCONNECT", "RECURRING_TRANSACTIONS_UPDATE", "LOGIN_REPAIRED"),
    "SYNC_UPDATES_AVAILABLE",
)
PRODUCTS = ("AUTH", "IDENTITY", "HOLDINGS", "INVESTMENTS_TRANSACTIONS", "LIABILITIES")
THREE_WEEKS_AND_A_HALF = 24 * 86_400


@pytest.fixture(scope="module")
def sent(world: World) -> dict[tuple[str, str], Json]:
    """Let everything happen that is told by webhook; nobody has to receive it."""
    webhook = f"{world.live.url}/nowhere"
    token = world.fresh(products=EVERYTHING, webhook=webhook)
    british = world.fresh(institution_id="ins_116834", webhook=webhook)
    row = _act(world, token, "add_transactions", rows=[{"description": "X", "amount": 1, "pending": True}])
    _act(world, token, "remove_transaction", transaction_id=row["transactions"][0]["transaction_id"])
    for code in FIRED:
        world.call("/sandbox/item/fire_webhook", {"access_token": token, "webhook_code": code})
    for kind in PRODUCTS:
        fired = {"access_token": token, "webhook_code": "DEFAULT_UPDATE", "webhook_type": kind}
        world.call("/sandbox/item/fire_webhook", fired)
    world.call("/item/webhook/update", {"access_token": token, "webhook": webhook})
    account = world.call("/accounts/get", {"access_token": token}).body["accounts"][0]["account_id"]
    for status in ("automatically_verified", "verification_expired"):
        verified = {"access_token": token, "account_id": account, "verification_status": status}
        world.call("/sandbox/item/set_verification_status", verified)
    _act(world, token, "revoke_account", account_id=account)
    _act(world, token, "revoke_permission")
    world.call("/sandbox/item/reset_login", {"access_token": world.fresh(webhook=webhook)})
    world.live.admin("/clock", {"advance_seconds": THREE_WEEKS_AND_A_HALF})
    world.call("/item/get", {"access_token": british})
    bodies = [
        json.loads(row["body"]) for row in world.live.emulator.database.list("SELECT body FROM webhooks")
    ]
    return {(body["webhook_type"], body["webhook_code"]): body for body in bodies}


def _act(world: World, token: str, do: str, **details: Any) -> Json:
    item = items.find_by_access_token(world.live.emulator, token)
    return world.live.admin("/actions", {"do": do, "item": item.item_id, **details})


@pytest.mark.parametrize(("kind", "code"), MODELS)
def test_a_webhook_has_the_fields_of_the_clients_model(
    sent: dict[tuple[str, str], Json], kind: str, code: str
) -> None:
    name = MODELS[kind, code]
    module = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)[1:]
    model = getattr(importlib.import_module(f"plaid.model.{module}"), name)

    assert sorted(drift.of_answer(sent[kind, code], model)) == []


# The specification's core has no word on these two, the client has.
@pytest.mark.parametrize(
    ("kind", "code"), sorted(MODELS.keys() - {("AUTH", "DEFAULT_UPDATE"), ("IDENTITY", "DEFAULT_UPDATE")})
)
def test_a_webhook_is_as_the_specification_has_it(
    sent: dict[tuple[str, str], Json], kind: str, code: str
) -> None:
    assert contract.of_webhook(sent[kind, code]) == []
