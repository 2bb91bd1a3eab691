"""Which columns an ingest writes, and where their values come from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from saldo.transactions.planning import Placed


@dataclass(frozen=True)
class Column:
    """A column of an `unnest` statement: its name, its type, and how to read it from a placed row."""

    name: str
    type: str
    read: Callable[[Placed], Any]


def _bank_category(field: str) -> Callable[[Placed], str | None]:
    def read(placed: Placed) -> str | None:
        category = placed.row.bank.category
        return getattr(category, field) if category else None

    return read


_WHAT_HAPPENED = (
    Column("account_id", "uuid", lambda placed: placed.row.account_id),
    Column("date", "date", lambda placed: placed.row.bank.date),
    Column("authorized_date", "date", lambda placed: placed.row.bank.authorized_date),
    Column("amount", "numeric", lambda placed: placed.row.amount),
    Column("currency", "text", lambda placed: placed.row.bank.currency),
    Column("description", "text", lambda placed: placed.row.description),
    Column("pending", "bool", lambda placed: placed.row.bank.pending),
)

# What the bank may change in a transaction; a difference in one of these is a modification.
STATED = (
    *_WHAT_HAPPENED,
    Column("bank_merchant_name", "text", lambda placed: placed.row.merchant_name),
    Column("bank_category_primary", "text", _bank_category("primary")),
    Column("bank_category_detailed", "text", _bank_category("detailed")),
    Column("bank_category_confidence", "text", _bank_category("confidence_level")),
)
# The bank's category in the words of our taxonomy, which is what a person sees until something better comes.
OFFERED = (
    Column("category_primary", "text", lambda placed: placed.row.category and placed.row.category.primary),
    Column("category_detailed", "text", lambda placed: placed.row.category and placed.row.category.detailed),
)
TRANSACTION = (Column("id", "uuid", lambda placed: placed.transaction_id), *STATED, *OFFERED)

RAW = (
    *_WHAT_HAPPENED,
    Column("pending_provider_id", "text", lambda placed: placed.row.bank.pending_id),
    Column("original_description", "text", lambda placed: placed.row.original_description),
    Column("merchant_name", "text", lambda placed: placed.row.merchant_name),
    Column("merchant_entity_id", "text", lambda placed: placed.row.bank.merchant_entity_id),
    Column("category_primary", "text", _bank_category("primary")),
    Column("category_detailed", "text", _bank_category("detailed")),
    Column("category_confidence", "text", _bank_category("confidence_level")),
    Column("payment_channel", "text", lambda placed: placed.row.bank.payment_channel),
    Column("check_number", "text", lambda placed: placed.row.bank.check_number),
)
BANK_ROW = (
    Column("id", "uuid", lambda placed: placed.bank_row_id),
    Column("transaction_id", "uuid", lambda placed: placed.transaction_id),
    Column("provider_transaction_id", "text", lambda placed: placed.row.bank.id),
    *RAW,
    Column("raw", "text", lambda placed: placed.row.raw),
    Column("is_superseded", "bool", lambda placed: placed.is_superseded),
)


def names(columns: Sequence[Column], prefix: str = "") -> str:
    return ", ".join(prefix + column.name for column in columns)


def unnest(columns: Sequence[Column], first_parameter: int) -> str:
    """Return the `unnest(...) as new(...)` that turns one array a column into rows."""
    arrays = ", ".join(
        f"${number}::{column.type}[]" for number, column in enumerate(columns, start=first_parameter)
    )
    return f"unnest({arrays}) as new({names(columns)})"


def arrays(columns: Sequence[Column], placed: Sequence[Placed]) -> list[list[Any]]:
    return [[column.read(each) for each in placed] for column in columns]
