"""Writing the events of a session in the shape and order Plaid documents."""

import uuid
from datetime import UTC, datetime

from plaid_emulator.link.session import LinkError, LinkEvent, LinkSession, ViewName

KEYS = (
    "account_number_mask",
    "error_type",
    "error_code",
    "error_message",
    "exit_status",
    "institution_id",
    "institution_name",
    "institution_search_query",
    "is_update_mode",
    "match_reason",
    "mfa_type",
    "routing_number",
    "selection",
    "view_name",
)
LOADING = "LOADING"


class Journal:
    """Adds to one session's events; all events of one request share its request id."""

    def __init__(self, session: LinkSession, *, now: float, request_id: str, is_update: bool) -> None:
        self.session = session
        self.now = now
        self.request_id = request_id
        self._is_update = is_update
        self._first_new = len(session.events)

    def record(self, name: str, **details: str | None) -> None:
        session = self.session
        metadata: dict[str, str | None] = dict.fromkeys(KEYS)
        metadata |= {
            "institution_id": session.institution_id,
            "institution_name": session.institution_name,
            "is_update_mode": "true" if self._is_update else "false",
            **details,
            "link_session_id": session.link_session_id,
            "request_id": self.request_id,
            "timestamp": self._timestamp(),
        }
        session.events.append(LinkEvent(event_id=str(uuid.uuid4()), name=name, metadata=metadata))

    def transition(self, view: str, mfa_type: str | None = None) -> None:
        self.record("TRANSITION_VIEW", view_name=view, mfa_type=mfa_type)

    def loading(self) -> None:
        self.transition(LOADING)

    def go_to(self, view: ViewName, mfa_type: str | None = None, problem: LinkError | None = None) -> None:
        """Show another view; a problem is shown with it and forgotten by the next one."""
        self.session.view = view
        self.session.problem = problem
        self.transition(view, mfa_type)

    def error(self, error: LinkError) -> None:
        self.session.last_error = error
        self.record(
            "ERROR",
            error_type=error.error_type,
            error_code=error.error_code,
            error_message=error.error_message,
        )

    def new_events(self) -> list[LinkEvent]:
        return self.session.events[self._first_new :]

    def _timestamp(self) -> str:
        # Pages sort by timestamp, so no two events of a session may share one: each is at least 1 ms later.
        moment = round(self.now * 1000)
        if self.session.events:
            last = self.session.events[-1].metadata["timestamp"] or ""
            moment = max(moment, round(datetime.fromisoformat(last).timestamp() * 1000) + 1)
        stamp = datetime.fromtimestamp(moment / 1000, UTC).isoformat(timespec="milliseconds")
        return stamp.replace("+00:00", "Z")
