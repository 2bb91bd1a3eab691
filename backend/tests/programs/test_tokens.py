import httpx
import pytest
from sqlalchemy import text

from saldo.core.database import Database
from saldo.workspaces import rights
from saldo.workspaces.permissions import ALL, GRANTABLE
from tests.factories.workspaces import Home
from tests.fakes.clock import FixedClock

WISH = {"name": "Spreadsheet", "permissions": ["accounts:read"], "expires_in_days": 30}


async def _make(client: httpx.AsyncClient, **changes: object) -> dict[str, str]:
    made = await client.post("/api/tokens", json=WISH | changes)
    assert made.status_code == 201, made.text
    body: dict[str, str] = made.json()
    return body


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


async def test_a_token_opens_what_it_was_given_and_nothing_else(
    client: httpx.AsyncClient, anonymous: httpx.AsyncClient
) -> None:
    token = (await _make(client))["token"]

    allowed = await anonymous.get("/api/accounts", headers=_bearer(token))
    refused = [
        await anonymous.get("/api/transactions", headers=_bearer(token)),
        await anonymous.post("/api/accounts/sync-transactions", headers=_bearer(token)),
        await anonymous.get("/api/tokens", headers=_bearer(token)),
    ]

    assert token.startswith("sld_")
    assert allowed.status_code == 200
    assert {(one.status_code, one.json()["code"]) for one in refused} == {(403, "permission_missing")}


@pytest.mark.parametrize(
    ("path", "detail"),
    [
        (
            "/api/transactions",
            "“Look: Transactions”, which this program was not given: make a key that has it.",
        ),
        (
            "/api/workspaces/current/invitations",
            "“Look: Invitations”, which no program can be given: sign in to do it.",
        ),
    ],
)
async def test_a_refusal_names_the_missing_right_in_words(
    client: httpx.AsyncClient, anonymous: httpx.AsyncClient, path: str, detail: str
) -> None:
    token = (await _make(client))["token"]

    answer = (await anonymous.get(path, headers=_bearer(token))).json()

    assert answer["title"] == "A right is missing for this"
    assert answer["detail"] == f"It needs the right {detail}"


async def test_what_a_program_can_be_given_comes_in_words(client: httpx.AsyncClient) -> None:
    rights = (await client.get("/api/tokens")).json()["rights"]

    assert {one["permission"] for one in rights} == GRANTABLE
    assert all(one["is_yours"] for one in rights)
    assert rights[0] == {
        "permission": "accounts:read",
        "group": "Money",
        "subject": "Accounts and balances",
        "action": "look",
        "is_yours": True,
    }


def test_every_permission_has_words_of_its_own() -> None:
    assert len({str(rights.describe(one)) for one in ALL}) == len(ALL)


async def test_only_a_hash_of_the_token_is_kept(
    client: httpx.AsyncClient, database: Database, workspace: Home
) -> None:
    token = (await _make(client))["token"]

    listed = (await client.get("/api/tokens")).text
    async with database.transaction(workspace.scope) as session:
        rows = await session.execute(text("SELECT to_jsonb(personal_tokens)::text FROM personal_tokens"))
        audited = await session.execute(text("SELECT to_jsonb(audit_entries)::text FROM audit_entries"))
    assert token not in listed
    assert all(token not in row for row in (*rows.scalars(), *audited.scalars()))


async def test_a_revoked_token_is_refused_at_once(
    client: httpx.AsyncClient, anonymous: httpx.AsyncClient
) -> None:
    made = await _make(client)

    assert (await client.delete(f"/api/tokens/{made['id']}")).status_code == 204

    answer = await anonymous.get("/api/accounts", headers=_bearer(made["token"]))
    assert (answer.status_code, answer.json()["code"]) == (401, "token_invalid")
    assert (await client.get("/api/tokens")).json()["data"] == []


async def test_a_token_expires(
    client: httpx.AsyncClient, anonymous: httpx.AsyncClient, clock: FixedClock
) -> None:
    token = (await _make(client, expires_in_days=1))["token"]

    clock.advance(days=1, seconds=1)

    assert (await anonymous.get("/api/accounts", headers=_bearer(token))).status_code == 401


async def test_making_a_token_asks_for_a_fresh_proof(
    client: httpx.AsyncClient, database: Database, workspace: Home
) -> None:
    async with database.transaction(workspace.scope) as session:
        await session.execute(text("UPDATE sessions SET proven_at = proven_at - interval '11 minutes'"))

    answer = await client.post("/api/tokens", json=WISH)

    assert (answer.status_code, answer.json()["code"]) == (403, "proof_needed")


@pytest.mark.parametrize("permission", ["own:write", "members:write", "workspace:transfer", "x:y"])
async def test_some_things_no_program_may(client: httpx.AsyncClient, permission: str) -> None:
    answer = await client.post("/api/tokens", json=WISH | {"permissions": [permission]})

    assert (answer.status_code, answer.json()["code"]) == (400, "permission_not_grantable")
    assert ("There is no right x:y." if permission == "x:y" else "is kept for people") in answer.json()[
        "detail"
    ]


async def test_a_token_is_for_one_workspace(client: httpx.AsyncClient, anonymous: httpx.AsyncClient) -> None:
    token = (await _make(client))["token"]
    other = (await client.post("/api/workspaces", json={"name": "Other"})).json()["id"]

    headers = _bearer(token) | {"X-Workspace-Id": other}

    assert (await anonymous.get("/api/accounts", headers=headers)).status_code == 404


async def test_a_token_dies_with_the_membership(
    client: httpx.AsyncClient, anonymous: httpx.AsyncClient, database: Database, workspace: Home
) -> None:
    token = (await _make(client))["token"]
    async with database.transaction(workspace.scope) as session:
        await session.execute(text("DELETE FROM workspace_members"))

    assert (await anonymous.get("/api/accounts", headers=_bearer(token))).status_code == 404


async def test_a_token_cannot_make_another(client: httpx.AsyncClient, anonymous: httpx.AsyncClient) -> None:
    token = (await _make(client, permissions=["own:read"]))["token"]

    answer = await anonymous.post("/api/tokens", json=WISH, headers=_bearer(token))

    assert answer.status_code == 403


async def test_one_does_not_see_or_revoke_anothers_token(
    client: httpx.AsyncClient, stranger_client: httpx.AsyncClient
) -> None:
    made = await _make(client)

    assert (await stranger_client.get("/api/tokens")).json()["data"] == []
    assert (await stranger_client.delete(f"/api/tokens/{made['id']}")).status_code == 404


async def test_the_last_use_is_noted(client: httpx.AsyncClient, anonymous: httpx.AsyncClient) -> None:
    token = (await _make(client))["token"]
    assert (await client.get("/api/tokens")).json()["data"][0]["last_used_at"] is None

    await anonymous.get("/api/accounts", headers=_bearer(token))

    assert (await client.get("/api/tokens")).json()["data"][0]["last_used_at"] is not None
