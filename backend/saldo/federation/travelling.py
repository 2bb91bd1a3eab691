"""The journey of a browser to a provider and back: state, nonce and PKCE, each good once."""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode
from uuid import UUID

from pydantic import BaseModel, ValidationError
from redis.asyncio import Redis
from redis.exceptions import RedisError

from saldo.federation.errors import (
    ExternalSignInOver,
    ExternalTokenInvalid,
    ProviderFailed,
    ProviderUnknown,
)
from saldo.providers.issuers import (
    Claims,
    Endpoints,
    IssuerUnreachable,
    KeySet,
    TokenRefused,
    Verifier,
    Web,
    discover,
)
from saldo.users.errors import SignInUnavailable

LIFETIME = timedelta(minutes=10)
RETURN_PATH = "/sign-in/external"
_RANDOM_BYTES = 32
_RETRY_AFTER_SECONDS = 5


@dataclass(frozen=True)
class Provider:
    """An OpenID provider people may sign in with."""

    name: str
    label: str
    issuer: str
    client_id: str
    client_secret: str


@dataclass(frozen=True)
class Started:
    """Where the browser goes, and what it must bring back."""

    url: str
    binding: str


class _Journey(BaseModel):
    """What is remembered while the browser is away."""

    provider: str
    nonce: str
    verifier: str
    binding_hash: str
    # Whose account the provider's is to be linked with; none for signing in.
    person: UUID | None = None


class Agency:
    """Sends browsers to providers and takes them back."""

    def __init__(self, web: Web, redis: Redis, providers: tuple[Provider, ...], public_url: str) -> None:
        self._web, self._redis = web, redis
        self.providers = {one.name: one for one in providers}
        self._return_url = f"{public_url}{RETURN_PATH}"
        self._known: dict[str, tuple[Endpoints, KeySet]] = {}

    async def start(self, name: str, person: UUID | None = None) -> Started:
        """Begin a journey, to sign in or to link an account with a person.

        Raises ProviderUnknown, ProviderFailed, SignInUnavailable.
        """
        provider = self._get(name)
        endpoints, _ = await self._discover(provider)
        state, nonce, verifier, binding = (secrets.token_urlsafe(_RANDOM_BYTES) for _ in range(4))
        journey = _Journey(
            provider=name, nonce=nonce, verifier=verifier, binding_hash=_hash(binding), person=person
        )
        try:
            await self._redis.set(_key(state), journey.model_dump_json(), ex=LIFETIME)
        except (RedisError, OSError, TimeoutError) as error:
            raise SignInUnavailable(retry_after_seconds=_RETRY_AFTER_SECONDS) from error
        question = {
            "response_type": "code",
            "client_id": provider.client_id,
            "redirect_uri": self._return_url,
            "scope": "openid email profile",
            "state": state,
            "nonce": nonce,
            "code_challenge": _challenge(verifier),
            "code_challenge_method": "S256",
        }
        separator = "&" if "?" in endpoints.authorization else "?"
        return Started(f"{endpoints.authorization}{separator}{urlencode(question)}", binding)

    async def finish(self, code: str, state: str, binding: str, person: UUID | None = None) -> Claims:
        """End a journey with what the provider says of the person.

        Raises ExternalSignInOver, ExternalTokenInvalid, ProviderFailed, SignInUnavailable.
        """
        journey = await self._take(state)
        # Who went to sign in must not come back linking, nor for somebody else.
        if not hmac.compare_digest(journey.binding_hash, _hash(binding)) or journey.person != person:
            raise ExternalSignInOver
        provider = self._get(journey.provider)
        endpoints, keys = await self._discover(provider)
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._return_url,
            "client_id": provider.client_id,
            "client_secret": provider.client_secret,
            "code_verifier": journey.verifier,
        }
        try:
            answer = await self._web.post(endpoints.token, form)
            verifier = Verifier(provider.issuer, provider.client_id, keys)
            claims = await verifier.read(str(answer.get("id_token", "")))
        except IssuerUnreachable as error:
            raise ProviderFailed from error
        except TokenRefused as error:
            raise ExternalTokenInvalid from error
        nonce = (claims.nonce or "").encode(errors="replace")
        if not hmac.compare_digest(nonce, journey.nonce.encode()):
            raise ExternalTokenInvalid
        return claims

    def _get(self, name: str) -> Provider:
        if name not in self.providers:
            raise ProviderUnknown
        return self.providers[name]

    async def _take(self, state: str) -> _Journey:
        try:
            found = await self._redis.getdel(_key(state))
        except (RedisError, OSError, TimeoutError) as error:
            raise SignInUnavailable(retry_after_seconds=_RETRY_AFTER_SECONDS) from error
        try:
            return _Journey.model_validate_json(found or "")
        except ValidationError as error:
            raise ExternalSignInOver from error

    async def _discover(self, provider: Provider) -> tuple[Endpoints, KeySet]:
        if provider.name not in self._known:
            try:
                endpoints = await discover(self._web, provider.issuer)
            except IssuerUnreachable as error:
                raise ProviderFailed from error
            self._known[provider.name] = endpoints, KeySet(self._web, endpoints.keys)
        return self._known[provider.name]


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _key(state: str) -> str:
    return f"saldo:external:{_hash(state)}"
