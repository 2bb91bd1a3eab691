"""Queries about people and sessions. These tables belong to no workspace: every query names its person."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import CursorResult, exists, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.users.models import ExternalIdentity, Passkey, RefreshToken, User, UserSession

# One statement: of fifty parallel uses exactly one updates the row, the others see it used.
_ROTATE = text(
    """
    WITH spent AS (
        UPDATE refresh_tokens token
           SET used_at = :now, successor_id = :successor_id
          FROM sessions session
         WHERE token.token_hash = :token_hash AND token.used_at IS NULL AND token.expires_at > :now
           AND session.id = token.session_id AND session.ended_at IS NULL AND session.expires_at > :now
        RETURNING session.id AS session_id, session.user_id, session.expires_at
    ), touched AS (
        UPDATE sessions SET last_used_at = :now, user_agent = :user_agent, ip = :ip
         WHERE id IN (SELECT session_id FROM spent)
    ), born AS (
        INSERT INTO refresh_tokens (id, session_id, token_hash, created_at, expires_at)
        SELECT :successor_id, session_id, :successor_hash, :now, least(:successor_expires_at, expires_at)
          FROM spent
    )
    SELECT session_id, user_id FROM spent
    """
)


async def find_user_by_email(session: AsyncSession, email: str) -> User | None:
    statement = select(User).where(User.email == email, User.deleted_at.is_(None))
    return (await session.execute(statement)).scalar_one_or_none()


async def get_user(session: AsyncSession, user_id: UUID) -> User:
    return (await session.execute(select(User).where(User.id == user_id))).scalar_one()


async def get_user_for_update(session: AsyncSession, user_id: UUID) -> User:
    statement = select(User).where(User.id == user_id).with_for_update()
    return (await session.execute(statement, execution_options={"populate_existing": True})).scalar_one()


async def update_user(session: AsyncSession, user_id: UUID, values: Mapping[str, object]) -> None:
    await session.execute(update(User).where(User.id == user_id).values(values))


async def rotate(session: AsyncSession, parameters: dict[str, object]) -> tuple[UUID, UUID] | None:
    """Spend a refresh token and store its successor; return session and user, or None if it was not good."""
    row = (await session.execute(_ROTATE, parameters)).one_or_none()
    return (row.session_id, row.user_id) if row else None


async def find_token_with_session(
    session: AsyncSession, token_hash: bytes
) -> tuple[RefreshToken, UserSession] | None:
    rows = await session.execute(
        select(RefreshToken, UserSession)
        .join(UserSession, UserSession.id == RefreshToken.session_id)
        .where(RefreshToken.token_hash == token_hash)
    )
    row = rows.one_or_none()
    return (row[0], row[1]) if row else None


async def is_unused(session: AsyncSession, token_id: UUID) -> bool:
    used_at = select(RefreshToken.id).where(RefreshToken.id == token_id, RefreshToken.used_at.is_(None))
    return (await session.execute(used_at)).scalar_one_or_none() is not None


async def end_session(session: AsyncSession, session_id: UUID, now: datetime, reason: str) -> bool:
    """End a session; say whether it was still going."""
    result = await session.execute(
        update(UserSession)
        .where(UserSession.id == session_id, UserSession.ended_at.is_(None))
        .values(ended_at=now, end_reason=reason)
    )
    return isinstance(result, CursorResult) and result.rowcount == 1


async def find_going_session(
    session: AsyncSession, user_id: UUID, session_id: UUID, now: datetime
) -> UserSession | None:
    statement = select(UserSession).where(
        UserSession.id == session_id,
        UserSession.user_id == user_id,
        UserSession.ended_at.is_(None),
        UserSession.expires_at > now,
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def list_going_sessions(session: AsyncSession, user_id: UUID, now: datetime) -> Sequence[UserSession]:
    statement = (
        select(UserSession)
        .where(UserSession.user_id == user_id, UserSession.ended_at.is_(None), UserSession.expires_at > now)
        .order_by(UserSession.last_used_at.desc(), UserSession.id)
    )
    return (await session.execute(statement)).scalars().all()


async def end_sessions_but(
    session: AsyncSession, user_id: UUID, kept: UUID | None, now: datetime, reason: str
) -> list[UUID]:
    statement = (
        update(UserSession)
        .where(UserSession.user_id == user_id, UserSession.ended_at.is_(None))
        .values(ended_at=now, end_reason=reason)
        .returning(UserSession.id)
    )
    if kept is not None:
        statement = statement.where(UserSession.id != kept)
    return list((await session.execute(statement)).scalars())


async def set_proven_at(session: AsyncSession, session_id: UUID, now: datetime) -> None:
    await session.execute(update(UserSession).where(UserSession.id == session_id).values(proven_at=now))


async def was_proven_since(session: AsyncSession, session_id: UUID, since: datetime) -> bool:
    statement = select(UserSession.id).where(UserSession.id == session_id, UserSession.proven_at >= since)
    return (await session.execute(statement)).scalar_one_or_none() is not None


async def has_key_or_identity(session: AsyncSession, user_id: UUID) -> bool:
    """Say whether a person could enter without a password."""
    key = exists().where(Passkey.user_id == user_id)
    identity = exists().where(ExternalIdentity.user_id == user_id)
    return bool((await session.execute(select(or_(key, identity)))).scalar_one())


async def set_workspace(session: AsyncSession, session_id: UUID, workspace_id: UUID) -> None:
    await session.execute(
        update(UserSession).where(UserSession.id == session_id).values(current_workspace_id=workspace_id)
    )


async def find_workspace(session: AsyncSession, session_id: UUID) -> UUID | None:
    statement = select(UserSession.current_workspace_id).where(UserSession.id == session_id)
    return (await session.execute(statement)).scalar_one_or_none()
