"""Prove that an e-mail address is somebody's: a link goes there and comes back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from saldo.mail.post import Post
from saldo.users import letters, people
from saldo.users.errors import LinkOver, TokenInvalid
from saldo.users.models import User
from saldo.users.tokens import TokenSigner

_KIND = "confirm_address"
_LIFETIME_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Confirmed:
    """What coming back with a link did; `old_address` when another one took its place."""

    user: User
    old_address: str | None


@dataclass(frozen=True)
class Addresses:
    """Writes such links and takes them back."""

    post: Post
    signer: TokenSigner

    async def ask_to_confirm(
        self, session: AsyncSession, user: User, now: datetime, *, address: str | None = None
    ) -> None:
        """Write to an address (the person's own, or the one they want) that its owner may confirm it."""
        asked = address or user.email
        bound = {"address": asked, "present": user.email}
        token = self.signer.sign_link(_KIND, user.id, now, _LIFETIME_SECONDS, bound)
        link = f"{self.post.public_url}/confirm-address#{token}"
        await self.post.write(session, user.id, letters.confirm_address(asked, link), now)

    def read(self, token: str, now: datetime) -> tuple[UUID, str, str]:
        """Return person, address and the address they had then. Raises LinkOver."""
        try:
            user_id, bound = self.signer.read_link(_KIND, token, now)
        except TokenInvalid as error:
            raise LinkOver from error
        return user_id, bound["address"], bound["present"]

    async def confirm(self, session: AsyncSession, token: str, now: datetime) -> Confirmed:
        """Take a link back in a session bound to its person. Raises LinkOver or EmailTaken."""
        user_id, address, present = self.read(token, now)
        user = await people.get(session, user_id)
        # A link written before the last change of address must not undo that change.
        if user.email.casefold() != present.casefold():
            raise LinkOver
        if address.casefold() == present.casefold():
            await people.confirm_address(session, user_id, now)
            return Confirmed(user, None)
        await people.replace_address(session, user_id, address, now)
        await self.post.write(session, user_id, letters.address_changed(present, address), now)
        return Confirmed(user, present)
