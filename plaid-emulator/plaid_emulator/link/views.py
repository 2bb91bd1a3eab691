"""What the dialog draws: one JSON object per view, with every word and choice it needs."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from plaid_emulator import institutions, items
from plaid_emulator.institutions import Institution
from plaid_emulator.link import bank, ending, flow, mfa, oauth_states, phone, wording
from plaid_emulator.link.session import LinkSession, ViewName
from plaid_emulator.link.steps import Context
from plaid_emulator.logins import Challenge, check_login
from plaid_emulator.worlds.registry import find_persona


def render(session: LinkSession, context: Context) -> dict[str, Any]:
    """Make the view the session stands at."""
    body = {
        "name": session.view,
        "client_name": bank.client_name(context.token),
        "update_mode": context.token.item_id is not None,
        "changes_accounts": context.token.item_id is not None and context.token.selects_accounts,
        "institution": session.institution,
        "error": session.problem.model_dump() if session.problem else None,
        "can_go_back": flow.view_before(session, context) is not None,
    }
    return body | DETAILS[session.view](session, context)


def snapshot(session: LinkSession, context: Context) -> dict[str, Any]:
    """Make what the page must know to end the session without asking again."""
    return {
        "institution": session.institution,
        "status": ending.status(session, challenge(session)),
        "link_session_id": session.link_session_id,
        "request_id": session.last_request_id,
        "error": session.last_error.model_dump() if session.last_error else None,
        "update_mode": context.token.item_id is not None,
        "banks_added": len(session.added),
    }


def challenge(session: LinkSession) -> Challenge | None:
    """Find what the bank asks after the password; only in the MFA view is there something."""
    if session.view != "MFA" or session.institution_id is None:
        return None
    return check_login(institutions.get(session.institution_id), session.username, session.password).challenge


def list_entry(institution: Institution) -> dict[str, Any]:
    return {
        "institution_id": institution.institution_id,
        "name": institution.name,
        "status": institution.health if institution.supported else "UNSUPPORTED",
        "note": _note(institution),
    }


def _consent(_: LinkSession, context: Context) -> dict[str, Any]:
    return {"data_types": wording.data_types(*bank.wanted(context.emulator, context.token))}


def _institutions(_: LinkSession, context: Context) -> dict[str, Any]:
    return {"institutions": [list_entry(each) for each in bank.list_institutions(context.token, "")]}


def _submit_phone(session: LinkSession, context: Context) -> dict[str, Any]:
    return {
        "phone": phone.display(session.phone or "") or phone.prefilled(context),
        "hints": phone.hints(),
        "problem": _problem(session),
    }


def _verify_phone(session: LinkSession, _: Context) -> dict[str, Any]:
    return {
        "phone": phone.display(session.phone or ""),
        "hint": phone.PASSCODE_HINT,
        "problem": _problem(session),
    }


def _saved(session: LinkSession, _: Context) -> dict[str, Any]:
    return {"institutions": [list_entry(each) for each in phone.list_saved(session)]}


def _oauth(session: LinkSession, context: Context) -> dict[str, Any]:
    state = oauth_states.get(context.emulator, session.oauth_state or "")
    return {
        "state_id": state.state_id,
        "leaves_page": state.redirect_uri is not None,
        "was_closed": session.oauth_closed,
        "warning": _warning(session),
    }


def _credential(session: LinkSession, context: Context) -> dict[str, Any]:
    institution = institutions.get(session.institution_id or "")
    item_id = context.token.item_id
    only = None if item_id is None else items.get_item(context.emulator, item_id).username
    return {
        "hints": wording.hints(institution, only),
        "username": session.username,
        "problem": _problem(session),
        "warning": _warning(session),
    }


def _mfa(session: LinkSession, _: Context) -> dict[str, Any]:
    asked = challenge(session)
    if asked is None:
        return {"mfa_type": None, "prompts": [], "hint": None, "problem": None}
    return {
        "mfa_type": mfa.kind_now(session, asked),
        "prompts": [asdict(prompt) for prompt in mfa.prompts(session, asked)],
        "hint": mfa.hint(session, asked),
        "problem": _problem(session),
    }


def _error(session: LinkSession, context: Context) -> dict[str, Any]:
    explanation = wording.explain(session.problem.error_code if session.problem else "")
    retry = explanation.retry
    if retry is not None and context.token.item_id is not None:
        retry = "CREDENTIAL"
    return {
        "title": explanation.title,
        "text": explanation.text,
        "retry_label": wording.RETRY_LABELS[retry] if retry else None,
        "request_id": session.last_request_id,
    }


def _accounts(session: LinkSession, context: Context) -> dict[str, Any]:
    return {
        "accounts": [account.model_dump() for account in session.offered],
        "picks_one": flow.picks_one(context),
    }


def _connected(session: LinkSession, context: Context) -> dict[str, Any]:
    return {
        "account_count": len(session.added[-1].accounts),
        "bank_count": len(session.added),
        "can_add_another": context.token.links_several,
    }


def _nothing(_: LinkSession, __: Context) -> dict[str, Any]:
    return {}


def _problem(session: LinkSession) -> str | None:
    if session.problem is None:
        return None
    text = wording.FORM_PROBLEMS.get(session.problem.error_code)
    return None if text is None else text.format(message=session.problem.error_message)


def _warning(session: LinkSession) -> str | None:
    institution = institutions.get(session.institution_id or "")
    return wording.DEGRADED if institution.health == "DEGRADED" else None


def _note(institution: Institution) -> str | None:
    if institution.persona is not None and (who := find_persona(institution.persona)):
        return who.title
    return institution.url.removeprefix("https://") if institution.url else None


DETAILS: dict[ViewName, Callable[[LinkSession, Context], dict[str, Any]]] = {
    "CONSENT": _consent,
    "SELECT_INSTITUTION": _institutions,
    "SUBMIT_PHONE": _submit_phone,
    "VERIFY_PHONE": _verify_phone,
    "SELECT_SAVED_INSTITUTION": _saved,
    "CREDENTIAL": _credential,
    "OAUTH": _oauth,
    "RECAPTCHA": _nothing,
    "MFA": _mfa,
    "SELECT_ACCOUNT": _accounts,
    "SELECT_SAVED_ACCOUNT": _accounts,
    "CONNECTED": _connected,
    "ERROR": _error,
}
