"""Guess what the columns of a bank's file mean: by their names, and by what stands in them."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from saldo.entries.cells import DateOrder, DecimalMark, read_amount, read_day
from saldo.entries.errors import ImportUnreadable
from saldo.entries.readings import Reading
from saldo.entries.tables import Line

_MOST: Final = 0.5
_SAMPLE: Final = 300
# As banks name their columns, in the languages we met; the first that fits wins.
_NAMES: Final[dict[str, re.Pattern[str]]] = {
    "date": re.compile(r"dat[eu]|fecha|buchungstag|valuta|^posted|^day$", re.IGNORECASE),
    "debit": re.compile(r"debit|withdraw|money out|paid out|spent|soll|débit|cargo", re.IGNORECASE),
    "credit": re.compile(r"credit|deposit|money in|paid in|received|haben|crédit|abono", re.IGNORECASE),
    "balance": re.compile(r"balance|saldo|solde|limit", re.IGNORECASE),
    "amount": re.compile(r"amount|betrag|montant|importe|^value$|umsatz|^sum$", re.IGNORECASE),
    "category": re.compile(r"categor|kategorie|catégorie", re.IGNORECASE),
    "note": re.compile(r"note|memo|comment|reference|verwendungszweck", re.IGNORECASE),
    "description": re.compile(
        r"descr|payee|merchant|name|details|narrat|text|beschreibung|libell|concepto|particulars|transaction$",
        re.IGNORECASE,
    ),
}
_OWN_ACCOUNT: Final = re.compile(
    r"^(my |own |source )?(acc(oun)?t|konto|compte|cuenta|card|iban)s?\b|kontonummer|auftragskonto",
    re.IGNORECASE,
)
_OTHER_SIDE: Final = re.compile(
    r"balance|type|member|holder|owner|currency|payee|benefi|counter|target|dest|gegen|empf|partner|\bto\b",
    re.IGNORECASE,
)
_TWO: Final = 2
_MOST_OWN: Final = 20


@dataclass(frozen=True)
class Guess:
    """How a file is probably to be read, and whether its dates can be meant in one way only."""

    reading: Reading
    is_date_order_sure: bool


def guess(lines: Sequence[Line], delimiter: str, currency: str) -> Guess:
    """Guess the meaning of a table's columns. Raises ImportUnreadable when there is no date or no amount."""
    header, body = _part_header(lines)
    width = max((len(line.cells) for line in body), default=0)
    columns = [
        [line.cells[n] if n < len(line.cells) else "" for line in body[:_SAMPLE]] for n in range(width)
    ]
    names = header.cells if header else []
    mark = _guess_mark(columns)
    roles = _assign(columns, names, mark)
    if "date" not in roles or not {"amount", "debit", "credit"} & roles.keys():
        raise ImportUnreadable("No column of this file looks like dates, or none like amounts.")
    order, is_sure = _guess_order(columns[roles["date"]], currency)
    words = roles.get("description", roles.get("note", roles["date"]))
    reading = Reading.model_validate(
        {
            "delimiter": delimiter,
            "header_line": header.number if header else 0,
            "date_column": roles["date"],
            "date_order": order,
            "amount_column": roles.get("amount"),
            "debit_column": roles.get("debit") if "amount" not in roles else None,
            "credit_column": roles.get("credit") if "amount" not in roles else None,
            "description_column": words,
            "note_column": roles.get("note") if roles.get("note") != words else None,
            "category_column": roles.get("category"),
            "account_column": roles.get("account"),
            "decimal_mark": mark,
            "is_inverted": False,
        }
    )
    return Guess(reading, is_sure)


def _part_header(lines: Sequence[Line]) -> tuple[Line | None, Sequence[Line]]:
    """Find the first row that holds a date: the next row above it as wide as it names the columns."""
    for place, line in enumerate(lines):
        if len(line.cells) >= _TWO and any(_is_day(cell) for cell in line.cells):
            above = (each for each in reversed(lines[:place]) if len(each.cells) >= len(line.cells) - 1)
            return next(above, None), lines[place:]
    raise ImportUnreadable("There is no date in this file.")


def _assign(columns: Sequence[Sequence[str]], names: Sequence[str], mark: DecimalMark) -> dict[str, int]:
    # First, or the names of accounts would pass for the words of a payment, and their numbers for amounts.
    accounts = _find_accounts(columns, names)
    roles: dict[str, int] = {} if accounts is None else {"account": accounts}
    days = [n for n, column in enumerate(columns) if _are_most(column, _is_day)]
    numbers = [
        n
        for n, column in enumerate(columns)
        if n not in days and _are_most(column, lambda text: read_amount(text, mark) is not None)
    ]
    for role, pattern in _NAMES.items():
        fitting = {"date": days, "debit": numbers, "credit": numbers, "balance": numbers, "amount": numbers}
        among = fitting.get(role, [n for n in range(len(columns)) if n not in days])
        free = [n for n in among if n < len(names) and n not in roles.values()]
        if found := [n for n in free if pattern.search(names[n])]:
            roles[role] = found[0]
    if days:
        roles.setdefault("date", days[0])
    return _fill(roles, columns, [n for n in numbers if n not in roles.values()])


def _fill(roles: dict[str, int], columns: Sequence[Sequence[str]], numbers: Sequence[int]) -> dict[str, int]:
    """Find by what stands in the columns what their names did not tell."""
    if numbers and not {"amount", "debit", "credit"} & roles.keys():
        signed = [n for n in numbers if any(cell.startswith(("-", "(")) for cell in columns[n])]
        roles["amount"] = (signed or list(numbers))[0]
    wordy = [n for n in range(len(columns)) if n not in roles.values() and n not in numbers]
    if "description" not in roles and wordy:
        roles["description"] = max(wordy, key=lambda n: sum(len(cell) for cell in columns[n]))
    return roles


def _find_accounts(columns: Sequence[Sequence[str]], names: Sequence[str]) -> int | None:
    """Find the column that says of which of several accounts a row is.

    The other side of a payment has an account as well; but it changes with almost every row, or is missing.
    """
    for n, name in enumerate(names[: len(columns)]):
        if not _OWN_ACCOUNT.search(name) or _OTHER_SIDE.search(name):
            continue
        values = Counter(columns[n])
        if "" not in values and _TWO <= len(values) <= _MOST_OWN:
            return n
    return None


def _are_most(column: Sequence[str], fits: Callable[[str], bool]) -> bool:
    filled = [cell for cell in column if cell]
    return bool(filled) and sum(map(fits, filled)) > _MOST * len(filled)


def _is_day(text: str) -> bool:
    return any(read_day(text, order) is not None for order in ("ymd", "dmy", "mdy"))


def _guess_mark(columns: Sequence[Sequence[str]]) -> DecimalMark:
    cells = [cell for column in columns for cell in column if cell and not _is_day(cell)]

    def count(mark: DecimalMark) -> int:
        ending = re.compile(rf"\d\{mark}\d\d\)?-?$")
        return sum(bool(ending.search(cell)) for cell in cells if read_amount(cell, mark) is not None)

    return "," if count(",") > count(".") else "."


def _guess_order(column: Sequence[str], currency: str) -> tuple[DateOrder, bool]:
    cells = [cell for cell in column if _is_day(cell)]
    days = {order: [read_day(cell, order) for cell in cells] for order in _ORDERS}
    whole: list[DateOrder] = [order for order in _ORDERS if None not in days[order]]
    if not whole:
        best = max(_ORDERS, key=lambda order: sum(day is not None for day in days[order]))
        return best, False
    if all(days[order] == days[whole[0]] for order in whole):
        return whole[0], True
    # A statement runs through time in one direction; read the wrong way round it jumps.
    running = [order for order in whole if _runs([day for day in days[order] if day is not None])]
    if len(running) == 1 and len(cells) > _TWO:
        return running[0], True
    usual: DateOrder = "mdy" if currency == "USD" else "dmy"
    return (usual if usual in whole else whole[0]), len(whole) == 1


_ORDERS: Final[tuple[DateOrder, ...]] = ("ymd", "dmy", "mdy")


def _runs(days: Sequence[dt.date]) -> bool:
    return list(days) in (sorted(days), sorted(days, reverse=True))
