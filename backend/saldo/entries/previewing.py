"""What a file would bring: its rows read, those already there marked one by one."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.accounts.models import DEBT_TYPES
from saldo.entries.adding import LATEST_AHEAD
from saldo.entries.guessing import Guess, guess
from saldo.entries.models import Import, ImportFormat
from saldo.entries.readings import Reading, Rejected, Row, read_rows
from saldo.entries.tables import Line, guess_delimiter, read_csv, read_ofx
from saldo.transactions.matching import MOST_DAYS_FROM_ENTRY, Movement, as_a_person_said, match
from saldo.transactions.models import Transaction

_AROUND: Final = dt.timedelta(days=MOST_DAYS_FROM_ENTRY)
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
    decimal_mark=".",
    is_inverted=False,
)


@dataclass(frozen=True)
class Read:
    """A file as it is understood: rows, rows that cannot be read, and what is there already by line."""

    lines: Sequence[Line]
    rows: Sequence[Row]
    rejected: Sequence[Rejected]
    duplicates: dict[int, Movement[UUID]]


def read_lines(kind: ImportFormat, content: str, reading: Reading | None) -> list[Line]:
    """Cut the file into rows and cells. Raises ImportUnreadable."""
    if kind is ImportFormat.OFX:
        return read_ofx(content)
    return read_csv(content, reading.delimiter if reading else guess_delimiter(content))


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
    known = await _list_known(session, account, rows)
    straight, inverted = (
        len(_find_duplicates(account, read_rows(lines, reading, today + LATEST_AHEAD)[0], known))
        for reading in (found.reading, turned)
    )
    # On a card most rows are purchases: where nothing else tells, most are money out.
    are_mostly_in = sum(row.amount > 0 for row in rows) > len(rows) / 2
    is_turned = inverted > straight or (
        inverted == straight and account["type"] in DEBT_TYPES and are_mostly_in
    )
    return replace(found, reading=turned if is_turned else found.reading)


async def read(session: AsyncSession, account: sa.RowMapping, made: Import, today: dt.date) -> Read:
    """Read a draft's file by its reading. Raises ImportUnreadable and ImportReadingWrong."""
    reading = Reading.model_validate(made.reading)
    lines = read_lines(ImportFormat(made.format), made.content or "", reading)
    rows, rejected = read_rows(lines, reading, today + LATEST_AHEAD)
    known = await _list_known(session, account, rows)
    return Read(lines, rows, rejected, _find_duplicates(account, rows, known))


async def _list_known(
    session: AsyncSession, account: sa.RowMapping, rows: Sequence[Row]
) -> list[Movement[UUID]]:
    if not rows:
        return []
    days = [row.date for row in rows]
    query = (
        sa.select(
            Transaction.id,
            Transaction.account_id,
            Transaction.date,
            Transaction.amount,
            Transaction.currency,
            Transaction.description,
        )
        .where(
            Transaction.workspace_id == account["workspace_id"],
            Transaction.account_id == account["id"],
            Transaction.removed_at.is_(None),
            Transaction.date.between(min(days) - _AROUND, max(days) + _AROUND),
        )
        .order_by(Transaction.date, Transaction.id)
    )
    return [Movement(*row) for row in await session.execute(query)]


def _find_duplicates(
    account: sa.RowMapping, rows: Sequence[Row], known: Sequence[Movement[UUID]]
) -> dict[int, Movement[UUID]]:
    """Pair rows with what is there, one to one: of three like rows, two known ones make one new."""
    stated = [
        Movement(row.line, account["id"], row.date, row.amount, account["currency"], row.description)
        for row in rows
    ]
    there = {each.id: each for each in known}
    return {line: there[found] for line, found in match(stated, known, as_a_person_said).items()}
