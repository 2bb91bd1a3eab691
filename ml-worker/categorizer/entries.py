"""Reads the knowledge files: merchants, brands, words for kinds of business, banks' phrases."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib import resources

from categorizer_contract.taxonomy import BY_DETAILED

from categorizer.text import clean, tokens

_HEADING = re.compile(r"\[([A-Z_]+)((?: [a-z]{2})*)\]")
_PAIR = re.compile(r"\b([a-z]{1,2}) and ([a-z]{1,2})\b")  # as descriptors are spelled: H&M is "hm"
_HOME = "us"


class Kind(Enum):
    """Where an entry comes from, and with that where it may stand."""

    MERCHANT = "merchants"  # a name as we wrote it: the whole of a merchant's words, or their beginning
    BRAND = "brands"  # the same, of the public list
    WORD = "words"  # a kind of business: anywhere in a merchant's words
    PHRASE = "phrases"  # a bank's phrase: anywhere in its words


class KnowledgeDamaged(ValueError):
    """A line of the knowledge is not as its README says."""


@dataclass(frozen=True)
class Known:
    """An entry of the knowledge."""

    name: str
    detailed: str
    kind: Kind
    is_abroad: bool = False  # at home elsewhere than where most of our rows come from

    @property
    def is_merchant(self) -> bool:
        return self.kind in {Kind.MERCHANT, Kind.BRAND}


@cache
def read_entries() -> tuple[tuple[str, Known], ...]:
    """Return every entry with one way to write it (plain words): ours first, then the public brands."""
    ours = [entry for kind in (Kind.MERCHANT, Kind.WORD, Kind.PHRASE) for entry in _read_folder(kind)]
    return (*ours, *_read_brands())


def _read_folder(kind: Kind) -> Iterator[tuple[str, Known]]:
    folder = resources.files("knowledge").joinpath(kind.value)
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        yield from read_lines(f"{kind.value}/{file.name}", file.read_text(encoding="utf-8"), kind)


def read_lines(file: str, text: str, kind: Kind) -> Iterator[tuple[str, Known]]:
    """Yield the entries of one file. Raises KnowledgeDamaged with file and line."""
    detailed, is_abroad = "", False
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("["):
            heading = _HEADING.fullmatch(line.strip())
            if not heading or heading.group(1) not in BY_DETAILED:
                raise KnowledgeDamaged(f"{file}:{number}: no such category: {line}")
            detailed, countries = heading.group(1), heading.group(2).split()
            is_abroad = bool(countries) and _HOME not in countries
            continue
        if not detailed:
            raise KnowledgeDamaged(f"{file}:{number}: a line before the first [CATEGORY]")
        yield from _read_line(line, Known("", detailed, kind, is_abroad))


def _read_line(line: str, like: Known) -> Iterator[tuple[str, Known]]:
    name, _, aliases = line.partition(" = ")
    named = like.kind is Kind.MERCHANT
    texts = [name, *aliases.split(" | ")] if named else line.split(" | ")
    for text in filter(None, (each.strip() for each in texts)):
        shown = name.strip() if named else text
        yield words_of(text), Known(shown, like.detailed, like.kind, like.is_abroad)


def _read_brands() -> Iterator[tuple[str, Known]]:
    text = resources.files("knowledge").joinpath("brands.csv").read_text(encoding="utf-8")
    for row in sorted(csv.DictReader(text.splitlines()), key=_rank):
        known = Known(row["name"], row["category"], Kind.BRAND, is_abroad=_is_elsewhere(row))
        for alias in row["aliases"].split("|"):
            yield _PAIR.sub(r"\1\2", alias), known


def words_of(text: str) -> str:
    """Spell a text as descriptors are spelled when they are looked up."""
    return " ".join(tokens(clean(text)))


# Kinds of the brand list that seldom are who a card paid: operators of buses, schools and offices.
SELDOM_MEANT = ("TRANSPORTATION_PUBLIC", "TRANSPORTATION_OTHER", "GENERAL_SERVICES_EDUCATION", "GOVERNMENT")


def _rank(row: dict[str, str]) -> tuple[bool, bool]:
    """Order namesakes: shops before carriers and offices, at home in the US before elsewhere."""
    return row["category"].startswith(SELDOM_MEANT), _is_elsewhere(row)


def _is_elsewhere(row: dict[str, str]) -> bool:
    return bool(row["countries"]) and _HOME not in row["countries"].split("|")
