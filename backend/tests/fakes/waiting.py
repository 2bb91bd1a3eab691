"""Wait for something to become true, and no longer than a deadline."""

import asyncio
from collections.abc import Callable

_STEP_SECONDS = 0.01


async def until(condition: Callable[[], bool], *, seconds: float = 30) -> None:
    """Poll until the condition holds. Raises TimeoutError at the deadline."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - what it waits for tells nobody
            await asyncio.sleep(_STEP_SECONDS)
