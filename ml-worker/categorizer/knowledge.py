"""Looks merchants and banks' phrases up in the knowledge files, by whole words."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib import resources

from categorizer import vocabulary
from categorizer.text import clean, display_name, tokens

MOST_WORDS = 6
# One word alone at the start of a longer name names a merchant only when it is long and not a plain word.
_SHORTEST_LONE_WORD = 5

# Kinds of the brand list that seldom are who a card paid: operators of buses, schools and offices.
_SELDOM_MEANT = ("TRANSPORTATION_PUBLIC", "TRANSPORTATION_OTHER", "GENERAL_SERVICES_EDUCATION", "GOVERNMENT")


class Fit(Enum):
    """How well a text fits an entry."""

    WHOLE = "whole"  # the merchant's words are the entry
    BEGINNING = "beginning"  # they begin with it
    PHRASE = "phrase"  # the bank's words contain it


@dataclass(frozen=True)
class Known:
    """An entry of the knowledge."""

    name: str
    detailed: str
    is_merchant: bool
    is_phrase: bool = False  # may stand anywhere in the bank's words
    is_ours: bool = False  # chosen by hand for how banks print it

    @property
    def is_office(self) -> bool:
        """Whether it is of the kinds that are seldom who a card paid."""
        return self.detailed.startswith(_SELDOM_MEANT)


@dataclass(frozen=True)
class Match:
    """An entry and how it was found."""

    known: Known
    fit: Fit
    words: tuple[str, ...]


class Knowledge:
    """All entries, by their words."""

    def __init__(self, merchants: dict[str, list[Known]], phrases: dict[str, list[Known]]) -> None:
        self._merchants = merchants
        self._phrases = phrases

    def find_merchant(self, words: Sequence[str], allowed: frozenset[str]) -> Match | None:
        """Find the merchant these words name, the longest entry first, among the allowed categories."""
        for length in range(min(len(words), MOST_WORDS), 0, -1):
            part = words[:length]
            if length < len(words) and not _may_begin(part):
                continue
            fit = Fit.WHOLE if length == len(words) else Fit.BEGINNING
            entries = self._merchants.get(" ".join(part), []) or self._merchants.get("".join(part), [])
            for known in entries:
                if known.detailed in allowed:
                    return Match(known, fit, tuple(part))
        return None

    def find_phrase(self, words: Sequence[str], allowed: frozenset[str]) -> Match | None:
        """Find the longest phrase that stands somewhere in these words, among the allowed categories."""
        for length in range(min(len(words), MOST_WORDS), 0, -1):
            for start in range(len(words) - length + 1):
                part = tuple(words[start : start + length])
                if start and length == 1 and part[0] in vocabulary.plain_words():
                    continue  # "express" says something only where the text begins with it
                for known in self._phrases.get(" ".join(part), []):
                    if known.detailed in allowed:
                        return Match(known, Fit.PHRASE, part)
        return None


def _may_begin(part: Sequence[str]) -> bool:
    return len(part) > 1 or (len(part[0]) >= _SHORTEST_LONE_WORD and part[0] not in vocabulary.plain_words())


def read_entries() -> Iterator[tuple[str, Known]]:
    """Yield every entry with one way to write it (plain words): ours first, then the public brands."""
    yield from _read_ours()
    for file in ("more.csv", "phrases.csv"):
        for row in _rows(file):
            known = Known(row["text"], row["category"], is_merchant=False, is_phrase=row["kind"] == "phrase")
            yield _words(row["text"]), known
    yield from _read_brands()


def _read_ours() -> Iterator[tuple[str, Known]]:
    # An alias can be another's name, of a firm that was bought for one: only its own name spells a brand.
    spelled = {
        _words(row["name"]): row["name"] for row in sorted(_rows("brands.csv"), key=_rank, reverse=True)
    }
    for row in _rows("merchants.csv"):
        for words in map(_words, row["names"].split("|")):
            name = spelled.get(words) or display_name(tuple(words.split())) or words
            yield words, Known(name, row["category"], is_merchant=True, is_ours=True)


def _read_brands() -> Iterator[tuple[str, Known]]:
    for row in sorted(_rows("brands.csv"), key=_rank):
        is_seldom = row["category"].startswith(_SELDOM_MEANT)
        for alias in dict.fromkeys((_words(row["name"]), *row["aliases"].split("|"))):
            if is_seldom and len(alias) <= _SHORTEST_LONE_WORD:
                continue  # an abbreviation of theirs is more often another's name
            yield alias, Known(row["name"], row["category"], is_merchant=True)


@cache
def open_knowledge() -> Knowledge:
    """Read the knowledge files once."""
    merchants: dict[str, list[Known]] = {}
    phrases: dict[str, list[Known]] = {}
    for words, known in read_entries():
        if not words:
            continue
        if known.is_phrase:
            phrases.setdefault(words, []).append(known)
        merchants.setdefault(words, []).append(known)
    return Knowledge(merchants, phrases)


def _rows(file: str) -> Iterator[dict[str, str]]:
    text = resources.files("knowledge").joinpath(file).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())


def _words(text: str) -> str:
    return " ".join(tokens(clean(text)))


def _rank(row: dict[str, str]) -> tuple[bool, bool]:
    """Order namesakes: shops before carriers and offices, at home in the US before elsewhere."""
    is_elsewhere = bool(row["countries"]) and "us" not in row["countries"].split("|")
    return row["category"].startswith(_SELDOM_MEANT), is_elsewhere
