"""Passwords that became known in breaches, as short fingerprints: asked here, so that none leaves the server.

`saldo_development/breached.py` makes the list and says from what.
"""

import hashlib
from bisect import bisect_left
from functools import cache
from pathlib import Path

LIST = Path(__file__).with_name("breached.bin")
# 40 bits: of two hundred million other passwords, about ten would be refused by chance.
WIDTH = 5


def fingerprint(password: str) -> bytes:
    """Name a password, whatever its letters' case, without telling it."""
    return hashlib.blake2b(password.casefold().encode(), digest_size=WIDTH).digest()


def is_known(password: str) -> bool:
    """Say whether the list holds a password."""
    known, wanted = _read(), fingerprint(password)
    entries = range(len(known) // WIDTH)
    at = bisect_left(entries, wanted, key=lambda entry: known[entry * WIDTH : (entry + 1) * WIDTH])
    return known[at * WIDTH : (at + 1) * WIDTH] == wanted


@cache
def _read() -> bytes:
    """Return the fingerprints in their order, one after the other."""
    return LIST.read_bytes()
