"""The OpenAPI document: FastAPI's own, with every error declared as the problem document it is."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from saldo.core.errors import SaldoError
from saldo.core.problems import MEDIA_TYPE, Problem

_ALWAYS = {"422": "The payload is malformed", "500": "Something went wrong on our side"}
_WHEN_PRIVATE = {
    "401": "Not signed in",
    "404": "Does not exist, or is not yours",
    "429": "Asked too often; `Retry-After` says in how many seconds to come back",
}
_OTHERWISE = "Refused for another reason, which `code` names"
_METHODS = {"get", "post", "put", "patch", "delete"}


def install(app: FastAPI) -> None:
    """Have the application describe its errors truthfully."""

    def describe() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = get_openapi(
                title=app.title, version=app.version, description=app.description, routes=app.routes
            )
            _declare_problems(document)
            app.openapi_schema = document
        return app.openapi_schema

    app.openapi = describe  # type: ignore[method-assign]  # FastAPI's documented way


def _declare_problems(document: dict[str, Any]) -> None:
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    for replaced in ("HTTPValidationError", "ValidationError"):
        schemas.pop(replaced, None)
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs"))
    # Clients switch on the code: list every one there is.
    problem["properties"]["code"]["enum"] = sorted(_codes_of(SaldoError))
    schemas["Problem"] = problem
    for path in document["paths"].values():
        for method, operation in path.items():
            if method in _METHODS:
                _declare_for(operation)


def _declare_for(operation: dict[str, Any]) -> None:
    expected = _ALWAYS | (_WHEN_PRIVATE if operation.get("security") else {})
    responses = operation["responses"]
    for status, meaning in expected.items():
        responses.setdefault(status, {})["description"] = meaning
    responses.setdefault("default", {})["description"] = _OTHERWISE
    for status, response in responses.items():
        is_error = not status.isdigit() or int(status) >= 400  # noqa: PLR2004 - the first error status
        # FastAPI describes every 422 in its own way; any other body was declared by the route itself.
        if is_error and (status == "422" or "content" not in response):
            response["content"] = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}


def _codes_of(error: type[SaldoError]) -> set[str]:
    children = (child for child in error.__subclasses__() if child.__module__.startswith("saldo."))
    return {error.code}.union(*(_codes_of(child) for child in children))
