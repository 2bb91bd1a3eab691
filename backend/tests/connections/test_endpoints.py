"""The API of connections, from outside: shapes, refusals, and nothing shown to strangers."""

import json
from uuid import UUID

import httpx
import pytest
from sqlalchemy import text

from saldo.connections import syncing
from saldo.connections.bank_access import BankAccess
from saldo.connections.models import SyncTrigger
from saldo.core.database import SYSTEM
from saldo.providers.bank import Misconfigured, TryAgainLater
from tests.connections.conftest import Link, exchange_request
from tests.fakes.bank import FakeBank, bank_transaction
from tests.fakes.courier import RecordingCourier

PRIVATE = [
    ("POST", "/api/accounts/plaid/link-token"),
    ("POST", "/api/accounts/plaid/exchange-token"),
    ("GET", "/api/accounts/connection-status"),
    ("POST", "/api/accounts/sync-balances"),
    ("POST", "/api/accounts/sync-transactions"),
    ("GET", "/api/connections/{id}"),
    ("GET", "/api/connections/{id}/syncs"),
    ("POST", "/api/connections/relink/plan"),
    ("GET", "/api/connections/{id}/set-aside"),
    ("POST", "/api/connections/{id}/set-aside/retry"),
    ("POST", "/api/connections/{id}/repaired"),
    ("DELETE", "/api/connections/{id}"),
]


@pytest.mark.parametrize(("method", "path"), PRIVATE)
async def test_strangers_without_a_token_are_refused(
    anonymous: httpx.AsyncClient, linked: Link, method: str, path: str
) -> None:
    answer = await anonymous.request(method, path.format(id=linked.connection_id), json={})

    assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")


@pytest.mark.parametrize(("method", "path"), [each for each in PRIVATE if "{id}" in each[1]])
async def test_a_foreign_connection_does_not_exist(
    stranger_client: httpx.AsyncClient, linked: Link, method: str, path: str
) -> None:
    answer = await stranger_client.request(method, path.format(id=linked.connection_id))

    assert (answer.status_code, answer.json()["code"]) == (404, "connection_not_found")
    assert (await linked.row()).access_token is not None


async def test_a_foreign_connection_is_neither_repaired_nor_synced(
    stranger_client: httpx.AsyncClient, linked: Link
) -> None:
    body = {"connection_id": str(linked.connection_id)}

    for path in ("/api/accounts/plaid/link-token", "/api/accounts/sync-transactions"):
        assert (await stranger_client.post(path, json=body)).status_code == 404


@pytest.mark.parametrize(("method", "path"), [each for each in PRIVATE if each[0] != "GET"])
async def test_a_viewer_looks_and_touches_nothing(
    client: httpx.AsyncClient, linked: Link, bank: FakeBank, method: str, path: str
) -> None:
    async with linked.access.database.transaction(linked.member.scope) as session:
        await session.execute(text("UPDATE workspace_members SET role = 'viewer'"))
    calls = list(bank.calls)
    body = {"public_token": "t", "institution": {"institution_id": "i", "name": "n"}, "accounts": []}

    answer = await client.request(
        method, path.format(id=linked.connection_id), json=body if "{id}" not in path else None
    )

    assert (answer.status_code, answer.json()["code"]) == (403, "viewer_may_not_change")
    assert bank.calls == calls
    assert (await client.get("/api/accounts/connection-status")).status_code == 200


async def test_a_link_token_answers_in_the_agreed_shape(client: httpx.AsyncClient) -> None:
    answer = await client.post("/api/accounts/plaid/link-token", json={})

    body = answer.json()
    assert answer.status_code == 200
    assert body.keys() == {"success", "link_token", "expiration", "request_id", "environment"}
    assert (body["success"], body["environment"]) == (True, "sandbox")


async def test_linking_a_bank_asks_for_a_fresh_proof_and_mending_one_does_not(
    client: httpx.AsyncClient, linked: Link
) -> None:
    async with linked.access.database.transaction(SYSTEM) as session:
        await session.execute(text("UPDATE sessions SET proven_at = proven_at - interval '11 minutes'"))
    path, mended = "/api/accounts/plaid/link-token", {"connection_id": str(linked.connection_id)}

    anew, again = await client.post(path), await client.post(path, json=mended)

    assert (anew.status_code, anew.json()["code"]) == (403, "proof_needed")
    assert again.status_code == 200


async def test_a_body_is_not_needed_where_nothing_must_be_said(client: httpx.AsyncClient) -> None:
    for path in ("plaid/link-token", "sync-balances", "sync-transactions"):
        assert (await client.post(f"/api/accounts/{path}")).is_success


async def test_linking_syncing_and_looking(
    client: httpx.AsyncClient, bank: FakeBank, access: BankAccess
) -> None:
    token = bank.offer()
    bank.offered(token).add(*(bank_transaction(bank.offered(token).accounts[0]) for _ in range(3)))
    request = exchange_request(bank, token).model_dump(mode="json")

    first = (await client.post("/api/accounts/plaid/exchange-token", json=request)).json()
    again = (await client.post("/api/accounts/plaid/exchange-token", json=request)).json()
    connection = (await client.get(f"/api/connections/{first['connection']['id']}")).json()
    assert (first["already_connected"], again["already_connected"]) == (False, True)
    assert (connection["status"], connection["history"]) == ("importing", "not_ready")

    row = (await client.get("/api/accounts/connection-status")).json()["connections"][0]
    await _run(client, access, row["id"])

    shown = (await client.get("/api/accounts/connection-status")).json()
    assert (shown["enabled"], shown["environment"]) == (True, "sandbox")
    assert shown["connections"][0]["status"] == "healthy"
    assert shown["connections"][0]["counts"] == {
        "accounts": 1,
        "transactions": 3,
        "categorised": 0,
        "set_aside": 0,
    }


async def _run(client: httpx.AsyncClient, access: BankAccess, connection_id: str) -> None:
    """Run the sync that the queue was promised."""
    me = (await client.get("/api/auth/me")).json()
    await syncing.run_sync(access, UUID(me["workspace"]["id"]), UUID(connection_id), SyncTrigger.LINK)


async def test_a_duplicate_is_a_conflict_with_its_own_code(
    client: httpx.AsyncClient, bank: FakeBank, linked: Link
) -> None:
    request = exchange_request(bank, bank.offer(*linked.item.accounts)).model_dump(mode="json")

    answer = await client.post("/api/accounts/plaid/exchange-token", json=request)

    assert (answer.status_code, answer.json()["code"]) == (409, "connection_duplicate")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"public_token": "", "institution": {"institution_id": "i", "name": "n"}, "accounts": []},
        {"public_token": "t", "institution": None, "accounts": []},
        {"public_token": "t", "institution": {"institution_id": "i", "name": "n"}, "accounts": [], "x": 1},
    ],
)
async def test_a_malformed_exchange_is_refused(
    client: httpx.AsyncClient, bank: FakeBank, body: dict[str, object]
) -> None:
    answer = await client.post("/api/accounts/plaid/exchange-token", json=body)

    assert answer.status_code == 422
    assert answer.json()["errors"]
    assert "exchange" not in bank.calls


async def test_a_busy_bank_says_when_to_come_back(client: httpx.AsyncClient, bank: FakeBank) -> None:
    bank.failures["create_link_token"].append(TryAgainLater("busy", after_seconds=42))

    answer = await client.post("/api/accounts/plaid/link-token")

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "42")


async def test_wrong_keys_show_the_providers_code(client: httpx.AsyncClient, bank: FakeBank) -> None:
    bank.failures["create_link_token"].append(Misconfigured("invalid client_id", code="INVALID_API_KEYS"))

    answer = await client.post("/api/accounts/plaid/link-token")

    assert answer.status_code == 502
    assert "INVALID_API_KEYS" in answer.json()["detail"]


async def test_syncs_are_paged_newest_first(client: httpx.AsyncClient, linked: Link) -> None:
    for _ in range(5):
        await linked.sync()
    path = f"/api/connections/{linked.connection_id}/syncs"

    first = (await client.get(path, params={"limit": 3})).json()
    cursor = first["pagination"]["next_cursor"]
    second = (await client.get(path, params={"limit": 3, "cursor": cursor})).json()

    ids = [sync["id"] for sync in first["data"] + second["data"]]
    assert ids == sorted(ids, reverse=True)
    assert (len(ids), second["pagination"]["next_cursor"]) == (5, None)
    assert {sync["status"] for sync in first["data"]} == {"succeeded"}


async def test_a_spoilt_cursor_is_refused(client: httpx.AsyncClient, linked: Link) -> None:
    answer = await client.get(f"/api/connections/{linked.connection_id}/syncs", params={"cursor": "x"})

    assert answer.status_code == 400


async def test_asking_for_transactions_queues_every_live_connection(
    client: httpx.AsyncClient, linked: Link, courier: RecordingCourier
) -> None:
    await linked.run()
    courier.clear()

    answer = await client.post("/api/accounts/sync-transactions", json={})

    assert (answer.status_code, answer.json()) == (202, {"queued": [str(linked.connection_id)]})
    assert [job.payload["trigger"] for job in courier.jobs] == ["user"]


async def test_live_balances_are_asked_for_within_the_providers_thirty_an_hour(
    client: httpx.AsyncClient, linked: Link, bank: FakeBank
) -> None:
    first = (await client.post("/api/accounts/sync-balances", json={})).json()["results"]
    second = (await client.post("/api/accounts/sync-balances", json={})).json()["results"]

    assert [first[0]["status"], second[0]["status"]] == ["refreshed", "cooldown"]
    assert (first[0]["connection_id"], second[0]["retry_after_seconds"]) == (str(linked.connection_id), 120)
    assert bank.calls.count("refresh_balances") == 1


async def test_balances_of_a_foreign_account_are_not_found(
    client: httpx.AsyncClient, stranger_client: httpx.AsyncClient, linked: Link
) -> None:
    account = (await client.get("/api/accounts")).json()["data"][0]
    assert account["connection_id"] == str(linked.connection_id)

    answer = await stranger_client.post("/api/accounts/sync-balances", json={"account_ids": [account["id"]]})

    assert answer.status_code == 404


@pytest.mark.usefixtures("linked")
async def test_one_banks_failure_is_its_own(client: httpx.AsyncClient, bank: FakeBank) -> None:
    bank.failures["refresh_balances"].append(TryAgainLater("busy", code="INSTITUTION_DOWN"))

    (result,) = (await client.post("/api/accounts/sync-balances", json={})).json()["results"]

    assert (result["status"], result["error"]["code"]) == ("failed", "INSTITUTION_DOWN")


async def test_balances_of_a_broken_login_wait_for_the_person(
    client: httpx.AsyncClient, linked: Link, bank: FakeBank
) -> None:
    bank.break_login(linked.item)

    (result,) = (await client.post("/api/accounts/sync-balances", json={})).json()["results"]

    assert result["status"] == "needs_login"
    assert (await linked.row()).status == "needs_login"


async def test_rows_set_aside_are_listed_and_read_again(client: httpx.AsyncClient, linked: Link) -> None:
    linked.item.spoil("poison")
    await linked.run()
    path = f"/api/connections/{linked.connection_id}/set-aside"

    [row] = (await client.get(path)).json()["data"]
    retried = await client.post(f"{path}/retry")

    assert (row["provider_transaction_id"], row["row"]) == ("poison", {"amount": None})
    assert (retried.status_code, retried.json()) == (202, {"queued": [str(linked.connection_id)]})


async def test_a_plan_says_which_accounts_go_on(
    client: httpx.AsyncClient, linked: Link, bank: FakeBank
) -> None:
    request = exchange_request(bank, bank.offer(*linked.item.accounts)).model_dump(
        mode="json", include={"institution", "accounts"}
    )

    plan = (await client.post("/api/connections/relink/plan", json=request)).json()

    assert [each["offered_id"] for each in plan["matches"]] == [linked.item.accounts[0].id]
    assert (plan["new"], plan["history"], plan["replaces"]) == ([], [], [str(linked.connection_id)])


async def test_a_purged_bank_is_gone_at_once(client: httpx.AsyncClient, linked: Link) -> None:
    path = f"/api/connections/{linked.connection_id}"

    assert (await client.delete(path, params={"history": "some"})).status_code == 422
    assert (await client.delete(path, params={"history": "purge"})).status_code == 204
    assert (await client.get(path)).status_code == 404


async def test_a_disconnected_bank_is_shown_as_such(client: httpx.AsyncClient, linked: Link) -> None:
    answer = await client.delete(f"/api/connections/{linked.connection_id}")

    shown = (await client.get(f"/api/connections/{linked.connection_id}")).json()
    accounts = (await client.get("/api/accounts")).json()["data"]
    assert answer.status_code == 204
    assert (shown["status"], shown["next_sync_at"]) == ("disconnected", None)
    assert {account["status"] for account in accounts} == {"closed"}


async def test_a_webhook_is_stored_and_answered(anonymous: httpx.AsyncClient, linked: Link) -> None:
    body = json.dumps({"kind": "changes_available", "item_id": linked.item.id})

    answer = await anonymous.post("/api/webhooks/plaid", content=body, headers={"fake-signature": "good"})

    assert (answer.status_code, answer.json()) == (200, {"received": True})


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        (b"{}", {}, 401),
        (b"{}", {"fake-signature": "bad"}, 401),
        (b"not json", {"fake-signature": "good"}, 400),
        (b" " * 1_000_000, {"fake-signature": "good"}, 413),
    ],
)
async def test_bad_webhooks_are_refused_in_plain_words(
    anonymous: httpx.AsyncClient, content: bytes, headers: dict[str, str], status: int
) -> None:
    answer = await anonymous.post("/api/webhooks/plaid", content=content, headers=headers)

    assert answer.status_code == status
    assert answer.json().keys() >= {"type", "title", "status", "detail", "code", "request_id"}


async def test_the_other_version_of_the_path_answers_alike(client: httpx.AsyncClient, linked: Link) -> None:
    answer = await client.get(f"/api/v1/connections/{linked.connection_id}")

    assert answer.json()["id"] == str(linked.connection_id)


async def test_a_bank_whose_last_sync_failed_does_not_claim_to_have_everything(
    client: httpx.AsyncClient, linked: Link, bank: FakeBank
) -> None:
    await linked.run()
    url = f"/api/connections/{linked.connection_id}"
    before = (await client.get(url)).json()
    bank.failures["fetch_changes"].append(TryAgainLater("down", code="INSTITUTION_DOWN"))

    await linked.sync()

    after = (await client.get(url)).json()
    assert (before["status"], before["advice"]["action"]) == ("healthy", "none")
    assert (after["status"], after["advice"]["action"]) == ("healthy", "wait")
    assert after["advice"]["meaning"] != before["advice"]["meaning"]
