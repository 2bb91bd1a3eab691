"""Looks merchants, kinds of business and banks' phrases up, by whole words."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache
from itertools import takewhile

from categorizer_contract.taxonomy import BY_DETAILED

from categorizer import vocabulary
from categorizer.entries import Kind, Known, read_entries

MOST_WORDS = 6
# One word alone at the start of a longer name names a merchant only when it is long and not a plain word.
_SHORTEST_LONE_WORD, _SHORTEST_OURS = 4, 3
# A name that a terminal cut off is recognised from this many letters on.
_SHORTEST_CUT = 9
_SHORTEST_JOINED = 7
_SHORTEST_CUT_WORD = 4
# A terminal cuts no name that is shorter.
_SHORTEST_CUT_TEXT = 15
# PAYPAL *DASHLANEUSA: a known name and more in one word, from this many letters on.
_SHORTEST_RUN_TOGETHER = 6
# How far a word is believed before any name was seen that has it, and how many names outweigh that.
_BELIEF_BEFORE, _WORTH_NAMES = 0.65, 3.0
_LONGEST_COUNTED = 3

Words = tuple[str, ...]


class Fit(Enum):
    """How well a text fits an entry."""

    WHOLE = "whole"  # the merchant's words are the entry
    BEGINNING = "beginning"  # they begin with it
    BEFORE_TOWN = "before town"  # they begin with it, and what is left may be a town
    CUT = "cut"  # they are its beginning, cut off by the terminal
    INSIDE = "inside"  # it stands within them
    ENDING = "ending"  # they end with it
    PHRASE = "phrase"  # the bank's words contain it


@dataclass(frozen=True)
class Match:
    """An entry and how it was found."""

    known: Known
    fit: Fit
    words: Words
    strength: float = 1.0  # the share of known names with these words there that are of its category's group
    is_all: bool = False  # a phrase that is everything the bank wrote
    is_first: bool = False  # a phrase the bank's text begins with

    def meaning(self, detailed: str) -> "Match":
        """Return the same match for another category."""
        same = detailed == self.known.detailed
        return self if same else replace(self, known=replace(self.known, detailed=detailed))


class Knowledge:
    """All entries, by their words."""

    def __init__(self, entries: Iterable[tuple[str, Known]]) -> None:
        self._merchants: dict[str, list[Known]] = {}
        self._words: dict[str, list[Known]] = {}
        self._phrases: dict[str, list[Known]] = {}
        for words, known in entries:
            if words:
                self._index(known).setdefault(words, []).append(known)
        for known_names in self._merchants.values():
            # Of namesakes, who is at home comes first; and money in from a lender is a loan.
            known_names.sort(key=lambda known: (known.is_abroad, not _is_only_in(known)))
        self._joined = {
            words.replace(" ", ""): words
            for words in self._merchants
            if " " in words and len(words) > _SHORTEST_JOINED
        }
        self._sorted = sorted(self._merchants)
        self._kinds = sorted(word for word in self._words if " " not in word)
        self._beginning, self._within = self._count()

    def _index(self, known: Known) -> dict[str, list[Known]]:
        if known.is_merchant:
            return self._merchants
        return self._words if known.kind is Kind.WORD else self._phrases

    def _count(self) -> tuple[dict[str, Counter[str]], dict[str, Counter[str]]]:
        """Count the groups of the names that begin with some words, or have a known word within."""
        beginning: dict[str, Counter[str]] = defaultdict(Counter)
        within: dict[str, Counter[str]] = defaultdict(Counter)
        for name, entries in self._merchants.items():
            words, group = name.split(), BY_DETAILED[entries[0].detailed].primary
            for start in range(len(words)):
                for end in range(start + 1, min(len(words), start + _LONGEST_COUNTED) + 1):
                    part = " ".join(words[start:end])
                    if end - start == len(words):
                        continue
                    if part in self._words:
                        within[part][group] += 1
                    if not start and part in self._merchants:
                        beginning[part][group] += 1
        return dict(beginning), dict(within)

    def find_merchant(self, words: Sequence[str], allowed: frozenset[str]) -> Match | None:
        """Find the merchant these words name, the longest entry first, among the allowed categories."""
        for length in range(min(len(words), MOST_WORDS), 0, -1):
            part = tuple(words[:length])
            for known in self._named(part):
                if known.detailed in allowed and (length == len(words) or _may_begin(part, known)):
                    if length == len(words):
                        return Match(known, Fit.WHOLE, part)
                    return Match(known, Fit.BEGINNING, part, _share(self._beginning, part, known))
        return self._find_cut(words, allowed) or self._find_run_together(words, allowed)

    def _named(self, part: Words) -> list[Known]:
        text = " ".join(part)
        joined = "".join(part)
        return (
            self._merchants.get(text)
            or (self._merchants.get(joined) if len(part) > 1 else None)
            or self._merchants.get(self._joined.get(joined, ""), [])
        )

    def _find_cut(self, words: Sequence[str], allowed: frozenset[str]) -> Match | None:
        text = " ".join(words)
        if len(text) < _SHORTEST_CUT or text in vocabulary.places().cities:
            return None
        place = bisect_left(self._sorted, text)
        if place == len(self._sorted) or not self._sorted[place].startswith(text):
            return None
        for known in self._merchants[self._sorted[place]]:
            if known.detailed in allowed:
                return Match(known, Fit.CUT, tuple(words))
        return None

    def _find_run_together(self, words: Sequence[str], allowed: frozenset[str]) -> Match | None:
        word = words[0] if len(words) == 1 else ""
        for length in range(len(word) - 1, _SHORTEST_RUN_TOGETHER - 1, -1):
            for known in self._named((word[:length],)):
                is_name = word[:length] not in vocabulary.plain_words() and not known.is_abroad
                if known.kind is Kind.MERCHANT and known.detailed in allowed and is_name:
                    return Match(known, Fit.CUT, tuple(words))
        return None

    def find_inside(self, words: Sequence[str], allowed: frozenset[str]) -> Match | None:
        """Find the longest merchant's name of two words or more that stands behind the first word."""
        for length in range(min(len(words) - 1, MOST_WORDS), 1, -1):
            for start in range(1, len(words) - length + 1):
                part = tuple(words[start : start + length])
                for known in self._merchants.get(" ".join(part), ()):
                    if known.detailed in allowed and known.kind is Kind.MERCHANT:
                        return Match(known, Fit.INSIDE, part)
        return None

    def find_words(self, words: Sequence[str], allowed: frozenset[str]) -> list[Match]:
        """Find the kinds of business these words name; longer entries hide those they contain."""
        found = [
            Match(
                known,
                Fit.WHOLE if len(part) == len(words) else Fit.ENDING if end == len(words) else Fit.INSIDE,
                part,
                _share(self._within, part, known),
            )
            for end, part, known in _cover(self._words, words, allowed)
        ]
        return found or self._find_cut_word(words, allowed)

    def _find_cut_word(self, words: Sequence[str], allowed: frozenset[str]) -> list[Match]:
        """Find the kind of business whose word the terminal cut off at the end: DOG GROOMI."""
        last = words[-1] if words else ""
        is_cut = len(last) >= _SHORTEST_CUT_WORD and len(" ".join(words)) >= _SHORTEST_CUT_TEXT
        if not is_cut or last in vocabulary.places().words:
            return []
        start = bisect_left(self._kinds, last)
        whole = takewhile(lambda kind: kind.startswith(last), self._kinds[start:])
        known = [self._words[kind][0] for kind in whole]
        groups = {BY_DETAILED[each.detailed].primary for each in known}
        if len(groups) != 1 or known[0].detailed not in allowed:
            return []
        return [Match(known[0], Fit.INSIDE, (last,), _BELIEF_BEFORE)]

    def find_phrases(self, words: Sequence[str], allowed: frozenset[str]) -> list[Match]:
        """Find the phrases that stand in these words; longer ones hide those they contain."""
        return [
            Match(known, Fit.PHRASE, part, is_all=len(part) == len(words), is_first=end == len(part))
            for end, part, known in _cover(self._phrases, words, allowed)
            # "express" says something only where the text begins with it
            if len(part) > 1 or end == 1 or part[0] not in vocabulary.plain_words()
        ]


def _cover(
    index: dict[str, list[Known]], words: Sequence[str], allowed: frozenset[str]
) -> Iterator[tuple[int, Words, Known]]:
    """Yield where they end, the words and the entry of all found, the longest first, without overlaps."""
    taken = [False] * len(words)
    for length in range(min(len(words), MOST_WORDS), 0, -1):
        for start in range(len(words) - length + 1):
            end = start + length
            part = tuple(words[start:end])
            entries = index.get(" ".join(part))
            if not entries or any(taken[start:end]):
                continue
            possible = [known for known in entries if known.detailed in allowed]
            possible = [known for known in possible if _is_only_in(known)] or possible
            if possible:
                taken[start:end] = [True] * length
            for known in possible:
                yield end, part, known


def _is_only_in(known: Known) -> bool:
    return known.detailed.startswith(("INCOME", "TRANSFER_IN", "LOAN_DISBURSEMENTS"))


def _may_begin(part: Words, known: Known) -> bool:
    if len(part) > 1:
        return True
    shortest = _SHORTEST_OURS if known.kind is Kind.MERCHANT and not known.is_abroad else _SHORTEST_LONE_WORD
    return len(part[0]) >= shortest and part[0] not in vocabulary.plain_words()


def _share(counts: dict[str, Counter[str]], part: Words, known: Known) -> float:
    seen = counts.get(" ".join(part[:_LONGEST_COUNTED]), Counter())
    mine = seen[BY_DETAILED[known.detailed].primary]
    return (mine + _BELIEF_BEFORE * _WORTH_NAMES) / (seen.total() + _WORTH_NAMES)


@cache
def open_knowledge() -> Knowledge:
    """Read the knowledge files once."""
    return Knowledge(read_entries())
