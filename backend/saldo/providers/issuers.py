"""Other issuers: their discovery documents, their keys (cached), and their signed tokens."""

import asyncio
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

import jwt
import orjson
import structlog
import urllib3

_TIMEOUT = urllib3.Timeout(connect=3, read=5)
_LARGEST_ANSWER_BYTES = 256 * 1024
_OK = 200
# Keys are asked for anew after this long, and for an unknown key at most this often.
_KEYS_SECONDS = 600
_UNKNOWN_KEY_SECONDS = 30
_ASYMMETRIC = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA")
_LEEWAY_SECONDS = 60
# OpenID Connect's own bound.
_LONGEST_SUBJECT = 255
_LATEST = 10**11
_log = structlog.get_logger(__name__)


class IssuerUnreachable(Exception):
    """The issuer does not answer, or not in a way one could use."""


class TokenRefused(Exception):
    """The token is not this issuer's, not for us, too old, or altered."""


@dataclass(frozen=True)
class Claims:
    """What an issuer says of a person."""

    issuer: str
    subject: str
    email: str | None
    is_email_verified: bool
    name: str | None
    nonce: str | None
    seen_at: datetime


@dataclass(frozen=True)
class Endpoints:
    """Where an issuer does what."""

    authorization: str
    token: str
    keys: str


class Web:
    """Asks issuers: bounded, without redirects, in a thread."""

    def __init__(self) -> None:
        self._pool = urllib3.PoolManager(timeout=_TIMEOUT, retries=False)

    async def get(self, url: str) -> dict[str, Any]:
        return await self._ask("GET", url, None)

    async def post(self, url: str, form: dict[str, str]) -> dict[str, Any]:
        return await self._ask("POST", url, urlencode(form))

    async def _ask(self, method: str, url: str, body: str | None) -> dict[str, Any]:
        if not is_safe(url):
            raise IssuerUnreachable("an issuer's address must begin with https://")
        headers = {"Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            return await asyncio.to_thread(self._ask_now, method, url, body, headers)
        except (urllib3.exceptions.HTTPError, ValueError, OSError) as error:
            raise IssuerUnreachable(urlsplit(url).hostname or url) from error

    def _ask_now(self, method: str, url: str, body: str | None, headers: dict[str, str]) -> dict[str, Any]:
        response = self._pool.request(
            method, url, body=body, headers=headers, redirect=False, preload_content=False
        )
        try:
            content = response.read(_LARGEST_ANSWER_BYTES + 1)
        finally:
            response.release_conn()
        if response.status != _OK or len(content) > _LARGEST_ANSWER_BYTES:
            raise ValueError(f"answered {response.status}")
        answer = orjson.loads(content)
        if not isinstance(answer, dict):
            raise TypeError("answered something else than an object")
        return answer


def is_safe(url: str) -> bool:
    """Say whether what is sent there stays between us and them."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (
        parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost"}
    )


@dataclass
class KeySet:
    """An issuer's public keys."""

    web: Web
    url: str
    _keys: dict[str, jwt.PyJWK] = field(default_factory=dict)
    _read_at: float = -_KEYS_SECONDS
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def find(self, key_id: str) -> jwt.PyJWK:
        """Return a key. Raises TokenRefused for one the issuer does not have, IssuerUnreachable."""
        async with self._lock:
            age = time.monotonic() - self._read_at
            # Whoever sends made-up key ids must not make us ask the issuer for each.
            if age > _KEYS_SECONDS or (key_id not in self._keys and age > _UNKNOWN_KEY_SECONDS):
                await self._read()
        if key_id not in self._keys:
            raise TokenRefused("the key is not the issuer's")
        return self._keys[key_id]

    def forget_age(self) -> None:
        """Have the keys asked for anew at the next unknown one."""
        self._read_at -= _UNKNOWN_KEY_SECONDS

    async def _read(self) -> None:
        try:
            answer = await self.web.get(self.url)
        except IssuerUnreachable:
            if not self._keys:
                raise
            _log.warning("issuer.keys_not_renewed")  # those we have still open what they signed
            self._read_at = time.monotonic()
            return
        found = {}
        for one in answer.get("keys", []):
            try:
                found[str(one["kid"])] = jwt.PyJWK(one)
            except (jwt.PyJWTError, KeyError, TypeError):
                continue  # a kind of key we do not know is no harm
        self._keys, self._read_at = found, time.monotonic()


@dataclass(frozen=True)
class Verifier:
    """Reads one issuer's tokens for one audience, by its public keys or by a shared secret."""

    issuer: str
    audience: str
    keys: KeySet | None = None
    secret: str = ""

    async def read(self, token: str) -> Claims:
        """Raise TokenRefused or IssuerUnreachable."""
        try:
            header = jwt.get_unverified_header(token)
            if self.keys is None:
                # The kind of key decides the algorithm, never the token.
                claims = self._decode(token, self.secret, ("HS256",))
            else:
                key = await self.keys.find(str(header.get("kid", "")))
                algorithm = key.algorithm_name
                if algorithm not in _ASYMMETRIC:
                    raise TokenRefused("a key of an unexpected kind")
                claims = self._decode(token, key.key, (algorithm,))
        except (jwt.PyJWTError, ValueError, TypeError) as error:
            raise TokenRefused(str(error)) from error
        return _claims(claims)

    def _decode(self, token: str, key: Any, algorithms: tuple[str, ...]) -> dict[str, Any]:
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=list(algorithms),
            issuer=self.issuer,
            audience=self.audience,
            leeway=_LEEWAY_SECONDS,
            options={"require": ["iss", "aud", "sub", "exp", "iat"]},
        )
        return claims


async def discover(web: Web, issuer: str) -> Endpoints:
    """Read an issuer's discovery document. Raises IssuerUnreachable."""
    document = await web.get(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    if document.get("issuer") != issuer:
        raise IssuerUnreachable("the discovery document is of another issuer")
    try:
        found = Endpoints(
            str(document["authorization_endpoint"]),
            str(document["token_endpoint"]),
            str(document["jwks_uri"]),
        )
    except KeyError as error:
        raise IssuerUnreachable("the discovery document is not complete") from error
    if not all(is_safe(one) for one in (found.authorization, found.token, found.keys)):
        raise IssuerUnreachable("an issuer's address must begin with https://")
    return found


def _claims(claims: dict[str, Any]) -> Claims:
    subject = str(claims["sub"])
    if not subject.isprintable() or not 0 < len(subject) <= _LONGEST_SUBJECT:
        raise TokenRefused("the subject names nobody")
    email, name, nonce = claims.get("email"), claims.get("name"), claims.get("nonce")
    return Claims(
        issuer=str(claims["iss"]),
        subject=subject,
        email=email if isinstance(email, str) else None,
        # Some issuers write the truth as text.
        is_email_verified=claims.get("email_verified") in (True, "true"),
        name=name if isinstance(name, str) else None,
        nonce=nonce if isinstance(nonce, str) else None,
        seen_at=_seen_at(claims),
    )


def _seen_at(claims: dict[str, Any]) -> datetime:
    """Return when the issuer last saw the person; one that does not say did when it issued the token."""
    seen = claims.get("auth_time", claims["iat"])
    if not isinstance(seen, int | float) or not 0 <= seen <= _LATEST:
        raise TokenRefused("nobody was seen then")
    return datetime.fromtimestamp(seen, UTC)
