"""The accounts that one file states: each with its rows, in an OFX file or by a column of a table."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from saldo.entries.errors import ImportReadingWrong
from saldo.entries.readings import Reading
from saldo.entries.tables import Line

MOST_ACCOUNTS: Final = 50
_NAME_ENDS: Final = 4
_LONGEST_NAME: Final = 60
_NUMBER: Final = re.compile(r"[A-Z]{0,4}[\d *xX•.-]*\d{4,}[)\]]?")


@dataclass(frozen=True)
class Statement:
    """What a file states of one account; `number` is what the file calls it, "" for nothing."""

    number: str
    kind: str
    lines: list[Line]

    @property
    def name(self) -> str:
        """Name the account by its kind and the end of its number, or by the words the file has for it."""
        kind = self.kind.capitalize() or "Account"
        if self.is_numbered:
            return f"{kind} ··{self._bare[-_NAME_ENDS:]}"
        return self.number[:_LONGEST_NAME] or kind

    @property
    def is_numbered(self) -> bool:
        """Say whether it is called by a number, which can be compared with another."""
        return bool(self.kind and self.number) or _NUMBER.fullmatch(self.number) is not None

    @property
    def _bare(self) -> str:
        return re.sub(r"\W+$", "", self.number)

    def is_of(self, mask: str | None) -> bool:
        """Say whether the number ends like that of an account."""
        return bool(mask) and self._bare.endswith(mask or "")


def divide(lines: Sequence[Line], reading: Reading) -> list[Statement]:
    """Part the rows of a table by the column that names their account; none when there is no such column.

    Raises ImportReadingWrong.
    """
    column = reading.account_column
    if column is None:
        return []
    statements: dict[str, Statement] = {}
    for line in lines:
        if line.number > reading.header_line:
            name = line.cells[column] if column < len(line.cells) else ""
            statements.setdefault(name, Statement(name, "", [])).lines.append(line)
    if len(statements) > MOST_ACCOUNTS:
        raise ImportReadingWrong(
            f"This column holds {len(statements):,} different values, which cannot all be accounts."
        )
    return list(statements.values())


def find_meant(statements: Sequence[Statement], account: sa.RowMapping) -> int | None:
    """Return which of a file's accounts is meant: the only one, else the only one of that number or name."""
    if len(statements) == 1:
        return 0
    named = account["name"].casefold()
    ways = (
        [place for place, each in enumerate(statements) if each.is_of(account["mask"])],
        [place for place, each in enumerate(statements) if each.number.casefold() == named],
    )
    return next((fitting[0] for fitting in ways if len(fitting) == 1), None)
