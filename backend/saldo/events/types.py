"""Every event a workspace can see, typed once: the frontend's types are generated from these."""

from datetime import date, datetime
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from saldo.core.money import Amount

MOST_TRANSACTIONS = 20
MOST_CHANGED = 100
MOST_CATEGORISED = 500


class EventData(BaseModel):
    """What an event tells; `type` names it."""

    model_config = ConfigDict(frozen=True)
    type: ClassVar[str]


class DashboardUpdate(EventData):
    """Figures on the dashboard may have changed."""

    type: ClassVar[str] = "dashboard_update"
    reason: str = Field(examples=["sync"])


class TransactionLine(BaseModel):
    """A new transaction in short."""

    id: UUID
    account_id: UUID
    date: date
    amount: Amount
    currency: str
    description: str
    pending: bool


class TransactionCreated(EventData):
    """New transactions have arrived; `transactions` shows the first of them."""

    type: ClassVar[str] = "transaction_created"
    connection_id: UUID | None
    account_ids: list[UUID]
    count: int
    transactions: list[TransactionLine] = Field(max_length=MOST_TRANSACTIONS)


class AccountConnected(EventData):
    """A bank was linked, or a linked bank showed more accounts."""

    type: ClassVar[str] = "account_connected"
    connection_id: UUID
    institution_name: str
    account_ids: list[UUID]


class AccountBalanceUpdated(EventData):
    """An account's balance is another than before."""

    type: ClassVar[str] = "account_balance_updated"
    account_id: UUID
    currency: str | None
    current_balance: Amount | None
    available_balance: Amount | None
    balance_as_of: datetime | None


class AccountReconciled(EventData):
    """An account was compared with its statement."""

    type: ClassVar[str] = "account_reconciled"
    account_id: UUID
    status: str
    difference: Amount


class BulkReconciliationComplete(EventData):
    """Several accounts were compared with their statements."""

    type: ClassVar[str] = "bulk_reconciliation_complete"
    account_ids: list[UUID]
    reconciled: int
    failed: int


class ReconciliationEntryCreated(EventData):
    """An entry was made to explain a difference."""

    type: ClassVar[str] = "reconciliation_entry_created"
    account_id: UUID
    entry_id: UUID
    amount: Amount
    reason: str


class SyncProgress(EventData):
    """How far a sync of one connection has come."""

    type: ClassVar[str] = "sync_progress"
    connection_id: UUID
    sync_id: UUID
    phase: Literal["waiting_for_bank", "fetching", "saving", "done", "failed"]
    pages: int
    transactions: int = Field(description="Of the accounts you see")
    by_account: dict[UUID, int] = Field(description="Of these, by account; one that is new yet has no id")


class ConnectionUpdated(EventData):
    """A connection's health or history has changed."""

    type: ClassVar[str] = "connection_updated"
    connection_id: UUID
    status: str
    history: str


class TransactionsChanged(EventData):
    """Known transactions were changed or withdrawn by the bank."""

    type: ClassVar[str] = "transactions_changed"
    account_ids: list[UUID]
    transaction_ids: list[UUID] = Field(max_length=MOST_CHANGED)
    modified: int
    removed: int


class TransactionsCategorised(EventData):
    """Transactions got their categories; `remaining` still wait, of whom no more than 1000 are counted."""

    type: ClassVar[str] = "transactions_categorised"
    transaction_ids: list[UUID] = Field(max_length=MOST_CATEGORISED)
    count: int
    remaining: int


class AccountSilent(EventData):
    """An account has been silent for longer than is its way, or is heard again (`is_silent` false)."""

    type: ClassVar[str] = "account_silent"
    account_id: UUID
    is_silent: bool
    last_posted_on: date
    limit_days: int | None


class CategoriesChanged(EventData):
    """Categories were added, renamed, hidden, merged or removed, or are there again."""

    type: ClassVar[str] = "categories_changed"
    codes: list[str] = Field(max_length=MOST_CHANGED)


class _Envelope(BaseModel):
    """What surrounds every event."""

    sequence: int = Field(description="Counts up by one within the workspace, without gaps.")
    occurred_at: datetime


class DashboardUpdateEvent(_Envelope):
    """Figures on the dashboard may have changed."""

    type: Literal["dashboard_update"]
    data: DashboardUpdate


class TransactionCreatedEvent(_Envelope):
    """New transactions have arrived."""

    type: Literal["transaction_created"]
    data: TransactionCreated


class AccountConnectedEvent(_Envelope):
    """A bank was linked, or a linked bank showed more accounts."""

    type: Literal["account_connected"]
    data: AccountConnected


class AccountBalanceUpdatedEvent(_Envelope):
    """An account's balance is another than before."""

    type: Literal["account_balance_updated"]
    data: AccountBalanceUpdated


class AccountReconciledEvent(_Envelope):
    """An account was compared with its statement."""

    type: Literal["account_reconciled"]
    data: AccountReconciled


class BulkReconciliationCompleteEvent(_Envelope):
    """Several accounts were compared with their statements."""

    type: Literal["bulk_reconciliation_complete"]
    data: BulkReconciliationComplete


class ReconciliationEntryCreatedEvent(_Envelope):
    """An entry was made to explain a difference."""

    type: Literal["reconciliation_entry_created"]
    data: ReconciliationEntryCreated


class SyncProgressEvent(_Envelope):
    """How far a sync of one connection has come."""

    type: Literal["sync_progress"]
    data: SyncProgress


class ConnectionUpdatedEvent(_Envelope):
    """A connection's health or history has changed."""

    type: Literal["connection_updated"]
    data: ConnectionUpdated


class TransactionsChangedEvent(_Envelope):
    """Known transactions were changed or withdrawn by the bank."""

    type: Literal["transactions_changed"]
    data: TransactionsChanged


class TransactionsCategorisedEvent(_Envelope):
    """Transactions got their categories."""

    type: Literal["transactions_categorised"]
    data: TransactionsCategorised


class AccountSilentEvent(_Envelope):
    """An account has fallen silent, or is heard again."""

    type: Literal["account_silent"]
    data: AccountSilent


class CategoriesChangedEvent(_Envelope):
    """The workspace's categories are others than before."""

    type: Literal["categories_changed"]
    data: CategoriesChanged


Event = Annotated[
    DashboardUpdateEvent
    | TransactionCreatedEvent
    | AccountConnectedEvent
    | AccountBalanceUpdatedEvent
    | AccountReconciledEvent
    | BulkReconciliationCompleteEvent
    | ReconciliationEntryCreatedEvent
    | SyncProgressEvent
    | ConnectionUpdatedEvent
    | TransactionsChangedEvent
    | TransactionsCategorisedEvent
    | AccountSilentEvent
    | CategoriesChangedEvent,
    Field(discriminator="type"),
]
