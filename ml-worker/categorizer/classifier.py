"""One row to one label: what is known of the merchant, what the bank says, what the model thinks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from categorizer_contract import Alternative, Habits, Label, Merchant, Reason, Row
from categorizer_contract.taxonomy import BY_DETAILED, find_category
from numpy.typing import NDArray

from categorizer import directions, evidence, habits, model, reasons, text
from categorizer.artifacts import Artifacts, ArtifactsDamaged
from categorizer.embedding import SIZE, Encoder
from categorizer.evidence import CATEGORIES, GROUP, PLACE
from categorizer.knowledge import Knowledge
from categorizer.model import Reading
from categorizer.recall import Recall

Probabilities = NDArray[np.float32]

# How many times likelier the bank's own category makes itself (its group by the root), by how sure it is.
# Set by hand: the rows the other weights were learned on come without it.
_BANK_ODDS = {"VERY_HIGH": 60.0, "HIGH": 25.0, "MEDIUM": 6.0, "LOW": 2.0}
_BANK_ODDS_UNSAID = 4.0
# From here on other groups are no longer worth a place among the best three.
_SURE_OF_GROUP = 0.9
# From here on habits have no say.
_CLEAR = 0.9
# From here on whoever asked puts the category in force.
APPLIES = 0.6


@dataclass(frozen=True)
class ReadRow:
    """A row, read."""

    row: Row
    bank_words: text.Descriptor
    merchant: tuple[str, ...]
    said: str | None  # the bank's category, where it is one we know
    reading: Reading


@dataclass(frozen=True)
class Answer:
    """What a row is likely to be."""

    chances: Probabilities  # (k,)
    best: tuple[int, ...]  # the places of the three to offer
    confidence: float  # that the group of the first is right
    instead_of: int | None = None  # what it was, or was too unsure to be, before a person's habits spoke

    @classmethod
    def of(cls, chances: Probabilities, groups: Probabilities) -> "Answer":
        best = _best(chances, groups)
        return cls(chances, tuple(best), float(groups[GROUP[best[0]]]))

    def after(self, before: "Answer") -> "Answer":
        """Return this answer, and what it would have been where that is another one or did not apply."""
        is_same = self.best[0] == before.best[0] and not before.confidence < APPLIES <= self.confidence
        return replace(self, instead_of=None if is_same else before.best[0])


class Classifier:
    """Labels rows. Holds what is known and what was computed before, nothing of any person."""

    def __init__(self, knowledge: Knowledge, artifacts: Artifacts, encoder: Encoder) -> None:
        if artifacts.categories != CATEGORIES:
            raise ArtifactsDamaged("the trained model is of another taxonomy: train again")
        self._knowledge = knowledge
        self._artifacts = artifacts
        self._vectors = Recall(encoder)

    @property
    def version(self) -> str:
        return self._artifacts.version

    def label(self, rows: Sequence[Row], chosen: Habits | None = None) -> list[Label]:
        """Return one label a row, in their order; what a person chose before leans the open ones its way."""
        if not rows:
            return []
        read = [read_row(row, self._knowledge) for row in rows]
        readings = [each.reading for each in read]
        vectors = self._encode(readings)
        table = model.tabulate(self._artifacts, readings, vectors)
        possible = np.stack([directions.mask(row.amount, CATEGORIES) for row in rows])
        thought = model.decide(self._artifacts.weights, table, possible)
        heard = np.stack([_hear(each, chances) for each, chances in zip(read, thought, strict=True)])
        settled = np.array([each.findings.is_settled for each in readings], bool)
        answers = self._answer(heard, settled)
        if chosen:
            leaned = np.stack(
                [self._lean(each, old, chosen) for each, old in zip(read, answers, strict=True)]
            )
            after = self._answer(leaned, settled)
            answers = [new.after(old) for new, old in zip(after, answers, strict=True)]
        own = np.exp(table[:, 0] + table[:, 1])  # what the n-grams alone say
        return [
            self._label(each, answer, reasons.Opinion(by_letters, vector), chosen)
            for each, answer, by_letters, vector in zip(read, answers, own, vectors, strict=True)
        ]

    def _answer(self, chances: Probabilities, settled: NDArray[np.bool_]) -> list[Answer]:
        groups = model.calibrate(chances, settled, self._artifacts.settings)
        return [Answer.of(each, group) for each, group in zip(chances, groups, strict=True)]

    def _lean(self, read: ReadRow, answer: Answer, chosen: Habits) -> Probabilities:
        """Multiply in what this person meets more than others do; a row that is clear stays as it is."""
        if read.reading.findings.is_settled or answer.confidence >= _CLEAR:
            return answer.chances
        likelier = answer.chances * habits.odds(chosen, read.row.amount, self._artifacts.usual)
        return np.asarray(likelier / likelier.sum(), np.float32)

    def _encode(self, readings: Sequence[Reading]) -> NDArray[np.float32]:
        is_open = np.array([not each.findings.is_settled for each in readings], bool)
        vectors = np.zeros((len(readings), SIZE), np.float32)
        vectors[is_open] = self._vectors.of(
            [each.text for each, wanted in zip(readings, is_open, strict=True) if wanted]
        )
        return vectors

    def _label(self, read: ReadRow, answer: Answer, opinion: reasons.Opinion, habit: Habits | None) -> Label:
        best, chosen = answer.best, CATEGORIES[answer.best[0]]
        seen = reasons.Evidence(
            match=read.reading.findings.match_for(chosen),
            said=read.said,
            chosen=chosen,
            neighbours=lambda: self._neighbours(opinion.vector, best[0]),
            confidence=answer.confidence,
            opinion=float(opinion.own[best[0]]),
            is_person=read.reading.findings.is_person,
        )
        return Label(
            id=read.row.id,
            primary=BY_DETAILED[chosen].primary,
            detailed=chosen,
            confidence=_rounded(answer.confidence),
            alternatives=[
                Alternative(
                    detailed=CATEGORIES[place],
                    confidence=_rounded(
                        min(answer.confidence, answer.chances[place]) if rank else answer.confidence
                    ),
                )
                for rank, place in enumerate(best)
            ],
            reason=self._by_habit(read, answer, habit) or reasons.explain(seen),
            merchant=_merchant(read),
        )

    def _by_habit(self, read: ReadRow, answer: Answer, habit: Habits | None) -> Reason | None:
        if not habit or answer.instead_of is None:
            return None
        won, lost = CATEGORIES[answer.best[0]], CATEGORIES[answer.instead_of]
        return habits.describe(habit, read.row.amount, won, lost, self._artifacts.usual)

    def _neighbours(self, vector: Probabilities, category: int) -> list[str]:
        return self._vectors.neighbours(self._artifacts, vector, category) if vector.any() else []


def read_row(row: Row, knowledge: Knowledge) -> ReadRow:
    """Read a row and find what is known about it."""
    bank_words = text.read(row.description)
    given = text.read(row.merchant_name).merchant if row.merchant_name else ()
    allowed = directions.allowed(row.amount)
    found = evidence.find(knowledge, bank_words, given, row.amount, allowed)
    said = find_category(row.bank_category.detailed) if row.bank_category else None
    named = " ".join(given)
    full = f"{named} {bank_words.text}" if named not in bank_words.text else bank_words.text
    reading = Reading(full, row.amount, found)
    return ReadRow(row, bank_words, given or bank_words.merchant, said.detailed if said else None, reading)


def _hear(read: ReadRow, chances: Probabilities) -> Probabilities:
    """Let the bank's own category speak."""
    if not read.said or not chances[PLACE[read.said]]:
        return chances
    level = read.row.bank_category.confidence_level if read.row.bank_category else None
    odds = _BANK_ODDS.get(level or "", _BANK_ODDS_UNSAID)
    likelier = np.where(np.array(GROUP) == GROUP[PLACE[read.said]], odds**0.5, 1)
    likelier[PLACE[read.said]] = odds
    # The floor keeps a category that seemed impossible within the bank's reach.
    raised = np.maximum(chances, 1e-3 * (chances > 0)) * likelier
    return np.asarray(raised / raised.sum(), np.float32)


def _best(chances: Probabilities, groups: Probabilities) -> list[int]:
    """Return the three to offer: the best of the best group, then others, of other groups if unsure."""
    order = [int(place) for place in np.argsort(-chances, kind="stable")]
    group = int(groups.argmax())
    best = [next(place for place in order if GROUP[place] == group)]
    is_sure = groups[group] >= _SURE_OF_GROUP
    for place in order:
        is_new = place not in best if is_sure else GROUP[place] not in {GROUP[each] for each in best}
        if is_new and len(best) < 3:  # noqa: PLR2004 - three are shown
            best.append(place)
    return best


def _merchant(read: ReadRow) -> Merchant:
    known = read.reading.findings.namesake
    given = " ".join((read.row.merchant_name or "").split()) or None
    name = given or (known.name if known else text.display_name(read.merchant))
    return Merchant(key=" ".join(read.merchant[: text.KEY_WORDS]), name=name[:120] if name else None)


def _rounded(probability: float) -> float:
    return round(min(1.0, max(0.0, float(probability))), 4)
