"""One watching socket as the hub sees it: where it stands, and a bounded queue of frames."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

MOST_FRAMES = 64
MOST_BYTES = 256 * 1024

BAD_TICKET = 4401
MEMBER_CHANGED = 4402
BAD_ORIGIN = 4403
HELLO_TOO_LATE = 4408
TOO_SLOW = 1013
TOO_BIG = 1009


class Outbox:
    """Frames waiting for one socket; past its bounds it overflows for good."""

    def __init__(self) -> None:
        self._frames: deque[str] = deque()
        self._bytes = 0
        self._changed = asyncio.Event()
        self.close_code: int | None = None
        # Called once when the socket must close: its writer may be stuck in a send that never ends.
        self.on_close: Callable[[], object] = lambda: None

    def offer(self, frame: str) -> None:
        """Queue a frame, or give the socket up when it does not keep pace."""
        if self.close_code is not None:
            return
        if len(self._frames) >= MOST_FRAMES or self._bytes + len(frame) > MOST_BYTES:
            self.close(TOO_SLOW)
            return
        self._frames.append(frame)
        self._bytes += len(frame)
        self._changed.set()

    def close(self, code: int) -> None:
        """Have the socket closed with this code; what still waits is dropped."""
        if self.close_code is None:
            self.close_code = code
            self._frames.clear()
            self._changed.set()
            self.on_close()

    async def next(self) -> str | None:
        """Wait for the next frame; None when the socket is to be closed."""
        while self.close_code is None:
            if self._frames:
                frame = self._frames.popleft()
                self._bytes -= len(frame)
                return frame
            self._changed.clear()
            await self._changed.wait()
        return None


@dataclass(eq=False)
class Watcher:
    """A socket that has said hello; `sequence` is the last event it was given."""

    user_id: UUID
    workspace_id: UUID
    session_id: UUID | None
    sequence: int
    # Accounts that are not shared with this person: what speaks of them is not for this socket.
    hidden: frozenset[UUID] = frozenset()
    outbox: Outbox = field(default_factory=Outbox)
