"""Training examples: the knowledge as a bank would print it, in folds that no merchant is split between."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zlib import crc32

from categorizer import text
from categorizer.entries import Kind, Known, read_entries, read_lines
from training import naming
from training.rows import Judgeable, read_rows

KNOWLEDGE = Path(__file__).parents[1] / "knowledge"
_EVALUATION = Path(__file__).parents[1] / "evaluation"
DEVELOPMENT = tuple(
    _EVALUATION / f"development{part}.csv" for part in ("", "-tail", "-local", "-banks", "-names")
)
FOLDS = 3
NO_FOLD = -1  # words and phrases are there to be known: leaving some out would measure nothing
_TILLS = {
    "FOOD_AND_DRINK": ("SQ *", "TST* "),
    "PERSONAL_CARE": ("SQ *",),
    "GENERAL_MERCHANDISE": ("SP ", "PAYPAL *"),
}
_PLACES = (
    "SEATTLE WA", "AUSTIN TX", "OAKLAND CA", "TORONTO ON", "LONDON GB", "CHICAGO IL", "COLUMBUS OH", "",
)  # fmt: skip


@dataclass(frozen=True)
class Example:
    """A text as the model reads it, with its category and the merchant it belongs to."""

    text: str
    detailed: str
    name: str
    fold: int


def fold_of(known: Known) -> int:
    """Return the fold of a merchant, the same for all its spellings; NO_FOLD for words and phrases."""
    return crc32(known.name.lower().encode()) % FOLDS if known.is_merchant else NO_FOLD


@cache
def read_examples(seed: int) -> tuple[Example, ...]:
    """Return all examples in a fixed order; the same seed gives the same ones."""
    chance = random.Random(seed)  # noqa: S311 - reproducible, not secret
    examples: dict[tuple[str, str], Example] = {}
    for words, known in read_entries():
        if not words:
            continue
        for variant in _variants(words, known, chance):
            example = Example(variant, known.detailed, known.name, fold_of(known))
            examples.setdefault((variant, known.detailed), example)
    for name, detailed in (*naming.invent_untelling(chance), *_read_codes()):
        examples.setdefault((name, detailed), Example(name, detailed, name, NO_FOLD))
    return tuple(examples.values())


def _read_codes() -> Iterator[tuple[str, str]]:
    lines = (KNOWLEDGE / "codes.txt").read_text(encoding="utf-8")
    for words, known in read_lines("codes.txt", lines, Kind.WORD):
        yield words, known.detailed


def _variants(words: str, known: Known, chance: random.Random) -> Iterator[str]:
    yield words
    if known.kind is Kind.WORD:
        yield from naming.invent_around(words, chance)
    elif known.is_merchant:
        read = text.read(_as_printed(words, known.detailed, chance)).text
        if read:
            yield read


def _as_printed(words: str, detailed: str, chance: random.Random) -> str:
    """Write a merchant as a card descriptor does: shouted, cut, with a number and a place."""
    primary = next((name for name in _TILLS if detailed.startswith(name)), "")
    before = chance.choice(_TILLS[primary]) if primary and chance.random() < 0.3 else ""  # noqa: PLR2004 - how often
    printed = words.upper()
    habit = chance.random()
    if habit < 0.25:  # noqa: PLR2004 - how often
        printed = printed[: max(6, 22 - len(before))]
    elif habit < 0.4:  # noqa: PLR2004 - how often
        printed = printed.replace(" ", "")
    number = f" #{chance.randint(1, 9999)}" if chance.random() < 0.5 else ""  # noqa: PLR2004 - how often
    return f"{before}{printed}{number} {chance.choice(_PLACES)}".strip()


def read_evaluation(name: str) -> list[Judgeable]:
    """Return the rows of a file of the evaluation folder."""
    return read_rows(_EVALUATION / name)


def read_development() -> list[Judgeable]:
    """Return the rows one may look at, and learn from how far to believe what."""
    return [row for path in DEVELOPMENT for row in read_rows(path)]
