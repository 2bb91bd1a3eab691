"""Small icons of spending categories: a disc with a sign of its own for each, drawn here."""

import hashlib
import struct
import zlib
from functools import cache

SIZE, CELLS = 100, 5
MARGIN, CELL = 25, 10
COLORS = ((31, 111, 139), (46, 125, 90), (156, 90, 31), (122, 59, 110), (59, 83, 155), (150, 60, 60))
WHITE, CLEAR = b"\xff\xff\xff\xff", b"\x00\x00\x00\x00"


@cache
def icon(name: str) -> bytes:
    """Draw the PNG of a category: the same name always looks the same, its halves mirror each other."""
    digest = hashlib.sha256(name.encode()).digest()
    ink = bytes((*COLORS[digest[0] % len(COLORS)], 255))
    lit = {
        (row, column)
        for row in range(CELLS)
        for column in range(CELLS)
        if digest[1 + row * 3 + min(column, CELLS - 1 - column)] % 2
    }
    rows = b"".join(b"\x00" + b"".join(_pixel(x, y, ink, lit) for x in range(SIZE)) for y in range(SIZE))
    header = struct.pack(">IIBBBBB", SIZE, SIZE, 8, 6, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*each) for each in chunks)


def _pixel(x: int, y: int, ink: bytes, lit: set[tuple[int, int]]) -> bytes:
    half = SIZE / 2
    if (x + 0.5 - half) ** 2 + (y + 0.5 - half) ** 2 > half**2:
        return CLEAR
    return WHITE if ((y - MARGIN) // CELL, (x - MARGIN) // CELL) in lit else ink


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
