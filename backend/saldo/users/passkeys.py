"""Passkeys (WebAuthn): keys on a person's devices, for signing in and for showing again who one is."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
import webauthn
from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialCreationOptions,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialRequestOptions,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from saldo.core.ids import new_id
from saldo.users.errors import PasskeyNotFound, PasskeyRefused, SignInUnavailable, TooManyPasskeys
from saldo.users.models import Passkey, User

_LIFETIME = timedelta(minutes=5)
_MOST = 20
_RETRY_AFTER_SECONDS = 5
_HANDLE_BYTES = 24


@dataclass(frozen=True)
class Passkeys:
    """Enrols and checks; the device verifies its person, so that one passkey is two factors."""

    redis: Redis
    # The host people open Saldo at, and the addresses its page may have.
    host: str
    origins: tuple[str, ...]

    async def list_keys(self, session: AsyncSession, user_id: UUID) -> Sequence[Passkey]:
        """List a person's passkeys, the oldest first."""
        rows = await session.scalars(select(Passkey).where(Passkey.user_id == user_id).order_by(Passkey.id))
        return rows.all()

    async def begin_enrolment(self, session: AsyncSession, user: User) -> dict[str, Any]:
        """Return what the browser needs to make a key. Raises TooManyPasskeys, SignInUnavailable."""
        held = await self.list_keys(session, user.id)
        if len(held) >= _MOST:
            raise TooManyPasskeys
        options = webauthn.generate_registration_options(
            rp_id=self.host,
            rp_name="Saldo",
            user_id=user.id.bytes,
            user_name=user.email,
            user_display_name=user.display_name,
            exclude_credentials=[PublicKeyCredentialDescriptor(id=one.credential_id) for one in held],
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED,
                user_verification=UserVerificationRequirement.REQUIRED,
            ),
        )
        await self._remember(f"enrol:{user.id}", options.challenge)
        return _plain(options)

    async def finish_enrolment(
        self, session: AsyncSession, user_id: UUID, credential: dict[str, Any], name: str, now: datetime
    ) -> Passkey:
        """Keep the public half of a new key. Raises PasskeyRefused, SignInUnavailable."""
        challenge = await self._recall(f"enrol:{user_id}")
        try:
            verified = webauthn.verify_registration_response(
                credential=credential,
                expected_challenge=challenge,
                expected_rp_id=self.host,
                expected_origin=list(self.origins),
                require_user_verification=True,
            )
        except (WebAuthnException, ValueError, TypeError, KeyError) as error:
            raise PasskeyRefused from error
        known = select(func.count()).where(Passkey.credential_id == verified.credential_id)
        if (await session.execute(known)).scalar_one():
            raise PasskeyRefused
        row = Passkey(
            id=new_id(),
            user_id=user_id,
            credential_id=verified.credential_id,
            public_key=verified.credential_public_key,
            sign_count=verified.sign_count,
            name=name,
            created_at=now,
            last_used_at=None,
        )
        session.add(row)
        await session.flush()
        return row

    async def begin_use(self) -> tuple[str, dict[str, Any]]:
        """Return a handle, and what the browser needs to use any key it has for us."""
        handle = secrets.token_urlsafe(_HANDLE_BYTES)
        options = webauthn.generate_authentication_options(
            rp_id=self.host, user_verification=UserVerificationRequirement.REQUIRED
        )
        await self._remember(f"use:{handle}", options.challenge)
        return handle, _plain(options)

    async def finish_use(
        self, session: AsyncSession, handle: str, credential: dict[str, Any], now: datetime
    ) -> UUID:
        """Return whose key was used; the session sees this person's keys, or (system scope) everyone's.

        Raises PasskeyRefused, SignInUnavailable.
        """
        challenge = await self._recall(f"use:{handle}")
        try:
            found = select(Passkey).where(Passkey.credential_id == base64url_to_bytes(str(credential["id"])))
            row = (await session.scalars(found.with_for_update())).one_or_none()
            if row is None:
                raise PasskeyRefused
            verified = webauthn.verify_authentication_response(
                credential=credential,
                expected_challenge=challenge,
                expected_rp_id=self.host,
                expected_origin=list(self.origins),
                credential_public_key=row.public_key,
                # A counter that does not grow tells of a copied key: refused.
                credential_current_sign_count=row.sign_count,
                require_user_verification=True,
            )
        except (WebAuthnException, ValueError, TypeError, KeyError) as error:
            raise PasskeyRefused from error
        await session.execute(
            update(Passkey)
            .where(Passkey.id == row.id)
            .values(sign_count=verified.new_sign_count, last_used_at=now)
        )
        return row.user_id

    async def rename(self, session: AsyncSession, user_id: UUID, passkey_id: UUID, name: str) -> Passkey:
        """Call a key something else. Raises PasskeyNotFound."""
        own = select(Passkey).where(Passkey.user_id == user_id, Passkey.id == passkey_id)
        row = (await session.scalars(own)).one_or_none()
        if row is None:
            raise PasskeyNotFound
        row.name = name
        await session.flush()
        return row

    async def remove(self, session: AsyncSession, user_id: UUID, passkey_id: UUID) -> None:
        """Forget a key. Raises PasskeyNotFound."""
        gone = await session.execute(
            delete(Passkey).where(Passkey.user_id == user_id, Passkey.id == passkey_id).returning(Passkey.id)
        )
        if gone.first() is None:
            raise PasskeyNotFound

    async def _remember(self, place: str, challenge: bytes) -> None:
        try:
            await self.redis.set(f"saldo:passkey:{place}", bytes_to_base64url(challenge), ex=_LIFETIME)
        except (RedisError, OSError, TimeoutError) as error:
            raise SignInUnavailable(retry_after_seconds=_RETRY_AFTER_SECONDS) from error

    async def _recall(self, place: str) -> bytes:
        """Return a challenge, once."""
        try:
            found = await self.redis.getdel(f"saldo:passkey:{place}")
        except (RedisError, OSError, TimeoutError) as error:
            raise SignInUnavailable(retry_after_seconds=_RETRY_AFTER_SECONDS) from error
        if not found:
            raise PasskeyRefused
        return base64url_to_bytes(str(found))


def _plain(
    options: PublicKeyCredentialCreationOptions | PublicKeyCredentialRequestOptions,
) -> dict[str, Any]:
    """Return options as the JSON that browsers read."""
    plain: dict[str, Any] = orjson.loads(webauthn.options_to_json(options))
    return plain
