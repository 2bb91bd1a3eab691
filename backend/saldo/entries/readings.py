"""What the columns of a file mean, and reading its rows by that."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from pydantic import Field

from saldo.core.schemas import Input
from saldo.entries.cells import DateOrder, DecimalMark, read_amount, read_day
from saldo.entries.errors import ImportReadingWrong
from saldo.entries.tables import Line

_LARGEST: Final = Decimal(10) ** 15
_MOST_PLACES: Final = 10
_LONGEST: Final = 500
_NO_WORDS: Final = "(no text)"
Column = int


class Reading(Input):
    """What the columns of a file mean; columns are counted from 0."""

    delimiter: Literal[",", ";", "\t", "|"] = Field(description="What stands between the cells")
    header_line: int = Field(ge=0, le=100_000, description="Line of the columns' names; 0: there is none")
    date_column: Column = Field(ge=0)
    date_order: DateOrder = Field(description="What comes first in a date: year, day or month")
    amount_column: Column | None = Field(ge=0, description="Null: money out and in have a column each")
    debit_column: Column | None = Field(ge=0, description="Money out, written without a sign")
    credit_column: Column | None = Field(ge=0, description="Money in")
    description_column: Column = Field(ge=0)
    note_column: Column | None = Field(ge=0)
    category_column: Column | None = Field(ge=0)
    account_column: Column | None = Field(
        ge=0, description="Names the account of each row; null: all rows are of one"
    )
    decimal_mark: DecimalMark = Field(description="`either`: the last one in each amount")
    is_inverted: bool = Field(description="The file writes money out without a sign, and money in with one")


@dataclass(frozen=True)
class Row:
    """One row that could be read; positive is money in."""

    line: int
    date: dt.date
    amount: Decimal
    description: str
    note: str | None
    category: str | None


@dataclass(frozen=True)
class Rejected:
    """One row that could not, and why."""

    line: int
    reason: str
    text: str


class _Unreadable(ValueError):
    """This row cannot be read; the others can."""


def read_rows(lines: Sequence[Line], reading: Reading, latest: dt.date) -> tuple[list[Row], list[Rejected]]:
    """Read every row below the header, each by itself. Raises ImportReadingWrong."""
    _refuse_wrong(lines, reading)
    rows: list[Row] = []
    rejected: list[Rejected] = []
    for line in lines:
        if line.number <= reading.header_line:
            continue
        try:
            rows.append(_read_row(line, reading, latest))
        except _Unreadable as error:
            rejected.append(Rejected(line.number, str(error), " ".join(line.cells)[:_LONGEST]))
    return rows, rejected


def _refuse_wrong(lines: Sequence[Line], reading: Reading) -> None:
    width = max((len(line.cells) for line in lines), default=0)
    columns = [value for name, value in reading if name.endswith("_column") and value is not None]
    if any(column >= width for column in columns):
        raise ImportReadingWrong(f"The file has {width} columns, and they are counted from 0.")
    is_one = reading.amount_column is not None
    are_two = reading.debit_column is not None or reading.credit_column is not None
    if is_one == are_two:
        raise ImportReadingWrong("Name either one column of amounts, or those of money out and money in.")


def _read_row(line: Line, reading: Reading, latest: dt.date) -> Row:
    text = _cell(line, reading.date_column)
    day = read_day(text, reading.date_order)
    if day is None:
        raise _Unreadable(f"“{text}” is no date" if text else "the date is missing")
    if not dt.date(1900, 1, 1) <= day <= latest:
        raise _Unreadable(f"{day} is before 1900 or more than a year ahead")
    note = _cell(line, reading.note_column) or None
    return Row(
        line=line.number,
        date=day,
        amount=_amount(line, reading),
        description=(_cell(line, reading.description_column) or note or _NO_WORDS)[:_LONGEST],
        note=note[:2_000] if note else None,
        category=_cell(line, reading.category_column) or None,
    )


def _amount(line: Line, reading: Reading) -> Decimal:
    if reading.amount_column is not None:
        amount = _number(line, reading.amount_column, reading)
        amount = -amount if reading.is_inverted else amount
    else:
        out, into = (
            _number(line, column, reading) if _cell(line, column) else Decimal(0)
            for column in (reading.debit_column, reading.credit_column)
        )
        amount = abs(into) - abs(out)
    if amount == 0:
        raise _Unreadable("the amount is 0: nothing has moved")
    exponent = amount.as_tuple().exponent
    if abs(amount) >= _LARGEST or (isinstance(exponent, int) and exponent < -_MOST_PLACES):
        raise _Unreadable("the amount is too large or has too many places")
    return amount


def _number(line: Line, column: int | None, reading: Reading) -> Decimal:
    text = _cell(line, column)
    amount = read_amount(text, reading.decimal_mark)
    if amount is None:
        raise _Unreadable(f"“{text}” is no amount" if text else "the amount is missing")
    return amount


def _cell(line: Line, column: int | None) -> str:
    return line.cells[column] if column is not None and column < len(line.cells) else ""
