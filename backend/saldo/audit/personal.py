"""Traces of a person in records nobody may change: sealed with a key of their own, which can be destroyed."""

import base64
import hmac
import os
from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.audit.models import PersonalKey
from saldo.core.database import scope_of, vault_of
from saldo.core.money import format_amount

_NONCE_BYTES = 12
_HASH_DIGITS = 32


async def seal(session: AsyncSession, actor: str, trace: list[str]) -> str | None:
    """Seal a trace of the actor; None unless the session is bound to that very person."""
    key = await _key_of(session, actor)
    if key is None:
        return None
    nonce = os.urandom(_NONCE_BYTES)
    return base64.b64encode(nonce + AESGCM(key).encrypt(nonce, orjson.dumps(trace), actor.encode())).decode()


async def open_all(session: AsyncSession, actor: str, sealed: list[str | None]) -> list[list[str] | None]:
    """Open a person's traces; None for those that no key opens any more."""
    key = await _find_key(session, UUID(actor.removeprefix("user:")))
    return [_open(key, actor, one) for one in sealed]


async def fingerprint(session: AsyncSession, actor: str, values: Mapping[str, object]) -> dict[str, object]:
    """Return each value's hash by the actor's own key: equal ones look equal as long as the key exists.

    None for all when the session is not bound to that very person.
    """
    key = await _key_of(session, actor)
    if key is None:
        return dict.fromkeys(values)
    hashing = hmac.digest(key, b"fingerprint", "sha256")
    return {name: _hash(hashing, value) for name, value in values.items()}


async def destroy(session: AsyncSession, user_id: UUID) -> None:
    """Destroy a person's key: what it sealed is noise from now on."""
    await session.execute(delete(PersonalKey).where(PersonalKey.user_id == user_id))


def _hash(key: bytes, value: object) -> str:
    told = orjson.dumps(value, option=orjson.OPT_SORT_KEYS, default=_as_text)
    return f"hash:{hmac.digest(key, told, 'sha256').hex()[:_HASH_DIGITS]}"


def _as_text(value: object) -> str:
    # The database writes more places than a person: 900 and 900.0000000000 are the same.
    return format_amount(value) if isinstance(value, Decimal) else str(value)


def _open(key: bytes | None, actor: str, sealed: str | None) -> list[str] | None:
    if key is None or sealed is None:
        return None
    data = base64.b64decode(sealed)
    try:
        opened: list[str] = orjson.loads(
            AESGCM(key).decrypt(data[:_NONCE_BYTES], data[_NONCE_BYTES:], actor.encode())
        )
    except InvalidTag:
        return None
    return opened


async def _key_of(session: AsyncSession, actor: str) -> bytes | None:
    user_id = scope_of(session).user_id
    if user_id is None or actor != f"user:{user_id}":
        return None
    return await _find_key(session, user_id) or await _make_key(session, user_id)


async def _find_key(session: AsyncSession, user_id: UUID) -> bytes | None:
    statement = select(PersonalKey.key).where(PersonalKey.user_id == user_id)
    sealed = (await session.execute(statement)).scalar_one_or_none()
    if sealed is None:
        return None
    opened = vault_of(session).open(
        sealed, table="personal_keys", column="key", row_id=user_id, workspace_id=user_id
    )
    return base64.b64decode(opened)


async def _make_key(session: AsyncSession, user_id: UUID) -> bytes:
    fresh = base64.b64encode(AESGCM.generate_key(256)).decode()
    # A key belongs to a person and no workspace: the person stands in for it.
    sealed = vault_of(session).seal(
        fresh, table="personal_keys", column="key", row_id=user_id, workspace_id=user_id
    )
    await session.execute(insert(PersonalKey).values(user_id=user_id, key=sealed).on_conflict_do_nothing())
    key = await _find_key(session, user_id)
    if key is None:
        raise LookupError("the personal key of a person vanished while it was made")
    return key
