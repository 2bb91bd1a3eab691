"""What speaks for which category in a row: names, words, phrases, the till. Each kind has a learned weight.

A piece of evidence names a category; it speaks for that category, and with a weight of its own for the whole
group of categories it belongs to.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from categorizer_contract.taxonomy import TAXONOMY

from categorizer import directions, people, vocabulary
from categorizer.entries import SELDOM_MEANT, Kind, Known
from categorizer.knowledge import Fit, Knowledge, Match
from categorizer.text import Descriptor

CATEGORIES = tuple(entry.detailed for entry in TAXONOMY)
PLACE = {detailed: place for place, detailed in enumerate(CATEGORIES)}
PRIMARIES = tuple(dict.fromkeys(entry.primary for entry in TAXONOMY))
GROUP = tuple(PRIMARIES.index(entry.primary) for entry in TAXONOMY)  # (k) the group of each category

KINDS = (
    "whole name of ours",
    "whole name of the brand list",
    "whole name seldom meant",
    "name before a town",
    "first words are a name",
    "first word is a name of ours",
    "first word is another name",
    "first words: share",
    "name cut off",
    "name within",
    "word is the whole name",
    "word ends the name",
    "word ends the name: share",
    "word within the name",
    "word within the name: share",
    "words of two or more",
    "phrase is all",
    "phrase of one word",
    "phrase of one word first",
    "phrase of two words",
    "phrase of three words or more",
    "phrase of pay",
    "till",
    "the bank's name",
    "name beside another kind",
    "a person's name",
)
_KIND = {name: place for place, name in enumerate(KINDS)}
_LONG = 3
_WORDS_OF_A_TOWN = 2
# Where the till says more than the name behind it: CASH APP*JOHN DOE.
_TELLING = frozenset(
    {"affirm", "afterpay", "cash app", "google", "klarna", "microsoft", "patreon", "venmo", "zelle"}
)
_INCOME = frozenset(entry.detailed for entry in TAXONOMY if entry.primary == "INCOME")


@dataclass(frozen=True)
class Piece:
    """One piece of evidence."""

    kind: int  # place in KINDS
    category: int  # place in CATEGORIES
    value: float = 1.0


@dataclass(frozen=True)
class Findings:
    """Everything that was found in a row, and the match to name as the reason for each category."""

    pieces: tuple[Piece, ...]
    matches: tuple[Match, ...]
    is_settled: bool  # nobody needs to wait for the encoder, by far the slowest part
    is_money_back: bool = False  # the bank says so

    @property
    def merchant(self) -> Known | None:
        """Return the merchant that was recognised."""
        return next((match.known for match in self.matches if match.known.is_merchant), None)

    @property
    def namesake(self) -> Known | None:
        """Return the merchant whose name may stand for the text's: not Ferry for a ferry ticket office."""
        found = next((match for match in self.matches if match.known.is_merchant), None)
        if not found or _is_beside_another_kind(found, self.matches):
            return None
        is_kind = found.fit is not Fit.WHOLE and any(
            match.known.kind is Kind.WORD and set(found.words) <= set(match.words) for match in self.matches
        )
        return None if is_kind else found.known

    @property
    def is_person(self) -> bool:
        """Tell whether the text is a person's name."""
        return any(piece.kind == _KIND["a person's name"] for piece in self.pieces)

    def match_for(self, detailed: str) -> Match | None:
        """Return the strongest match that says this category."""
        fitting = [match for match in self.matches if match.known.detailed == detailed]
        return max(fitting, key=_telling, default=None)


def find(
    knowledge: Knowledge, words: Descriptor, given: Sequence[str], amount: Decimal, allowed: frozenset[str]
) -> Findings:
    """Gather the evidence in a bank's words and in the name the bank gave, if it gave one."""
    matches = [*_merchants(knowledge, words, given, allowed)]
    kinds = _kinds(knowledge, words, given, allowed)
    is_beside = bool(matches) and not words.is_set_off and _is_beside_another_kind(matches[0], kinds)
    if is_beside and _is_authority(matches[0].known):
        matches, is_beside = [], False  # CITY OF BOULDER PARKING is a car park
    telling = _telling_till(words)
    phrases = knowledge.find_phrases((*telling, *words.words), allowed)
    if amount > 0:
        # Money in is salary before it is the transfer or the deposit it came by.
        phrases += [each for each in knowledge.find_phrases(words.words, _INCOME) if each not in phrases]
        phrases = [each for each in phrases if not (matches or kinds) or each.words not in _MONEY_BACK]
        matches, kinds, phrases = (
            [each.meaning(directions.of_money_in(each.known.detailed)) for each in found]
            for found in (matches, kinds, phrases)
        )
    every = (*matches, *kinds, *phrases)
    # A name beside another kind of business is weighed by itself: most often it is not that firm at all.
    weighed = [*kinds, *phrases] if is_beside else [each for each in every if not _is_part(each, matches)]
    pieces = [piece for match in weighed for piece in _weigh(match)]
    till = vocabulary.tills().get(words.facilitator or "")
    if till:
        detailed, value = till
        pieces.append(Piece(_KIND["till"], PLACE[detailed], value))
    if given and matches:
        pieces.append(Piece(_KIND["the bank's name"], PLACE[matches[0].known.detailed]))
    if is_beside:
        pieces.append(Piece(_KIND["name beside another kind"], PLACE[matches[0].known.detailed]))
    if not (matches or phrases or till) and people.is_person(words):
        pieces.append(Piece(_KIND["a person's name"], PLACE[people.between(amount)]))
    return Findings(
        tuple(pieces), every, _is_settled(every), is_money_back=not _SAYS_MONEY_BACK.isdisjoint(words.words)
    )


def _is_part(match: Match, names: Sequence[Match]) -> bool:
    """Tell whether a word is part of a whole name of ours: Partners in Health is no doctor."""
    whole = [set(each.words) for each in names if each.fit is Fit.WHOLE and each.known.kind is Kind.MERCHANT]
    return match.known.kind is Kind.WORD and any(set(match.words) <= words for words in whole)


_SAYS_MONEY_BACK = frozenset({"refund", "refunded", "return", "returned", "reversal"})
# What money in says of itself beside a shop's name: the shop gives it back.
_MONEY_BACK = frozenset(
    {("refund",), ("merchant", "refund"), ("reversal",), ("refund", "credit"), ("credit", "memo")}
)


def _is_authority(known: Known) -> bool:
    return known.detailed.startswith("GOVERNMENT_AND_NON_PROFIT_GOVERNMENT")


def _is_beside_another_kind(match: Match, kinds: Sequence[Match]) -> bool:
    """Tell whether one word, or an office, begins the name of something else: APPLE VALLEY DENTAL."""
    is_weak = len(match.words) == 1 or _is_authority(match.known)
    if not is_weak or match.fit not in {Fit.BEGINNING, Fit.BEFORE_TOWN}:
        return False
    group = GROUP[PLACE[match.known.detailed]]
    others = [
        each
        for each in kinds
        if each.known.kind is Kind.WORD and each.fit is Fit.ENDING and not set(each.words) <= set(match.words)
    ]
    return bool(others) and all(GROUP[PLACE[each.known.detailed]] != group for each in others)


def _kinds(
    knowledge: Knowledge, words: Descriptor, given: Sequence[str], allowed: frozenset[str]
) -> list[Match]:
    found = knowledge.find_words(given or words.named, allowed)
    if given or not words.start:
        return found
    # Words that stand before a name as a rule may be the beginning of it: Internet Service Provider.
    before = words.words[: words.start]
    together = knowledge.find_words((*before, *words.named), allowed)
    is_begun = any(len(each.words) > 1 and each.words[0] in before for each in together)
    return together if is_begun or not found else found


def _merchants(
    knowledge: Knowledge, words: Descriptor, given: Sequence[str], allowed: frozenset[str]
) -> Iterator[Match]:
    telling = _telling_till(words)
    found = [
        knowledge.find_merchant(given, allowed) if given else None,
        knowledge.find_merchant(words.merchant, allowed),
        knowledge.find_merchant(words.words[words.start :], allowed),
        knowledge.find_merchant((*telling, *words.merchant), allowed) if telling and words.merchant else None,
        None if given else knowledge.find_inside(words.words, allowed),
    ]
    known = [match for match in found if match]
    best = max(known, key=_telling, default=None)
    if best:
        # Words taken off the end belong to the name after all: Xfinity Mobile is not Xfinity.
        yield replace(best, fit=_fit_in(best, words))


def _telling_till(words: Descriptor) -> list[str]:
    is_telling = words.facilitator in _TELLING or not words.merchant
    return (words.facilitator or "").split() if is_telling else []


def _fit_in(match: Match, words: Descriptor) -> Fit:
    left = len(words.merchant) - len(match.words)
    if not words.merchant or match.fit is not Fit.BEGINNING:
        return match.fit
    if left <= 0:
        return Fit.WHOLE
    return Fit.BEFORE_TOWN if words.has_state and left <= _WORDS_OF_A_TOWN else match.fit


def _telling(match: Match) -> tuple[int, int, float]:
    order = (Fit.PHRASE, Fit.INSIDE, Fit.ENDING, Fit.CUT, Fit.BEGINNING, Fit.BEFORE_TOWN, Fit.WHOLE)
    return len(match.words) if match.fit is not Fit.INSIDE else 1, order.index(match.fit), match.strength


def _is_settled(matches: Sequence[Match]) -> bool:
    return any(
        (match.fit is Fit.WHOLE and match.known.is_merchant and not _is_office(match.known))
        or (match.fit is Fit.PHRASE and (match.is_all or len(match.words) >= _LONG))
        for match in matches
    )


def _is_office(known: Known) -> bool:
    return known.kind is Kind.BRAND and known.detailed.startswith(SELDOM_MEANT)


def _weigh(match: Match) -> Iterator[Piece]:
    place = PLACE[match.known.detailed]
    for kind, value in _KINDS_OF[match.known.kind](match):
        yield Piece(_KIND[kind], place, value)


def _of_name(match: Match) -> Iterator[tuple[str, float]]:
    known = match.known
    if match.fit is Fit.WHOLE:
        ours = "whole name of ours" if known.kind is Kind.MERCHANT else "whole name of the brand list"
        yield "whole name seldom meant" if _is_office(known) else ours, 1.0
    elif match.fit in {Fit.BEGINNING, Fit.BEFORE_TOWN}:
        if match.fit is Fit.BEFORE_TOWN:
            yield "name before a town", 1.0
        if len(match.words) > 1:
            yield "first words are a name", 1.0
        else:
            is_ours = known.kind is Kind.MERCHANT and not known.is_abroad
            yield "first word is a name of ours" if is_ours else "first word is another name", 1.0
        yield "first words: share", _odds(match.strength)
    else:
        yield "name cut off" if match.fit is Fit.CUT else "name within", 1.0


def _of_word(match: Match) -> Iterator[tuple[str, float]]:
    if match.fit is Fit.WHOLE:
        yield "word is the whole name", 1.0
    elif match.fit is Fit.ENDING:
        yield "word ends the name", 1.0
        yield "word ends the name: share", _odds(match.strength)
    else:
        yield "word within the name", 1.0
        yield "word within the name: share", _odds(match.strength)
    if len(match.words) > 1:
        yield "words of two or more", 1.0


def _of_phrase(match: Match) -> Iterator[tuple[str, float]]:
    if match.known.detailed in _INCOME:
        yield "phrase of pay", 1.0
    if match.is_all:
        yield "phrase is all", 1.0
    if len(match.words) == 1:
        yield "phrase of one word first" if match.is_first else "phrase of one word", 1.0
    else:
        is_long = len(match.words) >= _LONG
        yield "phrase of three words or more" if is_long else "phrase of two words", 1.0


_KINDS_OF = {
    Kind.MERCHANT: _of_name,
    Kind.BRAND: _of_name,
    Kind.WORD: _of_word,
    Kind.PHRASE: _of_phrase,
}


def _odds(share: float) -> float:
    kept = min(0.98, max(0.02, share))
    return math.log(kept / (1 - kept))
