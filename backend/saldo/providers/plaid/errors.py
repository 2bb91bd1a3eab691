"""Every way a call to Plaid can fail, sorted into what a caller does about it."""

import json
from collections.abc import Mapping
from json import JSONDecodeError
from typing import cast

import plaid
import urllib3.exceptions

from saldo.providers.bank import (
    AccessRevoked,
    BankError,
    ChangedWhilePaging,
    CursorLost,
    LoginExpired,
    Misconfigured,
    Rejected,
    TryAgainLater,
)
from saldo.providers.plaid.reading import UnreadableRow

# https://plaid.com/docs/errors/: codes only a person at the bank's login can clear.
_LOGIN_CODES = frozenset(
    {
        "ITEM_LOGIN_REQUIRED",
        "ITEM_LOCKED",
        "USER_SETUP_REQUIRED",
        "PASSWORD_RESET_REQUIRED",
        "ACCESS_NOT_GRANTED",
        "ADDITIONAL_CONSENT_REQUIRED",
        "INVALID_CREDENTIALS",
        "INVALID_MFA",
        "INSUFFICIENT_CREDENTIALS",
        "INVALID_UPDATED_USERNAME",
    }
)
_GONE_CODES = frozenset(
    {
        "ITEM_NOT_FOUND",
        "INVALID_ACCESS_TOKEN",
        "USER_PERMISSION_REVOKED",
        "ITEM_CONCURRENTLY_DELETED",
    }
)
_SETTINGS_CODES = frozenset(
    {
        "INVALID_API_KEYS",
        "UNAUTHORIZED_ENVIRONMENT",
        "UNAUTHORIZED_ROUTE_ACCESS",
        "INVALID_PRODUCT",
        "SANDBOX_ONLY",
    }
)
_PERMANENT_INSTITUTION_CODES = frozenset(
    {
        "INSTITUTION_NO_LONGER_SUPPORTED",
        "UNAUTHORIZED_INSTITUTION",
        "INSTITUTION_REGISTRATION_REQUIRED",
        "INSTITUTION_NOT_ENABLED_IN_ENVIRONMENT",
        "UNSUPPORTED_RESPONSE",
    }
)
_RETRY_TYPES = frozenset({"RATE_LIMIT_EXCEEDED", "API_ERROR", "INSTITUTION_ERROR"})
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
    kind = _kind(error_type, code, message)
    if kind is TryAgainLater:
        return TryAgainLater(message, code=code, request_id=request_id)
    return kind(message, code=code, request_id=request_id)


def _kind(error_type: str, code: str, message: str) -> type[BankError]:  # noqa: PLR0911 a flat table reads best
    if code in _LOGIN_CODES:
        return LoginExpired
    if code in _GONE_CODES:
        return AccessRevoked
    if code in _SETTINGS_CODES:
        return Misconfigured
    if code == "TRANSACTIONS_SYNC_MUTATION_DURING_PAGINATION":
        return ChangedWhilePaging
    if code == "INVALID_FIELD" and "cursor" in message.lower():
        return CursorLost
    if code in _PERMANENT_INSTITUTION_CODES:
        return Rejected
    # Institution failures arrive as 400, not 5xx: only the type tells them from our own mistakes.
    if error_type in _RETRY_TYPES or code == "PRODUCT_NOT_READY":
        return TryAgainLater
    return Rejected


def _from_response(error: plaid.ApiException) -> BankError:
    status = int(error.status or 0)
    body = _body(error.body)
    code = str(body.get("error_code") or "")
    message = str(body.get("error_message") or f"Plaid answered with status {status}.")
    request_id = body.get("request_id")
    request_id = request_id if isinstance(request_id, str) else None
    if status == _TOO_MANY_REQUESTS or status >= _SERVER_ERROR or status == 0:
        return TryAgainLater(
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
