"""A bank linked, synced, searched and lost again: the log tells of it, and of no money and no person."""

import io
from decimal import Decimal
from uuid import UUID

import httpx
import pytest

from saldo.connections import syncing
from saldo.connections.bank_access import BankAccess
from saldo.connections.models import SyncTrigger
from saldo.providers.bank import BankBalance
from tests.connections.conftest import exchange_request
from tests.factories.workspaces import Home
from tests.fakes.bank import FakeBank, bank_account, bank_transaction

AMOUNT, BALANCE = Decimal("-7391.64"), Decimal("48213.57")
SHOP, OWNER, LOGIN = "CANARY PHARMACY", "Canary Joint Account", "access-canary-7c1f"
CANARIES = (SHOP, OWNER, LOGIN, "canary", str(abs(AMOUNT)), str(BALANCE))


@pytest.fixture
def public_token(bank: FakeBank) -> str:
    """Return the dialog's token for a login full of what must not be logged."""
    balance = BankBalance(BALANCE, BALANCE, None, "USD")
    account = bank_account(OWNER, official_name=OWNER, mask="7391", balance=balance)
    token = bank.offer(account)
    item = bank.offered(token)
    item.access_token = LOGIN
    shop = bank_transaction(account, description=SHOP, merchant_name=SHOP, amount=AMOUNT)
    unstorable = bank_transaction(account, description=SHOP, amount=Decimal(7391) * 10**30)
    item.add(shop, unstorable)
    item.spoil("canary-row")
    return token


async def test_a_bank_linked_synced_searched_and_lost_leaves_no_trace_of_money_or_people(
    log: io.StringIO,
    client: httpx.AsyncClient,
    access: BankAccess,
    bank: FakeBank,
    public_token: str,
    workspace: Home,
) -> None:
    request = exchange_request(bank, public_token).model_dump(mode="json")
    connection = (await client.post("/api/accounts/plaid/exchange-token", json=request)).json()["connection"]
    await syncing.run_sync(access, workspace.workspace_id, UUID(connection["id"]), SyncTrigger.LINK)
    found = await client.get("/api/transactions", params={"search": SHOP})
    await client.get(f"/api/v1/transactions?merchant={SHOP}&limit={SHOP}")
    await client.post("/api/accounts/sync-balances")
    await client.post("/api/accounts/plaid/exchange-token", json=request | {"unknown": SHOP})
    await client.post("/api/webhooks/plaid", json={"item_id": SHOP, "code": LOGIN})
    bank.break_login(bank.offered(public_token))
    await client.post("/api/accounts/sync-transactions")
    await syncing.run_sync(access, workspace.workspace_id, UUID(connection["id"]), SyncTrigger.USER)
    await client.delete(f"/api/connections/{connection['id']}")

    text = log.getvalue()

    assert [row["description"] for row in found.json()["data"]] == [SHOP]
    told = ("connection.linked", "sync.finished", "webhook.refused", "sync.failed", "connection.disconnected")
    assert [event for event in told if event not in text] == []
    assert [canary for canary in (*CANARIES, workspace.email) if canary.lower() in text.lower()] == []
