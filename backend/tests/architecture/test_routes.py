"""Deny by default: a route is either behind `CurrentMember` or on the public list."""

import inspect

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, APIWebSocketRoute, RouteContext, iter_route_contexts
from pydantic import BaseModel

from saldo.workspaces import access, permissions

PUBLIC = {
    "GET /health",
    "GET /ready",
    "GET /api/config",
    "POST /api/auth/sign-up",
    "POST /api/auth/sign-in",
    "POST /api/auth/second-factor",
    "POST /api/auth/forgotten-password",
    "POST /api/auth/reset-password",
    "POST /api/auth/confirm-address",
    "GET /api/auth/external",
    "POST /api/auth/external/{name}/start",
    "POST /api/auth/external/finish",
    "POST /api/auth/external/firebase",
    "POST /api/auth/second-factor/email",
    "POST /api/auth/passkey/options",
    "POST /api/auth/passkey",
    "POST /api/auth/refresh",
    "POST /api/auth/sign-out",
    "POST /api/webhooks/plaid",
}
PROTECTED_BY_TICKET = {"/api/events/live"}
FRAMEWORK = {"/api/docs", "/api/docs/start.js", "/api/docs/assets", "/api/openapi.json"}

_MOST_ROWS = 100
# Small rows, and whoever was away must catch up in few requests.
_MOST_EVENTS = 500


@pytest.fixture
def routes(app: FastAPI) -> list[RouteContext]:
    return [route for route in iter_route_contexts(app.routes) if isinstance(route.route, APIRoute)]


def _calls(dependant: Dependant) -> list[object]:
    nested = [call for child in dependant.dependencies for call in _calls(child)]
    return [dependant.call, *nested]


def _names(route: RouteContext) -> set[str]:
    return {f"{method} {route.path}" for method in route.methods or ()}


def test_every_route_knows_who_is_asking_or_is_public_on_purpose(routes: list[RouteContext]) -> None:
    assert len(routes) > 15
    open_routes = {
        name
        for route in routes
        if access.check_member not in _calls(route.dependant)
        for name in _names(route)
    }

    assert open_routes == PUBLIC


def test_every_route_states_a_permission_or_is_public_on_purpose(routes: list[RouteContext]) -> None:
    stated = {
        f"{method} {route.path}": [
            call.name_for(method) for call in _calls(route.dependant) if isinstance(call, permissions.Policy)
        ]
        for route in routes
        for method in route.methods or ()
    }

    assert {name for name, needed in stated.items() if not needed} == PUBLIC
    assert {one for needed in stated.values() for one in needed[-1:]} <= permissions.ALL


def test_no_other_kind_of_route_slips_in(app: FastAPI) -> None:
    others = [one for one in iter_route_contexts(app.routes) if not isinstance(one.route, APIRoute)]

    assert {one.path for one in others} == PROTECTED_BY_TICKET | FRAMEWORK
    sockets = {one.path for one in others if isinstance(one.route, APIWebSocketRoute)}
    assert sockets == PROTECTED_BY_TICKET


def test_the_transaction_is_declared_before_the_member(routes: list[RouteContext]) -> None:
    """Then the check of the member shares the request's transaction."""
    for route in routes:
        calls = [child.call for child in route.dependant.dependencies]
        if access.open_session in calls and access.check_member in calls:
            assert calls.index(access.open_session) < calls.index(access.check_member), route.path


def test_every_request_body_refuses_unknown_fields(routes: list[RouteContext]) -> None:
    for route in routes:
        for parameter in route.dependant.body_params:
            models = _models_in(parameter.field_info.annotation)
            assert models, f"{route.path} reads a body that is not a model"
            assert all(model.model_config.get("extra") == "forbid" for model in models), route.path


def _models_in(annotation: object) -> list[type[BaseModel]]:
    candidates = [annotation, *getattr(annotation, "__args__", ())]
    return [one for one in candidates if inspect.isclass(one) and issubclass(one, BaseModel)]


def test_every_route_describes_its_answer(routes: list[RouteContext]) -> None:
    for route in routes:
        assert route.description, f"{route.path} has no description"
        is_answered = route.response_model is not None or route.status_code == 204 or 200 in route.responses
        assert is_answered or not route.include_in_schema, route.path


def test_every_list_has_a_bound(app: FastAPI) -> None:
    bounds = {
        path: one["schema"].get("maximum")
        for path, methods in app.openapi()["paths"].items()
        for operation in methods.values()
        for one in operation.get("parameters", ())
        if one["name"] == "limit"
    }

    assert len(bounds) > 10
    assert bounds.pop("/api/events") == _MOST_EVENTS
    assert {path for path, most in bounds.items() if most is None or most > _MOST_ROWS} == set()
