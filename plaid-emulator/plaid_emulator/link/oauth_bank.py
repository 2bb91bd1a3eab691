"""The bank's side of OAuth: its own sign-in, its own choice of accounts, allow or deny."""

from collections.abc import Sequence
from typing import Any

from plaid_emulator import institutions, tokens
from plaid_emulator.emulator import Emulator
from plaid_emulator.errors import PlaidError
from plaid_emulator.link import bank, oauth_states, wording
from plaid_emulator.link.oauth_states import OAuthState
from plaid_emulator.link.session import OfferedAccount
from plaid_emulator.logins import Login, check_login
from plaid_emulator.tokens import LinkToken

# What Plaid's own test bank lets one choose from.
FAILURES = ("INSUFFICIENT_CREDENTIALS", "ACCESS_NOT_GRANTED", "NO_AUTH_ACCOUNTS")


def show(emulator: Emulator, state_id: str) -> dict[str, Any]:
    """Tell the bank's page who asks for what; a visit that is over tells where to go on."""
    state = oauth_states.get(emulator, state_id)
    token = tokens.get_link_token(emulator, state.link_token)
    institution = institutions.get(state.institution_id)
    return {
        "institution": {"name": institution.name, "color": institution.primary_color},
        "client_name": bank.client_name(token),
        "data_types": wording.data_types(*bank.wanted(emulator, token)),
        "username": state.username,
        "failures": list(FAILURES),
        "is_over": state.decision is not None,
        "return_to": state.return_to,
    }


def sign_in(emulator: Emulator, state_id: str, username: str, password: str) -> list[OfferedAccount]:
    """Let anybody in, as Plaid's test bank does, and list what they could share."""
    state = _get_open(emulator, state_id)
    token = tokens.get_link_token(emulator, state.link_token)
    if token.item_id is None:
        state.username = _log_in(state, username, password).username
        oauth_states.save(emulator, state)
    return _offered(emulator, state, token)


def decide(
    emulator: Emulator, state_id: str, keys: Sequence[str], error_code: str | None
) -> dict[str, str | None]:
    """Write down what the person decided; Link takes it up when it looks next."""
    with emulator.database.transaction():
        state = _get_open(emulator, state_id)
        if error_code is not None:
            state.decision, state.error_code = "refused", _known(error_code)
        else:
            token = tokens.get_link_token(emulator, state.link_token)
            offered = {account.key for account in _offered(emulator, state, token)}
            if not keys or not offered.issuperset(keys):
                raise PlaidError("INVALID_ACCOUNT_ID")
            state.decision, state.account_keys = "allowed", list(keys)
        oauth_states.save(emulator, state)
    return {"return_to": state.return_to}


def _get_open(emulator: Emulator, state_id: str) -> OAuthState:
    state = oauth_states.get(emulator, state_id)
    if state.decision is not None:
        raise PlaidError("OAUTH_STATE_ID_ALREADY_PROCESSED")
    return state


def _offered(emulator: Emulator, state: OAuthState, token: LinkToken) -> list[OfferedAccount]:
    if state.username is None:
        raise PlaidError("INSUFFICIENT_CREDENTIALS")
    return bank.offer_accounts(emulator, token, _log_in(state, state.username, ""))


def _log_in(state: OAuthState, username: str, password: str) -> Login:
    return check_login(institutions.get(state.institution_id), username.strip(), password)


def _known(error_code: str) -> str:
    if error_code not in FAILURES:
        raise PlaidError("INVALID_BODY")
    return error_code
