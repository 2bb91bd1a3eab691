"""The development token: `Bearer dev-mock-token-<name>` is <name>@dev.saldo.test, made on first sight."""

import re

from saldo.core.clock import Clock
from saldo.core.database import NOBODY, Database
from saldo.resources import Resources
from saldo.users import people
from saldo.users.errors import EmailTaken, TokenInvalid
from saldo.users.tokens import Identity
from saldo.workspaces import entering, joining

PREFIX = "dev-mock-token-"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


class DevelopmentAuthenticator:
    """Believes anyone; stands behind the locks."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    async def authenticate(self, token: str) -> Identity | None:
        """Return the identity of a development token's person; None for tokens of another kind."""
        if not token.startswith(PREFIX):
            return None
        name = token.removeprefix(PREFIX)
        if not _NAME.fullmatch(name):
            raise TokenInvalid("A development token's name has small letters, digits and hyphens.")
        email = f"{name}@dev.saldo.test"
        identity = await self._find(email)
        if identity is None:
            await self._make(email)
            identity = await self._find(email)
        return identity

    async def _find(self, email: str) -> Identity | None:
        async with self._database.transaction(NOBODY) as session:
            user = await people.find_by_email(session, email)
        if user is None:
            return None
        home = await entering.find_home(self._database, user.id)
        return Identity(user.id, home.workspace_id, session_id=None) if home else None

    async def _make(self, email: str) -> None:
        newcomer = joining.Residence.of_newcomer()
        try:
            async with self._database.transaction(newcomer.scope) as session:
                await joining.join(session, newcomer, email=email, password_hash=None)
                # The address exists nowhere: nobody shall be asked to confirm it.
                await people.confirm_address(session, newcomer.user_id, self._clock.now())
        except EmailTaken:
            return  # a parallel request was first


def make_authenticator(resources: Resources) -> DevelopmentAuthenticator:
    return DevelopmentAuthenticator(resources.database, resources.clock)
