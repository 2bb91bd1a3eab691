"""Plaid's published error codes and webhooks, each with what it means to us; the unknown has a default."""

from collections.abc import Mapping
from typing import Final

from saldo.providers.bank import (
    AccessRevoked,
    BankDown,
    BankError,
    ChangedWhilePaging,
    LoginExpired,
    Misconfigured,
    NoticeKind,
    RateLimited,
    Rejected,
    TryAgainLater,
)

# https://plaid.com/docs/errors/
_CODES: Final[Mapping[type[BankError], str]] = {
    # Only a person at the bank's login can clear these.
    LoginExpired: """
        ITEM_LOGIN_REQUIRED ITEM_LOCKED USER_SETUP_REQUIRED PASSWORD_RESET_REQUIRED ACCESS_NOT_GRANTED
        ADDITIONAL_CONSENT_REQUIRED INVALID_CREDENTIALS INVALID_MFA INSUFFICIENT_CREDENTIALS
        INVALID_UPDATED_USERNAME USER_INPUT_TIMEOUT
    """,
    AccessRevoked: """
        ITEM_NOT_FOUND INVALID_ACCESS_TOKEN USER_PERMISSION_REVOKED ITEM_CONCURRENTLY_DELETED
    """,
    Misconfigured: """
        INVALID_API_KEYS UNAUTHORIZED_ENVIRONMENT UNAUTHORIZED_ROUTE_ACCESS INVALID_PRODUCT SANDBOX_ONLY
        INVALID_CONFIGURATION INVALID_LINK_CUSTOMIZATION PRODUCT_NOT_ENABLED
    """,
    ChangedWhilePaging: "TRANSACTIONS_SYNC_MUTATION_DURING_PAGINATION",
    # They arrive as 400, not 5xx: without this list they would look like our own mistakes.
    BankDown: """
        INSTITUTION_DOWN INSTITUTION_NOT_RESPONDING INSTITUTION_NOT_AVAILABLE INSTITUTION_RATE_LIMIT
    """,
    RateLimited: """
        RATE_LIMIT ACCOUNTS_LIMIT BALANCE_LIMIT ACCOUNTS_BALANCE_GET_LIMIT TRANSACTIONS_SYNC_LIMIT
        TRANSACTIONS_LIMIT TRANSACTIONS_REFRESH_LIMIT ITEM_GET_LIMIT INSTITUTIONS_GET_LIMIT
        INSTITUTIONS_GET_BY_ID_LIMIT
    """,
    TryAgainLater: """
        INTERNAL_SERVER_ERROR PLANNED_MAINTENANCE PRODUCT_NOT_READY LAST_UPDATED_DATETIME_OUT_OF_RANGE
    """,
    # Repeating the same request would not help; a person must look at it.
    Rejected: """
        MISSING_FIELDS UNKNOWN_FIELDS INVALID_FIELD INVALID_BODY INVALID_HEADERS NOT_FOUND
        INVALID_PUBLIC_TOKEN INVALID_LINK_TOKEN INVALID_ACCOUNT_ID INVALID_INSTITUTION
        INVALID_WEBHOOK_VERIFICATION_KEY_ID ITEM_NOT_SUPPORTED MFA_NOT_SUPPORTED NO_ACCOUNTS
        INVALID_SEND_METHOD PRODUCTS_NOT_SUPPORTED NO_AUTH_ACCOUNTS NO_INVESTMENT_ACCOUNTS
        NO_LIABILITY_ACCOUNTS INSTITUTION_NO_LONGER_SUPPORTED UNAUTHORIZED_INSTITUTION
        INSTITUTION_REGISTRATION_REQUIRED UNSUPPORTED_RESPONSE INSTITUTION_NOT_ENABLED_IN_ENVIRONMENT
        INCORRECT_LINK_TOKEN OAUTH_STATE_ID_NOT_FOUND OAUTH_STATE_ID_ALREADY_PROCESSED
        SANDBOX_PRODUCT_NOT_ENABLED SANDBOX_WEBHOOK_INVALID RECAPTCHA_REQUIRED RECAPTCHA_BAD
    """,
}
ERRORS: Final[Mapping[str, type[BankError]]] = {
    code: kind for kind, codes in _CODES.items() for code in codes.split()
}
# New codes appear under old types.
ERROR_TYPES: Final[Mapping[str, type[BankError]]] = {
    "RATE_LIMIT_EXCEEDED": RateLimited,
    "API_ERROR": TryAgainLater,
    "INSTITUTION_ERROR": BankDown,
}

# https://plaid.com/docs/api/webhooks/. Plaid keeps sending the legacy codes beside SYNC_UPDATES_AVAILABLE:
# one update would be three syncs.
WEBHOOKS: Final[Mapping[tuple[str, str], NoticeKind]] = {
    ("TRANSACTIONS", "SYNC_UPDATES_AVAILABLE"): NoticeKind.CHANGES_AVAILABLE,
    ("TRANSACTIONS", "INITIAL_UPDATE"): NoticeKind.OTHER,
    ("TRANSACTIONS", "HISTORICAL_UPDATE"): NoticeKind.OTHER,
    ("TRANSACTIONS", "DEFAULT_UPDATE"): NoticeKind.OTHER,
    ("TRANSACTIONS", "TRANSACTIONS_REMOVED"): NoticeKind.OTHER,
    ("TRANSACTIONS", "RECURRING_TRANSACTIONS_UPDATE"): NoticeKind.OTHER,
    ("ITEM", "LOGIN_REPAIRED"): NoticeKind.LOGIN_REPAIRED,
    ("ITEM", "PENDING_EXPIRATION"): NoticeKind.LOGIN_EXPIRING,
    ("ITEM", "PENDING_DISCONNECT"): NoticeKind.ACCESS_ENDING,
    ("ITEM", "USER_PERMISSION_REVOKED"): NoticeKind.ACCESS_REVOKED,
    ("ITEM", "USER_ACCOUNT_REVOKED"): NoticeKind.ACCOUNT_REVOKED,
    ("ITEM", "NEW_ACCOUNTS_AVAILABLE"): NoticeKind.NEW_ACCOUNTS,
    ("ITEM", "WEBHOOK_UPDATE_ACKNOWLEDGED"): NoticeKind.OTHER,
    ("LINK", "SESSION_FINISHED"): NoticeKind.OTHER,
    ("LINK", "ITEM_ADD_RESULT"): NoticeKind.OTHER,
    ("LINK", "EVENTS"): NoticeKind.OTHER,
    ("HOLDINGS", "DEFAULT_UPDATE"): NoticeKind.OTHER,
    ("INVESTMENTS_TRANSACTIONS", "DEFAULT_UPDATE"): NoticeKind.OTHER,
    ("INVESTMENTS_TRANSACTIONS", "HISTORICAL_UPDATE"): NoticeKind.OTHER,
    ("LIABILITIES", "DEFAULT_UPDATE"): NoticeKind.OTHER,
}


def meaning_of_error(error_type: str, code: str) -> type[BankError]:
    """Say what a caller does about an error; what neither code nor type explains is refused."""
    return ERRORS.get(code) or ERROR_TYPES.get(error_type) or Rejected


def meaning_of_webhook(notice_type: str, code: str, error_type: str, error_code: str) -> NoticeKind:
    """Say what a webhook asks us to look at; ITEM: ERROR says it in its error."""
    if (notice_type, code) != ("ITEM", "ERROR"):
        return WEBHOOKS.get((notice_type, code), NoticeKind.OTHER)
    kind = meaning_of_error(error_type, error_code)
    if kind is LoginExpired:
        return NoticeKind.LOGIN_EXPIRED
    return NoticeKind.ACCESS_REVOKED if kind is AccessRevoked else NoticeKind.OTHER
