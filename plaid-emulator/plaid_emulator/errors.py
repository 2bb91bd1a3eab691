"""Plaid's error objects: every code the emulator can answer with, and the exception that carries one."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DOCUMENTATION = "https://plaid.com/docs/?ref=error#"


@dataclass(frozen=True)
class ErrorKind:
    """One error code as documented: its family, its usual texts and its HTTP status."""

    type: str
    message: str
    display: str | None = None
    status: int = 400
    # What Plaid advises the developer to do; most refusals carry no advice.
    suggest: str | None = None


KINDS = {
    code: ErrorKind(**kind)
    for code, kind in json.loads(Path(__file__).with_name("errors.json").read_text(encoding="utf-8")).items()
}


class PlaidError(Exception):
    """A refusal in Plaid's words; the API layer turns it into the answer."""

    # Why consent ended, told with ITEM_LOGIN_REQUIRED at OAuth banks only.
    reason: str | None = None

    def __init__(self, code: str, detail: str | None = None, message: str | None = None) -> None:
        kind = KINDS.get(code) or ErrorKind("API_ERROR", "an error was requested", status=400)
        text = message if message is not None else kind.message.format(detail or "")
        super().__init__(f"{code}: {text}")
        self.code, self.kind, self.message = code, kind, text

    @property
    def status(self) -> int:
        return self.kind.status

    def body(self) -> dict[str, Any]:
        """Make the error object without a request id, as in item.error."""
        anchor = self.kind.type.lower().replace("_error", "").replace("_", "-")
        return {
            "error_type": self.kind.type,
            "error_code": self.code,
            "error_code_reason": self.reason,
            "error_message": self.message,
            "display_message": self.kind.display,
            "documentation_url": f"{DOCUMENTATION}{anchor}-errors",
            "suggested_action": self.kind.suggest,
        }

    def webhook_body(self) -> dict[str, Any]:
        """Make the error object inside a webhook: with a status, without a request id."""
        return {**self.body(), "status": self.status}
