"""Make the bank's rows fit to store; set aside those that cannot be, one by one."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

import orjson
from categorizer_contract import Category, find_category

from saldo.core.text import storable
from saldo.providers.bank import BankTransaction, Changes, RejectedRow

_PLACES = 10  # NUMERIC(28, 10): further digits would compare unequal to what was stored
_LIMIT = Decimal(10) ** 18
_LONGEST_ID = 1024
_EARLIEST, _LATEST = dt.date(1900, 1, 1), dt.date(2200, 1, 1)
_JSON_NUL = b"\\u0000"


@dataclass(slots=True)
class CleanRow:
    """One bank row that PostgreSQL will take as it is."""

    bank: BankTransaction
    account_id: UUID
    amount: Decimal
    description: str
    original_description: str | None
    merchant_name: str | None
    category: Category | None
    raw: str


@dataclass
class Cleaned:
    """The rows of one delta by the provider's id, the last statement about each, and the rows set aside."""

    rows: dict[str, CleanRow] = field(default_factory=dict)
    rejected: list[RejectedRow] = field(default_factory=list)


class Unstorable(ValueError):
    """This row cannot be stored; the others can."""


def clean(changes: Changes, account_ids: Mapping[str, UUID]) -> Cleaned:
    """Sort a delta's added and modified rows into storable and set aside."""
    cleaned = Cleaned(rejected=list(changes.rejected))
    for bank in _latest((*changes.added, *changes.modified)):
        try:
            cleaned.rows[bank.id] = _clean_row(bank, account_ids)
        except Unstorable as error:
            cleaned.rejected.append(RejectedRow(id=bank.id, reason=str(error), raw=bank.raw))
    return cleaned


def json_text(value: Mapping[str, object]) -> str:
    """Write JSON that JSONB accepts. Raises Unstorable when there is no way."""
    try:
        packed = orjson.dumps(value, default=str, option=orjson.OPT_NON_STR_KEYS)
        if _JSON_NUL in packed:
            packed = orjson.dumps(_deep_storable(orjson.loads(packed)))
    except (TypeError, RecursionError):
        try:
            packed = orjson.dumps(_deep_storable(value), default=str)
        except (TypeError, RecursionError) as error:
            raise Unstorable("the row is not plain JSON") from error
    return packed.decode()


def _latest(rows: Iterable[BankTransaction]) -> Iterable[BankTransaction]:
    return {row.id: row for row in rows}.values()


def _clean_row(bank: BankTransaction, account_ids: Mapping[str, UUID]) -> CleanRow:
    account_id = account_ids.get(bank.account_id)
    if account_id is None:
        raise Unstorable("the row belongs to an account we do not know")
    _refuse_bad_ids(bank)
    if not _EARLIEST <= bank.date <= _LATEST:
        raise Unstorable("the date is out of range")
    return CleanRow(
        bank=bank,
        account_id=account_id,
        amount=_storable_amount(bank.amount),
        description=storable(bank.description),
        original_description=_optional(bank.original_description),
        merchant_name=_optional(bank.merchant_name),
        category=find_category(bank.category.detailed) if bank.category else None,
        raw=json_text(bank.raw),
    )


def _refuse_bad_ids(bank: BankTransaction) -> None:
    # An id is an identity: it cannot be mended, or two rows might become one.
    for identity in (bank.id, bank.pending_id or "x", bank.currency):
        if not identity or len(identity) > _LONGEST_ID or storable(identity) != identity:
            raise Unstorable("an id or the currency is empty, too long or has characters we cannot store")


def _storable_amount(amount: Decimal) -> Decimal:
    if not amount.is_finite() or abs(amount) >= _LIMIT:
        raise Unstorable("the amount is not a number we can store")
    exponent = amount.as_tuple().exponent
    return round(amount, _PLACES) if isinstance(exponent, int) and exponent < -_PLACES else amount


def _optional(text: str | None) -> str | None:
    return storable(text) if text else None


def _deep_storable(value: object) -> object:
    match value:
        case str():
            return storable(value)
        case Mapping():
            return {storable(str(key)): _deep_storable(item) for key, item in value.items()}
        case list() | tuple():
            return [_deep_storable(item) for item in value]
        case _:
            return value
