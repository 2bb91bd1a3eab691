"""Reads rows to measure on from a CSV.

Columns: description, amount, and if there are pfc_primary, pfc_detailed, bank_detailed, bank_confidence.
Amounts are as Plaid states them, positive is money out; codes are of version 1 or 2. Headings may be spelled
differently, columns may be in any order and separated by commas, semicolons or tabs; empty rows are skipped.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from categorizer_contract import BankCategory, Row
from categorizer_contract.taxonomy import PRIMARIES, find_category

_NAMES = {
    "description": ("description", "name", "original_description", "descriptor", "text", "memo", "details"),
    "amount": ("amount", "value", "amt"),
    "primary": ("pfc_primary", "primary", "category_primary", "personal_finance_category_primary"),
    "detailed": ("pfc_detailed", "detailed", "category_detailed", "personal_finance_category_detailed"),
    "merchant": ("merchant_name",),
    "currency": ("currency", "iso_currency_code"),
    "bank_detailed": ("bank_detailed",),
    "bank_confidence": ("bank_confidence",),
}  # fmt: skip

_LONGEST_CELL = 2**30
_NUMBERS = (
    re.compile(r"([1-9]\d{0,2}(?:,\d{2,3})*,\d{3}|\d*)(?:\.(\d*))?"),  # 1,234.50
    re.compile(r"([1-9]\d{0,2}(?:\.\d{2,3})*\.\d{3}|\d*)(?:,(\d*))?"),  # 1.234,50
)
_SIDES = {"DR", "CR", "R", "KR"}  # debit and credit, and currencies that are not written with three letters


class RowsUnreadable(ValueError):
    """The file is not one of rows to measure on; the message says what to change."""


@dataclass(frozen=True)
class Judgeable:
    """A row as the worker gets it, with what is wanted; empty texts where nothing is."""

    row: Row
    primary: str
    detailed: str


def read_rows(path: Path) -> list[Judgeable]:
    """Read all rows. Raises RowsUnreadable with the line at fault."""
    # Of the ends that str.splitlines knows, banks write some in the midst of a text.
    lines = list(io.StringIO(_read_text(path), newline=""))
    heading = next((number for number, line in enumerate(lines) if line.strip(' ,;\t"\r\n')), None)
    if heading is None:
        raise RowsUnreadable(f"{path} is empty; its first line must be: description,amount")
    reader = csv.reader(lines[heading:], delimiter=_separator(lines[heading]))
    places = _find_columns(next(reader), path)
    csv.field_size_limit(_LONGEST_CELL)
    try:
        rows = list(_read(reader, places, f"{path}", heading))
    except csv.Error as error:
        raise RowsUnreadable(f"{path}:{heading + reader.line_num}: {error}") from error
    if not rows:
        raise RowsUnreadable(f"{path} has a heading and no rows")
    return rows


def _read_text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise RowsUnreadable(f"{path} cannot be read: {error.strerror}") from error
    is_wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = content.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    return text.replace("\0", "")


def _separator(heading: str) -> str:
    return max(",;\t|", key=heading.count)


def _find_columns(heading: list[str], path: Path) -> dict[str, int]:
    given = [title.strip().strip("\"'").lower().replace(" ", "_").replace(".", "_") for title in heading]
    places = {
        column: given.index(found)
        for column, names in _NAMES.items()
        if (found := next((name for name in names if name in given), None))
    }
    missing = [column for column in ("description", "amount") if column not in places]
    if missing:
        raise RowsUnreadable(f"{path}: no column {' or '.join(missing)} among: {', '.join(heading)}")
    return places


def _read(
    reader: Iterator[list[str]], places: Mapping[str, int], file: str, before: int
) -> Iterator[Judgeable]:
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        line = {
            column: cells[place].strip() if place < len(cells) else "" for column, place in places.items()
        }
        # csv counts the lines it has read itself: a quoted text may go over several.
        where = f"{file}:{before + getattr(reader, 'line_num', 0)}"
        yield _judgeable(line, where)


def _judgeable(line: dict[str, str], where: str) -> Judgeable:
    detailed, primary = line.get("detailed", "").upper(), line.get("primary", "").upper()
    wanted = find_category(detailed) if detailed else None
    if detailed and not wanted:
        raise RowsUnreadable(f"{where}: no such detailed category: {detailed}")
    if not wanted and primary and _group(primary) not in PRIMARIES:
        raise RowsUnreadable(f"{where}: no such primary category: {primary}")
    said = line.get("bank_detailed")
    level = line.get("bank_confidence") or None
    return Judgeable(
        Row(
            id=where,
            description=line["description"],
            merchant_name=line.get("merchant") or None,
            amount=-_amount(line["amount"], where),  # the contract's sign is a person's: positive is money in
            currency=line.get("currency") or "USD",
            bank_category=BankCategory(primary="", detailed=said, confidence_level=level) if said else None,
        ),
        wanted.primary if wanted else _group(primary),
        wanted.detailed if wanted else "",
    )


def _group(code: str) -> str:
    return "OTHER" if code == "GENERAL_OTHER" else code


def _amount(text: str, where: str) -> Decimal:
    """Read 12.50, -12.50, $1,234.50, 1.234,50 €, (12.50), 12.50-, USD 12.50 and 12.50 CR."""
    plain = text.upper().replace("\N{MINUS SIGN}", "-")
    words = re.findall(r"[^\W\d_]+", plain)
    number = "".join(c for c in plain if c in "0123456789.,-()")
    is_negative = number.startswith(("-", "(")) or number.endswith("-") or "CR" in words
    # Three letters are a currency's; others may mean anything, and a sum read wrongly is worse than none.
    is_plain = all(len(word) == 3 or word in _SIDES for word in words)  # noqa: PLR2004 - as said
    try:
        value = Decimal(_with_point(number.strip("-()")) if is_plain else "")
    except InvalidOperation:
        raise RowsUnreadable(f"{where}: not an amount: {text!r}") from None
    return -value if is_negative else value


def _with_point(digits: str) -> str:
    """Write a number with a decimal point, if it has one, and without what stands between thousands."""
    for written in _NUMBERS:
        if found := written.fullmatch(digits):
            return re.sub("[.,]", "", found[1]) + (f".{found[2]}" if found[2] else "")
    return ""
