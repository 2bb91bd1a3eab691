"""Transactions packed for storage: each alone, against a dictionary of what nearly all of them contain."""

import zlib
from pathlib import Path

# Folders were packed with these very bytes and cannot be read with others: never change the file.
DICTIONARY = Path(__file__).with_name("packing.json").read_bytes()
WINDOW_BITS = -13
MEMORY_LEVEL = 5
LEVEL = 6
_PACKER = zlib.compressobj(
    LEVEL, zlib.DEFLATED, WINDOW_BITS, MEMORY_LEVEL, zlib.Z_DEFAULT_STRATEGY, DICTIONARY
)
_UNPACKER = zlib.decompressobj(WINDOW_BITS, DICTIONARY)
# No JSON text begins with this byte.
MARK = b"\x00"


def pack(text: str | bytes) -> bytes:
    """Pack JSON text to about a seventh of its size."""
    packer = _PACKER.copy()
    raw = text.encode() if isinstance(text, str) else text
    return MARK + packer.compress(raw) + packer.flush()


def unpack(stored: bytes) -> str:
    """Read what was packed; text that was stored as it is stays as it is."""
    if stored[:1] != MARK:
        return stored.decode()
    return _UNPACKER.copy().decompress(stored[1:]).decode()
