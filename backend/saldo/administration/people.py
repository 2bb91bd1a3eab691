"""People as an administrator sees them: search, shut out with a time to restore, and let in again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.administration.errors import NotYourself, PersonNotFound
from saldo.administration.schemas import Person, SessionOfPerson
from saldo.audit import service as audit
from saldo.core.clock import Clock
from saldo.core.database import SYSTEM, Database
from saldo.core.pagination import Page, decode_cursor, encode_cursor, page_of
from saldo.privacy import erasing
from saldo.security.describing import describe_device
from saldo.users import sessions
from saldo.users.models import User, UserSession
from saldo.workspaces.access import Member
from saldo.workspaces.models import WorkspaceMember

RETENTION = timedelta(days=30)
_MOST_SESSIONS = 100
_SEEN: Select[User, object, int] = select(
    User,
    select(func.max(UserSession.last_used_at)).where(UserSession.user_id == User.id).scalar_subquery(),
    select(func.count()).where(WorkspaceMember.user_id == User.id).scalar_subquery(),
)


@dataclass(frozen=True)
class Search:
    """Whom to list."""

    text: str | None
    is_deleted: bool
    cursor: str | None
    limit: int


async def list_people(database: Database, search: Search) -> Page[Person]:
    """List people, the newest first."""
    async with database.transaction(SYSTEM) as session:
        rows = (await session.execute(_select(search))).all()
    shown = [_show(*row) for row in rows]
    return page_of(shown, search.limit, lambda one: encode_cursor(one.id))


async def get(database: Database, user_id: UUID) -> Person:
    """Return one person. Raises PersonNotFound."""
    async with database.transaction(SYSTEM) as session:
        row = (await session.execute(_SEEN.where(User.id == user_id))).one_or_none()
    if row is None:
        raise PersonNotFound
    return _show(*row)


async def list_addresses(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, str]:
    """Say which address belongs to whom, among those who are still there."""
    rows = await session.execute(select(User.id, User.email).where(User.id.in_(ids)))
    return {one.id: one.email for one in rows}


async def delete(database: Database, clock: Clock, member: Member, user_id: UUID) -> None:
    """Shut someone out now and have them erased in thirty days. Raises NotYourself or PersonNotFound."""
    if user_id == member.user_id:
        raise NotYourself
    now = clock.now()
    async with database.transaction(member.scope) as session:
        await _get(session, user_id)
        await erasing.mark(session, user_id, now, erase_at=now + RETENTION)
        await record(session, member, "user.deleted", user_id)


async def restore(database: Database, member: Member, user_id: UUID) -> None:
    """Let someone in again whose time has not come. Raises PersonNotFound."""
    async with database.transaction(member.scope) as session:
        user = await _get(session, user_id)
        if user.deleted_at is None:
            raise PersonNotFound("This person is not deleted.")
        user.deleted_at = user.erase_at = None
        await record(session, member, "user.restored", user_id)


async def list_sessions(database: Database, user_id: UUID) -> list[SessionOfPerson]:
    """List someone's sessions, the newest first. Raises PersonNotFound."""
    async with database.transaction(SYSTEM) as session:
        await _get(session, user_id)
        statement = select(UserSession).where(UserSession.user_id == user_id)
        rows = await session.scalars(statement.order_by(UserSession.id.desc()).limit(_MOST_SESSIONS))
        return [
            SessionOfPerson(
                id=one.id,
                device=describe_device(one.user_agent),
                created_at=one.created_at,
                last_used_at=one.last_used_at,
                expires_at=one.expires_at,
                ended_at=one.ended_at,
                end_reason=one.end_reason,
            )
            for one in rows
        ]


async def end_sessions(database: Database, clock: Clock, member: Member, user_id: UUID) -> int:
    """Sign someone out everywhere and say how many sessions ended. Raises PersonNotFound."""
    async with database.transaction(member.scope) as session:
        await _get(session, user_id)
        ended = await sessions.end_others(
            session, user_id, None, clock.now(), reason="ended_by_administrator"
        )
        await record(session, member, "user.signed_out_by_administrator", user_id)
    return len(ended)


async def record(session: AsyncSession, member: Member, action: str, user_id: UUID) -> None:
    """Append a deed of an administrator to the record of their own workspace."""
    await audit.record(
        session,
        workspace_id=member.workspace_id,
        actor=member.actor,
        action=action,
        subject_type="user",
        subject_id=user_id,
    )


async def _get(session: AsyncSession, user_id: UUID) -> User:
    user = await session.get(User, user_id)
    if user is None:
        raise PersonNotFound
    return user


def _select(search: Search) -> Select[User, object, int]:
    statement = _SEEN.where(User.deleted_at.is_not(None) if search.is_deleted else User.deleted_at.is_(None))
    if search.text:
        wanted = search.text.casefold()
        statement = statement.where(
            func.lower(User.email).contains(wanted, autoescape=True)
            | func.lower(User.display_name).contains(wanted, autoescape=True)
        )
    if search.cursor:
        statement = statement.where(User.id < decode_cursor(search.cursor, UUID)[0])
    return statement.order_by(User.id.desc()).limit(search.limit + 1)


def _show(user: User, seen: object, count: int) -> Person:
    return Person.model_validate(
        {
            "id": user.id,
            "email": user.email,
            "display_name": user.display_name,
            "is_administrator": user.is_administrator,
            "is_address_confirmed": user.email_confirmed_at is not None,
            "created_at": user.created_at,
            "last_seen_at": seen,
            "workspaces": count,
            "deleted_at": user.deleted_at,
            "erase_at": user.erase_at,
        }
    )
