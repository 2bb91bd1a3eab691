"""Why a category was chosen, in a sentence that is true and that a person understands."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from categorizer_contract import Reason, ReasonKind
from categorizer_contract.taxonomy import BY_DETAILED
from numpy.typing import NDArray

from categorizer.knowledge import Match

# Below this even the best guess is no more than that.
_GUESS = 0.15
# The model is named as a reason only where it had a say of its own.
_OWN_OPINION = 0.3


@dataclass(frozen=True)
class Opinion:
    """What the model thinks by itself."""

    own: NDArray[np.float32]  # (k,) the n-grams' probabilities
    vector: NDArray[np.float32]  # (384,), zeros where nobody encoded the text


@dataclass(frozen=True)
class Evidence:
    """What spoke for the chosen category."""

    match: Match | None
    said: str | None
    chosen: str
    neighbours: Callable[[], list[str]]
    confidence: float
    opinion: float  # the model's own probability for the chosen category
    is_person: bool = False  # the text is a person's name


def explain(evidence: Evidence) -> Reason:
    """Name the strongest thing that spoke for the chosen category."""
    label = BY_DETAILED[evidence.chosen].label
    read = _by_words(evidence, label)
    if read:
        return read
    if evidence.said == evidence.chosen and evidence.opinion < _OWN_OPINION:
        return Reason(kind=ReasonKind.BANK, text="The bank's own category")
    alike = evidence.neighbours() if evidence.confidence >= _GUESS else []
    if alike:
        return Reason(kind=ReasonKind.SIMILAR, text=f"Looks like: {', '.join(alike)}")
    if evidence.said == evidence.chosen:
        return Reason(kind=ReasonKind.BANK, text="The bank's own category")
    return Reason(kind=ReasonKind.UNKNOWN, text="Nothing known resembles this text; a guess from its letters")


def _by_words(evidence: Evidence, label: str) -> Reason | None:
    """Name what stands in the text: a merchant, a phrase, a person."""
    match = evidence.match
    if match and match.known.detailed == evidence.chosen:
        if match.known.is_merchant:
            return Reason(
                kind=ReasonKind.KNOWN_MERCHANT, text=f"Known merchant: {match.known.name} ({label})"
            )
        return Reason(kind=ReasonKind.PHRASE, text=f"Says “{match.known.name}” ({label})")
    if evidence.is_person and evidence.chosen.endswith("ACCOUNT_TRANSFER"):
        return Reason(kind=ReasonKind.PHRASE, text=f"Reads like a person's name ({label})")
    return None
