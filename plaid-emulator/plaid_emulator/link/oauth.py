"""The dialog's side of a sign-in at the bank's own page: leaving, coming back, giving up."""

from plaid_emulator.errors import PlaidError
from plaid_emulator.link import oauth_states, steps
from plaid_emulator.link.session import LinkSession
from plaid_emulator.link.steps import Context


def note_opened(session: LinkSession, context: Context) -> None:
    """Record that the bank's page was opened."""
    if session.view == "OAUTH":
        session.oauth_closed = False
        context.journal.record("OPEN_OAUTH")


def note_closed(session: LinkSession, context: Context) -> None:
    """Take what was decided in the bank's window that is gone now, or offer it again."""
    take_up(session, context)
    if session.view == "OAUTH" and not session.oauth_closed:
        session.oauth_closed = True
        context.journal.record("CLOSE_OAUTH")


def note_return(session: LinkSession, context: Context) -> None:
    """Open again where the bank has sent the browser back to the app."""
    context.journal.record("OPEN", view_name="OAUTH")
    take_up(session, context)


def take_up(session: LinkSession, context: Context) -> None:
    """Go on with what the person decided at the bank; nothing happens while they are still deciding."""
    if session.view != "OAUTH" or session.oauth_state is None:
        return
    state = oauth_states.get(context.emulator, session.oauth_state)
    if state.decision is None:
        return
    context.journal.loading()
    if state.decision == "refused":
        context.journal.record("FAIL_OAUTH")
        steps.fail(session, context, PlaidError(state.error_code or "INSUFFICIENT_CREDENTIALS"))
        return
    session.username = state.username or ""
    steps.share(session, context, steps.log_in(session, context), state.account_keys)
