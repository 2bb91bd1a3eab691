"""Plaid's JSON turned into the port's dataclasses: signs turned, dates kept dates, bad rows set aside."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TypeVar, cast

import structlog

from saldo.core.text import storable
from saldo.providers.bank import (
    BankAccount,
    BankBalance,
    BankCategory,
    BankTransaction,
    Changes,
    Grant,
    HistoryStatus,
    ItemState,
    LinkToken,
    RejectedRow,
    RemovedTransaction,
)

log = structlog.get_logger(__name__)

JsonObject = Mapping[str, object]
Read = TypeVar("Read")

_HISTORY = {
    "INITIAL_UPDATE_COMPLETE": HistoryStatus.INITIAL,
    "HISTORICAL_UPDATE_COMPLETE": HistoryStatus.COMPLETE,
}
# NUMERIC(28, 10) in our tables: more digits would compare unequal to what was stored.
_DIGITS = 10
_SCALE = Decimal(1).scaleb(-_DIGITS)
_LARGEST = Decimal("1e18")
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


class UnreadableRow(ValueError):
    """A field is missing or has a value we cannot store."""


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
        has_more=_flag(page, "has_more"),
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
    merchant = _optional_text(row, "merchant_name")
    original = _optional_text(row, "original_description")
    return BankTransaction(
        id=_text(row, "transaction_id", required=True),
        account_id=_text(row, "account_id", required=True),
        pending_id=_optional_text(row, "pending_transaction_id"),
        pending=_flag(row, "pending"),
        date=_required_date(row, "date"),
        authorized_date=_optional_date(row, "authorized_date"),
        # Plaid counts money out as positive; here, once and for all, positive is money in.
        amount=_turned(_required_decimal(row, "amount")),
        currency=_currency(row, required=True),
        description=_optional_text(row, "name") or merchant or original or "",
        original_description=original,
        merchant_name=merchant,
        merchant_entity_id=_optional_text(row, "merchant_entity_id"),
        category=_category(row.get("personal_finance_category")),
        payment_channel=_optional_text(row, "payment_channel"),
        check_number=_optional_text(row, "check_number"),
        raw=_remainder(row),
    )


def account_from(row: JsonObject) -> BankAccount:
    """Read one account. Raises UnreadableRow."""
    balances = _object(row.get("balances")) or {}
    official_name = _optional_text(row, "official_name")
    return BankAccount(
        id=_text(row, "account_id", required=True),
        persistent_id=_optional_text(row, "persistent_account_id"),
        name=_optional_text(row, "name") or official_name or "Account",
        official_name=official_name,
        mask=_optional_text(row, "mask"),
        type=_optional_text(row, "type") or "other",
        subtype=_optional_text(row, "subtype"),
        balance=BankBalance(
            current=_optional_decimal(balances, "current"),
            available=_optional_decimal(balances, "available"),
            limit=_optional_decimal(balances, "limit"),
            currency=_currency(balances, required=False) or None,
            updated_at=instant_from(balances.get("last_updated_datetime")),
        ),
    )


def item_from(answer: JsonObject) -> ItemState:
    """Read /item/get, which answers 200 with `item.error` filled while the login is broken."""
    item = _object(answer.get("item")) or {}
    error = _object(item.get("error")) or {}
    status = _object(answer.get("status")) or {}
    transactions = _object(status.get("transactions")) or {}
    return ItemState(
        item_id=_text(item, "item_id", required=True),
        institution_id=_optional_text(item, "institution_id"),
        error_code=_optional_text(error, "error_code"),
        error_message=_optional_text(error, "error_message"),
        last_successful_update=instant_from(transactions.get("last_successful_update")),
        consent_expires_at=instant_from(item.get("consent_expiration_time")),
    )


def link_token_from(answer: JsonObject) -> LinkToken:
    """Read /link/token/create. Raises UnreadableRow."""
    expires_at = instant_from(answer.get("expiration"))
    if expires_at is None:
        raise UnreadableRow("expiration is missing")
    return LinkToken(
        token=_text(answer, "link_token", required=True),
        expires_at=expires_at,
        request_id=_text(answer, "request_id"),
    )


def grant_from(answer: JsonObject) -> Grant:
    """Read /item/public_token/exchange. Raises UnreadableRow."""
    return Grant(
        access_token=_text(answer, "access_token", required=True),
        item_id=_text(answer, "item_id", required=True),
    )


def key_from(answer: JsonObject) -> JsonObject:
    """Read /webhook_verification_key/get. Raises UnreadableRow."""
    key = _object(answer.get("key"))
    if key is None:
        raise UnreadableRow("key is missing")
    return key


def instant_from(value: object) -> datetime | None:
    """Read an ISO 8601 instant; one without a zone is UTC."""
    if not isinstance(value, str):
        return None
    try:
        instant = datetime.fromisoformat(value)
    except ValueError:
        return None
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


def _rows(
    page: JsonObject, key: str, read: Callable[[JsonObject], Read], rejected: list[RejectedRow]
) -> list[Read]:
    rows: list[Read] = []
    for row in _list(page, key):
        fields = _object(row)
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
                    raw=cast("JsonObject", _plain(fields)),
                )
            )
    return rows


def _removed_from(row: JsonObject) -> RemovedTransaction:
    return RemovedTransaction(
        id=_text(row, "transaction_id", required=True), account_id=_optional_text(row, "account_id")
    )


def _category(value: object) -> BankCategory | None:
    fields = _object(value)
    if fields is None:
        return None
    primary, detailed = _optional_text(fields, "primary"), _optional_text(fields, "detailed")
    if primary is None or detailed is None:
        return None
    return BankCategory(primary, detailed, _optional_text(fields, "confidence_level"))


def _currency(row: JsonObject, *, required: bool) -> str:
    code = _optional_text(row, "iso_currency_code") or _optional_text(row, "unofficial_currency_code")
    if code is None and required:
        raise UnreadableRow("no currency is given")
    return code or ""


def _turned(amount: Decimal) -> Decimal:
    # Negating zero would give -0, which prints with its sign.
    return -amount if amount else amount


def _required_decimal(row: JsonObject, key: str) -> Decimal:
    value = row.get(key)
    if value is None:
        raise UnreadableRow(f"{key} is missing")
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise UnreadableRow(f"{key} is not a number")
    number = Decimal(str(value))
    if not number.is_finite() or abs(number) >= _LARGEST:
        raise UnreadableRow(f"{key} is out of range")
    return number.quantize(_SCALE) if int(number.as_tuple().exponent) < -_DIGITS else number


def _optional_decimal(row: JsonObject, key: str) -> Decimal | None:
    return None if row.get(key) is None else _required_decimal(row, key)


def _required_date(row: JsonObject, key: str) -> date:
    value = _optional_date(row, key)
    if value is None:
        raise UnreadableRow(f"{key} is missing")
    return value


def _optional_date(row: JsonObject, key: str) -> date | None:
    value = row.get(key)
    if value is None:
        return None
    try:
        # A bank's calendar day: any time behind it is dropped, never converted.
        return date.fromisoformat(str(value)[:10])
    except ValueError as error:
        raise UnreadableRow(f"{key} is not a date") from error


def _text(row: JsonObject, key: str, *, required: bool = False) -> str:
    value = _optional_text(row, key)
    if value is None and required:
        raise UnreadableRow(f"{key} is missing")
    return value or ""


def _optional_text(row: JsonObject, key: str) -> str | None:
    value = row.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise UnreadableRow(f"{key} is not text")
    return storable(value) or None


def _flag(row: JsonObject, key: str) -> bool:
    value = row.get(key)
    if not isinstance(value, bool):
        raise UnreadableRow(f"{key} is not true or false")
    return value


def _cursor(page: JsonObject) -> str:
    # Empty is a legal cursor ("nothing yet"); absent is a broken answer that must not look like one.
    value = page.get("next_cursor")
    if not isinstance(value, str):
        raise UnreadableRow("next_cursor is missing")
    return value


def _list(page: JsonObject, key: str) -> list[object]:
    value = page.get(key)
    if not isinstance(value, list):
        raise UnreadableRow(f"{key} is missing")
    return value


def _object(value: object) -> JsonObject | None:
    return cast("JsonObject", value) if isinstance(value, dict) else None


def _remainder(row: JsonObject) -> JsonObject:
    kept = {key: _plain(value) for key, value in row.items() if key not in _MAPPED and value is not None}
    return {key: value for key, value in kept.items() if value not in ({}, [], "")}


def _plain(value: object) -> object:
    """Make a value safe to store as JSON: numbers stay exact as text, nulls go."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, Decimal | float):
        return str(value)
    if isinstance(value, dict):
        return {storable(str(key)): _plain(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value
