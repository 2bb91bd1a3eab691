"""The legacy categories: the whole tree with its ids, and which of them a newer category was."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).with_name("legacy_categories.json")
GROUP_STEP, CATEGORY_STEP = 1_000_000, 1_000


@dataclass(frozen=True)
class LegacyCategory:
    """One place in the tree, named by all that lie above it."""

    category_id: str
    group: str
    hierarchy: tuple[str, ...]


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
    return data


@cache
def list_all() -> tuple[LegacyCategory, ...]:
    """List the tree from the top; an id tells the place: 13 005 043 is the 43rd of the 5th of group 13."""
    found = []
    for top in _data()["groups"]:
        code, group, name = top["code"] * GROUP_STEP, top["group"], top["name"]
        found.append(LegacyCategory(str(code), group, (name,)))
        for number, (below, leaves) in enumerate(top["below"].items(), start=1):
            at = code + number * CATEGORY_STEP
            found.append(LegacyCategory(str(at), group, (name, below)))
            found += [
                LegacyCategory(str(at + place), group, (name, below, leaf))
                for place, leaf in enumerate(leaves, start=1)
            ]
    return tuple(found)


@cache
def of(detailed: str) -> LegacyCategory:
    """Find what a personal finance category was called before: its own name's, else its group's."""
    names: dict[str, list[str]] = _data()["of_pfc"]
    longest = max((name for name in names if detailed.startswith(name)), key=len)
    return _by_hierarchy()[tuple(names[longest])]


@cache
def _by_hierarchy() -> dict[tuple[str, ...], LegacyCategory]:
    return {each.hierarchy: each for each in list_all()}
