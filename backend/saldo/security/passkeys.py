"""Enrol and remove passkeys, and prove by one; each deed is recorded."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from saldo.audit import service as audit
from saldo.security.proving import require_proof, session_of
from saldo.users import people, sessions
from saldo.users.errors import PasskeyRefused
from saldo.users.models import Passkey
from saldo.workspaces.access import Member
from saldo.workspaces.entering import Door


async def begin(door: Door, session: AsyncSession, member: Member) -> dict[str, Any]:
    """Return what the browser needs to make a key. Raises ProofNeeded, TooManyPasskeys."""
    await require_proof(door, session, member)
    return await door.passkeys.begin_enrolment(session, await people.get(session, member.user_id))


async def add(
    door: Door, session: AsyncSession, member: Member, credential: dict[str, Any], name: str
) -> Passkey:
    """Keep a new key. Raises ProofNeeded or PasskeyRefused."""
    await require_proof(door, session, member)
    now = door.clock.now()
    row = await door.passkeys.finish_enrolment(session, member.user_id, credential, name, now)
    await _record(session, member, "passkey.added", row.id)
    return row


async def rename(door: Door, session: AsyncSession, member: Member, passkey_id: UUID, name: str) -> Passkey:
    """Give a key another name. Raises PasskeyNotFound."""
    row = await door.passkeys.rename(session, member.user_id, passkey_id, name)
    await _record(session, member, "passkey.renamed", passkey_id)
    return row


async def remove(door: Door, session: AsyncSession, member: Member, passkey_id: UUID) -> None:
    """Forget a key. Raises ProofNeeded, PasskeyNotFound, LastWayIn."""
    await require_proof(door, session, member)
    await door.passkeys.remove(session, member.user_id, passkey_id)
    await people.require_way_in(session, member.user_id)
    await _record(session, member, "passkey.removed", passkey_id)


async def prove(
    door: Door, session: AsyncSession, member: Member, handle: str, credential: dict[str, Any]
) -> None:
    """Accept a passkey as proof for the next ten minutes. Raises PasskeyRefused or SessionNeeded."""
    session_id = session_of(member)
    now = door.clock.now()
    # The session sees this person's keys only; and once more, should that ever change.
    if await door.passkeys.finish_use(session, handle, credential, now) != member.user_id:
        raise PasskeyRefused
    await sessions.prove(session, session_id, now)


async def _record(session: AsyncSession, member: Member, action: str, passkey_id: UUID) -> None:
    await audit.record(
        session,
        workspace_id=member.workspace_id,
        actor=member.actor,
        action=action,
        subject_type="passkey",
        subject_id=passkey_id,
    )
