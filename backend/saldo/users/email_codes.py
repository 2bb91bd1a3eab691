"""Codes by e-mail as a second factor: six digits, ten minutes, one use."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.mail.post import Post
from saldo.users import letters
from saldo.users.errors import MailUnavailable, SignInUnavailable
from saldo.users.models import User

_LIFETIME = timedelta(minutes=10)
_DIGITS = 6
_RETRY_AFTER_SECONDS = 5


@dataclass(frozen=True)
class EmailCodes:
    """Sends codes and takes them back; how often, the throttle decides."""

    redis: Redis
    post: Post

    async def send(self, session: AsyncSession, user: User, now: datetime) -> None:
        """Write a new code; the one before is over. Raises MailUnavailable or SignInUnavailable."""
        if not self.post.is_open:
            raise MailUnavailable
        code = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}"
        try:
            await self.redis.set(_key(user.id), _hash(user.id, code), ex=_LIFETIME)
        except (RedisError, OSError, TimeoutError) as error:
            raise SignInUnavailable(retry_after_seconds=_RETRY_AFTER_SECONDS) from error
        await self.post.write(session, user.id, letters.sign_in_code(user.email, code), now)

    async def take(self, user_id: UUID, code: str) -> bool:
        """Use up a code: of any number of parallel uses exactly one succeeds. Raises SignInUnavailable."""
        try:
            expected = await self.redis.get(_key(user_id))
            is_right = expected is not None and hmac.compare_digest(str(expected), _hash(user_id, code))
            return is_right and await self.redis.delete(_key(user_id)) == 1
        except (RedisError, OSError, TimeoutError) as error:
            raise SignInUnavailable(retry_after_seconds=_RETRY_AFTER_SECONDS) from error


def _hash(user_id: UUID, code: str) -> str:
    return hashlib.sha256(f"{user_id}:{code}".encode()).hexdigest()


def _key(user_id: UUID) -> str:
    return f"saldo:email-code:{user_id}"
