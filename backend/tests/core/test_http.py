"""What every request and every error has in common, seen from outside."""

import re
from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from saldo.core.database import Database, Limits
from saldo.workspaces.access import TenantSession
from saldo.workspaces.permissions import require
from tests.fakes.courier import RecordingCourier

FIELDS = {"type", "title", "status", "detail", "code", "request_id", "timestamp", "errors"}


def _problem(response: httpx.Response) -> dict[str, object]:
    body = response.json()
    assert response.headers["content-type"] == "application/problem+json"
    assert set(body) == FIELDS
    assert body["status"] == response.status_code
    assert body["request_id"] == response.headers["x-request-id"]
    return dict(body)


async def test_an_unknown_address_is_a_problem(anonymous: httpx.AsyncClient) -> None:
    assert _problem(await anonymous.get("/api/nothing"))["code"] == "not_found"


async def test_a_wrong_method_is_a_problem(anonymous: httpx.AsyncClient) -> None:
    response = await anonymous.delete("/health")

    assert _problem(response)["status"] == 405
    assert response.headers["allow"] == "GET"


async def test_a_malformed_payload_names_its_fields_and_not_their_content(
    anonymous: httpx.AsyncClient,
) -> None:
    response = await anonymous.post(
        "/api/auth/sign-up", json={"email": "no", "password": "short-canary", "x": 1}
    )

    problem = _problem(response)
    assert (problem["status"], problem["code"]) == (422, "validation_failed")
    fields = {error["field"] for error in response.json()["errors"]}
    assert fields == {"body.email", "body.x"}
    assert "short-canary" not in response.text


@pytest.mark.parametrize("body", [b'{"email": ', b"\xf1"])
async def test_what_is_not_json_is_a_bad_request(anonymous: httpx.AsyncClient, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    response = await anonymous.post("/api/auth/sign-in", content=body, headers=headers)

    assert _problem(response)["code"] == "json_invalid"
    assert response.status_code == 400


async def test_a_body_that_is_too_large_is_refused(anonymous: httpx.AsyncClient) -> None:
    async def drip() -> AsyncIterator[bytes]:
        for _ in range(12):
            yield b"x" * 100_000

    headers = {"Content-Type": "application/json"}
    stated = await anonymous.post("/api/auth/sign-in", content=b"x" * 1_000_001, headers=headers)
    unstated = await anonymous.post("/api/auth/sign-in", content=drip(), headers=headers)

    assert _problem(stated)["code"] == _problem(unstated)["code"] == "body_too_large"
    assert stated.status_code == unstated.status_code == 413


async def test_a_request_id_is_kept_when_it_is_sane(anonymous: httpx.AsyncClient) -> None:
    kept = await anonymous.get("/health", headers={"X-Request-ID": "from-nginx-0123"})
    replaced = await anonymous.get("/health", headers={"X-Request-ID": "evil\tid with spaces"})

    assert kept.headers["x-request-id"] == "from-nginx-0123"
    assert " " not in replaced.headers["x-request-id"]


async def test_v1_answers_the_same(client: httpx.AsyncClient) -> None:
    plain, alias = await client.get("/api/auth/me"), await client.get("/api/v1/auth/me")

    assert alias.status_code == 200
    assert alias.json() == plain.json()


async def test_answers_are_not_cached(client: httpx.AsyncClient) -> None:
    assert (await client.get("/api/auth/me")).headers["cache-control"] == "no-store"


async def test_a_crash_shows_nothing_of_itself(app: FastAPI, client: httpx.AsyncClient) -> None:
    @app.get("/api/crash")
    async def crash() -> None:
        raise RuntimeError("secret-canary")

    response = await client.get("/api/crash")

    assert _problem(response)["code"] == "internal_error"
    assert response.status_code == 500
    assert "canary" not in response.text


async def test_a_failing_commit_is_never_answered_with_success(
    app: FastAPI, client: httpx.AsyncClient
) -> None:
    @app.get("/api/doomed", dependencies=[require("accounts:read")])
    async def doomed(session: TenantSession) -> str:
        await session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
        return "all is well"

    response = await client.get("/api/doomed")

    assert response.status_code == 503
    assert int(response.headers["retry-after"]) >= 1


async def test_a_database_that_is_down_is_a_503(
    app: FastAPI, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    down = Database(
        "postgresql+asyncpg://nobody:x@127.0.0.1:1/none", RecordingCourier(), Limits(connect_seconds=1)
    )
    monkeypatch.setattr(app.state.resources, "database", down)

    response = await client.get("/api/auth/me")
    ready = await client.get("/ready")

    assert _problem(response)["code"] == "database_unavailable"
    assert response.headers["retry-after"] == "2"
    assert ready.status_code == 503
    assert ready.json()["dependencies"]["database"]["status"] == "down"
    assert (await client.get("/health")).status_code == 200
    await down.close()


async def test_ready_stands_down_for_an_unmigrated_database(
    anonymous: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("saldo.status.endpoints._expected_revision", lambda: "a_newer_one")

    response = await anonymous.get("/ready")

    assert response.status_code == 503
    assert "a_newer_one" in response.json()["dependencies"]["migrations"]["detail"]


async def test_openapi_declares_every_error_as_a_problem(anonymous: httpx.AsyncClient) -> None:
    document = (await anonymous.get("/api/openapi.json")).json()

    for path, operations in document["paths"].items():
        for operation in operations.values():
            assert "default" in operation["responses"], path
            for status, response in operation["responses"].items():
                if (status == "default" or int(status) >= 400) and (path, status) != ("/ready", "503"):
                    assert list(response["content"]) == ["application/problem+json"], path
    codes = document["components"]["schemas"]["Problem"]["properties"]["code"]["enum"]
    assert {"validation_failed", "session_over", "email_taken", "internal_error"} <= set(codes)
    assert "HTTPValidationError" not in document["components"]["schemas"]


async def test_the_docs_page_is_there(anonymous: httpx.AsyncClient) -> None:
    page = await anonymous.get("/api/docs")

    parts = re.findall(r'(?:href|src)="([^"]+)"', page.text)
    assert len(parts) == 4
    for part in parts:  # its own parts only: nothing comes from elsewhere
        assert part == "data:," or (await anonymous.get(part)).status_code == 200, part


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        (
            "POST",
            "/api/rules/preview",
            {"name": "R", "conditions": {"texts": ["a\0b"]}, "actions": {"note": "n"}},
        ),
        ("POST", "/api/rules", {"name": "a\0b", "conditions": {"texts": ["ab"]}, "actions": {"note": "n"}}),
        ("PATCH", "/api/merchants", {"key": "a\0b", "name": "A"}),
    ],
)
async def test_a_text_that_no_database_can_hold_is_refused(
    client: httpx.AsyncClient, method: str, path: str, body: dict[str, object]
) -> None:
    problem = _problem(await client.request(method, path, json=body))

    assert (problem["status"], problem["code"]) == (422, "validation_failed")
    assert "NUL" in str(problem["errors"])
