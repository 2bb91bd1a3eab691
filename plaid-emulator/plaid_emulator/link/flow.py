"""What each act of the user does to a session.

An act that does not fit the view on the screen changes nothing: it is a double click, or a retry whose first
answer was lost.
"""

import uuid
from dataclasses import dataclass

from plaid_emulator import institutions, items
from plaid_emulator.emulator import Emulator
from plaid_emulator.errors import PlaidError
from plaid_emulator.institutions import Institution
from plaid_emulator.link import bank, ending, mfa, wording
from plaid_emulator.link.journal import Journal
from plaid_emulator.link.session import LinkError, LinkSession
from plaid_emulator.logins import Login, check_login
from plaid_emulator.tokens import LinkToken


@dataclass(frozen=True)
class Context:
    """What an act may use besides the session itself."""

    emulator: Emulator
    token: LinkToken
    journal: Journal


def new_session(emulator: Emulator, token: LinkToken) -> LinkSession:
    session = LinkSession(
        link_session_id=str(uuid.uuid4()),
        token=token.token,
        started_at=emulator.clock.timestamp(),
        view="CONSENT",
    )
    if token.item_id is not None:
        session.view = "CREDENTIAL"
        _remember_bank(session, institutions.get(items.get_item(emulator, token.item_id).institution_id))
    return session


def open_dialog(session: LinkSession, context: Context) -> None:
    context.journal.record("OPEN", view_name=session.view)


def consent(session: LinkSession, context: Context) -> None:
    if session.view != "CONSENT":
        return
    context.journal.go_to("SELECT_INSTITUTION")


def search(session: LinkSession, context: Context, query: str) -> list[Institution]:
    found = bank.list_institutions(context.token, query)
    session.banks_found = len(found)
    context.journal.record("SEARCH_INSTITUTION", institution_search_query=query)
    return found


def choose_institution(session: LinkSession, context: Context, institution_id: str) -> None:
    if session.view != "SELECT_INSTITUTION":
        return
    institution = institutions.get(institution_id)
    _remember_bank(session, institution)
    context.journal.record("SELECT_INSTITUTION")
    if institution.health == "DOWN":
        context.journal.record("SELECT_DOWN_INSTITUTION")
        fail(session, context, PlaidError("INSTITUTION_DOWN"))
    elif not institution.supported:
        context.journal.record("SELECT_FILTERED_INSTITUTION")
        fail(session, context, PlaidError("INSTITUTION_NO_LONGER_SUPPORTED"))
    else:
        if institution.health == "DEGRADED":
            context.journal.record("SELECT_DEGRADED_INSTITUTION")
        context.journal.go_to("CREDENTIAL")


def submit_credentials(session: LinkSession, context: Context, username: str, password: str) -> None:
    if session.view != "CREDENTIAL":
        return
    session.username, session.password = username.strip(), password
    session.device_chosen, session.mfa_round = False, 0
    context.journal.record("SUBMIT_CREDENTIALS")
    context.journal.loading()
    try:
        login = _log_in(session, context)
    except PlaidError as error:
        fail(session, context, error)
    else:
        if login.challenge is None:
            _signed_in(session, context, login)
        else:
            context.journal.go_to("MFA", mfa.kind_now(session, login.challenge))


def submit_mfa(session: LinkSession, context: Context, answers: list[str]) -> None:
    if session.view != "MFA":
        return
    login = _log_in(session, context)
    if login.challenge is None:
        return
    context.journal.record("SUBMIT_MFA", mfa_type=mfa.kind_now(session, login.challenge))
    context.journal.loading()
    if not mfa.accept(session, login.challenge, answers):
        fail(session, context, PlaidError("INVALID_MFA"))
    elif mfa.is_passed(session, login.challenge):
        _signed_in(session, context, login)
    else:
        context.journal.go_to("MFA", mfa.kind_now(session, login.challenge))


def submit_accounts(session: LinkSession, context: Context, keys: list[str]) -> None:
    if session.view != "SELECT_ACCOUNT":
        return
    if not keys or not {account.key for account in session.offered}.issuperset(keys):
        raise PlaidError("INVALID_ACCOUNT_ID")
    context.journal.loading()
    login = _log_in(session, context)
    _connected(session, context, bank.connect(context.emulator, context.token, login, keys))


def go_back(session: LinkSession, context: Context) -> None:
    if session.view == "CREDENTIAL" and context.token.item_id is None:
        _forget_bank(session)
        context.journal.go_to("SELECT_INSTITUTION")
    elif session.view == "SELECT_INSTITUTION":
        context.journal.go_to("CONSENT")


def retry(session: LinkSession, context: Context) -> None:
    """Leave the error view by the way Plaid documents for its code."""
    if session.view != "ERROR" or session.problem is None:
        return
    if context.token.item_id is not None or wording.explain(session.problem.error_code).retry == "CREDENTIAL":
        context.journal.go_to("CREDENTIAL")
    else:
        _forget_bank(session)
        context.journal.go_to("SELECT_INSTITUTION")


def finish(session: LinkSession, context: Context) -> None:
    if session.view == "CONNECTED" and session.ending is None:
        ending.succeed(session, context.journal)


def fail(session: LinkSession, context: Context, error: PlaidError) -> None:
    """Show a refusal on the form it belongs to, or on a view of its own."""
    problem = LinkError.of(error)
    context.journal.error(problem)
    if session.view == "CREDENTIAL" and error.code in wording.FORM_PROBLEMS:
        context.journal.go_to("CREDENTIAL", problem=problem)
    elif session.view == "MFA" and error.code == "INVALID_MFA":
        login = _log_in(session, context)
        kind = mfa.kind_now(session, login.challenge) if login.challenge else None
        context.journal.go_to("MFA", kind, problem=problem)
    else:
        context.journal.go_to("ERROR", problem=problem)


def _log_in(session: LinkSession, context: Context) -> Login:
    token = context.token
    if (
        token.item_id is not None
        and items.get_item(context.emulator, token.item_id).username != session.username
    ):
        raise PlaidError("INVALID_UPDATED_USERNAME")
    institution = institutions.get(session.institution_id or "")
    return check_login(institution, session.username, session.password)


def _signed_in(session: LinkSession, context: Context, login: Login) -> None:
    emulator, token = context.emulator, context.token
    if token.item_id is not None:
        _connected(session, context, bank.repair(emulator, token.item_id, login))
        return
    session.offered = bank.offer_accounts(emulator, token, login)
    if session.offered:
        context.journal.go_to("SELECT_ACCOUNT")
    else:
        fail(session, context, PlaidError("NO_ACCOUNTS"))


def _connected(session: LinkSession, context: Context, connection: bank.Connection) -> None:
    session.public_token, session.accounts = connection.public_token, connection.accounts
    context.journal.go_to("CONNECTED")


def _remember_bank(session: LinkSession, institution: Institution) -> None:
    session.institution_id, session.institution_name = institution.institution_id, institution.name


def _forget_bank(session: LinkSession) -> None:
    session.institution_id = session.institution_name = None
    session.username = session.password = ""
    session.banks_found = None
