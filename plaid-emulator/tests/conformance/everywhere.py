"""The refusals that every endpoint shares, made from its request model and the smallest right body."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any, get_args, get_origin

from emulator_harness import Json
from pydantic import BaseModel

from conformance import drift
from conformance.case import Body, Case, mistake
from conformance.right import RIGHT
from conformance.world import AS_JSON, HEADERS, KEYS, Answer, World
from plaid_emulator.api.registry import ENDPOINTS

# Of no field's type: neither text, number, truth, list nor object of ours.
WRONG = [{"wrong": [True]}]
SOME = {str: "some", int: 1, float: 1.0, bool: True, date: "2026-01-31"}
TOKENS = {
    "a token nobody has": ("{}-sandbox-nobody", "could not find matching"),
    "a token of no shape": ("whatever", "expected format: {}-<environment>-<identifier>"),
    "a token of production": (
        "{}-production-1",
        'wrong Plaid environment. expected "sandbox", got "production"',
    ),
}
# These look at an Item whatever state it is in.
FOR_BROKEN_ITEMS = {
    *("/item/get", "/item/remove", "/item/webhook/update", "/item/access_token/invalidate"),
    *("/item/public_token/create", "/sandbox/item/fire_webhook", "/sandbox/item/reset_login"),
    "/link/token/create",
}


def shared_cases() -> Iterator[Case]:
    """Make every shared case of every endpoint."""
    for path, right in RIGHT.items():
        yield from _about_the_call(path, right)
        yield from _about_fields(path, right)
        yield from _about_tokens(path, right)


def _about_the_call(path: str, right: Body) -> Iterator[Case]:
    yield Case(path, "asked by GET", right, "NOT_FOUND", call=_by_get)
    yield Case(path, "a body that is no JSON", right, "INVALID_BODY", call=_sends("{"))
    yield Case(path, "a body that is no object", right, "INVALID_BODY", call=_sends("[]"))
    yield Case(path, "a content type that is not JSON", right, "INVALID_HEADERS", call=_sends("{}", HEADERS))
    if not ENDPOINTS[path].public:
        plain = {"content-type": "application/json"}
        says = "fields are missing: client_id, secret"
        yield Case(path, "no credentials", right, "MISSING_FIELDS", says, call=_sends("{}", plain))
        wrong = AS_JSON | {"PLAID-SECRET": "wrong"}
        yield Case(path, "a wrong secret", right, "INVALID_API_KEYS", call=_sends("{}", wrong))
        yield Case(path, "credentials in the body", _with(right, **KEYS), call=_without_headers)


def _about_fields(path: str, right: Body) -> Iterator[Case]:
    model = ENDPOINTS[path].model
    yield mistake(path, "a field it does not know", _with(right, shoe_size=43), "UNKNOWN_FIELDS", "shoe_size")
    for name, field in model.model_fields.items():
        if name in KEYS:
            continue
        if field.is_required():
            yield mistake(path, f"without {name}", _without(right, name), "MISSING_FIELDS", name)
        wrong = _with(right, **{name: WRONG if drift.parts(field.annotation) == [] else 7})
        yield mistake(path, f"{name} of a wrong type", wrong, "INVALID_FIELD", name)
        for part in drift.parts(field.annotation):
            yield from _about_part(path, right, name, part)


def _about_part(path: str, right: Body, name: str, part: type[BaseModel]) -> Iterator[Case]:
    """Spoil a nested object: options, or the first of a list of objects."""
    least = _least(part)
    body = _nested(right, name, least, {"shoe_size": 43})
    yield mistake(path, f"{name} with an unknown field", body, "UNKNOWN_FIELDS", "shoe_size")
    for inner, field in part.model_fields.items():
        # A part within a part is no list of objects, a plain field no object.
        wrong = 7 if drift.parts(field.annotation) else WRONG
        body = _nested(right, name, least, {inner: wrong})
        yield mistake(path, f"{name}.{inner} of a wrong type", body, ENDPOINTS[path].misshapen, inner)


def _least(part: type[BaseModel]) -> Json:
    """Make the least that a nested object must hold."""
    return {name: _any(field.annotation) for name, field in part.model_fields.items() if field.is_required()}


def _any(kind: Any) -> Any:
    if get_origin(kind) is list:
        return [_any(get_args(kind)[0])]
    return _least(kind) if drift.parts(kind) else SOME.get(kind)


def _about_tokens(path: str, right: Body) -> Iterator[Case]:
    fields = ENDPOINTS[path].model.model_fields
    for name, kind in (("access_token", "access"), ("public_token", "public")):
        if name not in fields:
            continue
        for title, (token, says) in TOKENS.items():
            body = _with(right, **{name: token.format(kind)})
            yield mistake(path, title, body, f"INVALID_{kind.upper()}_TOKEN", says.format(kind))
    if "access_token" in fields:
        yield Case(path, "a removed Item", _with_item(right, "removed"), "ITEM_NOT_FOUND")
        if path not in FOR_BROKEN_ITEMS:
            yield Case(path, "a broken Item", _with_item(right, "broken"), "ITEM_LOGIN_REQUIRED")


def _with(right: Body, **changes: Any) -> Body:
    return lambda world: {**right(world), **changes}


def _with_item(right: Body, kind: str) -> Body:
    return lambda world: {**right(world), "access_token": world.token(kind)}


def _without(right: Body, name: str) -> Body:
    return lambda world: {key: value for key, value in right(world).items() if key != name}


def _nested(right: Body, name: str, least: Json, changes: Json) -> Body:
    def body(world: World) -> Json:
        whole = right(world)
        before = whole.get(name) or least
        inside = [{**before[0], **changes}] if isinstance(before, list) else {**before, **changes}
        return {**whole, name: inside}

    return body


def _by_get(world: World, case: Case) -> Answer:
    answer = world.live.http.get(case.endpoint, headers=HEADERS)
    return Answer(answer.status_code, answer.json())


def _without_headers(world: World, case: Case) -> Answer:
    headers = {"content-type": "application/json"}
    return world.post(case.endpoint, json.dumps(case.body(world)), headers)


def _sends(content: str, headers: dict[str, str] | None = None) -> Any:
    """Send these very bytes."""
    sent = AS_JSON if headers is None else headers
    return lambda world, case: world.post(case.endpoint, content, sent)
