"""The state machine: every state meets everything that can happen, and no order of webhooks is a dead end."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saldo.connections.models import ENDED, SYNCABLE, ConnectionStatus
from saldo.connections.transitions import ADVICE, NOTICES, Happening, describe_table, happening_of, move
from saldo.providers.bank import NoticeKind, Rejected
from saldo.providers.plaid import catalogue, errors
from saldo.providers.plaid.webhooks import read_notice

S = ConnectionStatus
H = Happening
WAYS_OUT = {H.LINKED, H.LOGIN_WORKS, H.LOGIN_WORKS_UNREAD, H.READ_WHOLE, H.READ_IN_PART}
PAGE = Path(__file__).parents[3] / "docs" / "connections.md"

# Every webhook in Plaid's catalogue that concerns an Item with transactions, and what it makes of a healthy
# connection.
WEBHOOKS = {
    ("TRANSACTIONS", "SYNC_UPDATES_AVAILABLE", None): S.HEALTHY,
    ("TRANSACTIONS", "INITIAL_UPDATE", None): S.HEALTHY,
    ("TRANSACTIONS", "HISTORICAL_UPDATE", None): S.HEALTHY,
    ("TRANSACTIONS", "DEFAULT_UPDATE", None): S.HEALTHY,
    ("TRANSACTIONS", "TRANSACTIONS_REMOVED", None): S.HEALTHY,
    ("TRANSACTIONS", "RECURRING_TRANSACTIONS_UPDATE", None): S.HEALTHY,
    ("ITEM", "ERROR", "ITEM_LOGIN_REQUIRED"): S.NEEDS_LOGIN,
    ("ITEM", "ERROR", "ITEM_LOCKED"): S.NEEDS_LOGIN,
    ("ITEM", "ERROR", "USER_PERMISSION_REVOKED"): S.REVOKED,
    ("ITEM", "ERROR", "INSTITUTION_DOWN"): S.HEALTHY,
    ("ITEM", "LOGIN_REPAIRED", None): S.HEALTHY,
    ("ITEM", "PENDING_EXPIRATION", None): S.PENDING_EXPIRATION,
    ("ITEM", "PENDING_DISCONNECT", None): S.PENDING_DISCONNECT,
    ("ITEM", "USER_PERMISSION_REVOKED", "USER_PERMISSION_REVOKED"): S.REVOKED,
    ("ITEM", "USER_ACCOUNT_REVOKED", None): S.HEALTHY,
    ("ITEM", "NEW_ACCOUNTS_AVAILABLE", None): S.HEALTHY,
    ("ITEM", "WEBHOOK_UPDATE_ACKNOWLEDGED", None): S.HEALTHY,
    ("LINK", "SESSION_FINISHED", None): S.HEALTHY,
    ("LINK", "ITEM_ADD_RESULT", None): S.HEALTHY,
    ("LINK", "EVENTS", None): S.HEALTHY,
    ("HOLDINGS", "DEFAULT_UPDATE", None): S.HEALTHY,
    ("INVESTMENTS_TRANSACTIONS", "DEFAULT_UPDATE", None): S.HEALTHY,
    ("INVESTMENTS_TRANSACTIONS", "HISTORICAL_UPDATE", None): S.HEALTHY,
    ("LIABILITIES", "DEFAULT_UPDATE", None): S.HEALTHY,
}

# Every error code of Plaid's documentation, by where the third in a row leaves a healthy connection.
ERRORS = {
    S.NEEDS_LOGIN: """
        ITEM_LOGIN_REQUIRED ITEM_LOCKED USER_SETUP_REQUIRED PASSWORD_RESET_REQUIRED ACCESS_NOT_GRANTED
        ADDITIONAL_CONSENT_REQUIRED INVALID_CREDENTIALS INVALID_MFA INSUFFICIENT_CREDENTIALS
        INVALID_UPDATED_USERNAME USER_INPUT_TIMEOUT
    """,
    S.REVOKED: """
        ITEM_NOT_FOUND INVALID_ACCESS_TOKEN USER_PERMISSION_REVOKED ITEM_CONCURRENTLY_DELETED
    """,
    S.RATE_LIMITED: """
        RATE_LIMIT ACCOUNTS_LIMIT BALANCE_LIMIT ACCOUNTS_BALANCE_GET_LIMIT TRANSACTIONS_SYNC_LIMIT
        TRANSACTIONS_LIMIT TRANSACTIONS_REFRESH_LIMIT ITEM_GET_LIMIT INSTITUTIONS_GET_LIMIT
        INSTITUTIONS_GET_BY_ID_LIMIT
    """,
    S.DEGRADED: """
        INVALID_API_KEYS UNAUTHORIZED_ENVIRONMENT UNAUTHORIZED_ROUTE_ACCESS INVALID_PRODUCT SANDBOX_ONLY
        INVALID_CONFIGURATION INVALID_LINK_CUSTOMIZATION PRODUCT_NOT_ENABLED INSTITUTION_DOWN
        INSTITUTION_NOT_RESPONDING INSTITUTION_NOT_AVAILABLE INSTITUTION_RATE_LIMIT INTERNAL_SERVER_ERROR
        PLANNED_MAINTENANCE PRODUCT_NOT_READY LAST_UPDATED_DATETIME_OUT_OF_RANGE
        TRANSACTIONS_SYNC_MUTATION_DURING_PAGINATION MISSING_FIELDS UNKNOWN_FIELDS INVALID_FIELD
        INVALID_BODY INVALID_HEADERS NOT_FOUND INVALID_PUBLIC_TOKEN INVALID_LINK_TOKEN INVALID_ACCOUNT_ID
        INVALID_INSTITUTION INVALID_WEBHOOK_VERIFICATION_KEY_ID ITEM_NOT_SUPPORTED MFA_NOT_SUPPORTED
        NO_ACCOUNTS INVALID_SEND_METHOD PRODUCTS_NOT_SUPPORTED NO_AUTH_ACCOUNTS NO_INVESTMENT_ACCOUNTS
        NO_LIABILITY_ACCOUNTS INSTITUTION_NO_LONGER_SUPPORTED UNAUTHORIZED_INSTITUTION
        INSTITUTION_REGISTRATION_REQUIRED UNSUPPORTED_RESPONSE INSTITUTION_NOT_ENABLED_IN_ENVIRONMENT
        INCORRECT_LINK_TOKEN OAUTH_STATE_ID_NOT_FOUND OAUTH_STATE_ID_ALREADY_PROCESSED
        SANDBOX_PRODUCT_NOT_ENABLED SANDBOX_WEBHOOK_INVALID RECAPTCHA_REQUIRED RECAPTCHA_BAD
    """,
}


@pytest.mark.parametrize("status", S)
@pytest.mark.parametrize("happening", H)
def test_every_state_knows_where_everything_leads(status: S, happening: Happening) -> None:
    after = move(status, happening)

    assert after in S
    assert after is not S.LINKING or status is S.LINKING
    assert move(after, happening) is after  # hearing the same again changes nothing
    assert after is S.DISCONNECTED or status is not S.DISCONNECTED


@pytest.mark.parametrize("status", S)
def test_every_state_says_what_it_means_and_what_to_do(status: S) -> None:
    advice = ADVICE[status]

    waits_for_a_person = status not in {*SYNCABLE, S.LINKING, S.DISCONNECTED}
    assert advice.meaning.endswith(".")
    assert not waits_for_a_person or advice.action in {"sign_in", "link_again"}


@pytest.mark.parametrize(("webhook", "after"), WEBHOOKS.items(), ids=str)
def test_every_webhook_of_the_catalogue_moves_a_healthy_connection(
    webhook: tuple[str, str, str | None], after: S
) -> None:
    notice_type, code, error = webhook
    assert code == "ERROR" or (notice_type, code) in catalogue.WEBHOOKS

    notice = read_notice(
        {
            "webhook_type": notice_type,
            "webhook_code": code,
            "error": {"error_type": "ITEM_ERROR", "error_code": error} if error else None,
        }
    )

    assert move(S.HEALTHY, NOTICES[notice.kind]) is after


def test_no_webhook_of_the_catalogue_is_missing_here() -> None:
    assert {(kind, code) for kind, code, _ in WEBHOOKS} == {*catalogue.WEBHOOKS, ("ITEM", "ERROR")}
    assert set(NOTICES) == set(NoticeKind)


@pytest.mark.parametrize(
    ("code", "after"), [(code, status) for status, codes in ERRORS.items() for code in codes.split()]
)
def test_every_error_of_the_catalogue_moves_a_healthy_connection(code: str, after: S) -> None:
    assert code in catalogue.ERRORS

    happening = happening_of(errors.from_code("", code, "text"), attempts=3)

    assert move(S.HEALTHY, happening) is after


def test_no_error_of_the_catalogue_is_missing_here() -> None:
    assert set(catalogue.ERRORS) == {code for codes in ERRORS.values() for code in codes.split()}
    assert catalogue.meaning_of_error("SOMETHING_NEW", "NEVER_SEEN") is Rejected


@given(st.lists(st.sampled_from([each for each in H if each is not H.DISCONNECTED])), st.sampled_from(S))
def test_no_order_of_happenings_leaves_a_connection_stuck(path: list[Happening], start: S) -> None:
    status = start
    for happening in (H.LINKED, *path):
        status = move(status, happening)

    if start is not S.DISCONNECTED:
        assert move(move(status, H.LOGIN_WORKS), H.READ_WHOLE) is S.HEALTHY


@given(st.lists(st.sampled_from(H)))
def test_what_a_person_ended_stays_ended(path: list[Happening]) -> None:
    status = S.DISCONNECTED
    for happening in path:
        status = move(status, happening)

    assert status is S.DISCONNECTED


@given(st.lists(st.sampled_from([each for each in H if each not in WAYS_OUT])))
def test_only_a_login_that_works_ends_a_wait_for_the_person(path: list[Happening]) -> None:
    status = S.NEEDS_LOGIN
    for happening in path:
        status = move(status, happening)

    assert status in {S.NEEDS_LOGIN, *ENDED}


def test_a_warning_outlives_every_trouble_that_passes_by_itself() -> None:
    passing = (H.READ_WHOLE, H.READ_IN_PART, H.HICCUP, H.BANK_TROUBLE, H.RATE_LIMIT, H.REFUSAL)

    for warned in (S.PENDING_EXPIRATION, S.PENDING_DISCONNECT):
        assert {move(warned, each) for each in passing} == {warned}
        assert move(warned, H.LOGIN_WORKS) is S.HEALTHY


def test_the_documentation_shows_this_very_table() -> None:
    rows = ["| " + " | ".join(row) + " |" for row in describe_table()]

    assert "\n".join([rows[0], "|" + " --- |" * len(describe_table()[0]), *rows[1:]]) in PAGE.read_text()
