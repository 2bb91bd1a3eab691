"""How a session ends, and what the page and /link/token/get are told about it."""

from typing import Any

from plaid_emulator.link import mfa
from plaid_emulator.link.journal import Journal
from plaid_emulator.link.session import LinkSession
from plaid_emulator.logins import Challenge

UNSUPPORTED = {"INSTITUTION_NO_LONGER_SUPPORTED", "ITEM_NOT_SUPPORTED"}
STATUS = {"CREDENTIAL": "requires_credentials", "SELECT_ACCOUNT": "requires_account_selection"}


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
    ask_to_leave(session, journal)
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


def outcome(session: LinkSession) -> dict[str, Any] | None:
    """Make what the page's onSuccess or onExit receives, once there is something to tell."""
    match session.ending:
        case "success":
            return {"kind": "success", "public_token": session.public_token, "metadata": _success(session)}
        case "exit":
            return {"kind": "exit", **_exit(session)}
        case None:
            return None


def describe(session: LinkSession) -> dict[str, Any]:
    """Make what /link/token/get tells about this session."""
    added = {
        "public_token": session.public_token,
        "accounts": session.accounts,
        "institution": session.institution,
    }
    succeeded = session.ending == "success"
    return {
        "on_success": {"public_token": session.public_token, "metadata": _success(session)}
        if succeeded
        else None,
        "exit": _exit(session) if session.ending == "exit" else None,
        "events": [
            {
                "event_id": event.event_id,
                "event_name": event.name,
                "timestamp": event.metadata["timestamp"],
                "event_metadata": _told(event.metadata),
            }
            for event in session.events
        ],
        "results": {
            "item_add_results": [added] if succeeded else [],
            "cra_item_add_results": [],
            "cra_update_results": [],
            "bank_income_results": [],
            "payroll_income_results": [],
            "document_income_results": None,
        },
    }


def _told(metadata: dict[str, str | None]) -> dict[str, str]:
    outside = {"timestamp", "link_session_id", "is_update_mode"}
    return {name: value for name, value in metadata.items() if value is not None and name not in outside}


def _success(session: LinkSession) -> dict[str, Any]:
    return {
        "institution": session.institution,
        "accounts": session.accounts,
        "link_session_id": session.link_session_id,
        "transfer_status": None,
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
