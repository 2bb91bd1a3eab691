"""Step-up: a sensitive deed asks for a password or a code shown in this session a short while ago."""

from datetime import timedelta
from uuid import UUID

from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.security.errors import SessionNeeded
from saldo.security.schemas import Proof
from saldo.users import people, sessions
from saldo.users.errors import CodeWrong, PasswordMissing, PasswordWrong, ProofNeeded
from saldo.workspaces.access import Member
from saldo.workspaces.entering import Door

GOOD_FOR = timedelta(minutes=10)


def session_of(member: Member) -> UUID:
    """Return the session a member acts in. Raises SessionNeeded for a development token."""
    if member.session_id is None:
        raise SessionNeeded
    return member.session_id


async def require_proof(door: Door, session: AsyncSession, member: Member) -> None:
    """Raise ProofNeeded unless this session was proven within ten minutes."""
    since = door.clock.now() - GOOD_FOR
    if not await sessions.was_proven_since(session, session_of(member), since):
        raise ProofNeeded


async def require_proof_or_token(door: Door, session: AsyncSession, member: Member) -> None:
    """Take a token of another issuer for a proof as well, when the person was seen there a short while ago.

    Such people have no session here, and what is theirs stays theirs to take and to erase.
    """
    if member.seen_at is None:
        await require_proof(door, session, member)
    elif member.seen_at < door.clock.now() - GOOD_FOR:
        raise ProofNeeded


async def require_proof_of_person(door: Door, member: Member) -> None:
    """Ask the same of whoever has a session, and of nobody else.

    A program was let in by a proof; people of another issuer could not give one here, where all begins.
    """
    if member.session_id is not None:
        async with door.database.transaction(member.scope) as session:
            await require_proof(door, session, member)


async def prove(door: Door, member: Member, proof: Proof) -> None:
    """Accept a proof for the next ten minutes; where a second factor is set up, only its code will do.

    Raises PasswordWrong, CodeWrong, PasswordMissing, TooManyAttempts, SignInUnavailable.
    """
    session_id = session_of(member)
    await door.throttle.admit_proof(member.user_id)
    if not await _accept_code(door, member, session_id, proof.code):
        await check_password(door, member, proof.password)
        async with door.database.transaction(member.scope) as session:
            await sessions.prove(session, session_id, door.clock.now())
    await door.throttle.forgive_proof(member.user_id)


async def check_password(door: Door, member: Member, password: SecretStr | None) -> None:
    """Compare with the present password. Raises PasswordWrong or PasswordMissing."""
    async with door.database.transaction(member.scope) as session:
        password_hash = (await people.get(session, member.user_id)).password_hash
    if password_hash is None:
        raise PasswordMissing
    # Between transactions: Argon2 takes as long as many queries.
    if password is None or not await door.passwords.verify(password_hash, password.get_secret_value()):
        raise PasswordWrong


async def _accept_code(door: Door, member: Member, session_id: UUID, code: str | None) -> bool:
    """Say whether a second factor is set up and its code was right; raise CodeWrong when it was not."""
    async with door.database.transaction(member.scope) as session:
        if not await door.factors.is_on(session, member.user_id):
            return False
        now = door.clock.now()
        if code is None or await door.factors.accept(session, member.user_id, code, now) is None:
            raise CodeWrong
        await sessions.prove(session, session_id, now)
    return True
