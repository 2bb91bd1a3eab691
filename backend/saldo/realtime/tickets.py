"""Tickets for the live socket: one use, thirty seconds, bound to a session and to an origin."""

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

from pydantic import BaseModel, ValidationError
from redis.asyncio import Redis
from redis.exceptions import RedisError

from saldo.realtime.errors import TicketsUnavailable
from saldo.users.tokens import Identity
from saldo.workspaces.access import Member

LIFETIME = timedelta(seconds=30)
_RANDOM_BYTES = 16
_RETRY_AFTER_SECONDS = 5


class Ticket(BaseModel):
    """What a ticket stands for; kept in Valkey under the hash of its text."""

    user_id: UUID
    workspace_id: UUID
    session_id: UUID | None
    origin: str | None

    @property
    def identity(self) -> Identity:
        return Identity(self.user_id, self.workspace_id, self.session_id)


async def issue(redis: Redis, member: Member, origin: str | None) -> str:
    """Make a ticket for this member and this origin. Raises TicketsUnavailable."""
    text = secrets.token_urlsafe(_RANDOM_BYTES)
    ticket = Ticket(
        user_id=member.user_id,
        workspace_id=member.workspace_id,
        session_id=member.session_id,
        origin=origin,
    )
    try:
        await redis.set(_key(text), ticket.model_dump_json(), ex=LIFETIME)
    except (RedisError, OSError, TimeoutError) as error:
        raise TicketsUnavailable(retry_after_seconds=_RETRY_AFTER_SECONDS) from error
    return text


async def redeem(redis: Redis, text: str) -> Ticket | None:
    """Take a ticket; None when it is unknown, used or expired, or when nobody can say."""
    try:
        found = await redis.getdel(_key(text))
        return Ticket.model_validate_json(found) if found else None
    except (RedisError, OSError, TimeoutError, ValidationError):
        return None


def _key(text: str) -> str:
    return f"saldo:ticket:{hashlib.sha256(text.encode()).hexdigest()}"
