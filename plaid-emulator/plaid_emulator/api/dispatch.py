"""One request from bytes to bytes: credentials, checks, planned faults, the answer with its id."""

import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from fastapi import Request, Response
from pydantic import ValidationError
from pydantic_core import ErrorDetails
from starlette.routing import Route

from plaid_emulator import belonging, ids, misbehaving
from plaid_emulator.api.registry import ENDPOINTS, Endpoint, PlaidRequest, Raw
from plaid_emulator.emulator import Emulator, emulator_of
from plaid_emulator.errors import KINDS, PlaidError
from plaid_emulator.faults import Call, Rule

log = logging.getLogger(__name__)
CREDENTIALS = {"client_id": "plaid-client-id", "secret": "plaid-secret"}
TOKENS = ("access_token", "public_token", "link_token")
CODES = {"missing": "MISSING_FIELDS", "extra_forbidden": "UNKNOWN_FIELDS"}
MISSHAPEN = "INVALID_CONFIGURATION"
# When several things are wrong, Plaid names them in this order.
PRECEDENCE = ("UNKNOWN_FIELDS", "MISSING_FIELDS", MISSHAPEN, "INVALID_FIELD")
# The ends of pydantic's names for values of another type, or none of those there are.
WRONG_SHAPES = ("_type", "_parsing", "literal_error")


def make_routes() -> list[Route]:
    """Make a route to every registered endpoint; Plaid knows no other method than POST."""
    # These read their bodies themselves: FastAPI's own routes would look for parameters in vain.
    return [Route(each.path, _serve(each), methods=["POST"]) for each in ENDPOINTS.values()]


def _serve(endpoint: Endpoint) -> Callable[[Request], Awaitable[Response]]:
    async def serve(request: Request) -> Response:
        emulator, raw = emulator_of(request), await request.body()
        body = _read(raw)
        call = emulator.calls.begin(endpoint.path, body or {})
        mishaps = emulator.take_mishaps(call)
        await misbehaving.wait(mishaps)
        answer = await _answer(Asked(emulator, endpoint, request, raw, body, call), mishaps)
        emulator.calls.end(call, bytes(answer.body))
        return misbehaving.spoil(answer, mishaps)

    return serve


@dataclass(frozen=True)
class Asked:
    """One request on its way to its endpoint."""

    emulator: Emulator
    endpoint: Endpoint
    request: Request
    raw: bytes
    # None: the bytes are no JSON object.
    body: dict[str, Any] | None
    call: Call


async def _answer(asked: Asked, mishaps: Sequence[Rule]) -> Response:
    emulator, endpoint = asked.emulator, asked.endpoint
    try:
        refusal = misbehaving.find_refusal(mishaps)
        if refusal is not None:
            return refusal
        parsed = _parse(asked)
        _check_owner(asked, parsed)
        _count(asked, parsed)
        answer = endpoint.handler(emulator, parsed)
        return _respond(await answer if isinstance(answer, Awaitable) else answer)
    except PlaidError as error:
        return refuse(error)
    except Exception:
        log.exception("%s failed", endpoint.path)
        return refuse(PlaidError("INTERNAL_SERVER_ERROR"))


def _check_owner(asked: Asked, parsed: PlaidRequest) -> None:
    # Wherever it stood, in the body or in a header: from here on it is the request's.
    parsed.client_id = parsed.client_id or asked.request.headers.get(CREDENTIALS["client_id"])
    named = {name: getattr(parsed, name, None) for name in TOKENS}
    tokens = {name: token for name, token in named.items() if token is not None}
    belonging.check(asked.emulator, parsed.client_id, asked.call.item_id, tokens)


def _count(asked: Asked, parsed: PlaidRequest) -> None:
    client_id = parsed.client_id or "anyone"
    first_page = getattr(parsed, "cursor", "none of its fields") in {"", None}
    asked.emulator.rate_limits.count(
        asked.endpoint.path, client_id, asked.call.item_id, first_page=first_page
    )


def refuse(error: PlaidError) -> Response:
    """Answer with Plaid's error object."""
    body = {**error.body(), "request_id": ids.request_id()}
    return Response(json.dumps(body), status_code=error.status, media_type="application/json")


def _respond(answer: dict[str, Any] | Raw) -> Response:
    text = answer.text if isinstance(answer, Raw) else json.dumps(answer)
    separator = "" if text == "{}" else ","
    text = f'{text[:-1]}{separator}"request_id":"{ids.request_id()}"}}'
    return Response(text, media_type="application/json")


def _read(raw: bytes) -> dict[str, Any] | None:
    try:
        body = orjson.loads(raw)
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


def _parse(asked: Asked) -> PlaidRequest:
    content_type = asked.request.headers.get("content-type", "")
    if "json" not in content_type.lower():
        raise PlaidError("INVALID_HEADERS", "the Content-Type header must be application/json")
    if asked.body is None:
        raise PlaidError("INVALID_BODY")
    if not asked.endpoint.public:
        _check_credentials(asked.emulator, asked.request, asked.body)
    try:
        # From the text, not from what was read of it: dates are strings there, and nothing else is one.
        return asked.endpoint.model.model_validate_json(asked.raw)
    except ValidationError as error:
        raise _invalid(error.errors(include_url=False), asked.endpoint) from None


def _check_credentials(emulator: Emulator, request: Request, body: dict[str, Any]) -> None:
    given = {name: body.get(name) or request.headers.get(header) for name, header in CREDENTIALS.items()}
    missing = [name for name, value in given.items() if not value]
    if missing:
        raise PlaidError("MISSING_FIELDS", ", ".join(missing))
    keys = emulator.config.api_keys
    if keys and keys.get(str(given["client_id"])) != given["secret"]:
        raise PlaidError("INVALID_API_KEYS")


def _invalid(errors: list[ErrorDetails], endpoint: Endpoint) -> PlaidError:
    by_code: dict[str, list[str]] = {}
    for error in errors:
        code = CODES.get(error["type"]) or _code_of_wrong(error, endpoint)
        name = ".".join(str(part) for part in error["loc"])
        # A check of our own says the whole sentence; pydantic's needs the name before it.
        own = error["type"] == "value_error"
        text = str(error["msg"]).removeprefix("Value error, ") if own else f"{name}: {error['msg']}"
        by_code.setdefault(code, []).append(name if code in CODES.values() else text)
    code = next(code for code in PRECEDENCE if code in by_code)
    told = ", ".join(by_code[code])
    # Plaid's sentence alone would leave one searching a large request.
    message = f"{KINDS[code].message}: {told}" if code == MISSHAPEN else None
    return PlaidError(code, told, message)


def _code_of_wrong(error: ErrorDetails, endpoint: Endpoint) -> str:
    """Tell a nested object of a wrong schema from a field with a wrong value."""
    nested = len(error["loc"]) > 1 and not isinstance(error["loc"][1], int)
    return endpoint.misshapen if nested and error["type"].endswith(WRONG_SHAPES) else "INVALID_FIELD"
