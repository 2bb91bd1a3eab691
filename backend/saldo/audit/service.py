"""Record a deed in the transaction that does it: both or neither."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.audit.models import AuditEntry
from saldo.core.ids import new_id


async def record(  # noqa: PLR0913 - a deed has this many sides, all by name
    session: AsyncSession,
    *,
    workspace_id: UUID,
    actor: str,
    action: str,
    subject_type: str,
    subject_id: UUID | str,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    """Append who did what to what.

    `actor` is "user:<id>" or a worker's name; `action` a past fact in dotted words, "session.started".
    Values in `before` and `after` are JSON and never secrets.
    """
    session.add(
        AuditEntry(
            id=new_id(),
            workspace_id=workspace_id,
            actor=actor,
            action=action,
            subject_type=subject_type,
            subject_id=str(subject_id),
            before=dict(before) if before is not None else None,
            after=dict(after) if after is not None else None,
            request_id=structlog.contextvars.get_contextvars().get("request_id"),
        )
    )


async def list_by_actor(
    session: AsyncSession, workspace_id: UUID, actor: str, *, before: UUID | None, limit: int
) -> Sequence[AuditEntry]:
    """List what one actor did in a workspace, the newest first; ids grow with time."""
    statement = (
        select(AuditEntry)
        .where(AuditEntry.workspace_id == workspace_id, AuditEntry.actor == actor)
        .order_by(AuditEntry.id.desc())
        .limit(limit)
    )
    if before is not None:
        statement = statement.where(AuditEntry.id < before)
    return (await session.execute(statement)).scalars().all()
