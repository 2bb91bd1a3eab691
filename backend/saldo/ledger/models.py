"""The tables of the derived ledger: sums of each day, where an account began, and checks against the bank."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from saldo.core.models import Base, Identified


class LedgerDay(Base):
    """What the entries of one day and currency sum to, on days that have any or had.

    Triggers on `transactions` keep it in step, so that no writer can forget to. A change moves its own day
    only: the sum of all days before is made when somebody looks.
    """

    __tablename__ = "ledger_days"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    currency: Mapped[str] = mapped_column(primary_key=True)
    date: Mapped[dt.date] = mapped_column(primary_key=True)
    workspace_id: Mapped[UUID]
    posted: Mapped[Decimal]
    pending: Mapped[Decimal]
    posted_count: Mapped[int]
    pending_count: Mapped[int]


class LedgerAnchor(Base):
    """Where an account's ledger begins: its balance before the entries of `opening_date`.

    Entries are added to it, so a late row moves every later day. Rows older than `opening_date` are history
    that the balance had in it already: they tell of days before, and move nothing after.
    A debt's balance is negative here: money in is positive on every account.
    """

    __tablename__ = "ledger_anchors"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    workspace_id: Mapped[UUID]
    currency: Mapped[str]
    opening_date: Mapped[dt.date]
    opening_balance: Mapped[Decimal]
    is_provisional: Mapped[bool]
    set_by: Mapped[str]
    set_at: Mapped[dt.datetime]


class CheckStatus(StrEnum):
    """How ledger and bank compare.

    `pending`: they differ by exactly what is pending, which the bank has counted already.
    `unknown`: the bank states no balance, or none that its rows could add up to.
    """

    AGREES = "agrees"
    PENDING = "pending"
    OFF = "off"
    UNKNOWN = "unknown"


class LedgerCheck(Identified, Base):
    """One comparison of ledger and bank that came out other than the one before it."""

    __tablename__ = "ledger_checks"
    __table_args__ = (Index("ix_ledger_checks_account_id_id", "account_id", "id"),)

    workspace_id: Mapped[UUID]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    sync_id: Mapped[UUID | None]
    checked_by: Mapped[str]
    checked_at: Mapped[dt.datetime]
    currency: Mapped[str]
    bank_balance: Mapped[Decimal | None]
    ledger_balance: Mapped[Decimal | None]
    pending: Mapped[Decimal]
    difference: Mapped[Decimal]
    status: Mapped[str]
    off_since: Mapped[dt.date | None]


@dataclass(frozen=True)
class Figures:
    """What is known of one account at this moment; balances are positive for money one has."""

    account_id: UUID
    type: str
    currency: str
    bank: Decimal | None
    ledger: Decimal | None
    pending: Decimal
    entries: int
    opening_date: dt.date | None
    opening_balance: Decimal | None


@dataclass(frozen=True)
class DayTotal:
    """All that was posted up to the end of a day, and what is pending on it."""

    date: dt.date
    total: Decimal
    pending: Decimal
