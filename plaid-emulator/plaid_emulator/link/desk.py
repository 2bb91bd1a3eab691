"""One request of the dialog: find the session and its token, let the flow act, keep the result, answer."""

from collections.abc import Callable
from typing import Any, TypeAlias

from plaid_emulator import ids, tokens
from plaid_emulator.emulator import Emulator
from plaid_emulator.errors import PlaidError
from plaid_emulator.link import announcing, dashboard, ending, flow, oauth, oauth_states, views
from plaid_emulator.link.journal import Journal
from plaid_emulator.link.session import LinkSession
from plaid_emulator.link.steps import Context
from plaid_emulator.tokens import LinkToken

Act: TypeAlias = Callable[[LinkSession, Context], None]
Step: TypeAlias = dict[str, Any]

KEY = "link_session:"


def start(
    emulator: Emulator, link_token: str, received_redirect_uri: str | None, institution_id: str | None
) -> Step:
    """Open the dialog for a living token, or open it again where a bank has sent the browser back to."""
    token = tokens.get_link_token(emulator, link_token)
    if received_redirect_uri is not None:
        return _resume(emulator, link_token, received_redirect_uri)
    session = flow.new_session(emulator, token, institution_id)
    return _run(emulator, session, flow.open_dialog)


def _resume(emulator: Emulator, link_token: str, received_redirect_uri: str) -> Step:
    state = oauth_states.of_redirect(emulator, received_redirect_uri, link_token)
    with emulator.database.transaction():
        session = _get_session(emulator, state.link_session_id)
        if session.ending is not None or session.oauth_state != state.state_id:
            raise PlaidError("OAUTH_STATE_ID_ALREADY_PROCESSED")
        return _run(emulator, session, oauth.note_return)


def act(emulator: Emulator, link_session_id: str, do: Act) -> Step:
    """Do one thing in an open session; a token that expired meanwhile ends it."""
    with emulator.database.transaction():
        session = _get_session(emulator, link_session_id)
        tokens.get_link_token(emulator, session.token)
        return _run(emulator, session, do)


def leave(emulator: Emulator, link_session_id: str) -> Step:
    """End a session by choice; works when its token has expired too."""
    with emulator.database.transaction():
        session = _get_session(emulator, link_session_id)
        return _run(emulator, session, _say_goodbye)


def note_departure(emulator: Emulator, link_session_id: str) -> None:
    """End a session whose page was closed; on a hosted page, a bank that is connected by then counts."""
    with emulator.database.transaction():
        session = _get_session(emulator, link_session_id)
        token = tokens.find_link_token(emulator, session.token)
        is_done = session.view == "CONNECTED" and token is not None and token.is_hosted
        _run(emulator, session, flow.finish if is_done else _leave)


def _say_goodbye(session: LinkSession, context: Context) -> None:
    ending.ask_to_leave(session, context.journal)
    _leave(session, context)


def _leave(session: LinkSession, context: Context) -> None:
    if session.added and context.token.links_several:
        ending.succeed(session, context.journal)
    else:
        ending.leave(session, context.journal, views.challenge(session))


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
        if session.ending is not None:
            announcing.announce_end(emulator, session, token)
    _save(emulator, session, token)
    hosted = token.request.get("hosted_link") or {}
    return {
        "request_id": request_id,
        "view": views.render(session, context),
        "events": [event.model_dump(include={"name", "metadata"}) for event in journal.new_events()],
        "snapshot": views.snapshot(session, context),
        "outcome": ending.outcome(session, token),
        "live_events": dashboard.customization_of(emulator, token).live_events,
        "completion_redirect_uri": hosted.get("completion_redirect_uri"),
    }


def _get_session(emulator: Emulator, link_session_id: str) -> LinkSession:
    stored = emulator.database.get_meta(f"{KEY}{link_session_id}")
    if stored is None:
        raise PlaidError("NOT_FOUND")
    return LinkSession.model_validate_json(stored)


def _save(emulator: Emulator, session: LinkSession, token: LinkToken) -> None:
    # Kept apart: /link/token/get shows link_sessions as they are, and the state holds the login.
    emulator.database.set_meta(f"{KEY}{session.link_session_id}", session.model_dump_json())
    tokens.save_link_session(
        emulator,
        session.token,
        session.link_session_id,
        ending.describe(session, token),
        finished=session.ending is not None,
    )
