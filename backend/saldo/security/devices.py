"""The devices a person is signed in on: see them, sign them out from afar, change the password."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from saldo.audit import service as audit
from saldo.security import proving
from saldo.security.describing import describe_device
from saldo.security.schemas import DeviceShown, PasswordChange
from saldo.users import letters, people, sessions
from saldo.users import passwords as password_rules
from saldo.users.errors import SessionNotFound
from saldo.workspaces.access import Member
from saldo.workspaces.entering import Door


async def list_devices(session: AsyncSession, member: Member, now: datetime) -> list[DeviceShown]:
    """List where the person is signed in."""
    return [
        DeviceShown(
            id=one.id,
            is_current=one.id == member.session_id,
            name=describe_device(one.user_agent),
            address=one.ip,
            signed_in_at=one.created_at,
            last_used_at=one.last_used_at,
            expires_at=one.expires_at,
        )
        for one in await sessions.list_going(session, member.user_id, now)
    ]


async def end_device(session: AsyncSession, member: Member, session_id: UUID, now: datetime) -> None:
    """Sign one device out: its sockets close, its tokens die. Raises SessionNotFound."""
    if await sessions.find_going(session, member.user_id, session_id, now) is None:
        raise SessionNotFound
    await sessions.end(session, session_id, now, reason="signed_out_remotely")
    await _record_end(session, member, session_id)


async def end_other_devices(session: AsyncSession, member: Member, now: datetime) -> int:
    """Sign out everywhere else, and say how many went."""
    ended = await sessions.end_others(
        session, member.user_id, member.session_id, now, reason="signed_out_remotely"
    )
    for session_id in ended:
        await _record_end(session, member, session_id)
    return len(ended)


async def change_password(door: Door, member: Member, change: PasswordChange) -> None:
    """Replace the password and sign out everywhere else.

    Raises PasswordWrong, PasswordTooWeak, PasswordMissing, TooManyAttempts, SignInUnavailable.
    """
    proving.session_of(member)
    await door.throttle.admit_proof(member.user_id)
    await proving.check_password(door, member, change.current_password)
    new = change.new_password.get_secret_value()
    async with door.database.transaction(member.scope) as session:
        password_rules.refuse_weak(new, email=(await people.get(session, member.user_id)).email)
    password_hash = await door.passwords.hash(new)
    async with door.database.transaction(member.scope) as session:
        await people.replace_password_hash(session, member.user_id, password_hash)
        await end_other_devices(session, member, door.clock.now())
        await _record(session, member, "user.password_changed")
        user = await people.get(session, member.user_id)
        await door.post.write(session, user.id, letters.password_changed(user.email), door.clock.now())
    await door.throttle.forgive_proof(member.user_id)


async def _record(session: AsyncSession, member: Member, action: str) -> None:
    await audit.record(
        session,
        workspace_id=member.workspace_id,
        actor=member.actor,
        action=action,
        subject_type="user",
        subject_id=member.user_id,
    )


async def _record_end(session: AsyncSession, member: Member, session_id: UUID) -> None:
    await audit.record(
        session,
        workspace_id=member.workspace_id,
        actor=member.actor,
        action="session.ended_remotely",
        subject_type="session",
        subject_id=session_id,
    )
