"""Where the present request comes from, as far as we can see; None outside of requests."""

from contextvars import ContextVar
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.types import Scope

_LONGEST_USER_AGENT = 400


@dataclass(frozen=True)
class Origin:
    """An address and what the program there calls itself."""

    address: str
    user_agent: str

    @classmethod
    def of(cls, scope: Scope) -> "Origin":
        client = scope.get("client")
        agent = Headers(scope=scope).get("user-agent", "")
        return cls(client[0] if client else "unknown", agent[:_LONGEST_USER_AGENT])


ORIGIN: ContextVar[Origin | None] = ContextVar("origin", default=None)
