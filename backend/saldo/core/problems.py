"""Errors on the wire: RFC 9457 problem documents, for every status from 400 up."""

from collections.abc import Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from math import ceil

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response

from saldo.core.errors import BodyTooLarge, NotFound, SaldoError

MEDIA_TYPE = "application/problem+json"
_log = structlog.get_logger()


class FieldError(BaseModel):
    """What is wrong with one field."""

    field: str = Field(description="Where, in dotted words.", examples=["body.email"])
    message: str = Field(description="What to mend.", examples=["Field required"])


class Problem(BaseModel):
    """An error answer (RFC 9457)."""

    type: str = Field(description="Always `about:blank`: `code` tells the kind.", examples=["about:blank"])
    title: str = Field(description="The kind of problem, for a person.")
    status: int = Field(description="The HTTP status.", examples=[404])
    detail: str = Field(description="This case, for a person: what happened and what to do next.")
    code: str = Field(description="The kind of problem, for a program.", examples=["not_found"])
    request_id: str = Field(description="Quote it when you ask for help.")
    timestamp: str = Field(description="When, in UTC.", examples=["2026-11-21T09:00:00Z"])
    errors: list[FieldError] | None = Field(description="Field by field, for a malformed payload.")


class BodyPastLimit(HTTPException):
    """Raised while a body is being read: the framework lets only its own kind of exception out of there."""

    def __init__(self) -> None:
        super().__init__(BodyTooLarge.status)


class ProblemResponse(Response):
    """A problem document as a response."""

    media_type = MEDIA_TYPE


def render(error: SaldoError, *, status: int | None = None) -> ProblemResponse:
    """Turn an error of ours into the answer."""
    problem = Problem(
        type="about:blank",
        title=error.title,
        status=status or error.status,
        detail=error.detail,
        code=error.code,
        request_id=str(structlog.contextvars.get_contextvars().get("request_id", "")),
        timestamp=datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        errors=[FieldError(**field_error) for field_error in error.errors] or None,
    )
    response = ProblemResponse(problem.model_dump_json(), status_code=problem.status)
    if error.retry_after_seconds is not None:
        response.headers["Retry-After"] = str(ceil(error.retry_after_seconds))
    if problem.status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def install(app: FastAPI) -> None:
    """Have every error of the application answered with a problem document.

    Unexpected errors are answered by the outermost middleware, which also logs them.
    """

    @app.exception_handler(SaldoError)
    async def _known(_: Request, error: SaldoError) -> Response:
        if error.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            _log.warning("request.failed", code=error.code, cause=type(error.__cause__).__name__)
        return render(error)

    @app.exception_handler(RequestValidationError)
    async def _malformed(_: Request, error: RequestValidationError) -> Response:
        return render(_explain(error.errors()))

    @app.exception_handler(HTTPException)
    async def _by_framework(_: Request, error: HTTPException) -> Response:
        response = render(_from_framework(error), status=error.status_code)
        response.headers.update(error.headers or {})
        return response


class _Malformed(SaldoError):
    """The body or a parameter does not have the declared shape."""

    status = 422
    code = "validation_failed"
    title = "Some fields are not valid"


class _NotJson(SaldoError):
    """The body is not JSON at all."""

    status = 400
    code = "json_invalid"
    title = "The body is not valid JSON"


class _MethodNotAllowed(SaldoError):
    """The address exists, and does not answer this method."""

    status = 405
    code = "method_not_allowed"
    title = "Method Not Allowed"


def _explain(errors: Sequence[dict[str, object]]) -> SaldoError:
    if any(error["type"] == "json_invalid" for error in errors):
        return _NotJson()
    # Only place and message: the input itself may hold a password.
    fields = [{"field": _dotted(error["loc"]), "message": str(error["msg"])} for error in errors]
    return _Malformed(f"{len(fields)} field(s) need mending.", errors=fields)


def _dotted(location: object) -> str:
    return ".".join(str(part) for part in location) if isinstance(location, Sequence) else str(location)


def _from_framework(error: HTTPException) -> SaldoError:
    if error.status_code == BodyTooLarge.status:
        return BodyTooLarge()
    match HTTPStatus(error.status_code):
        case HTTPStatus.BAD_REQUEST:
            # Raised for a body that is no text at all.
            return _NotJson()
        case HTTPStatus.NOT_FOUND:
            return NotFound("There is no such address.", title="Not Found")
        case HTTPStatus.METHOD_NOT_ALLOWED:
            return _MethodNotAllowed("This address does not answer this method.")
        case status:
            return SaldoError(code=status.name.lower(), title=status.phrase)
