"""Make, list and revoke the keys of programs."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.audit import service as audit
from saldo.core.encryption import Vault
from saldo.core.ids import new_id
from saldo.programs.errors import ClientOfAnother, KeyNotFound, PermissionNotGrantable, TooManyKeys
from saldo.programs.models import PersonalToken, SignedClient
from saldo.workspaces import rights
from saldo.workspaces.access import Member
from saldo.workspaces.permissions import ALL, GRANTABLE
from saldo.workspaces.rights import Right

PREFIX = "sld_"
_RANDOM_BYTES = 32
_MOST = 50
_HINT = 4

Key = TypeVar("Key", PersonalToken, SignedClient)


@dataclass(frozen=True)
class Wish:
    """What a program is to be allowed, and for how long."""

    name: str
    permissions: frozenset[str]
    days: int


async def make_token(
    session: AsyncSession, member: Member, wish: Wish, now: datetime
) -> tuple[PersonalToken, str]:
    """Make a token; this is the only time it can be read.

    Raises PermissionNotGrantable or TooManyKeys.
    """
    await _refuse(session, member, wish, PersonalToken)
    token = PREFIX + secrets.token_urlsafe(_RANDOM_BYTES)
    row = PersonalToken(token_hash=hash_token(token), **_fields(member, wish, token, now))
    session.add(row)
    await session.flush()
    await _record(session, member, "token.created", row)
    return row, token


async def make_client(
    session: AsyncSession, vault: Vault, member: Member, wish: Wish, now: datetime
) -> tuple[SignedClient, str]:
    """Make a client that signs its requests; this is the only time its secret can be read."""
    await _refuse(session, member, wish, SignedClient)
    secret = secrets.token_urlsafe(_RANDOM_BYTES)
    fields = _fields(member, wish, secret, now)
    sealed = seal_secret(vault, fields["id"], member.workspace_id, secret)
    row = SignedClient(client_id=f"sldc_{secrets.token_hex(12)}", secret=sealed, **fields)
    session.add(row)
    await session.flush()
    await _record(session, member, "client.created", row)
    return row, secret


async def rotate_client(
    session: AsyncSession, vault: Vault, member: Member, client_id: UUID, expires_at: datetime
) -> tuple[SignedClient, str]:
    """Give a client another secret in place of the one it has, under the same name.

    Raises KeyNotFound or ClientOfAnother.
    """
    secret = secrets.token_urlsafe(_RANDOM_BYTES)
    sealed = seal_secret(vault, client_id, member.workspace_id, secret)
    statement = (
        update(SignedClient)
        .where(
            SignedClient.workspace_id == member.workspace_id,
            SignedClient.id == client_id,
            SignedClient.revoked_at.is_(None),
        )
        .values(secret=sealed, hint=secret[-_HINT:], expires_at=expires_at)
        .returning(SignedClient)
    )
    row = (await session.execute(statement)).scalar_one_or_none()
    if row is None:
        raise KeyNotFound
    # The program acts for its maker, who may see accounts that are hidden from others: nobody else gets
    # its secret. The transaction takes the new one back.
    if row.user_id != member.user_id:
        raise ClientOfAnother
    await _record(session, member, "client.rotated", row)
    return row, secret


def list_rights() -> list[Right]:
    """List what a program can be trusted with, in the order of a page."""
    return [rights.describe(one) for one in sorted(GRANTABLE, key=rights.sort_place)]


async def list_keys(session: AsyncSession, member: Member, kind: type[Key], *, of_all: bool) -> Sequence[Key]:
    """List keys that are not revoked, one's own or (clients) all of the workspace's, the newest first."""
    statement = select(kind).where(kind.workspace_id == member.workspace_id, kind.revoked_at.is_(None))
    if not of_all:
        statement = statement.where(kind.user_id == member.user_id)
    return (await session.execute(statement.order_by(kind.id.desc()))).scalars().all()


async def revoke(session: AsyncSession, member: Member, kind: type[Key], key_id: UUID, now: datetime) -> None:
    """Have a key refused from now on. Raises KeyNotFound."""
    statement = (
        update(kind)
        .where(kind.workspace_id == member.workspace_id, kind.id == key_id, kind.revoked_at.is_(None))
        .values(revoked_at=now)
        .returning(kind)
    )
    if kind is PersonalToken:
        statement = statement.where(kind.user_id == member.user_id)
    row = (await session.execute(statement)).scalar_one_or_none()
    if row is None:
        raise KeyNotFound
    await _record(session, member, f"{_word(row)}.revoked", row)


def hash_token(token: str) -> bytes:
    """Return what the database keeps; 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).digest()


def seal_secret(vault: Vault, key_id: UUID, workspace_id: UUID, secret: str) -> str:
    return vault.seal(
        secret, table="signed_clients", column="secret", row_id=key_id, workspace_id=workspace_id
    )


def open_secret(vault: Vault, client: SignedClient) -> str:
    """Open a client's secret. Raises SealBroken."""
    return vault.open(
        client.secret,
        table="signed_clients",
        column="secret",
        row_id=client.id,
        workspace_id=client.workspace_id,
    )


async def _refuse(session: AsyncSession, member: Member, wish: Wish, kind: type[Key]) -> None:
    for permission in sorted(wish.permissions):
        # Not more than its maker may: a viewer's program only looks.
        if permission not in GRANTABLE or not member.may(permission):
            raise PermissionNotGrantable(_explain(permission))
    held = select(func.count()).where(
        kind.workspace_id == member.workspace_id, kind.user_id == member.user_id, kind.revoked_at.is_(None)
    )
    if (await session.execute(held)).scalar_one() >= _MOST:
        raise TooManyKeys


def _explain(permission: str) -> str:
    if permission not in ALL:
        return f"There is no right {permission}."
    right = rights.describe(permission)
    if permission not in GRANTABLE:
        return f"The right “{right}” is kept for people who signed in."
    return f"Your role does not have the right “{right}”, so it cannot be handed on."


def _fields(member: Member, wish: Wish, secret: str, now: datetime) -> dict[str, Any]:
    return {
        "id": new_id(),
        "workspace_id": member.workspace_id,
        "user_id": member.user_id,
        "name": wish.name,
        "hint": secret[-_HINT:],
        "permissions": sorted(wish.permissions),
        "created_at": now,
        "expires_at": now + timedelta(days=wish.days),
    }


def _word(row: PersonalToken | SignedClient) -> str:
    return "token" if isinstance(row, PersonalToken) else "client"


async def _record(
    session: AsyncSession, member: Member, action: str, row: PersonalToken | SignedClient
) -> None:
    await audit.record(
        session,
        workspace_id=member.workspace_id,
        actor=member.actor,
        action=action,
        subject_type=_word(row),
        subject_id=row.id,
        after={"permissions": row.permissions, "expires_at": row.expires_at.isoformat()},
    )
