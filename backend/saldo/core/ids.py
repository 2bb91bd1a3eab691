"""Identifiers: UUID version 7, so that new rows land next to each other in every index."""

import os
import time
from uuid import UUID

_VERSION = 0x7 << 76
_VARIANT = 0b10 << 62


def new_id() -> UUID:
    """Return a new time-ordered identifier (RFC 9562, version 7)."""
    milliseconds = time.time_ns() // 1_000_000
    random_bits = int.from_bytes(os.urandom(10))
    high = random_bits >> 68 & 0xFFF
    low = random_bits & 0x3FFF_FFFF_FFFF_FFFF
    return UUID(int=milliseconds << 80 | _VERSION | high << 64 | _VARIANT | low)
