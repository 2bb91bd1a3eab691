"""Where the judge may look."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg
import httpx

Findings = dict[str, list[str] | None]


@dataclass(frozen=True)
class Evidence:
    """Addresses, folders and what must stay secret.

    `at_rest`: everything that was to happen has happened. Otherwise only what must hold at every moment is
    looked at.
    """

    superuser_dsn: str
    app_dsn: str
    verify_dsn: str
    emulator_url: str
    directory: str
    at_rest: bool
    secrets: list[str] = field(default_factory=list)

    @property
    def folder(self) -> Path:
        return Path(self.directory)


@dataclass(frozen=True)
class Hearing:
    """The evidence, opened."""

    evidence: Evidence
    superuser: asyncpg.Connection
    application: asyncpg.Connection
    oracle: httpx.AsyncClient

    async def ask_bank(self, item_id: str, cursor: str | None = None) -> dict[str, Any]:
        """Return what a faithful reader of the Item holds: now, or with this cursor."""
        place = {"cursor": cursor} if cursor else {}
        answer = await self.oracle.get(f"/__admin/oracle/items/{item_id}", params=place)
        truth: dict[str, Any] = answer.raise_for_status().json()
        return truth


Examine = Callable[[Hearing], Awaitable[Findings]]
