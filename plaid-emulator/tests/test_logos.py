"""The marks of the banks: real pictures, one colour each, nothing of anybody's brand."""

import base64
import struct
import zlib

from plaid_emulator import institutions
from plaid_emulator.logos import SIZE, logo


def read(text: str) -> tuple[tuple[int, int], dict[bytes, bytes]]:
    """Take a PNG apart, checking every sum; answers its size and its chunks."""
    data, chunks, at = base64.b64decode(text), {}, 8
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + length]
        assert struct.unpack(">I", data[at + 8 + length : at + 12 + length])[0] == zlib.crc32(kind + body)
        chunks[kind] = body
        at += 12 + length
    width, height = struct.unpack(">II", chunks[b"IHDR"][:8])
    return (width, height), chunks


def test_a_logo_is_a_square_picture_of_the_documented_size() -> None:
    size, chunks = read(logo("#8a1f2b"))

    pixels = zlib.decompress(chunks[b"IDAT"])
    assert size == (SIZE, SIZE) == (152, 152)
    assert len(pixels) == SIZE * (SIZE + 1)
    assert max(pixels) < len(chunks[b"PLTE"]) // 3


def test_the_corners_are_clear_and_the_disc_has_the_banks_colour() -> None:
    _, chunks = read(logo("#8a1f2b"))

    pixels = zlib.decompress(chunks[b"IDAT"])
    corner, edge_of_disc = pixels[1], pixels[(SIZE + 1) * (SIZE // 2) + 1 + 5]
    assert chunks[b"tRNS"][corner] == 0
    assert chunks[b"PLTE"][edge_of_disc * 3 :][:3] == bytes.fromhex("8a1f2b")


def test_every_bank_has_one() -> None:
    for each in institutions.list_all():
        assert read(logo(each.primary_color))[0] == (SIZE, SIZE)
