"""Read the cells of bank files: days and amounts as banks of many countries write them."""

import datetime as dt
import re
from decimal import Decimal
from typing import Final, Literal

DateOrder = Literal["ymd", "dmy", "mdy"]
DecimalMark = Literal[".", ",", "either"]

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_REST: Final = r"(?:[ T,].*)?$"
_COMPACT: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(?:\d{6})?(?:[.\[ T].*)?$")
_NUMBERS: Final = re.compile(r"(\d{1,4})[-/. ]+(\d{1,2})[-/. ]+(\d{1,4})" + _REST)
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[-/. ]+([A-Za-z]{3,9})[-/., ]+(\d{4}|\d\d)" + _REST)
_MONTH_FIRST: Final = re.compile(r"([A-Za-z]{3,9})[. ]+(\d{1,2}),? +(\d{4})" + _REST)
_LAST_YEAR_OF_2000S: Final = 69
_SHORT_YEAR: Final = 100
_LONG_YEAR: Final = 4

_CURRENCY: Final = re.compile(r"[A-Z]{3}|[$€£¥₹R]", re.IGNORECASE)
_GROUPED: Final = {
    ".": re.compile(r"(?:\d+|\d{1,3}(?:[,'\u2019 ]\d{2,3})*[,'\u2019 ]\d{3})?(?:\.\d+)?"),
    ",": re.compile(r"(?:\d+|\d{1,3}(?:[.'\u2019 ]\d{2,3})*[.'\u2019 ]\d{3})?(?:,\d+)?"),
}
# Too many banks that may write either mark mean thousands by it.
_AMBIGUOUS: Final = re.compile(r"\d{1,3},\d{3}")
_SPACES: Final = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2212": "-", "\u2013": "-"})


def read_day(text: str, order: DateOrder) -> dt.date | None:
    """Return the day, or None when this is none. A year of four digits in front always comes first."""
    text = text.strip()
    try:
        if found := _COMPACT.match(text):
            return dt.date(*(int(number) for number in found.groups()))
        if found := _NUMBERS.match(text):
            return _from_numbers(found[1], found[2], found[3], order)
        if found := _DAY_FIRST.match(text):
            return dt.date(_year(found[3]), _month(found[2]), int(found[1]))
        if found := _MONTH_FIRST.match(text):
            return dt.date(_year(found[3]), _month(found[1]), int(found[2]))
    except ValueError:
        return None
    return None


def _from_numbers(first: str, second: str, third: str, order: DateOrder) -> dt.date:
    if len(first) == _LONG_YEAR:
        return dt.date(_year(first), int(second), int(third))
    if order == "ymd":
        raise ValueError("a year of two digits never comes first")
    if order == "dmy":
        return dt.date(_year(third), int(second), int(first))
    return dt.date(_year(third), int(first), int(second))


def _year(text: str) -> int:
    year = int(text)
    if year >= _SHORT_YEAR:
        return year
    return year + (2000 if year <= _LAST_YEAR_OF_2000S else 1900)


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def read_amount(text: str, mark: DecimalMark) -> Decimal | None:
    """Return the amount, or None when this is none: `(1,234.50)`, `12,00-` and `USD 5.00 DR` are negative.

    Groups of other than three digits are refused: "1,23" is no 123.
    """
    text = text.translate(_SPACES).strip()
    is_negative = False
    for negative in (("(", ")"), ("", "DR"), ("", "Dr"), ("-", ""), ("", "-")):
        if text.startswith(negative[0]) and text.endswith(negative[1]):
            text = text.removeprefix(negative[0]).removesuffix(negative[1]).strip()
            is_negative = not is_negative
    text = text.removesuffix("CR").removesuffix("Cr").removeprefix("+").strip()
    bare = _CURRENCY.sub("", text, count=1).strip()
    if bare != text and bare.startswith("-"):
        bare, is_negative = bare.removeprefix("-").strip(), not is_negative
    if mark == "either":
        if _AMBIGUOUS.fullmatch(bare):
            return None
        mark, bare = _find_mark(bare), bare.removesuffix(".").removesuffix(",")
    if not any(letter.isdigit() for letter in bare) or not _GROUPED[mark].fullmatch(bare):
        return None
    whole, _, places = bare.partition(mark)
    amount = Decimal(f"{re.sub(r'[^0-9]', '', whole) or '0'}.{places or '0'}")
    return -amount if is_negative else amount


def _find_mark(number: str) -> Literal[".", ","]:
    """Return the mark of a number that may have either: the last one, unless it stands there twice."""
    last: Literal[".", ","] = "," if number.rfind(",") > number.rfind(".") else "."
    if number.count(last) > 1:
        return "." if last == "," else ","
    return last
