"""Link accounts at other issuers with a person, and take the link back; each deed is recorded."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.audit import service as audit
from saldo.federation.errors import IdentityNotFound, IdentityTaken
from saldo.federation.recognising import identity_row
from saldo.providers.issuers import Claims
from saldo.users import people
from saldo.users.models import ExternalIdentity
from saldo.workspaces.access import Member


async def list_identities(session: AsyncSession, user_id: UUID) -> Sequence[ExternalIdentity]:
    """List a person's accounts at other issuers, the oldest first."""
    own = select(ExternalIdentity).where(ExternalIdentity.user_id == user_id).order_by(ExternalIdentity.id)
    return (await session.scalars(own)).all()


async def link(session: AsyncSession, member: Member, claims: Claims, now: datetime) -> ExternalIdentity:
    """Let an account at an issuer sign this person in; again is harmless. Raises IdentityTaken."""
    row = identity_row(member.user_id, claims, now)
    made = insert(ExternalIdentity).values(row).on_conflict_do_nothing().returning(ExternalIdentity.id)
    is_new = (await session.execute(made)).first() is not None
    own = select(ExternalIdentity).where(
        ExternalIdentity.user_id == member.user_id,
        ExternalIdentity.issuer == claims.issuer,
        ExternalIdentity.subject == claims.subject,
    )
    identity = (await session.scalars(own)).one_or_none()
    if identity is None:
        raise IdentityTaken
    if is_new:
        await _record(session, member, "identity.linked", identity)
    return identity


async def unlink(session: AsyncSession, member: Member, identity_id: UUID) -> None:
    """Let an account at an issuer sign nobody in any more. Raises IdentityNotFound, LastWayIn."""
    gone = (
        delete(ExternalIdentity)
        .where(ExternalIdentity.user_id == member.user_id, ExternalIdentity.id == identity_id)
        .returning(ExternalIdentity)
    )
    identity = (await session.scalars(gone)).one_or_none()
    if identity is None:
        raise IdentityNotFound
    await people.require_way_in(session, member.user_id)
    await _record(session, member, "identity.unlinked", identity)


async def _record(session: AsyncSession, member: Member, action: str, identity: ExternalIdentity) -> None:
    await audit.record(
        session,
        workspace_id=member.workspace_id,
        actor=member.actor,
        action=action,
        subject_type="identity",
        subject_id=identity.id,
        # The issuer, and not who the person is there: the record cannot forget.
        after={"issuer": identity.issuer},
    )
