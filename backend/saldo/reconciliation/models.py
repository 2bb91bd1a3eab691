"""The tables of reconciliation: suggestions, statements, and the rows ticked on them."""

import datetime as dt
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from saldo.core.models import Base, Identified, Timestamped


class SuggestionStatus(StrEnum):
    """What a person made of a suggestion."""

    PROPOSED = "proposed"
    APPLIED = "applied"
    UNDONE = "undone"
    IGNORED = "ignored"


class Suggestion(Identified, Timestamped, Base):
    """One explanation of one comparison, with the deeds that mend it and those that undo them.

    `decided_by` and `decided_at` sign the last decision; the audit record keeps all of them.
    """

    __tablename__ = "reconciliation_suggestions"
    __table_args__ = (Index("ix_reconciliation_suggestions_account_id", "account_id", "check_id"),)

    workspace_id: Mapped[UUID]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    check_id: Mapped[UUID]
    rank: Mapped[int]
    cause: Mapped[str]
    parts: Mapped[list[str]] = mapped_column(JSONB)
    reason: Mapped[str]
    confidence: Mapped[float]
    difference: Mapped[Decimal]
    fixes: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    status: Mapped[str]
    undo: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    decided_by: Mapped[str | None]
    decided_at: Mapped[dt.datetime | None]


class StatementStatus(StrEnum):
    """Whether a statement is being ticked off or has been signed."""

    OPEN = "open"
    LOCKED = "locked"


class Reconciliation(Identified, Timestamped, Base):
    """A bank statement held against our rows; balances are positive for money one has.

    Locking writes `record`, the statement with every ticked row as it was, and its hash: what changes later
    shows against it.
    """

    __tablename__ = "reconciliations"
    __table_args__ = (Index("ix_reconciliations_account_id_id", "account_id", "id"),)

    workspace_id: Mapped[UUID]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    currency: Mapped[str]
    opening_date: Mapped[dt.date]
    opening_balance: Mapped[Decimal]
    closing_date: Mapped[dt.date]
    closing_balance: Mapped[Decimal]
    status: Mapped[str]
    created_by: Mapped[str]
    locked_by: Mapped[str | None]
    locked_at: Mapped[dt.datetime | None]
    adjustment_id: Mapped[UUID | None]
    record: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    record_hash: Mapped[str | None]


class ReconciliationTick(Base):
    """One row ticked on one statement."""

    __tablename__ = "reconciliation_ticks"

    reconciliation_id: Mapped[UUID] = mapped_column(
        ForeignKey("reconciliations.id", ondelete="CASCADE"), primary_key=True
    )
    transaction_id: Mapped[UUID] = mapped_column(primary_key=True)
    workspace_id: Mapped[UUID]
    ticked_by: Mapped[str]
    ticked_at: Mapped[dt.datetime]
