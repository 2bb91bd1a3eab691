"""Sign-in sessions: begin one, keep it alive by rotating its refresh token, end it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from saldo.core.courier import promise
from saldo.core.ids import new_id
from saldo.core.jobs import SessionEnded
from saldo.users import repository
from saldo.users.models import RefreshToken, UserSession
from saldo.users.tokens import TokenSigner, hash_refresh_token

GRACE = timedelta(seconds=10)
_LONGEST_USER_AGENT = 400


@dataclass(frozen=True)
class Device:
    """Where a request comes from, as far as we can see."""

    user_agent: str
    ip: str

    @classmethod
    def seen(cls, user_agent: str, ip: str) -> "Device":
        return cls(user_agent[:_LONGEST_USER_AGENT], ip)


@dataclass(frozen=True)
class SessionRules:
    """How long sessions live: unused, and at the very most."""

    idle: timedelta
    absolute: timedelta


@dataclass(frozen=True)
class Started:
    """A session and the refresh token that keeps it alive."""

    session_id: UUID
    user_id: UUID
    refresh_token: str


@dataclass(frozen=True)
class Reused:
    """A spent refresh token came back: the session it belongs to has been ended."""

    session_id: UUID
    user_id: UUID


@dataclass(frozen=True)
class Keeper:
    """Begins and renews sessions by the rules."""

    signer: TokenSigner
    rules: SessionRules

    async def start(self, session: AsyncSession, user_id: UUID, device: Device, now: datetime) -> Started:
        """Begin a session for a person who has proven who they are."""
        refresh_token = self.signer.first_refresh_token()
        row = UserSession(
            id=new_id(),
            user_id=user_id,
            created_at=now,
            last_used_at=now,
            proven_at=now,
            expires_at=now + self.rules.absolute,
            user_agent=device.user_agent,
            ip=device.ip,
        )
        session.add(row)
        await session.flush()
        session.add(
            RefreshToken(
                id=new_id(),
                session_id=row.id,
                token_hash=hash_refresh_token(refresh_token),
                created_at=now,
                expires_at=now + self.rules.idle,
            )
        )
        return Started(row.id, user_id, refresh_token)

    async def renew(
        self, session: AsyncSession, token: str, device: Device, now: datetime
    ) -> Started | Reused | None:
        """Trade a refresh token for its successor; None when it is unknown or over.

        For ten seconds the same device gets the same successor again: its first answer may be lost.
        Any other second use means that someone copied the token, and ends the session. The caller must
        commit then too, so this is an answer and not an exception.
        """
        successor = self.signer.next_refresh_token(token)
        rotated = await repository.rotate(
            session,
            {
                "now": now,
                "token_hash": hash_refresh_token(token),
                "successor_id": new_id(),
                "successor_hash": hash_refresh_token(successor),
                "successor_expires_at": now + self.rules.idle,
                "user_agent": device.user_agent,
                "ip": device.ip,
            },
        )
        if rotated:
            return Started(rotated[0], rotated[1], successor)
        return await self._judge_second_use(session, token, device, now)

    async def _judge_second_use(
        self, session: AsyncSession, token: str, device: Device, now: datetime
    ) -> Started | Reused | None:
        found = await repository.find_token_with_session(session, hash_refresh_token(token))
        if found is None:
            return None
        row, owner = found
        if owner.ended_at is not None or row.used_at is None:  # over, or expired before its first use
            return None
        is_same_device = Device(owner.user_agent, owner.ip) == device
        if is_same_device and now - row.used_at <= GRACE and await _successor_waits(session, row):
            return Started(owner.id, owner.user_id, self.signer.next_refresh_token(token))
        await end(session, owner.id, now, reason="refresh_token_reused")
        return Reused(owner.id, owner.user_id)


async def find_going(
    session: AsyncSession, user_id: UUID, session_id: UUID, now: datetime
) -> UserSession | None:
    """Find one of a person's sessions, if it goes on."""
    return await repository.find_going_session(session, user_id, session_id, now)


async def list_going(session: AsyncSession, user_id: UUID, now: datetime) -> Sequence[UserSession]:
    """List a person's sessions that go on, the one used last first."""
    return await repository.list_going_sessions(session, user_id, now)


async def move(session: AsyncSession, session_id: UUID, workspace_id: UUID) -> None:
    """Note the workspace a session has changed to."""
    await repository.set_workspace(session, session_id, workspace_id)


async def find_workspace(session: AsyncSession, session_id: UUID) -> UUID | None:
    """Return the workspace chosen last in a session, if one was."""
    return await repository.find_workspace(session, session_id)


async def prove(session: AsyncSession, session_id: UUID, now: datetime) -> None:
    """Note that the person has just shown again who they are."""
    await repository.set_proven_at(session, session_id, now)


async def was_proven_since(session: AsyncSession, session_id: UUID, since: datetime) -> bool:
    return await repository.was_proven_since(session, session_id, since)


async def end_others(
    session: AsyncSession, user_id: UUID, kept: UUID | None, now: datetime, *, reason: str
) -> list[UUID]:
    """End all of a person's sessions but one, and return which went."""
    ended = await repository.end_sessions_but(session, user_id, kept, now, reason)
    for session_id in ended:
        promise(session, SessionEnded(session_id))
    return ended


async def find_by_refresh_token(session: AsyncSession, token: str) -> UserSession | None:
    """Find the session a refresh token belongs to, spent or not."""
    found = await repository.find_token_with_session(session, hash_refresh_token(token))
    return found[1] if found else None


async def _successor_waits(session: AsyncSession, row: RefreshToken) -> bool:
    return row.successor_id is not None and await repository.is_unused(session, row.successor_id)


async def end(session: AsyncSession, session_id: UUID, now: datetime, *, reason: str) -> bool:
    """End a session and have its sockets closed; say whether it was still going."""
    was_going = await repository.end_session(session, session_id, now, reason)
    promise(session, SessionEnded(session_id))
    return was_going
