"""What a file would bring: its rows read, those already there marked one by one."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.accounts.models import DEBT_TYPES
from saldo.entries.adding import LATEST_AHEAD
from saldo.entries.guessing import Guess, guess
from saldo.entries.knowing import find_duplicates, list_known
from saldo.entries.models import Import, ImportFormat
from saldo.entries.ofx import identities, read_statements
from saldo.entries.readings import Reading, Rejected, Row, read_rows
from saldo.entries.stated_accounts import Statement, divide, find_meant
from saldo.entries.tables import Line, guess_delimiter, read_csv
from saldo.transactions.matching import Movement

# An OFX file says itself what its fields mean.
_OFX_READING: Final = Reading(
    delimiter=",",
    header_line=0,
    date_column=0,
    date_order="ymd",
    amount_column=1,
    debit_column=None,
    credit_column=None,
    description_column=2,
    note_column=3,
    category_column=None,
    account_column=None,
    decimal_mark="either",
    is_inverted=False,
)


@dataclass(frozen=True)
class Read:
    """A file as it is understood.

    `lines` are those of a table. By line: what is there already, and what the bank calls its rows.
    `statements` are the accounts that the file states; of several the rows are those of the one chosen.
    """

    lines: Sequence[Line]
    rows: Sequence[Row]
    rejected: Sequence[Rejected]
    duplicates: Mapping[int, Movement[UUID]]
    identities: Mapping[int, str]
    statements: Sequence[Statement]


async def guess_reading(
    session: AsyncSession, account: sa.RowMapping, kind: ImportFormat, content: str, today: dt.date
) -> Guess:
    """Guess what the file means; which way its signs point shows in what is there already.

    Raises ImportUnreadable.
    """
    if kind is ImportFormat.OFX:
        return Guess(_OFX_READING, is_date_order_sure=True)
    delimiter = guess_delimiter(content)
    lines = read_csv(content, delimiter)
    found = guess(lines, delimiter, account["currency"])
    turned = found.reading.model_copy(update={"is_inverted": True})
    if found.reading.amount_column is None:
        return found
    rows, _ = read_rows(lines, found.reading, today + LATEST_AHEAD)
    known = await list_known(session, account, rows)
    straight, inverted = (
        len(find_duplicates(account, read_rows(lines, reading, today + LATEST_AHEAD)[0], known, {}))
        for reading in (found.reading, turned)
    )
    # On a card most rows are purchases: where nothing else tells, most are money out.
    are_mostly_in = sum(row.amount > 0 for row in rows) > len(rows) / 2
    is_turned = inverted > straight or (
        inverted == straight and account["type"] in DEBT_TYPES and are_mostly_in
    )
    return replace(found, reading=turned if is_turned else found.reading)


def reading_of(made: Import) -> Reading:
    """Return what a draft's columns mean; drafts of before knew of no column of accounts."""
    return Reading.model_validate({"account_column": None} | made.reading)


def guess_statement(account: sa.RowMapping, kind: ImportFormat, content: str, reading: Reading) -> int | None:
    """Return which of a file's accounts is meant; None when it states none, or nothing tells.

    Raises ImportUnreadable and ImportReadingWrong.
    """
    return find_meant(list_statements(kind, content, reading), account)


def list_statements(kind: str, content: str, reading: Reading) -> list[Statement]:
    """List the accounts that a file states. Raises ImportUnreadable and ImportReadingWrong."""
    if kind == ImportFormat.OFX:
        return read_statements(content)
    return divide(read_csv(content, reading.delimiter), reading)


async def read(session: AsyncSession, account: sa.RowMapping, made: Import, today: dt.date) -> Read:
    """Read a draft's file by its reading. Raises ImportUnreadable and ImportReadingWrong."""
    reading, content = reading_of(made), made.content or ""
    is_ofx = made.format == ImportFormat.OFX
    statements = list_statements(made.format, content, reading)
    every = [] if is_ofx else read_csv(content, reading.delimiter)
    if statements and made.statement is None:
        return Read(every, [], [], {}, {}, statements)
    lines = statements[made.statement or 0].lines if statements else every
    rows, rejected = read_rows(lines, reading, today + LATEST_AHEAD)
    names = identities(lines) if is_ofx else {}
    known = await list_known(session, account, rows, names.values())
    duplicates = find_duplicates(account, rows, known, names)
    return Read(every, rows, rejected, duplicates, names, statements)
