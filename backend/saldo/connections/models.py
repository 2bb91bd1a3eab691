"""The tables of connections: the link to one bank, each run of its sync, and the webhook inbox."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, SmallInteger
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from saldo.connections.frequencies import Frequency
from saldo.core.models import Base, Identified, Timestamped
from saldo.providers.bank import HistoryStatus


class ConnectionStatus(StrEnum):
    """Where a connection stands; `transitions` has the table of how it gets from one to the other."""

    LINKING = "linking"
    IMPORTING = "importing"
    HEALTHY = "healthy"
    PENDING_EXPIRATION = "pending_expiration"
    PENDING_DISCONNECT = "pending_disconnect"
    NEEDS_LOGIN = "needs_login"
    DEGRADED = "degraded"
    RATE_LIMITED = "rate_limited"
    REVOKED = "revoked"
    DISCONNECTED = "disconnected"


# A sync makes sense only here: the others wait for a person, or are over.
SYNCABLE = (
    ConnectionStatus.IMPORTING,
    ConnectionStatus.HEALTHY,
    ConnectionStatus.PENDING_EXPIRATION,
    ConnectionStatus.PENDING_DISCONNECT,
    ConnectionStatus.DEGRADED,
    ConnectionStatus.RATE_LIMITED,
)
ENDED = (ConnectionStatus.REVOKED, ConnectionStatus.DISCONNECTED)


class SyncTrigger(StrEnum):
    """Who asked for a sync."""

    LINK = "link"
    WEBHOOK = "webhook"
    USER = "user"
    SCHEDULE = "schedule"
    SWEEP = "sweep"


class SyncStatus(StrEnum):
    """How a sync ended; abandoned means that its worker was never heard of again."""

    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    ABANDONED = "abandoned"


class BankConnection(Identified, Timestamped, Base):
    """One login at one bank.

    Whoever wants a sync raises `wanted_version`; a sync is due while it is ahead of `done_version` and
    `next_at` has come. The worker that holds `lease_token` is the only one whose writes count. From
    `purge_at` on nobody sees it any more, and a worker takes its rows away.

    `scheduled_at` is when we ask unasked, by the fastest frequency of its accounts (`sync_frequency`);
    `news_at`: the bank has announced something since that is left for then; `asked_at`: a person's last wish;
    `provider_updated_at`: when the provider last read the bank, by its word of `provider_asked_at`.
    """

    __tablename__ = "bank_connections"

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id"))
    institution_id: Mapped[str]
    institution_name: Mapped[str]
    provider_item_id: Mapped[str | None] = mapped_column(unique=True)
    public_token_hash: Mapped[str]
    access_token: Mapped[str | None]
    status: Mapped[str]
    error_code: Mapped[str | None]
    error_message: Mapped[str | None]
    login_expires_at: Mapped[datetime | None]
    new_accounts_at: Mapped[datetime | None]
    purge_at: Mapped[datetime | None]
    history_status: Mapped[str] = mapped_column(default=HistoryStatus.NOT_READY)
    cursor: Mapped[str | None]
    wanted_version: Mapped[int] = mapped_column(BigInteger, default=0)
    done_version: Mapped[int] = mapped_column(BigInteger, default=0)
    lease_until: Mapped[datetime | None]
    lease_token: Mapped[UUID | None]
    next_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    last_synced_at: Mapped[datetime | None]
    bank_updated_at: Mapped[datetime | None]
    balances_refreshed_at: Mapped[datetime | None]
    sync_frequency: Mapped[str] = mapped_column(server_default=Frequency.REALTIME)
    scheduled_at: Mapped[datetime | None]
    news_at: Mapped[datetime | None]
    asked_at: Mapped[datetime | None]
    provider_updated_at: Mapped[datetime | None]
    provider_asked_at: Mapped[datetime | None]
    created_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))


class Sync(Identified, Base):
    """One run of one connection's sync."""

    __tablename__ = "syncs"

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id"))
    connection_id: Mapped[UUID] = mapped_column(ForeignKey("bank_connections.id"))
    trigger: Mapped[str]
    status: Mapped[str] = mapped_column(default=SyncStatus.RUNNING)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    lease_token: Mapped[UUID]
    added: Mapped[int] = mapped_column(default=0)
    modified: Mapped[int] = mapped_column(default=0)
    removed: Mapped[int] = mapped_column(default=0)
    skipped: Mapped[int] = mapped_column(default=0)
    pages: Mapped[int] = mapped_column(default=0)
    restarts: Mapped[int] = mapped_column(default=0)
    error_code: Mapped[str | None]
    error_message: Mapped[str | None]


class RemovalReason(StrEnum):
    """Why access at the provider is to end."""

    UNFINISHED = "unfinished"
    DISCONNECTED = "disconnected"
    REPLACED = "replaced"


class ItemRemoval(Identified, Timestamped, Base):
    """Access at the provider that is to end: kept until the provider has been told.

    One that is `unfinished` is written before the link it belongs to, which takes it back when it succeeds:
    whatever dies in between, the access is given back.
    """

    __tablename__ = "item_removals"

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    connection_id: Mapped[UUID]
    item_id: Mapped[str]
    access_token: Mapped[str | None]
    reason: Mapped[str]
    next_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    error_code: Mapped[str | None]
    removed_at: Mapped[datetime | None]


class InstitutionTrouble(Base):
    """How a bank has been failing lately, whoever asked it; while it is open nobody asks."""

    __tablename__ = "institution_troubles"

    institution_id: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    last_failed_at: Mapped[datetime]
    open_until: Mapped[datetime | None]
    health: Mapped[str]
    health_asked_at: Mapped[datetime | None]


class InstitutionHour(Base):
    """On how many days lately a bank failed and worked in one hour of the day (UTC), whoever asked it."""

    __tablename__ = "institution_hours"

    institution_id: Mapped[str] = mapped_column(primary_key=True)
    hour: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    days_failed: Mapped[int]
    days_worked: Mapped[int]


class SchedulerBeat(Base):
    """When a regular job last did its work."""

    __tablename__ = "scheduler_beats"

    name: Mapped[str] = mapped_column(primary_key=True)
    last_at: Mapped[datetime]


class WebhookDelivery(Identified, Base):
    """One webhook as it came, and what became of it; belongs to no tenant until it is understood."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (Index("ix_webhook_deliveries_item_id_id", "item_id", "id"),)

    provider: Mapped[str]
    body_hash: Mapped[str]
    type: Mapped[str]
    code: Mapped[str]
    item_id: Mapped[str | None]
    body: Mapped[dict[str, Any]] = mapped_column(JSONB)
    received_at: Mapped[datetime]
    handled_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime]
    last_error: Mapped[str | None]


class WebhookRefusal(Identified, Base):
    """What pretended to be a webhook of one of our connections; nothing of its contents is kept."""

    __tablename__ = "webhook_refusals"
    __table_args__ = (Index("ix_webhook_refusals_connection_id_id", "connection_id", "id"),)

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    connection_id: Mapped[UUID] = mapped_column(ForeignKey("bank_connections.id", ondelete="CASCADE"))
    type: Mapped[str]
    code: Mapped[str]
    reason: Mapped[str]
    received_at: Mapped[datetime]


class Relink(Identified, Base):
    """An account that a new link carried on, as it was before; taking it back makes a `successor` of the new.

    Once it is taken back, the account is its former connection's again.
    """

    __tablename__ = "relinks"

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    connection_id: Mapped[UUID] = mapped_column(
        ForeignKey("bank_connections.id", ondelete="CASCADE"), index=True
    )
    former_connection_id: Mapped[UUID] = mapped_column(
        ForeignKey("bank_connections.id", ondelete="CASCADE"), index=True
    )
    account_before: Mapped[dict[str, Any]] = mapped_column(JSONB)
    anchor_before: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    made_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    successor_id: Mapped[UUID | None]
