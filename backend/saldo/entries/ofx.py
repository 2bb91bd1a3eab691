"""Read OFX and QFX files: statements of one or more accounts, each with its rows."""

import re
from collections import Counter
from html import unescape
from typing import Final

from saldo.core.text import storable
from saldo.entries.errors import ImportUnreadable
from saldo.entries.stated_accounts import Statement
from saldo.entries.tables import MOST_ROWS, Line, too_long

COLUMNS: Final = ("DTPOSTED", "TRNAMT", "NAME", "MEMO", "FITID")
# A FITID has at most 255 characters; what is far longer names nothing, and no index could hold it.
_LONGEST_IDENTITY: Final = 400
# An account is named before its rows; the accounts that rows go to or come from stand inside these.
_PART: Final = re.compile(
    r"<(?:BANK|CC|INV)ACCTFROM>(?P<account>.*?)(?=</(?:BANK|CC|INV)ACCTFROM>|<BANKTRANLIST>|<STMTTRN>|\Z)"
    r"|<STMTTRN>(?P<row>.*?)(?=</STMTTRN>|<STMTTRN>|</BANKTRANLIST>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_FIELD: Final = re.compile(r"<([A-Z0-9.]+)>([^<\r\n]*)", re.IGNORECASE)


def read_statements(content: str) -> list[Statement]:
    """Read the accounts of a file that have rows. Both its old form (without end tags) and XML will do.

    Raises ImportUnreadable.
    """
    statements: dict[tuple[str, str], Statement] = {}
    account = ("", "")
    number, at, last, rows = 1, 0, 0, 0
    for found in _PART.finditer(content):
        fields = {name.upper(): unescape(text).strip() for name, text in _FIELD.findall(found[0])}
        if found["row"] is None:
            account = (storable(fields.get("ACCTID", "")), storable(fields.get("ACCTTYPE", "")))
            continue
        # Many banks write the whole file into one line: the number tells rows apart, so each has its own.
        number, at = number + content.count("\n", at, found.start()), found.start()
        last, rows = max(number, last + 1), rows + 1
        if rows > MOST_ROWS:
            raise too_long()
        cells = [storable(fields.get(name, "")) for name in COLUMNS]
        statements.setdefault(account, Statement(*account, [])).lines.append(Line(last, cells))
    if not statements:
        raise ImportUnreadable("There is no transaction in this OFX file.")
    return list(statements.values())


def identities(lines: list[Line]) -> dict[int, str]:
    """Return by line what the bank calls its rows.

    The bank's own id alone would do if every bank gave each row another one: with day, amount and a count
    beside it, rows that share an id remain as many as they are.
    """
    seen: Counter[str] = Counter()
    found: dict[int, str] = {}
    for line in lines:
        day, amount, _, _, own = line.cells
        # A file that writes its decimals otherwise brings the same rows.
        plain = amount if "." in amount else amount.replace(",", ".")
        identity = f"{own} {day[:8]} {plain}"
        if own and len(identity) <= _LONGEST_IDENTITY:
            seen[identity] += 1
            found[line.number] = f"{identity} {seen[identity]}"
    return found
