"""Publish into a workspace's event log, and read it on from any point."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

import orjson
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.core.courier import keep, kept, promise
from saldo.core.jobs import Bell
from saldo.events.models import WorkspaceEvent
from saldo.events.types import DashboardUpdate, EventData, SyncProgress

MOST_AT_ONCE = 500
PRUNE_BATCH = 5000
_TURNS = "turns"

# The counter's row stays locked until the caller commits: that is what makes sequences gapless and
# keeps them in the order of the commits. A plain sequence would let readers skip late committers.
_APPEND = text(
    """
    WITH next AS (
        UPDATE workspaces SET last_sequence = last_sequence + cardinality(cast(:types AS text[]))
         WHERE id = :workspace_id RETURNING last_sequence - cardinality(cast(:types AS text[])) AS before
    ), appended AS (
        INSERT INTO workspace_events (workspace_id, sequence, type, data)
        SELECT :workspace_id, before + place, type, cast(data AS jsonb)
          FROM next, unnest(cast(:types AS text[]), cast(:data AS text[]))
          WITH ORDINALITY AS event(type, data, place)
        RETURNING sequence
    )
    SELECT max(sequence) FROM appended
    """
)

_SPAN = text(
    """
    SELECT last_sequence, (SELECT min(sequence) FROM workspace_events WHERE workspace_id = workspaces.id)
      FROM workspaces WHERE id = :workspace_id
    """
)
_PRUNE = text(
    """
    DELETE FROM workspace_events WHERE (workspace_id, sequence) IN (
        SELECT workspace_id, sequence FROM workspace_events WHERE occurred_at < :older_than LIMIT :batch
    ) RETURNING sequence
    """
)


@dataclass(frozen=True)
class LogSpan:
    """What a workspace's log holds: its newest sequence and its oldest kept one (None: nothing kept)."""

    last: int
    oldest: int | None

    def can_resume(self, after: int) -> bool:
        """Say whether every event after this sequence is still there."""
        first_kept = self.last + 1 if self.oldest is None else self.oldest
        return first_kept - 1 <= after <= self.last


@dataclass(frozen=True)
class StoredEvent:
    """One row of the log; `data` is JSON as it was published."""

    sequence: int
    type: str
    data: dict[str, object]
    occurred_at: datetime


async def publish(session: AsyncSession, workspace_id: UUID, *told: EventData) -> int:
    """Append events in the caller's transaction and ring after its commit; return the last one's sequence.

    Publish late in a transaction: other writers of this workspace wait from here to the commit.
    """
    parameters = {
        "workspace_id": workspace_id,
        "types": [event.type for event in told],
        "data": [event.model_dump_json() for event in told],
    }
    sequence = int((await session.execute(_APPEND, parameters)).scalar_one())
    promise(session, Bell(workspace_id=workspace_id, sequence=sequence))
    return sequence


async def take_turn(session: AsyncSession, workspace_id: UUID) -> None:
    """Lock the workspace's log ahead of the rows one is about to change and tell about.

    Whoever changes rows and then publishes while another has published and then changes the same rows would
    deadlock; so all who do both take the log first. A transaction that has it asks no further time.
    """
    if workspace_id in kept(session, _TURNS):
        return
    await session.execute(
        text("SELECT FROM workspaces WHERE id = :workspace_id FOR NO KEY UPDATE"),
        {"workspace_id": workspace_id},
    )
    keep(session, _TURNS, workspace_id)


async def list_after(
    session: AsyncSession, workspace_id: UUID, after: int, limit: int = MOST_AT_ONCE
) -> Sequence[StoredEvent]:
    """List events after a sequence, oldest first."""
    rows = await session.execute(
        select(WorkspaceEvent.sequence, WorkspaceEvent.type, WorkspaceEvent.data, WorkspaceEvent.occurred_at)
        .where(WorkspaceEvent.workspace_id == workspace_id, WorkspaceEvent.sequence > after)
        .order_by(WorkspaceEvent.sequence)
        .limit(limit)
    )
    return [StoredEvent(*row) for row in rows]


def without(stored: StoredEvent, hidden: Collection[UUID]) -> StoredEvent:
    """Return the event as someone may see it who must not see these accounts; its sequence stays.

    What speaks of such an account, in whatever field, becomes the least there is to say.
    """
    if not hidden:
        return stored
    said = orjson.dumps(stored.data).decode()
    if not any(str(account_id) in said for account_id in hidden):
        return stored
    if stored.type == SyncProgress.type:
        return replace(stored, data=_count_without(SyncProgress.model_validate(stored.data), hidden))
    return replace(stored, type=DashboardUpdate.type, data={"reason": "elsewhere"})


def _count_without(progress: SyncProgress, hidden: Collection[UUID]) -> dict[str, object]:
    """Count a run only as far as its accounts are seen; how far it has come is no secret."""
    seen = {each: count for each, count in progress.by_account.items() if each not in hidden}
    unseen = sum(progress.by_account.values()) - sum(seen.values())
    told = {"transactions": progress.transactions - unseen, "by_account": seen}
    return progress.model_copy(update=told).model_dump(mode="json")


async def get_span(session: AsyncSession, workspace_id: UUID) -> LogSpan:
    """Say from where to where the log reaches."""
    row = await session.execute(_SPAN, {"workspace_id": workspace_id})
    last, oldest = row.one()
    return LogSpan(last=last, oldest=oldest)


async def prune(session: AsyncSession, older_than: datetime) -> int:
    """Delete one batch of old events across workspaces; return how many. Needs the system scope."""
    result = await session.execute(_PRUNE, {"older_than": older_than, "batch": PRUNE_BATCH})
    return len(result.all())
