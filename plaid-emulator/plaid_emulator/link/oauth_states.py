"""Sign-ins at a bank's own page: what Link asked for there, and what the person decided."""

import uuid
from typing import Literal
from urllib.parse import parse_qs, urlencode, urlsplit

from pydantic import BaseModel, Field

from plaid_emulator import items
from plaid_emulator.emulator import Emulator
from plaid_emulator.errors import PlaidError
from plaid_emulator.link.session import LinkSession
from plaid_emulator.tokens import LinkToken

KEY = "oauth_state:"
NO_STATE = "oauth uri does not contain a valid oauth_state_id query parameter"


class OAuthState(BaseModel):
    """One visit to a bank's page; its id is the `oauth_state_id` of the redirect back."""

    state_id: str
    link_session_id: str
    link_token: str
    institution_id: str
    # Where the bank sends the browser afterwards; a pop-up closes itself instead.
    redirect_uri: str | None
    # The login of the Item in update mode: the bank remembers who consented.
    username: str | None = None
    decision: Literal["allowed", "refused"] | None = None
    error_code: str | None = None
    account_keys: list[str] = Field(default_factory=list)

    @property
    def return_to(self) -> str | None:
        """The address that leads back into Link, when the whole page went to the bank."""
        if self.redirect_uri is None:
            return None
        return f"{self.redirect_uri}?{urlencode({'oauth_state_id': self.state_id})}"


def create(emulator: Emulator, session: LinkSession, token: LinkToken) -> str:
    """Prepare a visit to the session's bank and answer its id."""
    item_id = token.item_id
    state = OAuthState(
        state_id=str(uuid.uuid4()),
        link_session_id=session.link_session_id,
        link_token=token.token,
        institution_id=session.institution_id or "",
        redirect_uri=None if token.is_hosted else token.request.get("redirect_uri"),
        username=None if item_id is None else items.get_item(emulator, item_id).username,
    )
    save(emulator, state)
    return state.state_id


def get(emulator: Emulator, state_id: str) -> OAuthState:
    stored = emulator.database.get_meta(f"{KEY}{state_id}")
    if stored is None:
        raise PlaidError("OAUTH_STATE_ID_NOT_FOUND")
    return OAuthState.model_validate_json(stored)


def save(emulator: Emulator, state: OAuthState) -> None:
    emulator.database.set_meta(f"{KEY}{state.state_id}", state.model_dump_json())


def of_redirect(emulator: Emulator, received_uri: str, link_token: str) -> OAuthState:
    """Find the visit that a `receivedRedirectUri` comes back from; only its own link token may take it up."""
    ids = parse_qs(urlsplit(received_uri).query).get("oauth_state_id", [])
    if len(ids) != 1:
        raise PlaidError("INVALID_FIELD", NO_STATE)
    state = get(emulator, ids[0])
    if state.link_token != link_token:
        raise PlaidError("INCORRECT_LINK_TOKEN")
    return state
