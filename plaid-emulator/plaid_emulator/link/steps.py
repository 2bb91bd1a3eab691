"""The steps that several acts share: to a bank's sign-in, to the accounts, to the end, to an error."""

from collections.abc import Sequence
from dataclasses import dataclass

from plaid_emulator import institutions, items
from plaid_emulator.emulator import Emulator
from plaid_emulator.errors import PlaidError
from plaid_emulator.institutions import Institution
from plaid_emulator.link import announcing, bank, mfa, oauth_states, wording
from plaid_emulator.link.journal import Journal
from plaid_emulator.link.session import LinkError, LinkSession, ViewName
from plaid_emulator.logins import Login, check_login
from plaid_emulator.tokens import LinkToken


@dataclass(frozen=True)
class Context:
    """What an act may use besides the session itself."""

    emulator: Emulator
    token: LinkToken
    journal: Journal


def remember_bank(session: LinkSession, institution: Institution) -> None:
    session.institution_id, session.institution_name = institution.institution_id, institution.name


def forget_bank(session: LinkSession) -> None:
    session.institution_id = session.institution_name = None
    session.username = session.password = ""
    session.banks_found = session.oauth_state = None


def select_bank(
    session: LinkSession, context: Context, institution_id: str, match_reason: str | None = None
) -> bool:
    """Choose a bank, as a click in any list does; answers whether one can sign in there now."""
    institution = institutions.get(institution_id)
    remember_bank(session, institution)
    context.journal.record("SELECT_INSTITUTION", match_reason=match_reason)
    if institution.health == "DOWN":
        context.journal.record("SELECT_DOWN_INSTITUTION")
        fail(session, context, PlaidError("INSTITUTION_DOWN"))
        return False
    if not institution.supported:
        context.journal.record("SELECT_FILTERED_INSTITUTION")
        fail(session, context, PlaidError("INSTITUTION_NO_LONGER_SUPPORTED"))
        return False
    if institution.health == "DEGRADED":
        context.journal.record("SELECT_DEGRADED_INSTITUTION")
    return True


def sign_in_view(session: LinkSession, context: Context) -> ViewName:
    """Name the view where one signs in at the chosen bank, and prepare the bank's own page if it has one."""
    institution = institutions.get(session.institution_id or "")
    if not institution.oauth:
        return "CREDENTIAL"
    session.oauth_closed = False
    session.oauth_state = oauth_states.create(context.emulator, session, context.token)
    return "OAUTH"


def go_to_sign_in(session: LinkSession, context: Context) -> None:
    context.journal.go_to(sign_in_view(session, context))


def log_in(session: LinkSession, context: Context) -> Login:
    token = context.token
    if (
        token.item_id is not None
        and items.get_item(context.emulator, token.item_id).username != session.username
    ):
        raise PlaidError("INVALID_UPDATED_USERNAME")
    institution = institutions.get(session.institution_id or "")
    return check_login(institution, session.username, session.password)


def signed_in(
    session: LinkSession, context: Context, login: Login, view: ViewName = "SELECT_ACCOUNT"
) -> None:
    """Go on after the bank has let somebody in: to the accounts, or to the end when there is no choice."""
    if not context.token.selects_accounts:
        share(session, context, login, None)
        return
    session.offered = bank.offer_accounts(context.emulator, context.token, login)
    if session.offered:
        context.journal.go_to(view)
    else:
        fail(session, context, PlaidError(bank.nothing_to_offer(context.token)))


def share(session: LinkSession, context: Context, login: Login, keys: Sequence[str] | None) -> None:
    """Connect the chosen accounts, or repair the Item of an update-mode token; None keeps its accounts."""
    token = context.token
    if token.item_id is not None:
        added = bank.repair(context.emulator, token.item_id, login, keys)
    else:
        added = bank.connect(context.emulator, token, login, keys or ())
    session.added.append(added.model_copy(update={"institution": session.institution}))
    announcing.announce_item(context.emulator, session, token)
    context.journal.go_to("CONNECTED")


def fail(session: LinkSession, context: Context, error: PlaidError) -> None:
    """Show a refusal on the form it belongs to, or on a view of its own."""
    problem = LinkError.of(error)
    context.journal.error(problem)
    if session.view in wording.FORMS.get(error.code, ()):
        challenge = log_in(session, context).challenge if session.view == "MFA" else None
        kind = mfa.kind_now(session, challenge) if challenge else None
        context.journal.go_to(session.view, kind, problem=problem)
    else:
        context.journal.go_to("ERROR", problem=problem)
