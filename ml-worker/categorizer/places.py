"""Finds where a descriptor says its shop is, and takes the place off the name."""

from categorizer import vocabulary

MARK = "\x1f"  # stands where a number was: a place often follows it

_DIRECTIONS = frozenset(
    {
        "n",
        "s",
        "e",
        "w",
        "north",
        "south",
        "east",
        "west",
        "new",
        "old",
        "fort",
        "ft",
        "st",
        "saint",
        "lake",
        "mt",
    }
)


def without_place(words: list[str]) -> list[str]:
    """Drop country, state and city from the end; what follows a store number before a state is a city too."""
    known = vocabulary.places()
    kept = _strip_end(words)
    before = len(kept)
    while len(kept) > 1 and kept[-1] in known.countries:
        kept = _strip_end(kept[:-1])
    with_state = len(kept) > 1 and kept[-1] in known.states
    if with_state:
        kept = kept[:-1]
    elif len(kept) == before == len(words):
        return _without_city(kept, known.cities)
    if with_state and MARK in kept[1:]:
        cut = len(kept) - 1 - kept[::-1].index(MARK)
        if 0 < len(kept) - cut - 1 <= 3 and any(len(word) > 1 for word in kept[:cut]):  # noqa: PLR2004 - words of a town
            left = _without_city(kept[cut + 1 :], known.cities_after_state)
            # CLOUD 9 VAPE SHOP TYLER: the number was the name's, and more of the name stands before the town.
            is_town = len(left) == len(kept) - cut - 1
            is_name = not is_town and any(word.isalpha() and word not in _DIRECTIONS for word in left)
            return kept[: cut + 1 + len(left)] if is_name else _strip_end(kept[:cut])
    return _without_city(_strip_end(kept), known.cities_after_state if with_state else known.cities)


def _without_city(words: list[str], cities: frozenset[str]) -> list[str]:
    for length in (3, 2, 1):
        if len(words) > length and " ".join(words[-length:]) in cities:
            return _strip_end(words[:-length])
    return words


def _strip_end(words: list[str]) -> list[str]:
    end = len(words)
    while end and words[end - 1] == MARK:
        end -= 1
    return words[:end]


def city_in(dropped: list[str]) -> str | None:
    """Return the town among the words that were taken off, as the bank cut it."""
    known = vocabulary.places()
    words = [word for word in dropped if word != MARK]
    while words and (words[-1] in known.states or words[-1] in known.countries):
        words = words[:-1]
    while words and (len(words[0]) == 1 or any(c.isdigit() for c in words[0])):
        words = words[1:]  # a mark of the shop's, not of the town's
    return " ".join(words) or None
