"""What each act of the user does to a session.

An act that does not fit the view on the screen changes nothing: it is a double click, or a retry whose first
answer was lost.
"""

import uuid

from plaid_emulator import institutions, items
from plaid_emulator.emulator import Emulator
from plaid_emulator.errors import PlaidError
from plaid_emulator.institutions import Institution
from plaid_emulator.link import bank, dashboard, ending, mfa, phone, steps, wording
from plaid_emulator.link.session import LinkSession, ViewName
from plaid_emulator.link.steps import Context
from plaid_emulator.logins import Login
from plaid_emulator.tokens import LinkToken

ACCOUNT_VIEWS = {"SELECT_ACCOUNT", "SELECT_SAVED_ACCOUNT"}


def new_session(emulator: Emulator, token: LinkToken, institution_id: str | None = None) -> LinkSession:
    """Begin a session; a bank named by the token, or by a tile of the app's page, is not searched for."""
    session = LinkSession(
        link_session_id=str(uuid.uuid4()),
        token=token.token,
        started_at=emulator.clock.timestamp(),
        view="CONSENT",
        chosen_before=institution_id or token.request.get("institution_id"),
    )
    if session.chosen_before is not None:
        institutions.get(session.chosen_before)
    if token.item_id is not None:
        item = items.get_item(emulator, token.item_id)
        steps.remember_bank(session, institutions.get(item.institution_id))
    return session


def open_dialog(session: LinkSession, context: Context) -> None:
    if context.token.item_id is not None:
        session.view = steps.sign_in_view(session, context)
    context.journal.record("OPEN", view_name=session.view)


def consent(session: LinkSession, context: Context) -> None:
    if session.view != "CONSENT":
        return
    if dashboard.customization_of(context.emulator, context.token).returning_user:
        context.journal.go_to("SUBMIT_PHONE")
    else:
        phone.go_to_banks(session, context)


def search(session: LinkSession, context: Context, query: str) -> list[Institution]:
    found = bank.list_institutions(context.token, query)
    session.banks_found = len(found)
    context.journal.record("SEARCH_INSTITUTION", institution_search_query=query)
    return found


def choose_institution(session: LinkSession, context: Context, institution_id: str) -> None:
    if session.view == "SELECT_INSTITUTION" and steps.select_bank(session, context, institution_id):
        steps.go_to_sign_in(session, context)


def submit_credentials(session: LinkSession, context: Context, username: str, password: str) -> None:
    if session.view != "CREDENTIAL":
        return
    session.username, session.password = username.strip(), password
    session.device_chosen, session.mfa_round = False, 0
    context.journal.record("SUBMIT_CREDENTIALS")
    context.journal.loading()
    try:
        login = steps.log_in(session, context)
    except PlaidError as error:
        steps.fail(session, context, error)
        return
    if login.recaptcha is not None:
        context.journal.go_to("RECAPTCHA")
    else:
        _let_in(session, context, login)


def submit_recaptcha(session: LinkSession, context: Context) -> None:
    if session.view != "RECAPTCHA":
        return
    context.journal.loading()
    login = steps.log_in(session, context)
    if login.recaptcha == "bad":
        steps.fail(session, context, PlaidError("RECAPTCHA_BAD"))
    else:
        _let_in(session, context, login)


def submit_mfa(session: LinkSession, context: Context, answers: list[str]) -> None:
    if session.view != "MFA":
        return
    login = steps.log_in(session, context)
    if login.challenge is None:
        return
    context.journal.record("SUBMIT_MFA", mfa_type=mfa.kind_now(session, login.challenge))
    context.journal.loading()
    if not mfa.accept(session, login.challenge, answers):
        steps.fail(session, context, PlaidError("INVALID_MFA"))
    elif mfa.is_passed(session, login.challenge):
        steps.signed_in(session, context, login)
    else:
        context.journal.go_to("MFA", mfa.kind_now(session, login.challenge))


def submit_accounts(session: LinkSession, context: Context, keys: list[str]) -> None:
    if session.view not in ACCOUNT_VIEWS:
        return
    if not keys or not {account.key for account in session.offered}.issuperset(keys):
        raise PlaidError("INVALID_ACCOUNT_ID")
    if len(keys) > 1 and picks_one(context):
        raise PlaidError("INVALID_ACCOUNT_ID")
    context.journal.loading()
    steps.share(session, context, steps.log_in(session, context), keys)


def picks_one(context: Context) -> bool:
    """Whether the customization lets a person share a single account."""
    return dashboard.customization_of(context.emulator, context.token).account_selection == "one"


def view_before(session: LinkSession, context: Context) -> ViewName | None:
    """Name the view that the back button leads to."""
    # Whoever has linked a bank has consented; and a repair has nowhere to go back to.
    start: ViewName | None = None if session.added or context.token.item_id is not None else "CONSENT"
    match session.view:
        case "CREDENTIAL" | "OAUTH" if context.token.item_id is None and session.chosen_before is None:
            return "SELECT_INSTITUTION"
        case "SELECT_INSTITUTION" if phone.list_saved(session):
            return "SELECT_SAVED_INSTITUTION"
        case "VERIFY_PHONE":
            return "SUBMIT_PHONE"
        case "CREDENTIAL" | "OAUTH" | "SELECT_INSTITUTION" | "SUBMIT_PHONE" | "SELECT_SAVED_INSTITUTION":
            return start
        case _:
            return None


def go_back(session: LinkSession, context: Context) -> None:
    view = view_before(session, context)
    if view is None:
        return
    steps.forget_bank(session)
    context.journal.go_to(view)


def retry(session: LinkSession, context: Context) -> None:
    """Leave the error view by the way Plaid documents for its code."""
    if session.view != "ERROR" or session.problem is None:
        return
    if context.token.item_id is not None or wording.explain(session.problem.error_code).retry == "CREDENTIAL":
        steps.go_to_sign_in(session, context)
    else:
        steps.forget_bank(session)
        context.journal.go_to("SELECT_INSTITUTION")


def add_another(session: LinkSession, context: Context) -> None:
    """Link one more bank in the same session, when the token allows it."""
    if session.view == "CONNECTED" and session.ending is None and context.token.links_several:
        steps.forget_bank(session)
        session.chosen_before = None
        context.journal.go_to("SELECT_INSTITUTION")


def finish(session: LinkSession, context: Context) -> None:
    if session.view == "CONNECTED" and session.ending is None:
        ending.succeed(session, context.journal)


def _let_in(session: LinkSession, context: Context, login: Login) -> None:
    if login.challenge is None:
        steps.signed_in(session, context, login)
    else:
        context.journal.go_to("MFA", mfa.kind_now(session, login.challenge))
