"""The table of endpoints: a path, the request it takes and the function that answers."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict

from plaid_emulator.emulator import Emulator


class PlaidRequest(BaseModel):
    """A request body: exact types, no unknown fields, credentials perhaps inside."""

    model_config = ConfigDict(extra="forbid", strict=True)

    client_id: str | None = None
    secret: str | None = None


class Options(BaseModel):
    """A nested object of a request: as strict as the request itself."""

    model_config = ConfigDict(extra="forbid", strict=True)


@dataclass(frozen=True)
class Raw:
    """An answer that is serialised already: JSON text of an object, still without request_id."""

    text: str


Answer = dict[str, Any] | Raw
# What reads a whole history takes turns with other requests.
Answered = Answer | Awaitable[Answer]
RequestT = TypeVar("RequestT", bound=PlaidRequest)


@dataclass(frozen=True)
class Endpoint:
    """One endpoint."""

    path: str
    model: type[PlaidRequest]
    handler: Callable[[Emulator, Any], Answered]
    # The legacy category list is the one endpoint that asks for no credentials.
    public: bool = False
    # The code for a nested object that holds what it must not.
    misshapen: str = "INVALID_FIELD"


ENDPOINTS: dict[str, Endpoint] = {}


def endpoint(
    path: str, model: type[RequestT], *, public: bool = False, misshapen: str = "INVALID_FIELD"
) -> Callable[[Callable[[Emulator, RequestT], Answered]], Callable[[Emulator, RequestT], Answered]]:
    """Register a function as the answer to a path."""

    def register(
        handler: Callable[[Emulator, RequestT], Answered],
    ) -> Callable[[Emulator, RequestT], Answered]:
        ENDPOINTS[path] = Endpoint(path, model, handler, public, misshapen)
        return handler

    return register
