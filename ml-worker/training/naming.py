"""Invents names of local businesses: no list knows the corner bar, but its name follows habits."""

import random
import re
from collections.abc import Iterator
from pathlib import Path

_SLOT = re.compile(r"\{(\w+)\}")
_AROUND = (
    ("{owners}s WORD", "{owners} WORD", "{owners} and {owners} WORD"),
    ("{places} WORD", "the {places} WORD", "WORD of {places}"),
)
_RESTAURANTS = (
    "the {looks} {beasts}",
    "{looks} {beasts}",
    "el {spanish}",
    "los {spanish}",
    "la {spanish_ladies}",
    "mi {spanish_ladies}",
    "{italian} {italian}",
    "la {italian}",
    "{praise} {asian}",
    "{asian} {asian}",
    "{indian} house",
    "{indian} palace",
    "{table} and {table}",
    "{owners}s",
    "{owners}s place",
    "{owners}s on main",
)
_RESTAURANT = "FOOD_AND_DRINK_RESTAURANT"
_TIMES = 160
# Boutiques, gift shops and salons like such names too: without them every "The Velvet ..." would be a bar.
_SHOPS = (
    "the {looks} {finery}",
    "{finery} and {finery}",
    "{finery} and co",
    "the {finery}",
    "{owners} and {finery}",
)
_SHOP_KINDS = (
    ("GENERAL_MERCHANDISE_CLOTHING_AND_ACCESSORIES", 50),
    ("GENERAL_MERCHANDISE_GIFTS_AND_NOVELTIES", 20),
    ("PERSONAL_CARE_HAIR_AND_BEAUTY", 30),
)


def _read_words() -> dict[str, list[str]]:
    words: dict[str, list[str]] = {}
    part = ""
    for line in Path(__file__).with_name("names.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            part = line.strip("[]")
        elif not line.startswith("#"):
            words.setdefault(part, []).extend(line.split())
    return words


_WORDS = _read_words()


def invent_around(word: str, chance: random.Random) -> Iterator[str]:
    """Yield names a business of a kind might have: the word beside an owner's or a place's name."""
    for patterns in _AROUND:
        yield _fill(chance.choice(patterns), chance).replace("WORD", word)


def invent_untelling(chance: random.Random) -> Iterator[tuple[str, str]]:
    """Yield names of bars, restaurants and small shops that do not say what they are, with their category."""
    for _ in range(_TIMES):
        for pattern in _RESTAURANTS:
            yield _fill(pattern, chance), _RESTAURANT
    for detailed, times in _SHOP_KINDS:
        for _ in range(times):
            for pattern in _SHOPS:
                yield _fill(pattern, chance), detailed


def _fill(pattern: str, chance: random.Random) -> str:
    return _SLOT.sub(lambda slot: chance.choice(_WORDS[slot.group(1)]), pattern)
