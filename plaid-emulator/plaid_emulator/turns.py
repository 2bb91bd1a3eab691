"""Long work in pieces: other requests come in between."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from typing import TypeVar

Piece = TypeVar("Piece")


async def in_turn(pieces: Iterable[Piece]) -> AsyncIterator[Piece]:
    """Pass on the pieces of long work, and let others have their turn after each."""
    for piece in pieces:
        yield piece
        await asyncio.sleep(0)
