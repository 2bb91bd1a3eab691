"""What the API says and hears about connections."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field, JsonValue

from saldo.connections.models import SyncStatus, SyncTrigger
from saldo.core.money import Amount
from saldo.core.schemas import Input, Output
from saldo.providers.bank import BankHealth, HistoryStatus

ShownStatus = Literal[
    "importing",
    "healthy",
    "pending_expiration",
    "pending_disconnect",
    "needs_login",
    "degraded",
    "rate_limited",
    "revoked",
    "disconnected",
]


class LinkTokenRequest(Input):
    """Asks for a token that opens the bank's dialog."""

    connection_id: UUID | None = Field(
        default=None, description="Repair this connection's login instead of adding a bank."
    )
    choose_accounts: bool = Field(
        default=False,
        description="While repairing, let the person choose anew which accounts are shared. "
        "Always so when the bank has told of new accounts.",
    )


class LinkTokenAnswer(Output):
    """A token for the bank's dialog, good for minutes to hours."""

    success: bool = Field(examples=[True])
    link_token: str = Field(examples=["link-sandbox-4be3c3f1-7b0f-4f6e-8a5c-9d4a5e0b1f6c"])
    expiration: datetime = Field(description="From then on the dialog refuses the token.")
    request_id: str = Field(description="The provider's own id of the call, for its support.")
    environment: str = Field(examples=["sandbox"])


class OfferedInstitution(Input):
    """The bank chosen in the dialog."""

    institution_id: str = Field(min_length=1, max_length=100, examples=["ins_109508"])
    name: str = Field(min_length=1, max_length=200, examples=["First Platypus Bank"])


class OfferedAccount(Input):
    """An account chosen in the dialog; what the duplicate check compares."""

    id: str = Field(max_length=200)
    name: str = Field(max_length=500, examples=["Plaid Checking"])
    mask: str | None = Field(default=None, max_length=20, examples=["0000"])
    type: str | None = Field(default=None, max_length=100, examples=["depository"])
    subtype: str | None = Field(default=None, max_length=100, examples=["checking"])


class RelinkedAccount(Input):
    """An account offered by the dialog, and the one of ours it carries on."""

    offered_id: str = Field(max_length=200)
    account_id: UUID


class ExchangeRequest(Input):
    """What the dialog handed over when the person was done."""

    public_token: str = Field(min_length=1, max_length=500, repr=False)
    institution: OfferedInstitution
    accounts: list[OfferedAccount] = Field(max_length=200)
    relink: list[RelinkedAccount] | None = Field(
        default=None,
        max_length=200,
        description="Which accounts carry on which of ours, as planned; a connection that still shares one "
        "ends. Left out, accounts of ended connections are carried on where digits tell; empty, none are.",
    )


class RelinkPlanRequest(Input):
    """What the dialog said, before it is handed in."""

    institution: OfferedInstitution
    accounts: list[OfferedAccount] = Field(max_length=200)


class RelinkMatch(Output):
    """An account of the dialog that is one of ours."""

    offered_id: str
    account_id: UUID
    account_name: str
    connection_id: UUID = Field(description="The connection it came with so far.")
    by: Literal["lasting_id", "digits_and_name", "digits", "name"] = Field(description="What told so.")


class RelinkHistory(Output):
    """An account of ours that the dialog does not offer: it stays, with its history."""

    account_id: UUID
    account_name: str


class RelinkPlan(Output):
    """What linking this bank would carry on."""

    matches: list[RelinkMatch]
    new: list[str] = Field(description="Ids of offered accounts that were never here.")
    history: list[RelinkHistory]
    replaces: list[UUID] = Field(description="Connections that would end, because they share these accounts.")


class ConnectionTrouble(Output):
    """Why a connection or a sync is in trouble."""

    code: str = Field(examples=["ITEM_LOGIN_REQUIRED"])
    message: str


class ConnectionAdvice(Output):
    """What a connection's state means, and the one thing to do about it."""

    meaning: str = Field(examples=["The bank asks you to sign in again."])
    action: Literal["none", "wait", "sign_in", "link_again"]


class BankTrouble(Output):
    """The bank itself is down: its connections wait, and one at a time tries."""

    health: BankHealth = Field(description="What the provider measures over all its customers.")
    paused_until: datetime


class ConnectionCounts(Output):
    """How much has arrived through a connection."""

    accounts: int
    transactions: int
    categorised: int
    set_aside: int = Field(description="Rows that could not be read; a retry reads them again.")


class ConnectionShown(Output):
    """One login at one bank."""

    id: UUID
    institution_id: str = Field(examples=["ins_109508"])
    institution_name: str = Field(examples=["First Platypus Bank"])
    status: ShownStatus
    advice: ConnectionAdvice
    error: ConnectionTrouble | None
    bank_trouble: BankTrouble | None
    login_expires_at: datetime | None = Field(description="When the bank will ask for a new sign-in.")
    new_accounts: bool = Field(
        description="The bank has accounts that are not shared yet: a repair lets the person choose them."
    )
    history: HistoryStatus = Field(description="How much of the past the bank has handed over.")
    syncing: bool = Field(description="A worker is fetching at this moment.")
    counts: ConnectionCounts
    last_synced_at: datetime | None = Field(description="When we last asked the bank with success.")
    bank_updated_at: datetime | None = Field(description="When the bank last had something new.")
    next_sync_at: datetime | None = Field(
        description="When we ask next at the latest; null while we cannot, or shall not unasked."
    )
    created_at: datetime


class ExchangeAnswer(Output):
    """The connection that came of the dialog."""

    connection: ConnectionShown
    already_connected: bool = Field(description="This very token had been handed in before.")


class ConnectionOverview(Output):
    """Every connection of the workspace."""

    enabled: bool = Field(description="False when this installation has no bank provider.")
    environment: str = Field(examples=["sandbox"])
    connections: list[ConnectionShown]


class SyncShown(Output):
    """One run of a connection's sync."""

    id: UUID
    trigger: SyncTrigger
    status: SyncStatus
    started_at: datetime
    finished_at: datetime | None
    added: int
    modified: int
    removed: int
    skipped: int = Field(description="Rows of the bank that could not be read; they are kept aside.")
    pages: int
    restarts: int = Field(description="How often the bank's data changed while we were reading.")
    error: ConnectionTrouble | None


class SetAsideRow(Output):
    """A row of the bank that could not be stored."""

    id: UUID
    provider_transaction_id: str | None
    reason: str = Field(examples=["added: amount is missing"])
    row: dict[str, JsonValue] = Field(description="The row as the bank sent it.")
    since: datetime


class BalancesRequest(Input):
    """Asks for live balances."""

    account_ids: list[UUID] | None = Field(
        default=None, max_length=500, description="Only the banks behind these accounts; all when left out."
    )


class BalancesResult(Output):
    """What came of asking one bank."""

    connection_id: UUID
    status: Literal["refreshed", "cooldown", "needs_login", "failed"]
    error: ConnectionTrouble | None
    retry_after_seconds: int | None = Field(description="When asking again makes sense, if that is known.")


class AccountBalanceResult(Output):
    """What came of asking for one account's balance; its figures are the newest we have in any case."""

    account_id: UUID
    connection_id: UUID
    status: Literal["refreshed", "cooldown", "needs_login", "failed", "not_listed", "ended"]
    error: ConnectionTrouble | None
    retry_after_seconds: int | None
    currency: str
    current_balance: Amount | None
    available_balance: Amount | None
    balance_as_of: datetime


class BalancesAnswer(Output):
    """What came of asking each bank, and what that means for each account."""

    results: list[BalancesResult]
    accounts: list[AccountBalanceResult]


class SyncRequest(Input):
    """Asks for new transactions."""

    connection_id: UUID | None = Field(default=None, description="Only this bank; all when left out.")


class SyncAnswer(Output):
    """Which connections a sync has been asked for."""

    queued: list[UUID]


class WebhookShown(Output):
    """One webhook that came in for a connection, and what it led to."""

    id: UUID
    received_at: datetime
    type: str = Field(examples=["TRANSACTIONS"])
    code: str = Field(examples=["SYNC_UPDATES_AVAILABLE"])
    is_verified: bool = Field(description="The provider really sent it; anything else is not acted on.")
    outcome: str | None = Field(
        description="What it led to, as one word; null while it waits.", examples=["sync_requested"]
    )
    text: str = Field(description="The same in a sentence.", examples=["A sync was asked for."])
    handled_at: datetime | None
    attempts: int = Field(description="How often it was tried to act on it.")
    last_error: str | None = Field(description="Why the last try failed.")
    sync_id: UUID | None = Field(description="The run that served it.")


class WebhookReceived(Output):
    """The webhook is stored; what it asks for happens afterwards."""

    received: bool
