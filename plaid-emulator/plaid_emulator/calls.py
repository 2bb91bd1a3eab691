"""Counting the calls of the API, so that faults and scripts can say which one they mean."""

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

from plaid_emulator.faults import Call
from plaid_emulator.storage import Database

SYNC = "/transactions/sync"
NEXT_CURSOR = re.compile(rb'"next_cursor": ?"([^"]*)"')
MORE = re.compile(rb'"has_more": ?true')
# Only paginations under way are remembered; a reader who never finishes must not fill the memory.
MOST_CURSORS = 10_000


class Calls:
    """What has been called how often; listeners hear of each call before it does anything."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._counts: Counter[str] = Counter()
        self._pages: dict[str, int] = {}
        self.listeners: list[Callable[[Call], None]] = []

    def begin(self, endpoint: str, body: dict[str, Any]) -> Call:
        """Note a call and tell the listeners."""
        self._counts[endpoint] += 1
        page = self._pages.get(str(body.get("cursor")), 1) if endpoint == SYNC else 1
        call = Call(endpoint, self._counts[endpoint], self._find_item(body), page)
        for listener in self.listeners:
            listener(call)
        return call

    def end(self, call: Call, answer: bytes) -> None:
        """Note which page the cursor of a sync's answer leads to."""
        found = NEXT_CURSOR.search(answer) if call.endpoint == SYNC else None
        if found is None:
            return
        cursor = found.group(1).decode()
        if MORE.search(answer):
            self._pages[cursor] = call.page + 1
            if len(self._pages) > MOST_CURSORS:
                del self._pages[next(iter(self._pages))]

    def clear(self) -> None:
        """Count from the beginning again; who listens goes on listening."""
        self._counts.clear()
        self._pages.clear()

    def _find_item(self, body: dict[str, Any]) -> str | None:
        token, public = body.get("access_token"), body.get("public_token")
        if isinstance(token, str):
            row = self._database.find("SELECT item_id FROM items WHERE access_token = ?", token)
        elif isinstance(public, str):
            row = self._database.find("SELECT item_id FROM public_tokens WHERE token = ?", public)
        else:
            return None
        return None if row is None else str(row["item_id"])
