"""Single fields of Plaid's JSON, read strictly: what cannot be stored as it is makes its row unreadable."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import cast

from saldo.core.text import storable

JsonObject = Mapping[str, object]

# NUMERIC(28, 10) in our tables: more digits would compare unequal to what was stored.
_DIGITS = 10
_SCALE = Decimal(1).scaleb(-_DIGITS)
_LARGEST = Decimal("1e18")


class UnreadableRow(ValueError):
    """A field is missing or has a value we cannot store."""


def text(row: JsonObject, key: str, *, required: bool = False) -> str:
    value = optional_text(row, key)
    if value is None and required:
        raise UnreadableRow(f"{key} is missing")
    return value or ""


def optional_text(row: JsonObject, key: str) -> str | None:
    value = row.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise UnreadableRow(f"{key} is not text")
    return storable(value) or None


def flag(row: JsonObject, key: str) -> bool:
    value = row.get(key)
    if not isinstance(value, bool):
        raise UnreadableRow(f"{key} is not true or false")
    return value


def list_of(page: JsonObject, key: str) -> list[object]:
    value = page.get(key)
    if not isinstance(value, list):
        raise UnreadableRow(f"{key} is missing")
    return value


def object_of(value: object) -> JsonObject | None:
    return cast("JsonObject", value) if isinstance(value, dict) else None


def required_decimal(row: JsonObject, key: str) -> Decimal:
    value = row.get(key)
    if value is None:
        raise UnreadableRow(f"{key} is missing")
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise UnreadableRow(f"{key} is not a number")
    number = Decimal(str(value))
    if not number.is_finite() or abs(number) >= _LARGEST:
        raise UnreadableRow(f"{key} is out of range")
    return number.quantize(_SCALE) if int(number.as_tuple().exponent) < -_DIGITS else number


def optional_decimal(row: JsonObject, key: str) -> Decimal | None:
    return None if row.get(key) is None else required_decimal(row, key)


def required_date(row: JsonObject, key: str) -> date:
    value = optional_date(row, key)
    if value is None:
        raise UnreadableRow(f"{key} is missing")
    return value


def optional_date(row: JsonObject, key: str) -> date | None:
    value = row.get(key)
    if value is None:
        return None
    try:
        # A bank's calendar day: any time behind it is dropped, never converted.
        return date.fromisoformat(str(value)[:10])
    except ValueError as error:
        raise UnreadableRow(f"{key} is not a date") from error


def instant_from(value: object) -> datetime | None:
    """Read an ISO 8601 instant; one without a zone is UTC."""
    if not isinstance(value, str):
        return None
    try:
        instant = datetime.fromisoformat(value)
    except ValueError:
        return None
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


def plain(value: object) -> object:
    """Make a value safe to store as JSON: numbers stay exact as text, nulls go."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, Decimal | float):
        return str(value)
    if isinstance(value, dict):
        return {storable(str(key)): plain(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value
