"""The phone pane: skip it, or be known by a number and find the banks that are saved under it."""

import re
from dataclasses import dataclass

from plaid_emulator import institutions
from plaid_emulator.errors import PlaidError
from plaid_emulator.institutions import Institution
from plaid_emulator.link import steps
from plaid_emulator.link.session import LinkSession
from plaid_emulator.link.steps import Context

PASSCODE = "123456"
PASSCODE_HINT = f"Sandbox code: {PASSCODE}. No message is sent."
DIGITS = 10
SAVED_USER, SAVED_PASSWORD = "user_good", "pass_good"


@dataclass(frozen=True)
class Known:
    """Somebody whom the sandbox knows by a phone number."""

    saved: tuple[str, ...] = ()
    # Plaid trusts the only saved bank and skips the list.
    selects_for_you: bool = False
    # A device never seen before: the bank's password is asked once more.
    is_new_device: bool = False
    note: str = "New here"


FIRST_PLATYPUS, TARTAN, OAUTH = "ins_109508", "ins_109511", "ins_127287"
# 415-555-0010 to -0015, as Plaid documents its returning users.
KNOWN = {
    "4155550010": Known(),
    "4155550011": Known((FIRST_PLATYPUS,), note="Comes back to a saved bank"),
    "4155550012": Known((FIRST_PLATYPUS, TARTAN), note="Has linked another bank since"),
    "4155550013": Known((OAUTH,), note="Saved a bank with its own sign-in page"),
    "4155550014": Known((FIRST_PLATYPUS,), is_new_device=True, note="Comes back on a new device"),
    "4155550015": Known((FIRST_PLATYPUS,), selects_for_you=True, note="Has one bank, chosen at once"),
}


def normalize(number: str) -> str:
    """Keep the ten digits of a North American number, however it was typed."""
    digits = re.sub(r"\D", "", number)
    return digits[1:] if len(digits) > DIGITS and digits.startswith("1") else digits


def display(number: str) -> str:
    """Write ten digits as Plaid's documentation does: 415-555-0010."""
    return f"{number[:3]}-{number[3:6]}-{number[6:]}" if len(number) == DIGITS else number


def hints() -> list[dict[str, str]]:
    """Suggest the sandbox's numbers."""
    return [{"title": display(number), "note": known.note} for number, known in KNOWN.items()]


def prefilled(context: Context) -> str:
    """Take the number that the app has given with its token."""
    user = context.token.request.get("user") or {}
    return display(normalize(str(user.get("phone_number") or "")))


def list_saved(session: LinkSession) -> list[Institution]:
    return [institutions.get(each) for each in _known(session).saved]


def submit_phone(session: LinkSession, context: Context, number: str) -> None:
    if session.view != "SUBMIT_PHONE":
        return
    session.phone, session.phone_verified = normalize(number), False
    context.journal.record("SUBMIT_PHONE")
    if len(session.phone) == DIGITS:
        context.journal.go_to("VERIFY_PHONE")
    else:
        steps.fail(session, context, PlaidError("INVALID_PHONE_NUMBER"))


def skip_phone(session: LinkSession, context: Context) -> None:
    if session.view in {"SUBMIT_PHONE", "VERIFY_PHONE"}:
        session.phone = None
        context.journal.record("SKIP_SUBMIT_PHONE")
        go_to_banks(session, context)


def submit_passcode(session: LinkSession, context: Context, code: str) -> None:
    if session.view != "VERIFY_PHONE":
        return
    context.journal.record("SUBMIT_OTP")
    if code.strip() != PASSCODE:
        steps.fail(session, context, PlaidError("INVALID_OTP"))
        return
    session.phone_verified = True
    context.journal.record("VERIFY_PHONE")
    known = _known(session)
    if known.selects_for_you:
        _take_saved(session, context, known.saved[0], "AUTO_SELECT_SAVED_INSTITUTION")
    elif known.saved and session.chosen_before is None:
        context.journal.go_to("SELECT_SAVED_INSTITUTION")
    else:
        go_to_banks(session, context)


def choose_saved(session: LinkSession, context: Context, institution_id: str) -> None:
    if session.view != "SELECT_SAVED_INSTITUTION":
        return
    if institution_id not in _known(session).saved:
        raise PlaidError("INVALID_INSTITUTION")
    _take_saved(session, context, institution_id, "SAVED_INSTITUTION")


def choose_another(session: LinkSession, context: Context) -> None:
    """Link a bank that is not among the saved ones."""
    if session.view == "SELECT_SAVED_INSTITUTION":
        context.journal.record("CONNECT_NEW_INSTITUTION")
        context.journal.go_to("SELECT_INSTITUTION")


def go_to_banks(session: LinkSession, context: Context) -> None:
    """Show the list of banks, or the sign-in of the one that was named before Link was opened."""
    if session.chosen_before is None:
        context.journal.go_to("SELECT_INSTITUTION")
    elif steps.select_bank(session, context, session.chosen_before):
        steps.go_to_sign_in(session, context)


def _take_saved(session: LinkSession, context: Context, institution_id: str, match_reason: str) -> None:
    if not steps.select_bank(session, context, institution_id, match_reason):
        return
    if _known(session).is_new_device or institutions.get(institution_id).oauth:
        steps.go_to_sign_in(session, context)
        return
    session.username, session.password = SAVED_USER, SAVED_PASSWORD
    context.journal.loading()
    steps.signed_in(session, context, steps.log_in(session, context), "SELECT_SAVED_ACCOUNT")


def _known(session: LinkSession) -> Known:
    return KNOWN.get(session.phone or "", Known()) if session.phone_verified else Known()
