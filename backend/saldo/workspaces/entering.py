"""How a person comes in: sign up, sign in, stay (refresh), leave. A session always enters a workspace."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from saldo.audit import service as audit
from saldo.core.clock import Clock
from saldo.core.database import NOBODY, Database, Scope, workspace_scope
from saldo.users import passwords as password_rules
from saldo.users import repository as users
from saldo.users import sessions
from saldo.users.errors import CredentialsWrong, SessionOver
from saldo.users.passwords import Passwords
from saldo.users.sessions import Device, Keeper, Reused, Started
from saldo.users.throttle import Throttle
from saldo.users.tokens import Identity
from saldo.workspaces import joining, repository
from saldo.workspaces.access import Member


@dataclass(frozen=True)
class Door:
    """What entering needs of the process."""

    database: Database
    clock: Clock
    keeper: Keeper
    passwords: Passwords
    throttle: Throttle


@dataclass(frozen=True)
class Entered:
    """Proof for the next minutes, and the means to renew it."""

    access_token: str
    expires_in: int
    refresh_token: str


@dataclass(frozen=True)
class Applicant:
    """What a person gives to get an account."""

    email: str
    password: str
    display_name: str | None


async def sign_up(door: Door, applicant: Applicant, device: Device) -> Entered:
    """Make an account with its personal workspace, and enter it. Raises EmailTaken, PasswordTooWeak."""
    password_rules.refuse_weak(applicant.password, email=applicant.email)
    await door.throttle.admit_sign_up(device.ip)
    password_hash = await door.passwords.hash(applicant.password)
    newcomer = joining.Newcomer()
    async with door.database.transaction(newcomer.scope) as session:
        await joining.join(
            session,
            newcomer,
            email=applicant.email,
            password_hash=password_hash,
            display_name=applicant.display_name,
        )
        return await _begin(door, session, newcomer.scope, device)


async def sign_in(door: Door, email: str, password: str, device: Device) -> Entered:
    """Enter one's first workspace. Raises CredentialsWrong, TooManyAttempts, SignInUnavailable."""
    await door.throttle.admit_sign_in(email, device.ip)
    async with door.database.transaction(NOBODY) as session:
        user = await users.find_user_by_email(session, email)
    # Between transactions: Argon2 takes as long as many queries.
    if not await door.passwords.verify(user.password_hash if user else None, password) or user is None:
        raise CredentialsWrong
    await door.throttle.forgive(email, device.ip)
    outdated = door.passwords.is_outdated(user.password_hash or "")
    fresh_hash = await door.passwords.hash(password) if outdated else None
    scope = await _home_of(door, user.id)
    async with door.database.transaction(scope) as session:
        if fresh_hash:
            await users.set_password_hash(session, user.id, fresh_hash)
        return await _begin(door, session, scope, device)


async def refresh(door: Door, refresh_token: str, device: Device) -> Entered:
    """Trade a refresh token for new proof. Raises SessionOver; a stolen token ends its session for good."""
    async with door.database.transaction(NOBODY) as session:
        renewed = await door.keeper.renew(session, refresh_token, device, door.clock.now())
    if renewed is None:
        raise SessionOver
    scope = await _home_of(door, renewed.user_id)
    if isinstance(renewed, Reused):
        await _record_theft(door, scope, renewed)
        raise SessionOver
    return _entered(door, renewed, scope)


async def sign_out(door: Door, member: Member) -> None:
    """End the member's session; its sockets close and its refresh tokens die."""
    if member.session_id is None:
        return
    async with door.database.transaction(member.scope) as session:
        await _leave(door, session, member.scope, member.session_id)


async def sign_out_by_refresh_token(door: Door, refresh_token: str) -> None:
    """End the session of a refresh token, for a page whose access token is gone; unknown ones are over."""
    async with door.database.transaction(NOBODY) as session:
        found = await users.find_token_with_session(session, sessions.hash_refresh_token(refresh_token))
    if found is None:
        return
    scope = await _home_of(door, found[1].user_id)
    async with door.database.transaction(scope) as session:
        await _leave(door, session, scope, found[1].id)


async def _begin(door: Door, session: AsyncSession, scope: Scope, device: Device) -> Entered:
    assert scope.user_id is not None
    started = await door.keeper.start(session, scope.user_id, device, door.clock.now())
    await _record(session, scope, "session.started", started.session_id)
    return _entered(door, started, scope)


def _entered(door: Door, started: Started, scope: Scope) -> Entered:
    assert scope.workspace_id is not None
    identity = Identity(started.user_id, scope.workspace_id, started.session_id)
    signer = door.keeper.signer
    return Entered(signer.sign(identity, door.clock.now()), signer.lifetime_seconds, started.refresh_token)


async def _leave(door: Door, session: AsyncSession, scope: Scope, session_id: UUID) -> None:
    if await sessions.end(session, session_id, door.clock.now(), reason="signed_out"):
        await _record(session, scope, "session.ended", session_id)


async def _record_theft(door: Door, scope: Scope, reused: Reused) -> None:
    async with door.database.transaction(scope) as session:
        await _record(session, scope, "session.ended_by_token_reuse", reused.session_id)


async def _record(session: AsyncSession, scope: Scope, action: str, session_id: UUID) -> None:
    assert scope.workspace_id is not None
    await audit.record(
        session,
        workspace_id=scope.workspace_id,
        actor=f"user:{scope.user_id}",
        action=action,
        subject_type="session",
        subject_id=session_id,
    )


async def _home_of(door: Door, user_id: UUID) -> Scope:
    """Return the scope of a person's first workspace."""
    async with door.database.transaction(Scope(user_id=user_id)) as session:
        memberships = await repository.list_memberships(session, user_id)
    if not memberships:
        raise SessionOver
    return workspace_scope(memberships[0].workspace_id, user_id)
