"""Proof by a signed request: HMAC-SHA256 over everything that matters, within five minutes, once."""

import hashlib
import hmac
import re
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, quote

from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlalchemy import select, update
from starlette.requests import Request

from saldo.core.clock import Clock
from saldo.core.database import SYSTEM, Database
from saldo.core.encryption import SealBroken, Vault
from saldo.programs import keys
from saldo.programs.authentication import identity_of, is_use_worth_noting
from saldo.programs.errors import NonceUsed, SignaturesUnavailable, SignatureWrong
from saldo.programs.models import SignedClient
from saldo.users.tokens import Identity

CLIENT_HEADER, TIME_HEADER = "X-Client-Id", "X-Timestamp"
NONCE_HEADER, SIGNATURE_HEADER = "X-Nonce", "X-Signature"
WINDOW = timedelta(minutes=5)
_NONCE = re.compile(r"[A-Za-z0-9_-]{16,64}")
_RETRY_AFTER_SECONDS = 5


def text_to_sign(method: str, path: str, query: str, body: bytes, moment: str, nonce: str) -> bytes:
    """Return what a client signs: six lines, of which none can be moved into another.

    `path` is the one asked for without its query, as sent; the query's pairs are sorted and encoded anew.
    """
    pairs = sorted(parse_qsl(query, keep_blank_values=True))
    ordered = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in pairs)
    digest = hashlib.sha256(body).hexdigest()
    return f"{method.upper()}\n{path}\n{ordered}\n{digest}\n{moment}\n{nonce}".encode()


def sign(secret: str, text: bytes) -> str:
    """Return the signature in hexadecimal."""
    return hmac.digest(secret.encode(), text, hashlib.sha256).hex()


class SignatureAuthenticator:
    """Checks requests that carry `X-Client-Id`; there is no switch that turns a part of it off."""

    def __init__(self, database: Database, vault: Vault, redis: Redis, clock: Clock) -> None:
        self._database, self._vault, self._redis, self._clock = database, vault, redis, clock

    async def authenticate_request(self, request: Request) -> Identity | None:
        """Return whom the client acts for; None for requests of another kind.

        Raises SignatureWrong, NonceUsed, SignaturesUnavailable.
        """
        client_id = request.headers.get(CLIENT_HEADER)
        if client_id is None:
            return None
        now = self._clock.now()
        moment, nonce = request.headers.get(TIME_HEADER, ""), request.headers.get(NONCE_HEADER, "")
        if not _is_fresh(moment, now) or not _NONCE.fullmatch(nonce):
            raise SignatureWrong
        client = await self._find(client_id, now)
        path: str = request.scope.get("asked_path", request.url.path)
        text = text_to_sign(request.method, path, request.url.query, await request.body(), moment, nonce)
        expected = sign(self._open(client), text)
        if not hmac.compare_digest(expected.encode(), request.headers.get(SIGNATURE_HEADER, "").encode()):
            raise SignatureWrong
        # After the signature: strangers must not be able to use up a client's nonces.
        await self._take(client_id, nonce)
        return identity_of(client)

    async def _find(self, client_id: str, now: datetime) -> SignedClient:
        async with self._database.transaction(SYSTEM) as session:
            statement = select(SignedClient).where(
                SignedClient.client_id == client_id,
                SignedClient.revoked_at.is_(None),
                SignedClient.expires_at > now,
            )
            row = (await session.execute(statement)).scalar_one_or_none()
            if row is None:
                raise SignatureWrong
            if is_use_worth_noting(row, now):
                seen = update(SignedClient).where(SignedClient.id == row.id).values(last_used_at=now)
                await session.execute(seen)
        return row

    def _open(self, client: SignedClient) -> str:
        try:
            return keys.open_secret(self._vault, client)
        except SealBroken as error:
            raise SignatureWrong from error

    async def _take(self, client_id: str, nonce: str) -> None:
        # A request from the edge of the future stays acceptable for twice the window.
        key, kept = f"saldo:nonce:{client_id}:{nonce}", 2 * WINDOW
        try:
            is_first = await self._redis.set(key, "1", ex=kept, nx=True)
        except (RedisError, OSError, TimeoutError) as error:
            raise SignaturesUnavailable(retry_after_seconds=_RETRY_AFTER_SECONDS) from error
        if not is_first:
            raise NonceUsed


def _is_fresh(moment: str, now: datetime) -> bool:
    if not moment.isascii() or not moment.isdecimal() or len(moment) > 12:  # noqa: PLR2004 - seconds
        return False
    return abs(now.timestamp() - int(moment)) <= WINDOW.total_seconds()
