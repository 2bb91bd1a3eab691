"""Reading user_custom's password: JSON to a checked configuration, or a refusal that says what is wrong."""

from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import orjson
from pydantic import ValidationError

from plaid_emulator.errors import PlaidError
from plaid_emulator.worlds.custom.schema import MOST_BYTES, Configuration

MESSAGE = "please ensure that the password is properly formatted"
# The latest of these falls on the day the Item is created when dates are rolled forward ...
ACTIVITY = {"date_transacted", "date", "institution_price_as_of", "last_payment_date"}
ACTIVITY |= {"last_statement_issue_date", "pay_date", "start_date", "end_date"}
# ... and these move with them, but never decide.
SCHEDULED = {"date_posted", "origination_date", "maturity_date", "next_payment_due_date"}
SCHEDULED |= {"expected_payoff_date", "draw_period_end_date", "estimated_eligibility_date"}
# A loan's status ends on a scheduled day, though its field is named like the end of a pay period.
QUIET_PARTS = {"loan_status", "pslf_status"}


def read(password: str, today: date | None = None) -> Configuration:
    """Check a configuration; raises INVALID_CONFIGURATION. With `today`, dates are rolled if it asks so."""
    if len(password.encode()) > MOST_BYTES:
        raise _refusal(f"the configuration is larger than {MOST_BYTES} bytes")
    return _read(password, today)


@lru_cache(maxsize=64)
def _read(password: str, today: date | None) -> Configuration:
    try:
        raw = orjson.loads(password)
    except ValueError as error:
        raise _refusal(f"it is not JSON ({error})") from None
    if not isinstance(raw, dict):
        raise _refusal("it is not a JSON object")
    raw = _without_nulls(raw) or {}
    try:
        if today is not None and raw.get("roll_dates_forward") is True:
            raw = _roll(raw, today)
        return Configuration.model_validate(raw)
    except ValidationError as error:
        raise _refusal(_explain(error)) from None


def _refusal(reason: str) -> PlaidError:
    return PlaidError("INVALID_CONFIGURATION", message=f"{MESSAGE}: {reason}")


def _explain(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_context=False)[0]
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in first["loc"]).lstrip(".")
    text = first["msg"].removeprefix("Value error, ")
    return f"{path}: {text}" if path else text


def _without_nulls(value: Any) -> Any:
    """Leave out what is null, and what held nothing but nulls: Plaid's own blank template is made so."""
    if isinstance(value, dict):
        kept = {key: clean for key, inner in value.items() if (clean := _without_nulls(inner)) is not None}
        return kept if kept or not value else None
    if isinstance(value, list):
        items = [clean for inner in value if (clean := _without_nulls(inner)) is not None]
        return items if items or not value else None
    return value


def _roll(raw: dict[str, Any], today: date) -> dict[str, Any]:
    dates = [day for day in _activity(raw) if day is not None]
    if not dates:
        return raw
    rolled: dict[str, Any] = _shift(raw, today - max(dates))
    return rolled


def _activity(value: Any) -> list[date | None]:
    if isinstance(value, list):
        return [day for inner in value for day in _activity(inner)]
    if not isinstance(value, dict):
        return []
    found = [_date(inner) for key, inner in value.items() if key in ACTIVITY]
    inner_parts = [inner for key, inner in value.items() if key not in QUIET_PARTS]
    return found + [day for inner in inner_parts for day in _activity(inner)]


def _shift(value: Any, by: timedelta) -> Any:
    if isinstance(value, list):
        return [_shift(inner, by) for inner in value]
    if not isinstance(value, dict):
        return value
    return {key: _shifted_date(key, inner, by) for key, inner in value.items()}


def _shifted_date(key: str, value: Any, by: timedelta) -> Any:
    day = _date(value) if key in ACTIVITY | SCHEDULED else None
    return _shift(value, by) if day is None else (day + by).isoformat()


def _date(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
