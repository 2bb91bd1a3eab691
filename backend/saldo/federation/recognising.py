"""Find the person another issuer speaks of, or make them known with a workspace on first sight."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from saldo.core.clock import Clock
from saldo.core.database import SYSTEM, Database
from saldo.core.ids import new_id
from saldo.federation.errors import AddressNotProven
from saldo.providers.issuers import Claims
from saldo.users import people
from saldo.users.errors import EmailTaken
from saldo.users.models import ExternalIdentity, User
from saldo.workspaces import joining

_LONGEST = 80
# People choose their name at the issuer, which need not refuse what no text of ours may hold.
_UNSTORABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True)
class Recogniser:
    """Turns an issuer's claims into one of our people."""

    database: Database
    clock: Clock

    async def recognise(self, claims: Claims) -> UUID:
        """Return whose claims these are. Raises AddressNotProven."""
        known = await self._find(claims)
        if known is not None:
            return known
        email = _address(claims)
        async with self.database.transaction(SYSTEM) as session:
            user = await people.find_by_email(session, email)
        try:
            return await (self._make(claims, email) if user is None else self._link(user, claims))
        except (EmailTaken, AddressNotProven) as error:
            # Whoever holds the address may be the same person, made known by a parallel request.
            known = await self._find(claims)
            if known is None:
                raise AddressNotProven from error
            return known

    async def _find(self, claims: Claims) -> UUID | None:
        async with self.database.transaction(SYSTEM) as session:
            statement = select(ExternalIdentity.user_id).where(
                ExternalIdentity.issuer == claims.issuer, ExternalIdentity.subject == claims.subject
            )
            return (await session.execute(statement)).scalar_one_or_none()

    async def _link(self, user: User, claims: Claims) -> UUID:
        # Both sides must have proven the address: otherwise whoever signed up first with a stranger's
        # address would find the stranger's data in their account, or the other way round.
        if not claims.is_email_verified or user.email_confirmed_at is None:
            raise AddressNotProven
        async with self.database.transaction(SYSTEM) as session:
            await session.execute(
                insert(ExternalIdentity)
                .values(identity_row(user.id, claims, self.clock.now()))
                .on_conflict_do_nothing()
            )
        return user.id

    async def _make(self, claims: Claims, email: str) -> UUID:
        newcomer = joining.Residence.of_newcomer()
        async with self.database.transaction(newcomer.scope) as session:
            name = " ".join(_UNSTORABLE.sub(" ", claims.name or "").split())[:_LONGEST] or None
            await joining.join(session, newcomer, email=email, password_hash=None, display_name=name)
            if claims.is_email_verified:
                await people.confirm_address(session, newcomer.user_id, self.clock.now())
            session.add(ExternalIdentity(**identity_row(newcomer.user_id, claims, self.clock.now())))
        return newcomer.user_id


def identity_row(user_id: UUID, claims: Claims, now: datetime) -> dict[str, object]:
    """Return what is kept of a person as another issuer knows them."""
    return {
        "id": new_id(),
        "user_id": user_id,
        "issuer": claims.issuer,
        "subject": claims.subject,
        "created_at": now,
    }


def _address(claims: Claims) -> str:
    """Return the person's address, or one that exists nowhere for issuers that tell none."""
    try:
        return validate_email(claims.email or "", check_deliverability=False).normalized
    except EmailNotValidError:
        name = hashlib.sha256(f"{claims.issuer}\n{claims.subject}".encode()).hexdigest()[:32]
        return f"{name}@external.invalid"
