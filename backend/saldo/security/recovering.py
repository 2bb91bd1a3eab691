"""The way back in for someone who forgot the password, and the confirmation of addresses."""

import hashlib
from uuid import UUID

from saldo.audit import service as audit
from saldo.core.database import NOBODY, Scope
from saldo.security.proving import require_proof
from saldo.users import letters, people, sessions
from saldo.users import passwords as password_rules
from saldo.users.errors import LinkOver, MailUnavailable, TokenInvalid
from saldo.users.models import User
from saldo.workspaces.access import Member
from saldo.workspaces.entering import Door, find_home
from saldo.workspaces.joining import Residence

_KIND = "reset_password"
_LIFETIME_SECONDS = 30 * 60


async def ask_for_reset(door: Door, email: str, ip: str) -> None:
    """Write a link to the address, if someone has it; from outside both cases look the same.

    Raises TooManyAttempts, SignInUnavailable, MailUnavailable.
    """
    _require_post(door)
    await door.throttle.admit_letter(email, ip)
    async with door.database.transaction(NOBODY) as session:
        user = await people.find_by_email(session, email)
    if user is None:
        return
    now = door.clock.now()
    bound = {"password": _fingerprint(user)}
    token = door.keeper.signer.sign_link(_KIND, user.id, now, _LIFETIME_SECONDS, bound)
    link = f"{door.post.public_url}/reset-password#{token}"
    async with door.database.transaction(Scope(user_id=user.id)) as session:
        await door.post.write(session, user.id, letters.reset_password(user.email, link), now)


async def reset_password(door: Door, token: str, new_password: str, ip: str) -> None:
    """Replace the password by a letter's link and end every session. Raises LinkOver, PasswordTooWeak.

    Whoever others kept from signing in by guessing gets in from here by it.
    """
    now = door.clock.now()
    try:
        user_id, bound = door.keeper.signer.read_link(_KIND, token, now)
    except TokenInvalid as error:
        raise LinkOver from error
    home = await _home_of(door, user_id)
    async with door.database.transaction(home.scope) as session:
        user = await people.get(session, user_id)
    _require_unspent(user, bound)
    password_rules.refuse_weak(new_password, email=user.email)
    password_hash = await door.passwords.hash(new_password)
    async with door.database.transaction(home.scope) as session:
        # Once more, under lock: of two uses of one link only the first may win.
        user = await people.get_for_update(session, user_id)
        _require_unspent(user, bound)
        await people.replace_password_hash(session, user_id, password_hash)
        # The letter has reached the owner of the address: it is confirmed by that.
        await people.confirm_address(session, user_id, now)
        await sessions.end_others(session, user_id, None, now, reason="password_reset")
        await door.post.write(session, user_id, letters.password_changed(user.email), now)
        await audit.record(
            session,
            workspace_id=home.workspace_id,
            actor=f"user:{user_id}",
            action="user.password_reset",
            subject_type="user",
            subject_id=user_id,
        )
    await door.throttle.forgive(user.email, ip)


async def confirm_address(door: Door, token: str) -> None:
    """Take back the link of a letter. Raises LinkOver or EmailTaken."""
    now = door.clock.now()
    user_id, new, _ = door.addresses.read(token, now)
    home = await _home_of(door, user_id)
    async with door.database.transaction(home.scope) as session:
        confirmed = await door.addresses.confirm(session, token, now)
        actor, old = f"user:{user_id}", confirmed.old_address
        await audit.record(
            session,
            workspace_id=home.workspace_id,
            actor=actor,
            action="user.address_changed" if old else "user.address_confirmed",
            subject_type="user",
            subject_id=user_id,
            before=await audit.veil(session, actor, {"address": old}) if old else None,
            after=await audit.veil(session, actor, {"address": new}),
        )


async def ask_to_confirm(door: Door, member: Member, ip: str) -> None:
    """Write the confirmation link once more. Raises TooManyAttempts, SignInUnavailable, MailUnavailable."""
    _require_post(door)
    async with door.database.transaction(member.scope) as session:
        user = await people.get(session, member.user_id)
    await door.throttle.admit_letter(user.email, ip)
    async with door.database.transaction(member.scope) as session:
        await door.addresses.ask_to_confirm(session, user, door.clock.now())


async def ask_to_change_address(door: Door, member: Member, address: str, ip: str) -> None:
    """Write to a new address; it takes the old one's place when its owner follows the link.

    Raises ProofNeeded, TooManyAttempts, SignInUnavailable, MailUnavailable.
    """
    _require_post(door)
    await door.throttle.admit_letter(address, ip)
    async with door.database.transaction(member.scope) as session:
        await require_proof(door, session, member)
        user = await people.get(session, member.user_id)
        await door.addresses.ask_to_confirm(session, user, door.clock.now(), address=address)
        warning = letters.address_change_asked(user.email, address)
        await door.post.write(session, user.id, warning, door.clock.now())


def _require_post(door: Door) -> None:
    if not door.post.is_open:
        raise MailUnavailable


def _require_unspent(user: User, bound: dict[str, str]) -> None:
    if bound["password"] != _fingerprint(user):
        raise LinkOver


def _fingerprint(user: User) -> str:
    """Name the present password without telling it: a link is spent as soon as the password changes."""
    return hashlib.sha256((user.password_hash or "").encode()).hexdigest()[:32]


async def _home_of(door: Door, user_id: UUID) -> Residence:
    home = await find_home(door.database, user_id)
    if home is None:
        raise LinkOver
    return home
