"""Set up, renew and remove the second factor; each deed asks for a fresh proof and is recorded."""

import io

import segno
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.audit import service as audit
from saldo.security.proving import require_proof
from saldo.security.schemas import Factors, TotpEnrolment
from saldo.users import people
from saldo.users.errors import AddressUnconfirmed, FactorMissing, MailUnavailable
from saldo.workspaces.access import Member
from saldo.workspaces.entering import Door


async def show(door: Door, session: AsyncSession, member: Member) -> Factors:
    """Say which factors are set up."""
    status = await door.factors.status(session, member.user_id)
    return Factors(
        totp_since=status.totp_since,
        backup_codes_left=status.backup_codes_left,
        email_codes_since=status.email_codes_since,
        passkeys=len(await door.passkeys.list_keys(session, member.user_id)),
        has_password=(await people.get(session, member.user_id)).password_hash is not None,
    )


async def switch_email_codes(door: Door, session: AsyncSession, member: Member, *, on: bool) -> None:
    """Accept codes by e-mail as a second factor, or no longer.

    Raises ProofNeeded, MailUnavailable, AddressUnconfirmed.
    """
    await require_proof(door, session, member)
    user = await people.get_for_update(session, member.user_id)
    if on and not door.post.is_open:
        raise MailUnavailable
    if on and user.email_confirmed_at is None:
        raise AddressUnconfirmed
    user.email_codes_since = door.clock.now() if on else None
    await session.flush()
    await _record(session, member, "factor.email_codes_added" if on else "factor.email_codes_removed")


async def begin_totp(door: Door, session: AsyncSession, member: Member) -> TotpEnrolment:
    """Make a seed for an authenticator app. Raises ProofNeeded or FactorExists."""
    await require_proof(door, session, member)
    seed = await door.factors.begin_totp(session, member.user_id, door.clock.now())
    uri = door.factors.provisioning_uri(seed, (await people.get(session, member.user_id)).email)
    return TotpEnrolment(secret=seed, otpauth_uri=uri, qr_svg=_draw(uri))


async def confirm_totp(door: Door, session: AsyncSession, member: Member, code: str) -> list[str]:
    """Switch the authenticator on with its first code; return the backup codes.

    Raises ProofNeeded, FactorMissing, FactorExists, CodeWrong.
    """
    await require_proof(door, session, member)
    codes = await door.factors.confirm_totp(session, member.user_id, code, door.clock.now())
    await _record(session, member, "factor.totp_added")
    return codes


async def remove_totp(door: Door, session: AsyncSession, member: Member) -> None:
    """Switch the second factor off. Raises ProofNeeded or FactorMissing."""
    await require_proof(door, session, member)
    await door.factors.remove(session, member.user_id)
    await _record(session, member, "factor.totp_removed")


async def renew_backup_codes(door: Door, session: AsyncSession, member: Member) -> list[str]:
    """Replace the backup codes by new ones. Raises ProofNeeded or FactorMissing."""
    await require_proof(door, session, member)
    codes = await door.factors.renew_backup_codes(session, member.user_id)
    await _record(session, member, "factor.backup_codes_renewed")
    return codes


async def send_code(door: Door, session: AsyncSession, member: Member, ip: str) -> None:
    """Write a code to the person. Raises FactorMissing, MailUnavailable, TooManyAttempts."""
    user = await people.get(session, member.user_id)
    if user.email_codes_since is None:
        raise FactorMissing
    await door.throttle.admit_letter(user.email, ip)
    await door.factors.email_codes.send(session, user, door.clock.now())


def _draw(uri: str) -> str:
    drawing = io.BytesIO()
    # Dark on white in every theme: cameras read nothing else reliably.
    segno.make(uri, error="m").save(drawing, kind="svg", scale=4, border=3, light="#fff", xmldecl=False)
    return drawing.getvalue().decode()


async def _record(session: AsyncSession, member: Member, action: str) -> None:
    await audit.record(
        session,
        workspace_id=member.workspace_id,
        actor=member.actor,
        action=action,
        subject_type="user",
        subject_id=member.user_id,
    )
