"""How a session ends, and what the page and /link/token/get are told about it."""

from typing import Any

from plaid_emulator.link import mfa
from plaid_emulator.link.journal import Journal
from plaid_emulator.link.session import LinkSession
from plaid_emulator.logins import Challenge
from plaid_emulator.tokens import LinkToken

UNSUPPORTED = {"INSTITUTION_NO_LONGER_SUPPORTED", "ITEM_NOT_SUPPORTED"}
STATUS = {
    "CONSENT": "requires_credentials",
    "SELECT_INSTITUTION": "requires_credentials",
    "SELECT_SAVED_INSTITUTION": "requires_credentials",
    "CREDENTIAL": "requires_credentials",
    "OAUTH": "requires_oauth",
    "SELECT_ACCOUNT": "requires_account_selection",
    "SELECT_SAVED_ACCOUNT": "requires_account_selection",
}


def succeed(session: LinkSession, journal: Journal) -> None:
    journal.record("HANDOFF")
    session.ending, session.finished_at = "success", journal.now


def ask_to_leave(session: LinkSession, journal: Journal) -> None:
    if session.ending is None and not session.asked_to_leave:
        session.asked_to_leave = True
        journal.transition("EXIT")


def stay(session: LinkSession, journal: Journal) -> None:
    if session.asked_to_leave:
        session.asked_to_leave = False
        journal.transition(session.view)


def leave(session: LinkSession, journal: Journal, challenge: Challenge | None) -> None:
    """End without a connection; a session that has ended already stays as it is."""
    if session.ending is not None:
        return
    session.exit_status = status(session, challenge)
    error = session.last_error
    journal.record(
        "EXIT",
        exit_status=session.exit_status,
        error_type=error.error_type if error else None,
        error_code=error.error_code if error else None,
        error_message=error.error_message if error else None,
    )
    session.ending, session.finished_at = "exit", journal.now


def status(session: LinkSession, challenge: Challenge | None) -> str | None:
    """Say what Link was waiting for, in the words of onExit's metadata."""
    if session.view == "MFA" and challenge is not None:
        return mfa.EXIT_STATUS[mfa.kind_now(session, challenge)]
    if session.view == "SELECT_INSTITUTION" and session.banks_found == 0:
        return "institution_not_found"
    if session.view == "ERROR" and session.problem and session.problem.error_code in UNSUPPORTED:
        return "institution_not_supported"
    return STATUS.get(session.view)


def outcome(session: LinkSession, token: LinkToken) -> dict[str, Any] | None:
    """Make what the page's onSuccess or onExit receives, once there is something to tell."""
    match session.ending:
        case "success":
            return {"kind": "success", **_success(session, token)}
        case "exit":
            return {"kind": "exit", **_exit(session)}
        case None:
            return None


def describe(session: LinkSession, token: LinkToken) -> dict[str, Any]:
    """Make what /link/token/get tells about this session."""
    # The deprecated callback has room for one Item; several stand in the results alone.
    tells_one = session.ending == "success" and not token.links_several
    return {
        "on_success": _success(session, token) if tells_one else None,
        "exit": _told_exit(session) if session.ending == "exit" else None,
        "events": describe_events(session),
        "results": {
            "item_add_results": [item.model_dump() for item in session.added],
            "cra_item_add_results": [],
            "cra_update_results": [],
            "bank_income_results": [],
            "payroll_income_results": [],
            "document_income_results": None,
        },
    }


def describe_events(session: LinkSession) -> list[dict[str, Any]]:
    return [
        {
            "event_id": event.event_id,
            "event_name": event.name,
            "timestamp": event.metadata["timestamp"],
            "event_metadata": _told(event.metadata),
        }
        for event in session.events
    ]


def _told(metadata: dict[str, str | None]) -> dict[str, str]:
    outside = {"timestamp", "link_session_id", "is_update_mode"}
    return {name: value for name, value in metadata.items() if value is not None and name not in outside}


def _success(session: LinkSession, token: LinkToken) -> dict[str, Any]:
    # A session for several Items has no one token to hand over: the app reads them on its server.
    only = None if token.links_several else session.added[-1]
    return {
        "public_token": only.public_token if only else None,
        "metadata": {
            "institution": only.institution if only else None,
            "accounts": only.accounts if only else [],
            "link_session_id": session.link_session_id,
            "transfer_status": None,
        },
    }


def _exit(session: LinkSession) -> dict[str, Any]:
    return {
        "error": session.last_error.model_dump() if session.last_error else None,
        "metadata": {
            "institution": session.institution,
            "status": session.exit_status,
            "link_session_id": session.link_session_id,
            "request_id": session.last_request_id,
        },
    }


def _told_exit(session: LinkSession) -> dict[str, Any]:
    """Tell a server what onExit was told; what is not known is null to a page and left out here."""
    told = _exit(session)
    known = {name: value for name, value in told["metadata"].items() if value is not None}
    return {**told, "metadata": {"institution": None, **known}}
