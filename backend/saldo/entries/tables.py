"""Turn a file into a table of cells, each row with the line it stands on."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from saldo.core.text import storable
from saldo.entries.errors import ImportUnreadable
from saldo.entries.models import ImportFormat

DELIMITERS: Final = (",", ";", "\t", "|")
MOST_ROWS: Final = 5_000
_MOST_COLUMNS: Final = 60
_SAMPLE: Final = 50

_OFX: Final = re.compile(r"OFXHEADER|<OFX>", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    """One row of a table, and where it stands in the file, counted from 1."""

    number: int
    cells: list[str]


def recognise(content: str) -> ImportFormat:
    """Say what kind of file this is."""
    return ImportFormat.OFX if _OFX.search(content[:2_000]) else ImportFormat.CSV


def read_csv(content: str, delimiter: str) -> list[Line]:
    """Read the rows of a CSV file that have anything in them. Raises ImportUnreadable."""
    content = storable(content)
    try:
        return list(_read_rows(content, delimiter))
    except csv.Error:
        # A quotation mark that is not closed would swallow the rest of the file: each line by itself, then.
        return [line for number, text in _number(content) for line in _read_line(number, text, delimiter)]


def _read_rows(content: str, delimiter: str) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter, strict=True)
    number, rows = 1, 0
    for cells in reader:
        if any(cell.strip() for cell in cells):
            rows += 1
            yield Line(number, [cell.strip() for cell in cells[:_MOST_COLUMNS]])
        number = reader.line_num + 1
        if rows > MOST_ROWS + _SAMPLE:
            raise too_long()


def _number(content: str) -> Iterator[tuple[int, str]]:
    lines = content.splitlines()
    if len(lines) > MOST_ROWS + _SAMPLE:
        raise too_long()
    return enumerate(lines, start=1)


def _read_line(number: int, text: str, delimiter: str) -> list[Line]:
    try:
        return [Line(number, line.cells) for line in _read_rows(text, delimiter)]
    except csv.Error:
        return [Line(number, [text.strip()])]


def guess_delimiter(content: str) -> str:
    """Choose the delimiter that cuts most lines into the same number of cells, two at least."""
    sample = "\n".join(content.splitlines()[:_SAMPLE])

    def evenness(delimiter: str) -> tuple[int, int]:
        widths = Counter(len(line.cells) for line in read_csv(sample, delimiter))
        width, lines = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        return (lines, width) if width > 1 else (0, 0)

    best = max(DELIMITERS, key=evenness)
    if evenness(best) == (0, 0):
        raise ImportUnreadable("This is neither a table (CSV) nor a bank's OFX or QFX file.")
    return best


def too_long() -> ImportUnreadable:
    """Return the error for a file of too many rows."""
    return ImportUnreadable(f"At most {MOST_ROWS:,} rows at a time: please cut the file into years.")
