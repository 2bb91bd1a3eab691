"""Proof by an access token of an outer auth service: Saldo as its resource server."""

import jwt

from saldo.core.database import Database
from saldo.federation.recognising import Recogniser
from saldo.providers.issuers import IssuerUnreachable, TokenRefused, Verifier
from saldo.users.errors import SignInUnavailable, TokenInvalid
from saldo.users.tokens import Identity
from saldo.workspaces import entering

_RETRY_AFTER_SECONDS = 5


class ExternalAuthenticator:
    """Reads the tokens of one issuer; person and workspace are made on first sight."""

    def __init__(self, database: Database, verifier: Verifier, recogniser: Recogniser) -> None:
        self._database, self._verifier, self._recogniser = database, verifier, recogniser

    async def authenticate(self, token: str) -> Identity | None:
        """Return whom the issuer names; None for others' tokens. Raises TokenInvalid, AddressNotProven."""
        if not _is_of(self._verifier.issuer, token):
            return None
        try:
            claims = await self._verifier.read(token)
            user_id = await self._recogniser.recognise(claims)
        except TokenRefused as error:
            raise TokenInvalid from error
        except IssuerUnreachable as error:
            raise SignInUnavailable(retry_after_seconds=_RETRY_AFTER_SECONDS) from error
        home = await entering.find_home(self._database, user_id)
        if home is None:
            raise TokenInvalid
        return Identity(user_id, home.workspace_id, None, seen_at=claims.seen_at)


def _is_of(issuer: str, token: str) -> bool:
    """Say whether a token claims to be this issuer's; whether it is, its signature shows."""
    try:
        claims = jwt.decode(token, options={"verify_signature": False})
    except jwt.PyJWTError:
        return False
    return claims.get("iss") == issuer
