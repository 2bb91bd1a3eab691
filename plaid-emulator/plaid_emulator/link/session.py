"""One run of the dialog: everything that must survive between two requests."""

from typing import Any, Literal, TypeAlias

from pydantic import BaseModel, Field

from plaid_emulator.errors import PlaidError

ViewName: TypeAlias = Literal[
    "CONSENT",
    "SUBMIT_PHONE",
    "VERIFY_PHONE",
    "SELECT_SAVED_INSTITUTION",
    "SELECT_INSTITUTION",
    "CREDENTIAL",
    "OAUTH",
    "RECAPTCHA",
    "MFA",
    "SELECT_ACCOUNT",
    "SELECT_SAVED_ACCOUNT",
    "CONNECTED",
    "ERROR",
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
    # Whether the pane begins with this account ticked.
    selected: bool = True


class AddedItem(BaseModel):
    """One finished connection: the token for the page, and the accounts as onSuccess shows them."""

    public_token: str
    accounts: list[dict[str, Any]]
    institution: dict[str, str] | None = None


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
    # One, or several when the token allows to link more than one bank in a session.
    added: list[AddedItem] = Field(default_factory=list)
    # The bank was named by the app or by a tile in its page: the list is skipped.
    chosen_before: str | None = None
    phone: str | None = None
    phone_verified: bool = False
    oauth_state: str | None = None
    oauth_closed: bool = False
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
