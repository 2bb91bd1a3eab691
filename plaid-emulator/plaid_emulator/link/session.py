"""One run of the dialog: everything that must survive between two requests."""

from typing import Any, Literal, TypeAlias

from pydantic import BaseModel, Field

from plaid_emulator.errors import PlaidError

ViewName: TypeAlias = Literal[
    "CONSENT", "SELECT_INSTITUTION", "CREDENTIAL", "MFA", "SELECT_ACCOUNT", "CONNECTED", "ERROR"
]


class LinkError(BaseModel):
    """The four fields of an error that Link shows to the page."""

    error_type: str
    error_code: str
    error_message: str
    display_message: str | None

    @classmethod
    def of(cls, error: PlaidError) -> "LinkError":
        body = error.body()
        return cls.model_validate({name: body[name] for name in cls.model_fields})


class LinkEvent(BaseModel):
    """One event as onEvent tells it; the metadata always has every key."""

    event_id: str
    name: str
    metadata: dict[str, str | None]


class OfferedAccount(BaseModel):
    """One account the bank shows after the login; `key` names it until the Item gives it an id."""

    key: str
    name: str
    mask: str | None
    type: str
    subtype: str | None
    balance: float | None
    currency: str | None


class LinkSession(BaseModel):
    """Where the user stands and what happened so far."""

    link_session_id: str
    token: str
    started_at: float
    finished_at: float | None = None
    view: ViewName
    institution_id: str | None = None
    institution_name: str | None = None
    username: str = ""
    password: str = ""
    device_chosen: bool = False
    mfa_round: int = 0
    offered: list[OfferedAccount] = Field(default_factory=list)
    public_token: str | None = None
    accounts: list[dict[str, Any]] = Field(default_factory=list)
    banks_found: int | None = None
    # `problem` belongs to the view on the screen; `last_error` is what onExit tells, however long ago it was.
    problem: LinkError | None = None
    last_error: LinkError | None = None
    asked_to_leave: bool = False
    ending: Literal["success", "exit"] | None = None
    exit_status: str | None = None
    last_request_id: str = ""
    events: list[LinkEvent] = Field(default_factory=list)

    @property
    def institution(self) -> dict[str, str] | None:
        if self.institution_id is None or self.institution_name is None:
            return None
        return {"name": self.institution_name, "institution_id": self.institution_id}
