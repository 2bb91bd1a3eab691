"""A mark for every bank: a disc in its colour with a small temple, made here and nobody's brand."""

import base64
import struct
import zlib
from functools import cache

SIZE = 152
# Each pixel is looked at in 3 x 3 places: ten shades from nothing to full at every edge.
SAMPLES = 3
SHADES = SAMPLES * SAMPLES
DEFAULT_COLOR = "#1f3a5f"
CENTRE, RADIUS = SIZE / 2, SIZE / 2 - 1
# The temple, in pixels: roof, architrave, columns, two steps.
ROOF_TOP, ROOF_BASE, ROOF_HALF = 38.0, 62.0, 42.0
BLOCKS = (
    (36.0, 64.0, 116.0, 69.0),
    *((left, 73.0, left + 9.0, 100.0) for left in (42.0, 61.0, 82.0, 101.0)),
    (38.0, 104.0, 114.0, 109.0),
    (33.0, 112.0, 119.0, 118.0),
)


@cache
def logo(color: str | None) -> str:
    """Make the base64 PNG (152 x 152) that Plaid's institutions carry."""
    red, green, blue = bytes.fromhex((color or DEFAULT_COLOR).removeprefix("#"))
    disc = bytes((red, green, blue)) * (SHADES + 1)
    temple = b"".join(
        bytes(round(part + (255 - part) * shade / SHADES) for part in (red, green, blue))
        for shade in range(1, SHADES + 1)
    )
    see_through = bytes(round(255 * shade / SHADES) for shade in range(SHADES + 1))
    header = struct.pack(">IIBBBBB", SIZE, SIZE, 8, 3, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"PLTE", disc + temple), (b"tRNS", see_through), (b"IDAT", _drawing()))
    image = b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*each) for each in (*chunks, (b"IEND", b"")))
    return base64.b64encode(image).decode()


@cache
def _drawing() -> bytes:
    """Draw once; every bank's mark differs in its palette only."""
    rows = (bytes(_shade(x, y) for x in range(SIZE)) for y in range(SIZE))
    return zlib.compress(b"".join(b"\x00" + row for row in rows), 9)


def _shade(x: int, y: int) -> int:
    """Answer the pixel's place in the palette: 0..9 the disc's edge, from 10 on the temple over the disc."""
    places = [
        (x + (i + 0.5) / SAMPLES, y + (j + 0.5) / SAMPLES) for i in range(SAMPLES) for j in range(SAMPLES)
    ]
    temple = sum(_in_temple(*place) for place in places)
    if temple:
        return SHADES + temple
    return sum((px - CENTRE) ** 2 + (py - CENTRE) ** 2 <= RADIUS**2 for px, py in places)


def _in_temple(x: float, y: float) -> bool:
    if ROOF_TOP <= y <= ROOF_BASE:
        return abs(x - CENTRE) <= ROOF_HALF * (y - ROOF_TOP) / (ROOF_BASE - ROOF_TOP)
    return any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in BLOCKS)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
