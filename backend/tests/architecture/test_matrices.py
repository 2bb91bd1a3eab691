"""Generated from the routes themselves: no route answers a stranger, and none another tenant's id."""

from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts
from sqlalchemy import text

from saldo.core.database import Database
from tests.architecture.test_routes import PUBLIC
from tests.factories.ledger import bank_account, bank_row, link_bank
from tests.factories.workspaces import Home
from tests.workspaces.people import join

# Which table a path's parameter is the id of.
TABLES = {
    "relink_id": "relinks",
    "account_id": "accounts",
    "client_id": "signed_clients",
    "code": "categories",
    "connection_id": "bank_connections",
    "device_id": "sessions",
    "export_id": "exports",
    "identity_id": "external_identities",
    "import_id": "imports",
    "invitation_id": "invitations",
    "lesson_id": "lessons",
    "passkey_id": "passkeys",
    "revision_id": "revisions",
    "rule_id": "rules",
    "statement_id": "reconciliations",
    "suggestion_id": "reconciliation_suggestions",
    "sync_id": "syncs",
    "token_id": "personal_tokens",
    "transaction_id": "transactions",
    "user_id": "users",
    "workspace_id": "workspaces",
}
# Words and not ids: there is nothing of others to name.
WORDS = {"name", "subject", "key"}
# Where a made-up value would be refused before the id is looked at.
BODIES = {
    "PATCH /api/transactions/{transaction_id}": {"note": "ours"},
    "PUT /api/transactions/{transaction_id}/entry": {"date": "2026-11-20", "amount": "-1", "name": "Ours"},
    "PUT /api/rules/{rule_id}": {
        "name": "Rule",
        "conditions": {"texts": ["aldi"]},
        "actions": {"is_transfer": True},
    },
}
# For whoever looks after the installation; others are refused before any id is read.
PLATFORM = "/api/admin/"


def _operations(app: FastAPI) -> list[tuple[str, str]]:
    return sorted(
        (method, str(route.path).replace(":uuid", ""))
        for route in iter_route_contexts(app.routes)
        if isinstance(route.route, APIRoute) and route.include_in_schema
        for method in route.methods or ()
    )


def _parameters(path: str) -> set[str]:
    return {part.strip("{}") for part in path.split("/") if part.startswith("{")}


def _filled(path: str, ids: dict[str, str]) -> str:
    for name in _parameters(path):
        path = path.replace(f"{{{name}}}", ids.get(name, "word"))
    return path


async def test_no_route_answers_without_credentials(app: FastAPI, anonymous: httpx.AsyncClient) -> None:
    ids = {name: str(uuid4()) for name in TABLES}
    public = {name.replace(":uuid", "") for name in PUBLIC}

    answers = {
        f"{method} {path}": (await anonymous.request(method, _filled(path, ids))).status_code
        for method, path in _operations(app)
        if f"{method} {path}" not in public
    }

    assert len(answers) > 100
    assert {name: status for name, status in answers.items() if status != 401} == {}


@pytest.fixture
async def foreign(
    app: FastAPI, database: Database, stranger: Home, stranger_client: httpx.AsyncClient
) -> dict[str, str]:
    """Return ids of everything a stranger has."""
    bank = await link_bank(database, stranger, bank_account(), bank_account("savings"))
    await bank.apply(added=[bank_row("a"), bank_row("b")])
    await join(app, database, stranger, "member")
    key = {"name": "Bot", "permissions": ["accounts:read"], "expires_in_days": 3}
    for path, body in (
        ("/api/tokens", key),
        ("/api/clients", key),
        ("/api/privacy/exports", None),
        ("/api/workspaces/current/invitations", {"email": "guest@example.com"}),
        ("/api/categories", {"primary": "TRAVEL", "name": "Theirs"}),
    ):
        made = await stranger_client.post(path, json=body)
        assert made.is_success, made.text
    file = {"file_name": "bank.csv", "content": "Date,Text,Amount\n2026-11-20,Theirs,-1.00"}
    account_id = bank.account_ids["checking"]
    assert (await stranger_client.post(f"/api/accounts/{account_id}/imports", json=file)).is_success
    rows = (await stranger_client.get("/api/transactions")).json()["data"]
    lesson = {"transaction_id": rows[0]["id"], "category_detailed": "TRAVEL_FLIGHTS"}
    assert (await stranger_client.post("/api/ml/feedback", json=lesson)).is_success
    found = {}
    async with database.transaction(stranger.scope) as session:
        for name, table in TABLES.items():
            column = "code" if name == "code" else "id"
            query = text(f"SELECT {column} FROM {table} WHERE {_whose(table)}")
            found[name] = (await session.execute(query, vars(stranger))).scalars().first()
    # The rest need a bank that drifts or a browser; where there is no such row, a made-up id stands in.
    assert {name for name, value in found.items() if value is None} <= {
        "identity_id", "lesson_id", "passkey_id", "relink_id", "rule_id", "statement_id", "suggestion_id",
        "sync_id",
    }  # fmt: skip
    return {name: str(value or uuid4()) for name, value in found.items()}


def _whose(table: str) -> str:
    match table:
        case "users":
            return "id = :user_id"
        case "workspaces":
            return "id = :workspace_id"
        case "exports" | "external_identities" | "passkeys" | "sessions":
            return "user_id = :user_id"
        case _:
            return "workspace_id = :workspace_id"


async def test_every_parameter_of_a_path_is_known(app: FastAPI) -> None:
    named = {name for _, path in _operations(app) for name in _parameters(path)}

    assert named <= set(TABLES) | WORDS


async def test_no_route_answers_another_tenants_id(
    app: FastAPI, client: httpx.AsyncClient, foreign: dict[str, str]
) -> None:
    document, wrong = app.openapi(), {}
    for method, path in _operations(app):
        if not _parameters(path) - WORDS or path.startswith(PLATFORM):
            continue
        body = BODIES.get(f"{method} {path}") or _body(document, path, method, foreign)
        answer = await client.request(method, _filled(path, foreign), json=body)
        unknown = {name: str(uuid4()) for name in TABLES}
        nowhere = await client.request(method, _filled(path, unknown), json=body)
        # What is not yours looks exactly as what does not exist.
        if (answer.status_code, _code(answer)) != (404, _code(nowhere)) or nowhere.status_code != 404:
            wrong[f"{method} {path}"] = (answer.status_code, answer.text[:200], nowhere.status_code)

    assert wrong == {}


async def test_a_header_for_another_tenant_opens_no_route(
    app: FastAPI, client: httpx.AsyncClient, foreign: dict[str, str]
) -> None:
    public = {name.replace(":uuid", "") for name in PUBLIC}
    headers = {"X-Workspace-Id": foreign["workspace_id"]}

    answers = {}
    for method, path in _operations(app):
        if f"{method} {path}" not in public:
            answer = await client.request(method, _filled(path, foreign), headers=headers)
            answers[f"{method} {path}"] = answer.status_code

    assert {name: status for name, status in answers.items() if status != 404} == {}


def _code(answer: httpx.Response) -> str | None:
    code: str | None = answer.json().get("code") if answer.content else None
    return code


def _body(document: dict[str, Any], path: str, method: str, ids: dict[str, str]) -> Any:
    operation = document["paths"].get(path, {}).get(method.lower(), {})
    body = operation.get("requestBody", {})
    if not body.get("required"):
        return None
    return _sample(document, body["content"]["application/json"]["schema"], ids["transaction_id"])


def _sample(document: dict[str, Any], schema: dict[str, Any], identity: str) -> Any:
    """Make the smallest value that fits a schema."""
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    for name in ("anyOf", "oneOf", "allOf"):
        if name in schema:
            return _sample(document, schema[name][0], identity)
    given = [schema.get("const"), *schema.get("enum", [])[:1], *schema.get("examples", [])[:1]]
    if any(one is not None for one in given):
        return next(one for one in given if one is not None)
    if schema.get("type") == "object":
        wanted = schema.get("required") or list(schema.get("properties", {}))[:1]
        return {name: _sample(document, schema["properties"][name], identity) for name in wanted}
    if schema.get("type") == "array":
        return [_sample(document, schema["items"], identity)] * max(schema.get("minItems", 1), 1)
    plain = {"integer": schema.get("minimum", 1), "number": schema.get("minimum", 1), "boolean": True}
    word = identity if schema.get("format") == "uuid" else "x" * schema.get("minLength", 5)
    return plain.get(str(schema.get("type")), word)
