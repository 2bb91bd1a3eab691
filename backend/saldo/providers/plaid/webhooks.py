"""Plaid's webhooks: proof that Plaid sent these bytes, and what they say."""

import hashlib
import hmac
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

import anyio
import jwt
import structlog

from saldo.providers.bank import BankNotice, ForgedNotice, Rejected, TryAgainLater
from saldo.providers.plaid import catalogue
from saldo.providers.plaid.reading import instant_from

log = structlog.get_logger(__name__)

SIGNATURE_HEADER = "plaid-verification"
_MAX_AGE = timedelta(minutes=5)
_CLOCK_SKEW = timedelta(minutes=1)
_KEY_LIFE = timedelta(days=1)
_UNKNOWN_KEY_LIFE = timedelta(minutes=5)
_CACHED_KEYS = 64
_LONGEST_KEY_ID = 128
_BURST = 5


@dataclass(frozen=True)
class _CachedKey:
    key: jwt.PyJWK | None
    until: datetime


class WebhookVerifier:
    """Verifies signatures with keys cached by their id; unknown ids are remembered too.

    Anyone can send us made-up key ids, so at most one id a second (after a burst of five) is asked for.
    """

    def __init__(self, fetch_key: Callable[[str], Awaitable[Mapping[str, object]]]) -> None:
        self._fetch_key = fetch_key
        self._keys: OrderedDict[str, _CachedKey] = OrderedDict()
        self._lock = anyio.Lock()
        self._tokens = float(_BURST)
        self._refilled_at: datetime | None = None

    async def verify(self, body: bytes, headers: Mapping[str, str], now: datetime) -> None:
        """Raise ForgedNotice unless Plaid signed these very bytes within the last five minutes."""
        token = headers.get(SIGNATURE_HEADER) or headers.get("Plaid-Verification")
        if not token:
            raise ForgedNotice("The webhook has no signature.", code="SIGNATURE_MISSING")
        key = await self._key(_key_id(token), now)
        claims = _claims(token, key)
        issued_at, expected = claims.get("iat"), claims.get("request_body_sha256")
        if not isinstance(issued_at, int) or not isinstance(expected, str):
            raise ForgedNotice("The webhook's signature lacks a claim.", code="SIGNATURE_INVALID")
        age = now.timestamp() - issued_at
        if not -_CLOCK_SKEW.total_seconds() <= age <= _MAX_AGE.total_seconds():
            raise ForgedNotice("The webhook's signature is too old.", code="SIGNATURE_STALE")
        # The hash is over the bytes as sent: Plaid's JSON does not survive being written again.
        actual = hashlib.sha256(body).hexdigest()
        if not hmac.compare_digest(actual.encode(), expected.encode()):
            raise ForgedNotice("The webhook's body was altered.", code="BODY_ALTERED")

    async def _key(self, key_id: str, now: datetime) -> jwt.PyJWK:
        cached = self._fresh(key_id, now)
        if cached is None:
            async with self._lock:
                cached = self._fresh(key_id, now) or await self._fetch(key_id, now)
        if cached.key is None:
            raise ForgedNotice("The webhook was signed with an unknown key.", code="KEY_UNKNOWN")
        return cached.key

    def _fresh(self, key_id: str, now: datetime) -> _CachedKey | None:
        cached = self._keys.get(key_id)
        return cached if cached is not None and now < cached.until else None

    async def _fetch(self, key_id: str, now: datetime) -> _CachedKey:
        self._take_token(now)
        try:
            key = _usable(await self._fetch_key(key_id))
        except Rejected:
            key = None
        cached = _CachedKey(key, now + (_KEY_LIFE if key else _UNKNOWN_KEY_LIFE))
        self._keys[key_id] = cached
        self._keys.move_to_end(key_id)
        self._forget_one_too_many()
        return cached

    def _forget_one_too_many(self) -> None:
        if len(self._keys) <= _CACHED_KEYS:
            return
        # Made-up ids must not push the real keys out.
        unknown = next((key_id for key_id, cached in self._keys.items() if cached.key is None), None)
        if unknown is None:
            self._keys.popitem(last=False)
        else:
            del self._keys[unknown]

    def _take_token(self, now: datetime) -> None:
        elapsed = (now - self._refilled_at).total_seconds() if self._refilled_at else 0.0
        self._tokens = min(float(_BURST), self._tokens + max(0.0, elapsed))
        self._refilled_at = now
        if self._tokens < 1:
            raise TryAgainLater("Too many unknown signing keys.", code="KEY_FETCH_LIMIT", after_seconds=1)
        self._tokens -= 1


def read_notice(body: Mapping[str, object]) -> BankNotice:
    """Read a webhook; legacy and unknown codes are of kind OTHER, which is recorded and ignored."""
    notice_type, code = _word(body, "webhook_type"), _word(body, "webhook_code")
    found = body.get("error")
    error = cast("Mapping[str, object]", found) if isinstance(found, dict) else {}
    error_code = _word(error, "error_code") or None
    error_message = _word(error, "error_message") or None
    return BankNotice(
        kind=catalogue.meaning_of_webhook(notice_type, code, _word(error, "error_type"), error_code or ""),
        type=notice_type,
        code=code,
        item_id=_word(body, "item_id") or None,
        environment=_word(body, "environment") or None,
        expires_at=instant_from(body.get("consent_expiration_time") or body.get("disconnect_time")),
        error_code=error_code,
        error_message=error_message,
        account_id=_word(body, "account_id") or None,
    )


def _word(body: Mapping[str, object], key: str) -> str:
    value = body.get(key)
    return value if isinstance(value, str) else ""


def _key_id(token: str) -> str:
    try:
        header = jwt.get_unverified_header(token)
    except jwt.PyJWTError as error:
        raise ForgedNotice("The webhook's signature cannot be read.", code="SIGNATURE_INVALID") from error
    key_id = header.get("kid")
    # Before any look-up: "none" and HS256 (signed with our own public key) are the classic forgeries.
    if header.get("alg") != "ES256" or not isinstance(key_id, str) or not 0 < len(key_id) <= _LONGEST_KEY_ID:
        raise ForgedNotice("The webhook is not signed with ES256.", code="SIGNATURE_INVALID")
    return key_id


def _claims(token: str, key: jwt.PyJWK) -> Mapping[str, object]:
    # iat is checked by the caller against our clock: PyJWT refuses any future second, and clocks differ.
    try:
        return cast(
            "Mapping[str, object]",
            jwt.decode(token, key, algorithms=["ES256"], options={"verify_iat": False, "verify_aud": False}),
        )
    except jwt.PyJWTError as error:
        raise ForgedNotice("The webhook's signature does not hold.", code="SIGNATURE_INVALID") from error


def _usable(jwk: Mapping[str, object]) -> jwt.PyJWK | None:
    if jwk.get("expired_at") is not None:
        return None
    try:
        return jwt.PyJWK.from_dict(
            {name: jwk[name] for name in ("kty", "crv", "x", "y", "kid")}, algorithm="ES256"
        )
    except (KeyError, jwt.PyJWTError):
        log.warning("plaid.webhook_key_unusable")
        return None
