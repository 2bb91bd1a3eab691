"""Read the record and the access log in pages, the newest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.audit import personal
from saldo.audit.models import AccessEntry, AuditEntry
from saldo.core.pagination import Page, decode_cursor, encode_cursor, page_of
from saldo.records.schemas import Entry, OwnEntry, Request
from saldo.security.describing import describe_device


@dataclass(frozen=True)
class Wanted:
    """Which entries, and from where on."""

    actor: str | None = None
    action: str | None = None
    subject_id: str | None = None
    workspace_id: UUID | None = None
    user_id: UUID | None = None
    cursor: str | None = None
    limit: int = 50
    # What changed from what to what is the workspace's own affair.
    with_values: bool = True
    # First words of actions; none: all.
    kinds: tuple[str, ...] = ()


async def list_entries(session: AsyncSession, wanted: Wanted) -> Page[Entry]:
    """List entries; `action` matches itself and what is below it in dotted words."""
    rows = await _read(session, wanted)
    shown = [Entry(**_fields(one)) for one in rows]
    if not wanted.with_values:
        shown = [one.model_copy(update={"before": None, "after": None}) for one in shown]
    return page_of(shown, wanted.limit, lambda one: encode_cursor(one.id))


async def list_own(session: AsyncSession, wanted: Wanted, names: Mapping[UUID, str]) -> Page[OwnEntry]:
    """List what one person did in these workspaces, with where it came from."""
    rows = await _read(session, wanted, AuditEntry.workspace_id.in_(names))
    traces = await personal.open_all(session, str(wanted.actor), [one.origin for one in rows])
    shown = [
        OwnEntry(
            address=trace[0] if trace else None,
            device=describe_device(trace[1]) if trace else None,
            workspace_id=one.workspace_id,
            workspace_name=names[one.workspace_id],
            **_fields(one),
        )
        for one, trace in zip(rows, traces, strict=True)
    ]
    return page_of(shown, wanted.limit, lambda one: encode_cursor(one.id))


async def list_requests(session: AsyncSession, wanted: Wanted) -> Page[Request]:
    """List requests, one person's or (in the system scope) everyone's."""
    statement = select(AccessEntry).order_by(AccessEntry.id.desc()).limit(wanted.limit + 1)
    if wanted.user_id is not None:
        statement = statement.where(AccessEntry.user_id == wanted.user_id)
    if wanted.cursor:
        statement = statement.where(AccessEntry.id < decode_cursor(wanted.cursor, UUID)[0])
    rows = [Request.model_validate(one, from_attributes=True) for one in await session.scalars(statement)]
    return page_of(rows, wanted.limit, lambda one: encode_cursor(one.id))


async def _read(session: AsyncSession, wanted: Wanted, *conditions: ColumnElement[bool]) -> list[AuditEntry]:
    statement = select(AuditEntry).where(*conditions).order_by(AuditEntry.id.desc()).limit(wanted.limit + 1)
    if wanted.workspace_id is not None:
        statement = statement.where(AuditEntry.workspace_id == wanted.workspace_id)
    if wanted.actor is not None:
        statement = statement.where(AuditEntry.actor == wanted.actor)
    if wanted.subject_id is not None:
        statement = statement.where(AuditEntry.subject_id == wanted.subject_id)
    if wanted.action is not None:
        below = AuditEntry.action.startswith(f"{wanted.action}.", autoescape=True)
        statement = statement.where((AuditEntry.action == wanted.action) | below)
    if wanted.kinds:
        statement = statement.where(func.split_part(AuditEntry.action, ".", 1).in_(wanted.kinds))
    if wanted.cursor:
        statement = statement.where(AuditEntry.id < decode_cursor(wanted.cursor, UUID)[0])
    return list(await session.scalars(statement))


def _fields(row: AuditEntry) -> dict[str, object]:
    names = (
        "id", "position", "actor", "action", "subject_type", "subject_id", "before", "after", "request_id",
        "occurred_at",
    )  # fmt: skip
    return {name: getattr(row, name) for name in names} | {"digest": row.mac.hex() if row.mac else None}
