"""One row to one label: what is known of the merchant, what the bank says, what the model thinks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from categorizer_contract import Alternative, Label, Merchant, Row
from categorizer_contract.taxonomy import BY_DETAILED, TAXONOMY, find_category
from numpy.typing import NDArray

from categorizer import directions, reasons, text
from categorizer.artifacts import Artifacts
from categorizer.embedding import SIZE, Encoder
from categorizer.knowledge import Fit, Knowledge, Match
from categorizer.model import score
from categorizer.recall import Recall

Probabilities = NDArray[np.float32]

# How far each kind of evidence is believed; the rest is left to the model.
_BELIEF = {Fit.WHOLE: 0.93, Fit.BEGINNING: 0.82, Fit.PHRASE: 0.86}
_LONG_PHRASE = 0.95  # three words or more are nobody's chance
_LONE_WORD_PHRASE = 0.6
_LONE_WORD_BEGINNING = 0.45  # "Mikes" is a restaurant, "Mikes Tire" is not
_SETTLED = 0.8
_BANK_BELIEF = {"VERY_HIGH": 0.85, "HIGH": 0.7, "MEDIUM": 0.5, "LOW": 0.3}
_BANK_UNSAID = 0.3
# What a till's maker says about the shop: Toast sells to restaurants only.
_TILLS = {
    "toast": ("FOOD_AND_DRINK", 8.0),
    "doordash": ("FOOD_AND_DRINK", 20.0),
    "square": ("FOOD_AND_DRINK", 1.6),
}
# Where the till says more than the name behind it: CASH APP*JOHN DOE.
_TELLING = frozenset({"cash app", "google", "patreon", "venmo", "zelle"})
_CATEGORIES = tuple(entry.detailed for entry in TAXONOMY)
_INCOME = frozenset(entry.detailed for entry in TAXONOMY if entry.primary == "INCOME")
_PLACE = {detailed: place for place, detailed in enumerate(_CATEGORIES)}


@dataclass(frozen=True)
class _Reading:
    """A row, read."""

    row: Row
    bank_words: text.Descriptor
    merchant: tuple[str, ...]
    match: Match | None
    said: str | None  # the bank's category, where it is one we know

    @property
    def is_settled(self) -> bool:
        """Whether what is known decides: then nobody waits for the encoder, by far the slowest part."""
        return self.match is not None and _strength(self.match) > _SETTLED

    @property
    def model_text(self) -> str:
        named = " ".join(self.merchant)
        return (
            f"{named} {self.bank_words.text}" if named not in self.bank_words.text else self.bank_words.text
        )


class Classifier:
    """Labels rows. Holds what is known and what was computed before, nothing of any person."""

    def __init__(self, knowledge: Knowledge, artifacts: Artifacts, encoder: Encoder) -> None:
        self._knowledge = knowledge
        self._artifacts = artifacts
        self._vectors = Recall(encoder)
        self._order = [artifacts.categories.index(detailed) for detailed in _CATEGORIES]

    @property
    def version(self) -> str:
        return self._artifacts.version

    def label(self, rows: Sequence[Row]) -> list[Label]:
        """Return one label a row, in their order. A row that cannot be read gets the unknown label."""
        readings = [self._read(row) for row in rows]
        texts = [reading.model_text for reading in readings]
        encoded = np.array([not reading.is_settled for reading in readings], bool)
        vectors = np.zeros((len(rows), SIZE), np.float32)
        vectors[encoded] = self._vectors.of(
            [text for text, is_open in zip(texts, encoded, strict=True) if is_open]
        )
        thought = score(self._artifacts, texts, vectors, encoded)[:, self._order]
        return [
            self._decide(reading, opinion, vector)
            for reading, opinion, vector in zip(readings, thought, vectors, strict=True)
        ]

    def _read(self, row: Row) -> _Reading:
        bank_words = text.read(row.description)
        given = text.read(row.merchant_name).merchant if row.merchant_name else ()
        allowed = directions.allowed(row.amount)
        match = self._find(bank_words, given, allowed)
        said = find_category(row.bank_category.detailed) if row.bank_category else None
        return _Reading(row, bank_words, given or bank_words.merchant, match, said.detailed if said else None)

    def _find(self, words: text.Descriptor, given: tuple[str, ...], allowed: frozenset[str]) -> Match | None:
        telling = (words.facilitator or "").split() if words.facilitator in _TELLING else ()
        candidates = [
            self._knowledge.find_merchant(given, allowed) if given else None,
            self._knowledge.find_merchant(words.merchant, allowed),
            self._find_untrimmed(words, allowed),
            self._knowledge.find_phrase((*telling, *words.words), allowed),
            self._knowledge.find_phrase(words.words, _INCOME) if allowed >= _INCOME else None,
        ]
        return max((found for found in candidates if found), key=_weight, default=None)

    def _find_untrimmed(self, words: text.Descriptor, allowed: frozenset[str]) -> Match | None:
        """Look again with the words that reading took off the end: Xfinity Mobile is not Xfinity."""
        found = self._knowledge.find_merchant(words.words[words.start :], allowed)
        if found and words.merchant and len(found.words) > len(words.merchant):
            return replace(found, fit=Fit.WHOLE)
        return found

    def _decide(self, reading: _Reading, opinion: Probabilities, vector: Probabilities) -> Label:
        probabilities = self._combine(reading, opinion)
        best = [int(place) for place in np.argsort(-probabilities, kind="stable")[:3]]
        chosen = _CATEGORIES[best[0]]
        confidence = float(probabilities[best[0]])
        evidence = reasons.Evidence(
            match=reading.match,
            said=reading.said,
            chosen=chosen,
            neighbours=lambda: self._neighbours(vector, chosen),
            confidence=confidence,
            opinion=float(opinion[best[0]]),
        )
        return Label(
            id=reading.row.id,
            primary=BY_DETAILED[chosen].primary,
            detailed=chosen,
            confidence=_rounded(confidence),
            alternatives=[
                Alternative(detailed=_CATEGORIES[place], confidence=_rounded(probabilities[place]))
                for place in best
            ],
            reason=reasons.explain(evidence),
            merchant=_merchant(reading),
        )

    def _combine(self, reading: _Reading, opinion: Probabilities) -> Probabilities:
        mask = directions.mask(reading.row.amount, _CATEGORIES)
        probabilities = _normal(opinion * mask * _till_prior(reading.bank_words.facilitator))
        if reading.said and reading.row.bank_category:
            belief = _BANK_BELIEF.get(reading.row.bank_category.confidence_level or "", _BANK_UNSAID)
            probabilities = _lean(probabilities, reading.said, belief * float(mask[_PLACE[reading.said]]))
        if reading.match:
            probabilities = _lean(probabilities, reading.match.known.detailed, _strength(reading.match))
        return probabilities

    def _neighbours(self, vector: Probabilities, chosen: str) -> list[str]:
        return self._vectors.neighbours(self._artifacts, vector, self._artifacts.categories.index(chosen))


def _weight(match: Match) -> tuple[bool, float, int]:
    # A shop's name on money coming in is a refund, unless the bank says what else it is.
    says_income = match.fit is Fit.PHRASE and match.known.detailed.startswith("INCOME_")
    return says_income, _strength(match), len(match.words)


def _strength(match: Match) -> float:
    length = len(match.words)
    if match.fit is Fit.PHRASE and length == 1:
        return _LONE_WORD_PHRASE
    if match.fit is Fit.PHRASE and length > 2:  # noqa: PLR2004
        return _LONG_PHRASE
    if match.fit is Fit.BEGINNING and not match.known.is_ours and (length == 1 or match.known.is_office):
        return _LONE_WORD_BEGINNING
    return _BELIEF[match.fit]


def _lean(probabilities: Probabilities, detailed: str, belief: float) -> Probabilities:
    leaning = probabilities * np.float32(1 - belief)
    leaning[_PLACE[detailed]] += np.float32(belief)
    return leaning


def _normal(probabilities: Probabilities) -> Probabilities:
    total = probabilities.sum()
    return probabilities / total if total else probabilities


def _till_prior(facilitator: str | None) -> Probabilities:
    prior = np.ones(len(_CATEGORIES), np.float32)
    if facilitator in _TILLS:
        primary, factor = _TILLS[facilitator]
        prior[[entry.primary == primary for entry in TAXONOMY]] = factor
    return prior


def _merchant(reading: _Reading) -> Merchant:
    words = reading.merchant
    known = reading.match.known if reading.match and reading.match.known.is_merchant else None
    given = " ".join((reading.row.merchant_name or "").split()) or None
    name = given or (known.name if known else text.display_name(words))
    return Merchant(key=" ".join(words[: text.KEY_WORDS]), name=name[:120] if name else None)


def _rounded(probability: float) -> float:
    return round(min(1.0, max(0.0, float(probability))), 4)
