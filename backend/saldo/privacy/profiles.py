"""The profile: how a person wants to be addressed, and figures and dates to be shown."""

from datetime import datetime
from uuid import UUID
from zoneinfo import available_timezones

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.audit import service as audit
from saldo.core.ids import new_id
from saldo.privacy.errors import ConsentNotFound, TimeZoneUnknown
from saldo.privacy.models import Consent
from saldo.privacy.schemas import ConsentGiven, Consents, ConsentShown, Profile, ProfileChange
from saldo.users import people
from saldo.workspaces.access import Member

# Null is a wish here: as the browser says. Elsewhere it is no wish at all.
_LEFT_OPEN = {"locale", "time_zone"}
# They tell nobody who somebody is.
_PREFERENCES = ("locale", "time_zone", "currency", "user_type")


async def show(session: AsyncSession, user_id: UUID) -> Profile:
    """Return a person's profile."""
    user = await people.get(session, user_id)
    return Profile.model_validate(user, from_attributes=True)


async def change(session: AsyncSession, member: Member, wanted: ProfileChange) -> Profile:
    """Change what was named. Raises TimeZoneUnknown."""
    given = wanted.model_dump(exclude_unset=True)
    values = {name: value for name, value in given.items() if value is not None or name in _LEFT_OPEN}
    if (values.get("time_zone") or "UTC") not in available_timezones():
        raise TimeZoneUnknown
    user = await people.get_for_update(session, member.user_id)
    changed = sorted(name for name, value in values.items() if getattr(user, name) != value)
    before = {name: getattr(user, name) for name in changed}
    for name in changed:
        setattr(user, name, values[name])
    if changed:
        await session.flush()
        after = {name: values[name] for name in changed}
        told = [await audit.veil(session, member.actor, one, plain=_PREFERENCES) for one in (before, after)]
        await _record(session, member, "user.profile_changed", told[1], before=told[0])
    return await show(session, member.user_id)


async def list_consents(session: AsyncSession, user_id: UUID) -> Consents:
    """List what a person ever agreed to, the newest first."""
    rows = await session.scalars(
        select(Consent).where(Consent.user_id == user_id).order_by(Consent.id.desc())
    )
    return Consents(data=[ConsentShown.model_validate(one, from_attributes=True) for one in rows])


async def give_consent(
    session: AsyncSession, member: Member, given: ConsentGiven, now: datetime
) -> ConsentShown:
    """Write down a consent; an earlier one to the same subject ends by it."""
    await _end(session, member, given.subject, now)
    row = Consent(
        id=new_id(),
        user_id=member.user_id,
        subject=given.subject,
        version=given.version,
        given_at=now,
        withdrawn_at=None,
    )
    session.add(row)
    await session.flush()
    await _record(session, member, "consent.given", given.model_dump())
    return ConsentShown.model_validate(row, from_attributes=True)


async def withdraw_consent(session: AsyncSession, member: Member, subject: str, now: datetime) -> None:
    """Take a consent back. Raises ConsentNotFound."""
    if not await _end(session, member, subject, now):
        raise ConsentNotFound
    await _record(session, member, "consent.withdrawn", {"subject": subject})


async def _end(session: AsyncSession, member: Member, subject: str, now: datetime) -> bool:
    ended = await session.execute(
        update(Consent)
        .where(Consent.user_id == member.user_id, Consent.subject == subject, Consent.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
        .returning(Consent.id)
    )
    return ended.first() is not None


async def _record(
    session: AsyncSession,
    member: Member,
    action: str,
    after: dict[str, object],
    before: dict[str, object] | None = None,
) -> None:
    await audit.record(
        session,
        workspace_id=member.workspace_id,
        actor=member.actor,
        action=action,
        subject_type="user",
        subject_id=member.user_id,
        before=before,
        after=after,
    )
