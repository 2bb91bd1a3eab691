"""One request of the dialog: find the session and its token, let the flow act, keep the result, answer."""

from collections.abc import Callable
from typing import Any, TypeAlias

from plaid_emulator import ids, tokens
from plaid_emulator.emulator import Emulator
from plaid_emulator.errors import PlaidError
from plaid_emulator.link import ending, flow, views
from plaid_emulator.link.flow import Context
from plaid_emulator.link.journal import Journal
from plaid_emulator.link.session import LinkSession

Act: TypeAlias = Callable[[LinkSession, Context], None]
Step: TypeAlias = dict[str, Any]

KEY = "link_session:"
NO_OAUTH_STATE = "oauth uri does not contain a valid oauth_state_id query parameter"


def start(emulator: Emulator, link_token: str, received_redirect_uri: str | None) -> Step:
    """Open the dialog for a living token."""
    token = tokens.get_link_token(emulator, link_token)
    if received_redirect_uri is not None:
        # No login of this dialog ever leaves for a bank's own page, so no state id can be ours.
        raise PlaidError("INVALID_FIELD", NO_OAUTH_STATE)
    session = flow.new_session(emulator, token)
    return _run(emulator, session, flow.open_dialog)


def act(emulator: Emulator, link_session_id: str, do: Act) -> Step:
    """Do one thing in an open session; a token that expired meanwhile ends it."""
    with emulator.database.transaction():
        session = _get_session(emulator, link_session_id)
        tokens.get_link_token(emulator, session.token)
        return _run(emulator, session, do)


def leave(emulator: Emulator, link_session_id: str) -> Step:
    """End a session without a connection; works when its token has expired too."""
    with emulator.database.transaction():
        session = _get_session(emulator, link_session_id)
        return _run(
            emulator, session, lambda s, context: ending.leave(s, context.journal, views.challenge(s))
        )


def search(emulator: Emulator, link_session_id: str, query: str) -> Step:
    found: list[dict[str, Any]] = []

    def do(session: LinkSession, context: Context) -> None:
        found.extend(views.list_entry(each) for each in flow.search(session, context, query))

    return act(emulator, link_session_id, do) | {"institutions": found}


def _run(emulator: Emulator, session: LinkSession, do: Act) -> Step:
    token = tokens.find_link_token(emulator, session.token)
    if token is None:
        raise PlaidError("INVALID_LINK_TOKEN")
    session.last_request_id = request_id = ids.request_id()
    now = emulator.clock.timestamp()
    journal = Journal(session, now=now, request_id=request_id, is_update=token.item_id is not None)
    context = Context(emulator, token, journal)
    if session.ending is None:
        do(session, context)
    _save(emulator, session)
    return {
        "request_id": request_id,
        "view": views.render(session, context),
        "events": [event.model_dump(include={"name", "metadata"}) for event in journal.new_events()],
        "snapshot": views.snapshot(session, context),
        "outcome": ending.outcome(session),
    }


def _get_session(emulator: Emulator, link_session_id: str) -> LinkSession:
    stored = emulator.database.get_meta(f"{KEY}{link_session_id}")
    if stored is None:
        raise PlaidError("NOT_FOUND")
    return LinkSession.model_validate_json(stored)


def _save(emulator: Emulator, session: LinkSession) -> None:
    # Kept apart: /link/token/get shows link_sessions as they are, and the state holds the login.
    emulator.database.set_meta(f"{KEY}{session.link_session_id}", session.model_dump_json())
    tokens.save_link_session(
        emulator,
        session.token,
        session.link_session_id,
        ending.describe(session),
        finished=session.ending is not None,
    )
