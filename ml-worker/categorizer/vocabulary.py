"""The words that wrap a merchant's name in a bank's text: facilitators, channels, places."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True)
class Places:
    """Where a card descriptor may end."""

    states: frozenset[str]
    countries: frozenset[str]
    cities: frozenset[str]
    cities_after_state: frozenset[str]
    words: frozenset[str]  # of all cities' names


def _text(name: str) -> str:
    return resources.files("categorizer").joinpath("data", name).read_text(encoding="utf-8")


def _words(text: str) -> frozenset[str]:
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return frozenset(word for line in lines if "|" not in line for word in line.split()) | _names(lines)


def _names(lines: list[str]) -> frozenset[str]:
    return frozenset(name.strip() for line in lines if "|" in line for name in line.split("|"))


@cache
def leading_words() -> frozenset[str]:
    """Return the words that stand before a merchant's name and say nothing about it."""
    return _words(_text("noise.txt"))


@cache
def trailing_words() -> frozenset[str]:
    """Return the words that stand after a merchant's name and say nothing about it."""
    return _words(_text("trailing.txt"))


@cache
def plain_words() -> frozenset[str]:
    """Return the words that begin many names and therefore name nobody by themselves."""
    return _words(_text("plain.txt"))


@cache
def given_names() -> frozenset[str]:
    """Return the given names by which a text is recognised as a person's."""
    return _words(_text("given-names.txt"))


@cache
def places() -> Places:
    """Return the states, countries and cities that end a descriptor."""
    plain, after_state = _text("cities.txt").split("--- after a state only")
    ambiguous = _names(after_state.splitlines())
    everywhere = _names(plain.splitlines())
    return Places(
        states=_words(_text("states.txt")),
        countries=_words(_text("countries.txt")),
        cities=everywhere - ambiguous,
        cities_after_state=everywhere | ambiguous | _cut(everywhere | ambiguous),
        words=frozenset(word for city in everywhere | ambiguous for word in city.split()),
    )


def _cut(cities: frozenset[str]) -> frozenset[str]:
    """Return long names as terminals cut them, to between 10 and 14 letters."""
    return frozenset(
        city[:length].strip() for city in cities for length in range(10, 15) if length < len(city)
    )


@cache
def facilitators() -> tuple[re.Pattern[str], tuple[str, ...]]:
    """Return one pattern with a group per payment facilitator, and the facilitators' names in group order."""
    rows = list(csv.DictReader(_text("facilitators.csv").splitlines()))
    pattern = "|".join(f"({row['pattern']})" for row in rows)
    return re.compile(pattern), tuple(row["name"] for row in rows)


@cache
def tills() -> Mapping[str, tuple[str, float]]:
    """Return what a payment facilitator says of who uses it: a category and how strongly."""
    rows = csv.DictReader(_text("tills.csv").splitlines())
    return {row["till"]: (row["category"], float(row["value"])) for row in rows}
