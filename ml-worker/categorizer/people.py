"""Recognises a person by name: banks print payments between people with nothing else."""

from decimal import Decimal

from categorizer import vocabulary
from categorizer.text import Descriptor

_FEWEST, _MOST = 2, 3
_SHORTEST_SURNAME = 3


def is_person(read: Descriptor) -> bool:
    """Tell whether a text is a person's name and nothing else: no town, no shop's number, no till."""
    names = read.words[read.start :]
    if read.facilitator or read.store or read.has_state or not _FEWEST <= len(names) <= _MOST:
        return False
    given = vocabulary.given_names()
    first, last = names[0], names[-1]
    # LUIS RAMIREZ, and RAMIREZ LUIS as some banks have it.
    return any(
        name in given and other.isalpha() and len(other) >= _SHORTEST_SURNAME
        for name, other in ((first, last), (last, first))
    )


def between(amount: Decimal) -> str:
    """Return the category of money that goes to a person, or comes from one."""
    return "TRANSFER_IN_ACCOUNT_TRANSFER" if amount > 0 else "TRANSFER_OUT_ACCOUNT_TRANSFER"
