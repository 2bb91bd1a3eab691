"""Every way a call to Plaid can fail, sorted into what a caller does about it."""

import json
from collections.abc import Mapping
from json import JSONDecodeError
from typing import cast

import plaid
import urllib3.exceptions

from saldo.providers.bank import BankError, CursorLost, RateLimited, Rejected, TryAgainLater
from saldo.providers.plaid import catalogue
from saldo.providers.plaid.reading import UnreadableRow

_TOO_MANY_REQUESTS = 429
_SERVER_ERROR = 500


def from_exception(error: Exception) -> BankError:
    """Turn whatever the client raised into the port's error; messages carry no token or body."""
    if isinstance(error, plaid.ApiException):
        return _from_response(error)
    if isinstance(error, urllib3.exceptions.HTTPError):
        return TryAgainLater(
            "Plaid could not be reached or did not answer in time.", code=type(error).__name__
        )
    # What is left is our request failing the client's own checks, or an answer that is not JSON.
    if isinstance(error, JSONDecodeError | UnicodeDecodeError | UnreadableRow):
        return TryAgainLater("Plaid's answer could not be read.", code="UNREADABLE_ANSWER")
    return Rejected("The request does not fit Plaid's interface.", code=type(error).__name__)


def from_code(error_type: str, code: str, message: str, *, request_id: str | None = None) -> BankError:
    """Sort one of Plaid's documented errors; also used for errors inside webhooks and Items."""
    if code == "INVALID_FIELD" and "cursor" in message.lower():
        return CursorLost(message, code=code, request_id=request_id)
    return catalogue.meaning_of_error(error_type, code)(message, code=code, request_id=request_id)


def _from_response(error: plaid.ApiException) -> BankError:
    status = int(error.status or 0)
    body = _body(error.body)
    code = str(body.get("error_code") or "")
    message = str(body.get("error_message") or f"Plaid answered with status {status}.")
    request_id = body.get("request_id")
    request_id = request_id if isinstance(request_id, str) else None
    if status == _TOO_MANY_REQUESTS or status >= _SERVER_ERROR or status == 0:
        kind = RateLimited if status == _TOO_MANY_REQUESTS else TryAgainLater
        return kind(
            message,
            code=code or f"HTTP_{status}",
            request_id=request_id,
            after_seconds=_retry_after(error.headers),
        )
    return from_code(
        str(body.get("error_type") or ""), code or f"HTTP_{status}", message, request_id=request_id
    )


def _body(raw: object) -> Mapping[str, object]:
    try:
        parsed = json.loads(raw) if isinstance(raw, str | bytes) else {}
    except ValueError:
        return {}
    return cast("Mapping[str, object]", parsed) if isinstance(parsed, dict) else {}


def _retry_after(headers: Mapping[str, str] | None) -> float | None:
    # Plaid documents no Retry-After for API calls, but proxies in front of it send whole seconds.
    value = (headers or {}).get("Retry-After", "")
    return float(value) if value.isdigit() else None
