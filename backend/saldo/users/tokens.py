"""Access tokens (signed, minutes) and refresh tokens (opaque, days)."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

import jwt
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from saldo.users.errors import TokenInvalid

_ALGORITHM = "ES256"
_AUDIENCE = "saldo-api"
_ACCESS, _CHALLENGE = "access", "challenge"
_REFRESH_BYTES = 32
_TOKENS_KEPT = 2048
_REQUIRED = ["sub", "typ", "aud", "iss", "iat", "exp"]
CHALLENGE_SECONDS = 300
# The order of the curve P-256 (FIPS 186-5): a private key lies between 1 and this.
_P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


@dataclass(frozen=True)
class Identity:
    """Who a request claims to be, proven by a token but not yet checked against the database.

    `session_id` is None for an authenticator without sessions (the development token).
    """

    user_id: UUID
    workspace_id: UUID
    session_id: UUID | None
    # What a program's token was given; None for a person.
    permissions: frozenset[str] | None = None
    # When the issuer of a token that is not ours last saw the person; of ours, the session knows.
    seen_at: datetime | None = None


class TokenSigner:
    """Signs and reads access tokens, and grows each refresh token out of the one before."""

    def __init__(self, secret_key: str, *, issuer: str, lifetime_seconds: int) -> None:
        secret = secret_key.encode()
        # 128 bits more than the order, so that the remainder is as good as uniform.
        number = int.from_bytes(_derive(secret, b"saldo access tokens ES256", 48)) % (_P256_ORDER - 1) + 1
        self._private_key = ec.derive_private_key(number, ec.SECP256R1())
        self._public_key = self._private_key.public_key()
        self._refresh_key = _derive(secret, b"saldo refresh tokens", 32)
        self._key_id = _key_id(self._public_key)
        self._issuer = issuer
        self.lifetime_seconds = lifetime_seconds
        # A page asks dozens of times with one token: its signature need not be computed each time. Times and
        # sessions are asked about every time all the same; what is refused is not remembered.
        self._verified = lru_cache(maxsize=_TOKENS_KEPT)(self._verify)

    def sign(self, identity: Identity, now: datetime) -> str:
        """Make an access token for a session."""
        place = {"sid": str(identity.session_id), "wid": str(identity.workspace_id)}
        return self._encode(_ACCESS, identity.user_id, now, self.lifetime_seconds, place)

    def read(self, token: str, now: datetime) -> Identity:
        """Check an access token. Raises TokenInvalid."""
        claims = self._decode(_ACCESS, token, now)
        try:
            return Identity(UUID(claims["sub"]), UUID(claims["wid"]), UUID(claims["sid"]))
        except (KeyError, ValueError) as error:
            raise TokenInvalid from error

    def sign_challenge(self, user_id: UUID, now: datetime) -> str:
        """Make the proof that a person's password was right, while their second factor is awaited."""
        return self._encode(_CHALLENGE, user_id, now, CHALLENGE_SECONDS, {})

    def read_challenge(self, token: str, now: datetime) -> UUID:
        """Return whose password was right. Raises TokenInvalid."""
        return UUID(self._decode(_CHALLENGE, token, now)["sub"])

    def sign_link(self, kind: str, user_id: UUID, now: datetime, seconds: int, more: dict[str, str]) -> str:
        """Make the token of a link in a letter; `more` binds it to the state it was written in."""
        return self._encode(kind, user_id, now, seconds, more)

    def read_link(self, kind: str, token: str, now: datetime) -> tuple[UUID, dict[str, str]]:
        """Return the person and what the link was bound to. Raises TokenInvalid."""
        claims = self._decode(kind, token, now)
        return UUID(claims["sub"]), claims

    def _encode(self, kind: str, user_id: UUID, now: datetime, seconds: int, more: dict[str, str]) -> str:
        claims = {
            "sub": str(user_id),
            "typ": kind,
            "aud": _AUDIENCE,
            "iss": self._issuer,
            "iat": now,
            "exp": now + timedelta(seconds=seconds),
            **more,
        }
        return jwt.encode(claims, self._private_key, algorithm=_ALGORITHM, headers={"kid": self._key_id})

    def _decode(self, kind: str, token: str, now: datetime) -> dict[str, str]:
        try:
            claims = self._verified(token)
            if claims["typ"] != kind or datetime.fromtimestamp(claims["exp"], UTC) <= now:
                raise TokenInvalid
        except (jwt.PyJWTError, ValueError, TypeError, OverflowError) as error:
            raise TokenInvalid from error
        return claims

    def _verify(self, token: str) -> dict[str, Any]:
        if jwt.get_unverified_header(token).get("kid") != self._key_id:
            raise TokenInvalid
        return jwt.decode(
            token,
            self._public_key,
            algorithms=[_ALGORITHM],
            audience=_AUDIENCE,
            issuer=self._issuer,
            # Times are compared by the caller, with the process's clock instead of the library's.
            options={"require": _REQUIRED, "verify_exp": False, "verify_iat": False},
        )

    def first_refresh_token(self) -> str:
        return secrets.token_urlsafe(_REFRESH_BYTES)

    def next_refresh_token(self, token: str) -> str:
        """Return the successor of a refresh token.

        It follows from the token and our key alone: a device whose answer got lost can be given the same
        successor again although only hashes are stored.
        """
        return _to_text(hmac.digest(self._refresh_key, token.encode(), hashlib.sha256))


def hash_refresh_token(token: str) -> bytes:
    """Return what the database keeps; 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).digest()


def _derive(secret: bytes, purpose: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=None, info=purpose).derive(secret)


def _key_id(key: ec.EllipticCurvePublicKey) -> str:
    numbers = key.public_numbers()
    return hashlib.sha256(f"{numbers.x}:{numbers.y}".encode()).hexdigest()[:16]


def _to_text(data: bytes) -> str:
    return jwt.utils.base64url_encode(data).decode()
