"""What can go wrong in a way a caller should hear about; a feature subclasses these in its own `errors.py`.

SaldoError
├── Invalid            400  the request cannot be understood (422 is kept for malformed payloads)
├── Unauthorized       401  who are you?
├── Forbidden          403  you may not
├── NotFound           404  does not exist, or is not yours
├── Conflict           409  contradicts the present state
├── BodyTooLarge       413
├── TooMany            429  slow down; says for how long
├── UpstreamFailed     502  a service we depend on answered with an error
└── Unavailable        503  cannot be done at the moment; says when to try again
"""

from collections.abc import Sequence
from typing import ClassVar


class SaldoError(Exception):
    """Carries what the answer shows; `code` is what a client switches on."""

    status: ClassVar[int] = 500
    code: str = "internal_error"
    title: str = "Something went wrong on our side"

    def __init__(
        self,
        detail: str | None = None,
        *,
        code: str | None = None,
        title: str | None = None,
        errors: Sequence[dict[str, str]] = (),
        retry_after_seconds: float | None = None,
    ) -> None:
        self.code = code or self.code
        self.title = title or self.title
        self.detail = detail or self.title
        self.errors = list(errors)
        self.retry_after_seconds = retry_after_seconds
        super().__init__(self.detail)


class Invalid(SaldoError):
    """The request cannot be understood or does not make sense."""

    status = 400
    code = "invalid_request"
    title = "The request is not valid"


class Unauthorized(SaldoError):
    """No valid proof of who is asking."""

    status = 401
    code = "unauthorized"
    title = "Please sign in"


class Forbidden(SaldoError):
    """Known, but not allowed to do this."""

    status = 403
    code = "forbidden"
    title = "You may not do this"


class NotFound(SaldoError):
    """Does not exist, or belongs to someone else: the two look the same from outside."""

    status = 404
    code = "not_found"
    title = "There is nothing here"


class Conflict(SaldoError):
    """Contradicts what is there."""

    status = 409
    code = "conflict"
    title = "This contradicts the present state"


class BodyTooLarge(SaldoError):
    """The request's body passes the limit."""

    status = 413
    code = "body_too_large"
    title = "The request is too large"


class TooMany(SaldoError):
    """Too many requests; `retry_after_seconds` says when to come back."""

    status = 429
    code = "too_many_requests"
    title = "Too many requests"


class UpstreamFailed(SaldoError):
    """A service we depend on refused or failed."""

    status = 502
    code = "upstream_failed"
    title = "A service we depend on failed"


class Unavailable(SaldoError):
    """Not possible at the moment; trying again later may work."""

    status = 503
    code = "unavailable"
    title = "Not available at the moment"
