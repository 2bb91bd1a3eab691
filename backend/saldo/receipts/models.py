"""The table of receipts."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from saldo.core.models import Base, Identified


class SyncReceipt(Identified, Base):
    """One run: `number` counts a connection's receipts from 1, `hash` covers all the other columns.

    `recorded_at` is the moment the run's transaction began by the database's clock: every transaction that
    the run brought into being has it as its `created_at`, which is how a receipt can be checked for ever.
    """

    __tablename__ = "sync_receipts"
    __table_args__ = (UniqueConstraint("connection_id", "number"),)

    workspace_id: Mapped[UUID]
    connection_id: Mapped[UUID] = mapped_column(ForeignKey("bank_connections.id", ondelete="CASCADE"))
    sync_id: Mapped[UUID] = mapped_column(ForeignKey("syncs.id", ondelete="CASCADE"), unique=True)
    number: Mapped[int]
    recorded_at: Mapped[datetime]
    body: Mapped[dict[str, Any]] = mapped_column(JSONB)
    previous_hash: Mapped[str | None]
    hash: Mapped[str]
