"""Stamps: what an installed or built thing was made from, so that nothing is made twice."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def read_stamp(stamp: Path) -> str:
    return stamp.read_text(encoding="ascii") if stamp.is_file() else ""


def digest_of(files: Iterable[Path], *facts: str) -> str:
    """Return one hash over files (name and content) and other facts."""
    digest = hashlib.sha256(repr(facts).encode())
    for file in sorted(files):
        content = file.read_bytes()
        digest.update(f"{file}:{len(content)}:".encode() + content)
    return digest.hexdigest()
