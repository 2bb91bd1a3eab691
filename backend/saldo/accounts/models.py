"""The tables of accounts and of their balance at the end of each day."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from saldo.core.models import Base, Identified, Timestamped

DEBT_TYPES = ("credit", "loan")


class AccountStatus(StrEnum):
    """Whether the bank still tells us about the account."""

    ACTIVE = "active"
    CLOSED = "closed"


class Account(Identified, Timestamped, Base):
    """One account at one bank; its id survives every sync.

    On credit and loan accounts `current_balance` is what is owed: positive at the bank, subtracted in net
    worth. A link made anew takes the account over: the connections it came with before are its former ones.
    """

    __tablename__ = "accounts"
    __table_args__ = (
        UniqueConstraint("connection_id", "provider_account_id"),
        Index("ix_accounts_workspace_id", "workspace_id"),
    )

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    connection_id: Mapped[UUID] = mapped_column(ForeignKey("bank_connections.id", ondelete="CASCADE"))
    provider_account_id: Mapped[str]
    persistent_account_id: Mapped[str | None]
    name: Mapped[str]
    official_name: Mapped[str | None]
    mask: Mapped[str | None]
    type: Mapped[str]
    subtype: Mapped[str | None]
    currency: Mapped[str]
    current_balance: Mapped[Decimal | None]
    available_balance: Mapped[Decimal | None]
    credit_limit: Mapped[Decimal | None]
    balance_as_of: Mapped[dt.datetime]
    status: Mapped[str]
    closed_at: Mapped[dt.datetime | None]
    sync_frequency: Mapped[str] = mapped_column(server_default="realtime")
    former_connection_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), server_default="{}")


class AccountBalance(Base):
    """The last balance seen on one day."""

    __tablename__ = "account_balances"
    __table_args__ = (Index("ix_account_balances_workspace_id_date", "workspace_id", "date"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    date: Mapped[dt.date] = mapped_column(primary_key=True)
    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    current: Mapped[Decimal | None]
    available: Mapped[Decimal | None]


@dataclass(frozen=True)
class AccountIdentity:
    """What two links to the same account have in common, though every id differs."""

    account_id: UUID
    connection_id: UUID
    institution_id: str | None
    name: str
    mask: str | None
    type: str
    subtype: str | None
    persistent_id: str | None
    status: str


@dataclass(frozen=True)
class DailyBalance:
    """A balance seen on one day."""

    account_id: UUID
    date: dt.date
    current: Decimal
