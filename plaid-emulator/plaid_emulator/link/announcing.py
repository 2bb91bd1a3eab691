"""The LINK webhooks: what hosted and multi-item sessions tell the app's server."""

from plaid_emulator.emulator import Emulator
from plaid_emulator.link import ending
from plaid_emulator.link.session import LinkSession
from plaid_emulator.tokens import LinkToken
from plaid_emulator.webhooks.outbox import enqueue


def announce_item(emulator: Emulator, session: LinkSession, token: LinkToken) -> None:
    """Tell of the Item that was added just now."""
    _send(emulator, session, token, "ITEM_ADD_RESULT", public_token=session.added[-1].public_token)


def announce_end(emulator: Emulator, session: LinkSession, token: LinkToken) -> None:
    """Tell that the session is over, and everything that happened in it."""
    public_tokens = [item.public_token for item in session.added]
    succeeded = session.ending == "success"
    last = {"public_token": public_tokens[-1]} if public_tokens else {}
    _send(
        emulator,
        session,
        token,
        "SESSION_FINISHED",
        status="SUCCESS" if succeeded else "EXITED",
        public_tokens=public_tokens,
        **last,
    )
    _send(emulator, session, token, "EVENTS", events=ending.describe_events(session))


def _send(emulator: Emulator, session: LinkSession, token: LinkToken, code: str, **fields: object) -> None:
    # Pages with callbacks of their own need none; update mode adds no Item, but a hosted page still ends.
    if not (token.is_hosted or token.links_several):
        return
    if code == "ITEM_ADD_RESULT" and token.item_id is not None:
        return
    body = {
        "webhook_type": "LINK",
        "webhook_code": code,
        "link_session_id": session.link_session_id,
        "link_token": session.token,
        **fields,
    }
    enqueue(emulator, token.request.get("webhook"), None, body)
