"""Erase a person: the banks are told first, then every row goes; only the record's ids stay."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.audit import access_log, personal
from saldo.audit import service as audit
from saldo.connections import leaving
from saldo.connections.bank_access import BankAccess
from saldo.core.courier import promise
from saldo.core.database import SYSTEM, Scope, workspace_scope
from saldo.privacy import emptying
from saldo.privacy.errors import HandOverFirst
from saldo.privacy.jobs import erase_job
from saldo.users import people, sessions
from saldo.users.models import User
from saldo.workspaces.access import Member
from saldo.workspaces.models import Role, Workspace, WorkspaceKind, WorkspaceMember


@dataclass(frozen=True)
class _Places:
    """Workspaces that go with a person, and those that stay."""

    owned: list[UUID]
    shared: list[UUID]


_log = structlog.get_logger(__name__)
_HEIR = text(
    """
    UPDATE workspace_members SET role = 'owner' WHERE workspace_id = :id AND user_id = (
        SELECT user_id FROM workspace_members WHERE workspace_id = :id AND user_id <> :user_id
         ORDER BY array_position(ARRAY['admin', 'member', 'viewer'], role), created_at, user_id LIMIT 1
    ) RETURNING user_id
    """
)


async def request(access: BankAccess, member: Member) -> datetime:
    """Sign a person out everywhere and have them erased as soon as their banks know. Raises HandOverFirst."""
    shared = await _list_shared(access, member.user_id)
    if shared:
        raise HandOverFirst(shared)
    now = access.clock.now()
    async with access.database.transaction(member.scope) as session:
        await mark(session, member.user_id, now, erase_at=now)
        await audit.record(
            session,
            workspace_id=member.workspace_id,
            actor=member.actor,
            action="user.erasure_requested",
            subject_type="user",
            subject_id=member.user_id,
        )
        promise(session, erase_job())
    return now


async def mark(session: AsyncSession, user_id: UUID, now: datetime, *, erase_at: datetime) -> None:
    """Shut a person out, to be erased at a moment; until then they can be restored."""
    user = await people.get_for_update(session, user_id)
    user.deleted_at, user.erase_at = now, erase_at
    await sessions.end_others(session, user_id, None, now, reason="deleted")


async def erase_due(access: BankAccess) -> int:
    """Erase everyone whose time has come and whose banks have been told; return how many went."""
    async with access.database.transaction(SYSTEM) as session:
        due = list(await session.scalars(select(User.id).where(User.erase_at <= access.clock.now())))
    return sum([await _erase(access, user_id) for user_id in due])


async def _erase(access: BankAccess, user_id: UUID) -> bool:
    places = await _find_places(access, user_id)
    for workspace_id in places.owned:
        await leaving.end_all(access, workspace_id)
    for workspace_id in places.shared:
        await leaving.end_all(access, workspace_id, linked_by=user_id)
    # The sealed tokens are needed until every bank has heard; the next sweep asks again.
    if await leaving.count_waiting(access, [*places.owned, *places.shared]):
        _log.info("erasure.waiting_for_banks", user_id=str(user_id))
        return False
    for workspace_id in places.shared:
        await _leave(access, workspace_id, user_id)
    try:
        for workspace_id in places.owned:
            await _erase_workspace(access, workspace_id, user_id)
    except emptying.EmptiedElsewhere:
        return False
    await _erase_person(access, user_id)
    _log.info("erasure.finished", user_id=str(user_id), workspaces=len(places.owned))
    return True


async def _find_places(access: BankAccess, user_id: UUID) -> _Places:
    """Find where a person is at home; households others use are handed on first."""
    async with access.database.transaction(Scope(user_id=user_id)) as session:
        statement = select(WorkspaceMember.workspace_id, WorkspaceMember.role, Workspace.kind).join(
            Workspace, Workspace.id == WorkspaceMember.workspace_id
        )
        rows = (await session.execute(statement.where(WorkspaceMember.user_id == user_id))).all()
    places = _Places([], [])
    for workspace_id, role, kind in rows:
        is_owner = role == Role.OWNER
        if is_owner and kind != WorkspaceKind.PERSONAL:
            is_owner = not await _hand_on(access, workspace_id, user_id)
        (places.owned if is_owner else places.shared).append(workspace_id)
    return places


async def _list_shared(access: BankAccess, user_id: UUID) -> list[str]:
    """List the names of the workspaces a person owns and others use."""
    async with access.database.transaction(SYSTEM) as session:
        owned = select(WorkspaceMember.workspace_id).where(
            WorkspaceMember.user_id == user_id, WorkspaceMember.role == Role.OWNER
        )
        shared = (
            select(Workspace.name)
            .join(WorkspaceMember, WorkspaceMember.workspace_id == Workspace.id)
            .where(Workspace.id.in_(owned))
            .group_by(Workspace.id)
            .having(func.count() > 1)
            .order_by(Workspace.name)
        )
        return list(await session.scalars(shared))


async def _hand_on(access: BankAccess, workspace_id: UUID, user_id: UUID) -> bool:
    """Make the highest other member the owner of a household; False when there is no other."""
    async with access.database.transaction(workspace_scope(workspace_id)) as session:
        heir = (await session.execute(_HEIR, {"id": workspace_id, "user_id": user_id})).first()
        if heir is None:
            return False
        await session.execute(
            text("DELETE FROM account_shares WHERE user_id = :heir"), {"heir": heir.user_id}
        )
        await session.execute(
            text("UPDATE workspace_members SET role = 'admin' WHERE user_id = :user_id"),
            {"user_id": user_id},
        )
        await _record(session, workspace_id, "workspace.handed_over", heir.user_id)
    return True


async def _leave(access: BankAccess, workspace_id: UUID, user_id: UUID) -> None:
    """Take a person out of a workspace of others; what they linked there is the owner's from now on."""
    async with access.database.transaction(workspace_scope(workspace_id)) as session:
        await session.execute(
            text(
                "UPDATE bank_connections SET created_by = (SELECT user_id FROM workspace_members "
                "WHERE workspace_id = :id AND role = 'owner') WHERE created_by = :user_id"
            ),
            {"id": workspace_id, "user_id": user_id},
        )
        await session.execute(
            text("DELETE FROM workspace_members WHERE user_id = :user_id"), {"user_id": user_id}
        )
        await _record(session, workspace_id, "member.erased", user_id)


async def _erase_workspace(access: BankAccess, workspace_id: UUID, user_id: UUID) -> None:
    await emptying.empty(access.database, workspace_id)
    async with access.database.transaction(workspace_scope(workspace_id)) as session:
        # What came in the meantime is little, and goes with this row.
        await session.execute(text("DELETE FROM workspaces WHERE id = :id"), {"id": workspace_id})
        await _record(session, workspace_id, "workspace.erased", user_id)


async def _erase_person(access: BankAccess, user_id: UUID) -> None:
    await access_log.forget_person(access.database, user_id)
    async with access.database.transaction(SYSTEM) as session:
        user = await people.get(session, user_id)
        await personal.destroy(session, user_id)
        for statement in (
            "DELETE FROM invitations WHERE email = :email",
            # What else is a person's own hangs on this row and goes with it.
            "DELETE FROM users WHERE id = :user_id",
        ):
            await session.execute(text(statement), {"user_id": user_id, "email": user.email})


async def _record(session: AsyncSession, workspace_id: UUID, action: str, user_id: UUID) -> None:
    await audit.record(
        session,
        workspace_id=workspace_id,
        actor="system",
        action=action,
        subject_type="user",
        subject_id=user_id,
    )
