"""Training examples: the knowledge as a bank would print it, split by merchant."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from categorizer import text
from categorizer.knowledge import Known, read_entries

KNOWLEDGE = Path(__file__).parents[1] / "knowledge"
HELD_OUT = 0.15
_VARIANTS = 2
_TILLS = {
    "FOOD_AND_DRINK": ("SQ *", "TST* "),
    "PERSONAL_CARE": ("SQ *",),
    "GENERAL_MERCHANDISE": ("SP ", "PAYPAL *"),
}
_PLACES = (
    "SEATTLE WA",
    "AUSTIN TX",
    "OAKLAND CA",
    "TORONTO ON",
    "LONDON GB",
    "CHICAGO IL",
    "COLUMBUS OH",
    "",
)


@dataclass(frozen=True)
class Example:
    """A text as the model reads it, with its category and the merchant it belongs to."""

    text: str
    detailed: str
    name: str
    is_held_out: bool


def read_examples(seed: int) -> list[Example]:
    """Return all examples in a fixed order; the same seed gives the same ones."""
    chance = random.Random(seed)  # noqa: S311 - reproducible, not secret
    held_out: dict[str, bool] = {}
    examples: dict[tuple[str, str], Example] = {}
    for words, known in read_entries():
        if not words:
            continue
        merchant = known.name.lower()
        if merchant not in held_out:
            # Phrases are the words of banks, and our own list is there to be known: leaving some out
            # would measure nothing.
            held_out[merchant] = known.is_merchant and not known.is_ours and chance.random() < HELD_OUT
        for variant in _variants(words, known, chance):
            example = Example(variant, known.detailed, known.name, held_out[merchant])
            examples.setdefault((variant, known.detailed), example)
    return list(examples.values())


def _variants(words: str, known: Known, chance: random.Random) -> Iterator[str]:
    yield words
    if not known.is_merchant:
        return
    for _ in range(_VARIANTS):
        read = text.read(_as_printed(words, known.detailed, chance)).text
        if read:
            yield read


def _as_printed(words: str, detailed: str, chance: random.Random) -> str:
    """Write a merchant as a card descriptor does: shouted, cut, with a number and a place."""
    primary = next((name for name in _TILLS if detailed.startswith(name)), "")
    before = chance.choice(_TILLS[primary]) if primary and chance.random() < 0.3 else ""  # noqa: PLR2004
    printed = words.upper()
    habit = chance.random()
    if habit < 0.25:  # noqa: PLR2004
        printed = printed[: max(6, 22 - len(before))]
    elif habit < 0.4:  # noqa: PLR2004
        printed = printed.replace(" ", "")
    number = f" #{chance.randint(1, 9999)}" if chance.random() < 0.5 else ""  # noqa: PLR2004
    return f"{before}{printed}{number} {chance.choice(_PLACES)}".strip()
