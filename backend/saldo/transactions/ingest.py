"""Store what the bank says and turn it into what a person sees."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from saldo.providers.bank import Changes


@dataclass(frozen=True)
class Applied:
    """What one delta did to the transactions a person sees."""

    added: int
    modified: int
    removed: int
    skipped: int
    touched_ids: tuple[UUID, ...]


async def apply_changes(
    session: AsyncSession,
    workspace_id: UUID,
    connection_id: UUID,
    account_ids: Mapping[str, UUID],
    changes: Changes,
) -> Applied:
    """Store one delta (all its pages, or one of them); applying it again writes nothing."""


async def mark_absent_removed(
    session: AsyncSession, workspace_id: UUID, connection_id: UUID, seen_ids: Set[str]
) -> Applied:
    """After a full resync: withdraw the rows the bank no longer lists."""
