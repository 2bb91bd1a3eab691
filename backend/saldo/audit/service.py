"""Record a deed in the transaction that does it: both or neither."""

from collections.abc import Collection, Mapping
from typing import cast
from uuid import UUID

import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.audit import chain, personal
from saldo.audit.models import AuditEntry, AuditHead
from saldo.core.courier import keep, take
from saldo.core.database import at_commit, vault_of
from saldo.core.ids import new_id
from saldo.core.origin import ORIGIN

_PILE = "audit"
# One row a workspace, locked until the commit: the chain has no forks and its order is that of the commits.
_LOCK_HEAD = text(
    """
    INSERT INTO audit_heads (workspace_id, position, mac, key_id, seal)
    VALUES (:workspace_id, 0, :beginning, '', '')
    ON CONFLICT (workspace_id) DO UPDATE SET position = audit_heads.position
    RETURNING position, mac, clock_timestamp()
    """
)
_MOVE_HEAD = text(
    "UPDATE audit_heads SET position = :position, mac = :mac, key_id = :key_id, seal = :seal "
    "WHERE workspace_id = :workspace_id"
)


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
    """Append who did what to what, as the last thing of the transaction.

    `actor` is "user:<id>" or a worker's name; `action` a past fact in dotted words, "session.started".
    Values in `before` and `after` are JSON; never secrets, and ids or hashes where they would be personal.
    """
    entry = AuditEntry(
        id=new_id(),
        workspace_id=workspace_id,
        actor=actor,
        action=action,
        subject_type=subject_type,
        subject_id=str(subject_id),
        before=_values(before),
        after=_values(after),
        request_id=structlog.contextvars.get_contextvars().get("request_id"),
        origin=await _origin(session, actor),
    )
    keep(session, _PILE, entry)
    at_commit(session, _append_kept)


async def veil(
    session: AsyncSession, actor: str, values: Mapping[str, object], *, plain: Collection[str] = ()
) -> dict[str, object]:
    """Return values as the record may keep them: as they are where named, else as hashes.

    The hashes are by the actor's own key, which an erasure destroys: the record itself cannot forget.
    """
    hidden = {name: value for name, value in values.items() if name not in plain}
    return {**values, **await personal.fingerprint(session, actor, hidden)}


async def _append_kept(session: AsyncSession) -> None:
    entries: list[AuditEntry] = take(session, _PILE)
    # Always in the same order: two transactions that record in two workspaces must not wait for each other.
    for workspace_id in sorted({entry.workspace_id for entry in entries}):
        await _append(
            session, workspace_id, [entry for entry in entries if entry.workspace_id == workspace_id]
        )


async def _append(session: AsyncSession, workspace_id: UUID, entries: list[AuditEntry]) -> None:
    vault = vault_of(session)
    parameters = {"workspace_id": workspace_id, "beginning": chain.BEGINNING}
    position, mac, now = (await session.execute(_LOCK_HEAD, parameters)).one()
    for entry in entries:
        position += 1
        entry.position, entry.key_id, entry.occurred_at = position, vault.chain_key_id, now
        entry.mac = mac = chain.digest(vault, entry, mac)
    session.add_all(entries)
    await session.flush()
    head = AuditHead(workspace_id=workspace_id, position=position, mac=mac, key_id=vault.chain_key_id)
    await session.execute(
        _MOVE_HEAD,
        {
            "workspace_id": workspace_id,
            "position": position,
            "mac": mac,
            "key_id": head.key_id,
            "seal": chain.seal_head(vault, head),
        },
    )


async def _origin(session: AsyncSession, actor: str) -> str | None:
    origin = ORIGIN.get()
    if origin is None:
        return None
    return await personal.seal(session, actor, [origin.address, origin.user_agent])


def _values(given: Mapping[str, object] | None) -> dict[str, object] | None:
    return None if given is None else cast("dict[str, object]", chain.as_stored(dict(given)))
