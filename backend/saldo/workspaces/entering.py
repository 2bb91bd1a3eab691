"""How a person comes in: sign up, sign in, stay (refresh), leave. A session always enters a workspace."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from saldo.audit import service as audit
from saldo.core.clock import Clock
from saldo.core.database import NOBODY, Database, Scope
from saldo.mail.post import Post
from saldo.users import letters, people, sessions
from saldo.users import passwords as password_rules
from saldo.users.addresses import Addresses
from saldo.users.errors import (
    ChallengeOver,
    CodeWrong,
    CredentialsWrong,
    FactorMissing,
    SessionOver,
    TokenInvalid,
)
from saldo.users.passkeys import Passkeys
from saldo.users.passwords import Passwords
from saldo.users.second_factors import SecondFactors
from saldo.users.sessions import Device, Keeper, Reused, Started
from saldo.users.throttle import Throttle
from saldo.users.tokens import CHALLENGE_SECONDS, Identity
from saldo.workspaces import joining, repository
from saldo.workspaces.joining import Residence


@dataclass(frozen=True)
class Door:
    """What entering needs of the process."""

    database: Database
    clock: Clock
    keeper: Keeper
    passwords: Passwords
    throttle: Throttle
    factors: SecondFactors
    post: Post
    addresses: Addresses
    passkeys: Passkeys


@dataclass(frozen=True)
class Entered:
    """Proof for the next minutes, and the means to renew it."""

    access_token: str
    expires_in: int
    refresh_token: str


@dataclass(frozen=True)
class Challenged:
    """The password was right; the challenge and a code of the second factor together let the person in."""

    challenge: str
    expires_in: int
    kinds: list[str]


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
    newcomer = Residence.of_newcomer()
    async with door.database.transaction(newcomer.scope) as session:
        await joining.join(
            session,
            newcomer,
            email=applicant.email,
            password_hash=password_hash,
            display_name=applicant.display_name,
        )
        user = await people.get(session, newcomer.user_id)
        await door.addresses.ask_to_confirm(session, user, door.clock.now())
        return await _begin(door, session, newcomer, device)


async def sign_in(door: Door, email: str, password: str, device: Device) -> Entered | Challenged:
    """Enter one's first workspace, or be asked for the second factor.

    Raises CredentialsWrong, TooManyAttempts, SignInUnavailable.
    """
    await door.throttle.admit_sign_in(email, device.ip)
    async with door.database.transaction(NOBODY) as session:
        user = await people.find_by_email(session, email)
    # Between transactions: Argon2 takes as long as many queries.
    if not await door.passwords.verify(user.password_hash if user else None, password) or user is None:
        raise CredentialsWrong
    await door.throttle.forgive(email, device.ip)
    outdated = door.passwords.is_outdated(user.password_hash or "")
    fresh_hash = await door.passwords.hash(password) if outdated else None
    home = await _home_of(door, user.id)
    async with door.database.transaction(home.scope) as session:
        if fresh_hash:
            await people.replace_password_hash(session, user.id, fresh_hash)
        if challenged := await _challenge(door, session, user.id):
            return challenged
        return await _begin(door, session, home, device)


async def answer_challenge(door: Door, challenge: str, code: str, device: Device) -> Entered:
    """Enter with the second factor after the password.

    Raises ChallengeOver, CodeWrong, TooManyAttempts, SignInUnavailable.
    """
    try:
        user_id = door.keeper.signer.read_challenge(challenge, door.clock.now())
    except TokenInvalid as error:
        raise ChallengeOver from error
    await door.throttle.admit_proof(user_id)
    home = await _home_of(door, user_id)
    async with door.database.transaction(home.scope) as session:
        kind = await door.factors.accept(session, user_id, code, door.clock.now())
        if kind is None:
            raise CodeWrong
        entered = await _begin(door, session, home, device, factor=kind)
    await door.throttle.forgive_proof(user_id)
    return entered


async def enter(
    door: Door, user_id: UUID, device: Device, *, factor: str, is_strong: bool = False
) -> Entered | Challenged:
    """Enter as someone proven by other means; `is_strong` when these are two factors at once.

    Raises SessionOver for someone who is deleted or in no workspace.
    """
    home = await _home_of(door, user_id)
    async with door.database.transaction(home.scope) as session:
        if (await people.get(session, user_id)).deleted_at is not None:
            raise SessionOver
        if not is_strong and (challenged := await _challenge(door, session, user_id)):
            return challenged
        return await _begin(door, session, home, device, factor=factor)


async def refresh(door: Door, refresh_token: str, device: Device) -> Entered:
    """Trade a refresh token for new proof; a stolen one ends its session. Raises SessionOver or TooMany."""
    door.throttle.admit_refresh(device.ip)
    async with door.database.transaction(NOBODY) as session:
        renewed = await door.keeper.renew(session, refresh_token, device, door.clock.now())
        chosen = await sessions.find_workspace(session, renewed.session_id) if renewed else None
    if renewed is None:
        raise SessionOver
    home = await _home_of(door, renewed.user_id, chosen)
    if isinstance(renewed, Reused):
        async with door.database.transaction(home.scope) as session:
            await _record(session, home, "session.ended_by_token_reuse", renewed.session_id)
            user = await people.get(session, renewed.user_id)
            await door.post.write(session, user.id, letters.session_copied(user.email), door.clock.now())
        raise SessionOver
    return _entered(door, renewed, home)


async def sign_out(door: Door, refresh_token: str) -> None:
    """End the session of a refresh token: its sockets close, its tokens die. Unknown ones are over."""
    async with door.database.transaction(NOBODY) as session:
        owner = await sessions.find_by_refresh_token(session, refresh_token)
    if owner is None:
        return
    home = await _home_of(door, owner.user_id)
    async with door.database.transaction(home.scope) as session:
        if await sessions.end(session, owner.id, door.clock.now(), reason="signed_out"):
            await _record(session, home, "session.ended", owner.id)


async def find_home(database: Database, user_id: UUID, chosen: UUID | None = None) -> Residence | None:
    """Find the workspace a person chose, or else their first; None for someone who is in none."""
    async with database.transaction(Scope(user_id=user_id)) as session:
        memberships = await repository.list_memberships(session, user_id)
    mine = [one.workspace_id for one in memberships]
    if not mine:
        return None
    return Residence(user_id, chosen if chosen in mine else mine[0])


async def send_code(door: Door, challenge: str, device: Device) -> None:
    """Write a code by e-mail to whoever's password was right.

    Raises ChallengeOver, FactorMissing, MailUnavailable, TooManyAttempts, SignInUnavailable.
    """
    try:
        user_id = door.keeper.signer.read_challenge(challenge, door.clock.now())
    except TokenInvalid as error:
        raise ChallengeOver from error
    async with door.database.transaction(Scope(user_id=user_id)) as session:
        user = await people.get(session, user_id)
    if user.email_codes_since is None:
        raise FactorMissing
    await door.throttle.admit_letter(user.email, device.ip)
    async with door.database.transaction(Scope(user_id=user_id)) as session:
        await door.factors.email_codes.send(session, user, door.clock.now())


async def _challenge(door: Door, session: AsyncSession, user_id: UUID) -> Challenged | None:
    kinds = (await door.factors.status(session, user_id)).kinds
    if not kinds:
        return None
    challenge = door.keeper.signer.sign_challenge(user_id, door.clock.now())
    return Challenged(challenge, CHALLENGE_SECONDS, kinds)


async def _begin(
    door: Door, session: AsyncSession, home: Residence, device: Device, *, factor: str = "password"
) -> Entered:
    started = await door.keeper.start(session, home.user_id, device, door.clock.now())
    await _record(session, home, "session.started", started.session_id, {"factor": factor})
    return _entered(door, started, home)


def _entered(door: Door, started: Started, home: Residence) -> Entered:
    identity = Identity(home.user_id, home.workspace_id, started.session_id)
    signer = door.keeper.signer
    return Entered(signer.sign(identity, door.clock.now()), signer.lifetime_seconds, started.refresh_token)


async def _record(
    session: AsyncSession,
    home: Residence,
    action: str,
    session_id: UUID,
    after: dict[str, object] | None = None,
) -> None:
    await audit.record(
        session,
        workspace_id=home.workspace_id,
        actor=f"user:{home.user_id}",
        action=action,
        subject_type="session",
        subject_id=session_id,
        after=after,
    )


async def _home_of(door: Door, user_id: UUID, chosen: UUID | None = None) -> Residence:
    home = await find_home(door.database, user_id, chosen)
    if home is None:
        raise SessionOver
    return home
