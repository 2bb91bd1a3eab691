"""Proof by a personal access token."""

from datetime import datetime, timedelta

from sqlalchemy import select, update

from saldo.core.clock import Clock
from saldo.core.database import SYSTEM, Database
from saldo.programs.keys import PREFIX, hash_token
from saldo.programs.models import PersonalToken, SignedClient
from saldo.users.errors import TokenInvalid
from saldo.users.tokens import Identity

# Written seldom: a row changed by every request would be the busiest of all.
_NOTE_USE = timedelta(minutes=5)


class PersonalTokenAuthenticator:
    """Reads tokens that begin with `sld_`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    async def authenticate(self, token: str) -> Identity | None:
        """Return who made the token; None for tokens of another kind. Raises TokenInvalid."""
        if not token.startswith(PREFIX):
            return None
        now = self._clock.now()
        # The workspace is known only by the token, so this one query looks across workspaces.
        async with self._database.transaction(SYSTEM) as session:
            statement = select(PersonalToken).where(
                PersonalToken.token_hash == hash_token(token),
                PersonalToken.revoked_at.is_(None),
                PersonalToken.expires_at > now,
            )
            row = (await session.execute(statement)).scalar_one_or_none()
            if row is None:
                raise TokenInvalid
            if is_use_worth_noting(row, now):
                seen = update(PersonalToken).where(PersonalToken.id == row.id).values(last_used_at=now)
                await session.execute(seen)
        return identity_of(row)


def is_use_worth_noting(row: PersonalToken | SignedClient, now: datetime) -> bool:
    """Say whether the last use noted is a while ago."""
    return row.last_used_at is None or now - row.last_used_at > _NOTE_USE


def identity_of(row: PersonalToken | SignedClient) -> Identity:
    """Return who a program acts for, with what it was given."""
    return Identity(row.user_id, row.workspace_id, None, frozenset(row.permissions))
