"""Names that must be known: what waits for a misspelt endpoint waits for ever, and nobody would notice."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Annotated

from fastapi import Request, Response
from fastapi.exception_handlers import request_validation_exception_handler
from fastapi.exceptions import RequestValidationError
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from plaid_emulator.api.registry import ENDPOINTS
from plaid_emulator.errors import KINDS
from plaid_emulator.faults import EVERYWHERE, Rule

UNKNOWN = "unknown_name"
_MESSAGE = "there is no {kind} {name}{hint}; GET /__admin/choices lists the {count} there are"


def _require(kind: str, name: str, known: Iterable[str]) -> str:
    names = sorted(known)
    if name in names:
        return name
    closest = get_close_matches(name, names, 1)
    context = {
        "kind": kind,
        "name": name,
        "hint": f", did you mean {closest[0]}?" if closest else "",
        "count": len(names),
        "closest": closest[0] if closest else None,
        "known": names,
    }
    raise PydanticCustomError(UNKNOWN, _MESSAGE, context)


def _require_endpoint(path: str) -> str:
    return _require("endpoint", path, [EVERYWHERE, *ENDPOINTS])


def _require_code(code: str) -> str:
    return _require("error code", code, KINDS)


EndpointName = Annotated[str, AfterValidator(_require_endpoint)]
ErrorCode = Annotated[str, AfterValidator(_require_code)]


class NamedRule(Rule):
    """A rule that somebody asked for: its names are known."""

    endpoint: EndpointName = Field(default=EVERYWHERE, description="a path such as /item/get, or * for all")
    error_code: ErrorCode = Field(default="INTERNAL_SERVER_ERROR", description="for error: any of Plaid's")


async def refuse_unknown(request: Request, error: Exception) -> Response:
    """Answer 400 to a request whose form is right but which names what is not there."""
    if not isinstance(error, RequestValidationError):
        raise error
    answer = await request_validation_exception_handler(request, error)
    if any(each["type"] == UNKNOWN for each in error.errors()):
        answer.status_code = 400
    return answer
