"""Plaid's failures sorted into what a caller does about them."""

import json
from dataclasses import dataclass
from typing import Any

import plaid
import pytest
import urllib3.exceptions

from saldo.providers.bank import (
    AccessRevoked,
    BankDown,
    BankError,
    ChangedWhilePaging,
    CursorLost,
    LoginExpired,
    Misconfigured,
    Rejected,
    TryAgainLater,
)
from saldo.providers.plaid import errors


@dataclass
class _Answer:
    """The part of an HTTP answer that the client's exception reads."""

    status: int
    data: str
    headers: dict[str, str]
    reason: str = ""

    def getheaders(self) -> dict[str, str]:
        return self.headers


def _failure(status: int, headers: dict[str, str] | None = None, **body: Any) -> BankError:
    answer = _Answer(status, json.dumps(body), headers or {})
    return errors.from_exception(plaid.ApiException(http_resp=answer))


@pytest.mark.parametrize(
    ("error_type", "code", "kind"),
    [
        ("ITEM_ERROR", "ITEM_LOGIN_REQUIRED", LoginExpired),
        ("ITEM_ERROR", "ITEM_LOCKED", LoginExpired),
        ("ITEM_ERROR", "ACCESS_NOT_GRANTED", LoginExpired),
        ("ITEM_ERROR", "ITEM_NOT_FOUND", AccessRevoked),
        ("INVALID_INPUT", "INVALID_ACCESS_TOKEN", AccessRevoked),
        ("INVALID_INPUT", "USER_PERMISSION_REVOKED", AccessRevoked),
        ("INVALID_INPUT", "INVALID_API_KEYS", Misconfigured),
        ("INVALID_INPUT", "INVALID_PRODUCT", Misconfigured),
        ("INVALID_INPUT", "INVALID_PUBLIC_TOKEN", Rejected),
        ("INVALID_REQUEST", "UNKNOWN_FIELDS", Rejected),
        ("INVALID_REQUEST", "INVALID_FIELD", Rejected),
        ("TRANSACTIONS_ERROR", "TRANSACTIONS_SYNC_MUTATION_DURING_PAGINATION", ChangedWhilePaging),
        ("INSTITUTION_ERROR", "INSTITUTION_DOWN", BankDown),
        ("INSTITUTION_ERROR", "INSTITUTION_NOT_RESPONDING", BankDown),
        ("INSTITUTION_ERROR", "INSTITUTION_NO_LONGER_SUPPORTED", Rejected),
        ("API_ERROR", "PLANNED_MAINTENANCE", TryAgainLater),
        ("SOMETHING_NEW", "NEVER_SEEN", Rejected),
    ],
)
def test_each_documented_code_has_its_kind(error_type: str, code: str, kind: type[BankError]) -> None:
    failure = _failure(400, error_type=error_type, error_code=code, error_message="m", request_id="r1")

    assert type(failure) is kind
    assert (failure.code, failure.request_id, str(failure)) == (code, "r1", "m")


def test_a_foreign_cursor_is_a_lost_one() -> None:
    failure = _failure(
        400,
        error_type="INVALID_REQUEST",
        error_code="INVALID_FIELD",
        error_message="cursor not associated with access_token",
    )

    assert type(failure) is CursorLost


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_busy_provider_is_tried_later(status: int) -> None:
    failure = _failure(status, {"Retry-After": "17"}, error_code="X", error_message="busy")

    assert isinstance(failure, TryAgainLater)
    assert failure.after_seconds == 17


def test_a_proxys_html_page_is_no_reason_to_crash() -> None:
    answer = _Answer(502, "<html>Bad gateway</html>", {})

    failure = errors.from_exception(plaid.ApiException(http_resp=answer))

    assert (type(failure), failure.code) == (TryAgainLater, "HTTP_502")


@pytest.mark.parametrize(
    "error",
    [
        urllib3.exceptions.ReadTimeoutError(None, "/x", "read timed out"),  # type: ignore[arg-type]
        urllib3.exceptions.MaxRetryError(None, "/x"),  # type: ignore[arg-type]
        urllib3.exceptions.ProtocolError("cut off"),
        json.JSONDecodeError("cut", "", 0),
    ],
)
def test_a_broken_line_is_tried_later(error: Exception) -> None:
    assert isinstance(errors.from_exception(error), TryAgainLater)


@pytest.mark.parametrize("error", [TypeError("x"), plaid.ApiTypeError("x"), plaid.ApiValueError("x")])
def test_a_request_that_does_not_fit_is_our_mistake(error: Exception) -> None:
    assert type(errors.from_exception(error)) is Rejected
