"""Plaid's JSON turned into the port's dataclasses: signs turned, dates kept dates, bad rows set aside."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TypeVar, cast

import structlog

from saldo.core.text import storable
from saldo.providers.bank import (
    BankAccount,
    BankBalance,
    BankCategory,
    BankHealth,
    BankTransaction,
    Changes,
    Grant,
    HistoryStatus,
    ItemState,
    LinkToken,
    RejectedRow,
    RemovedTransaction,
)
from saldo.providers.plaid import reading
from saldo.providers.plaid.reading import JsonObject, UnreadableRow

log = structlog.get_logger(__name__)

Read = TypeVar("Read")

_HISTORY = {
    "INITIAL_UPDATE_COMPLETE": HistoryStatus.INITIAL,
    "HISTORICAL_UPDATE_COMPLETE": HistoryStatus.COMPLETE,
}
# Columns of their own, or legacy: everything else a row says is kept as it came.
_MAPPED = frozenset(
    {
        "transaction_id",
        "account_id",
        "pending_transaction_id",
        "pending",
        "date",
        "authorized_date",
        "amount",
        "iso_currency_code",
        "unofficial_currency_code",
        "name",
        "original_description",
        "merchant_name",
        "merchant_entity_id",
        "personal_finance_category",
        "payment_channel",
        "check_number",
        "category",
        "category_id",
    }
)


def changes_from(page: JsonObject) -> Changes:
    """Read one page of /transactions/sync; a row that cannot be read becomes a RejectedRow.

    Raises UnreadableRow when the page itself is not what it should be.
    """
    rejected: list[RejectedRow] = []
    return Changes(
        added=_rows(page, "added", transaction_from, rejected),
        modified=_rows(page, "modified", transaction_from, rejected),
        removed=_rows(page, "removed", _removed_from, rejected),
        rejected=rejected,
        accounts=_rows(page, "accounts", account_from, rejected),
        next_cursor=_cursor(page),
        has_more=reading.flag(page, "has_more"),
        history=_HISTORY.get(str(page.get("transactions_update_status")), HistoryStatus.NOT_READY),
    )


def accounts_from(page: JsonObject) -> Sequence[BankAccount]:
    """Read the accounts of an answer without transactions; an unreadable one does not stop the rest."""
    rejected: list[RejectedRow] = []
    accounts = _rows(page, "accounts", account_from, rejected)
    if rejected:
        log.warning("plaid.accounts_unreadable", reasons=[row.reason for row in rejected])
    return accounts


def transaction_from(row: JsonObject) -> BankTransaction:
    """Read one transaction. Raises UnreadableRow."""
    merchant = reading.optional_text(row, "merchant_name")
    original = reading.optional_text(row, "original_description")
    return BankTransaction(
        id=reading.text(row, "transaction_id", required=True),
        account_id=reading.text(row, "account_id", required=True),
        pending_id=reading.optional_text(row, "pending_transaction_id"),
        pending=reading.flag(row, "pending"),
        date=reading.required_date(row, "date"),
        authorized_date=reading.optional_date(row, "authorized_date"),
        # Plaid counts money out as positive; here, once and for all, positive is money in.
        amount=_turned(reading.required_decimal(row, "amount")),
        currency=_currency(row, required=True),
        description=reading.optional_text(row, "name") or merchant or original or "",
        original_description=original,
        merchant_name=merchant,
        merchant_entity_id=reading.optional_text(row, "merchant_entity_id"),
        category=_category(row.get("personal_finance_category")),
        payment_channel=reading.optional_text(row, "payment_channel"),
        check_number=reading.optional_text(row, "check_number"),
        raw=_remainder(row),
    )


def account_from(row: JsonObject) -> BankAccount:
    """Read one account. Raises UnreadableRow."""
    balances = reading.object_of(row.get("balances")) or {}
    official_name = reading.optional_text(row, "official_name")
    return BankAccount(
        id=reading.text(row, "account_id", required=True),
        persistent_id=reading.optional_text(row, "persistent_account_id"),
        name=reading.optional_text(row, "name") or official_name or "Account",
        official_name=official_name,
        mask=reading.optional_text(row, "mask"),
        type=reading.optional_text(row, "type") or "other",
        subtype=reading.optional_text(row, "subtype"),
        balance=BankBalance(
            current=reading.optional_decimal(balances, "current"),
            available=reading.optional_decimal(balances, "available"),
            limit=reading.optional_decimal(balances, "limit"),
            currency=_currency(balances, required=False) or None,
            updated_at=reading.instant_from(balances.get("last_updated_datetime")),
        ),
    )


def item_from(answer: JsonObject) -> ItemState:
    """Read /item/get, which answers 200 with `item.error` filled while the login is broken."""
    item = reading.object_of(answer.get("item")) or {}
    error = reading.object_of(item.get("error")) or {}
    status = reading.object_of(answer.get("status")) or {}
    transactions = reading.object_of(status.get("transactions")) or {}
    return ItemState(
        item_id=reading.text(item, "item_id", required=True),
        institution_id=reading.optional_text(item, "institution_id"),
        error_code=reading.optional_text(error, "error_code"),
        error_message=reading.optional_text(error, "error_message"),
        last_successful_update=reading.instant_from(transactions.get("last_successful_update")),
        consent_expires_at=reading.instant_from(item.get("consent_expiration_time")),
    )


def link_token_from(answer: JsonObject) -> LinkToken:
    """Read /link/token/create. Raises UnreadableRow."""
    expires_at = reading.instant_from(answer.get("expiration"))
    if expires_at is None:
        raise UnreadableRow("expiration is missing")
    return LinkToken(
        token=reading.text(answer, "link_token", required=True),
        expires_at=expires_at,
        request_id=reading.text(answer, "request_id"),
    )


def grant_from(answer: JsonObject) -> Grant:
    """Read /item/public_token/exchange. Raises UnreadableRow."""
    return Grant(
        access_token=reading.text(answer, "access_token", required=True),
        item_id=reading.text(answer, "item_id", required=True),
    )


def health_from(answer: JsonObject) -> BankHealth:
    """Read /institutions/get_by_id; a bank without a status (too few customers) is unknown."""
    institution = reading.object_of(answer.get("institution")) or {}
    status = reading.object_of(institution.get("status")) or {}
    logins = reading.object_of(status.get("item_logins")) or {}
    updates = reading.object_of(status.get("transactions_updates")) or {}
    words = {str(each.get("status")) for each in (logins, updates)}
    for health in (BankHealth.DOWN, BankHealth.DEGRADED, BankHealth.HEALTHY):
        if health.name in words:
            return health
    return BankHealth.UNKNOWN


def key_from(answer: JsonObject) -> JsonObject:
    """Read /webhook_verification_key/get. Raises UnreadableRow."""
    key = reading.object_of(answer.get("key"))
    if key is None:
        raise UnreadableRow("key is missing")
    return key


def _rows(
    page: JsonObject, key: str, read: Callable[[JsonObject], Read], rejected: list[RejectedRow]
) -> list[Read]:
    rows: list[Read] = []
    for row in reading.list_of(page, key):
        fields = reading.object_of(row)
        if fields is None:
            rejected.append(RejectedRow(id=None, reason=f"a row of {key} is not an object", raw={}))
            continue
        try:
            rows.append(read(fields))
        except UnreadableRow as error:
            identity = fields.get("transaction_id")
            rejected.append(
                RejectedRow(
                    id=storable(identity) if isinstance(identity, str) else None,
                    reason=f"{key}: {error}",
                    raw=cast("JsonObject", reading.plain(fields)),
                )
            )
    return rows


def _removed_from(row: JsonObject) -> RemovedTransaction:
    return RemovedTransaction(
        id=reading.text(row, "transaction_id", required=True),
        account_id=reading.optional_text(row, "account_id"),
    )


def _category(value: object) -> BankCategory | None:
    fields = reading.object_of(value)
    if fields is None:
        return None
    primary, detailed = reading.optional_text(fields, "primary"), reading.optional_text(fields, "detailed")
    if primary is None or detailed is None:
        return None
    return BankCategory(primary, detailed, reading.optional_text(fields, "confidence_level"))


def _currency(row: JsonObject, *, required: bool) -> str:
    code = reading.optional_text(row, "iso_currency_code") or reading.optional_text(
        row, "unofficial_currency_code"
    )
    if code is None and required:
        raise UnreadableRow("no currency is given")
    return code or ""


def _turned(amount: Decimal) -> Decimal:
    # Negating zero would give -0, which prints with its sign.
    return -amount if amount else amount


def _cursor(page: JsonObject) -> str:
    # Empty is a legal cursor ("nothing yet"); absent is a broken answer that must not look like one.
    value = page.get("next_cursor")
    if not isinstance(value, str):
        raise UnreadableRow("next_cursor is missing")
    return value


def _remainder(row: JsonObject) -> JsonObject:
    kept = {
        key: reading.plain(value) for key, value in row.items() if key not in _MAPPED and value is not None
    }
    return {key: value for key, value in kept.items() if value not in ({}, [], "")}
