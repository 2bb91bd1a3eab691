"""The table of keys and of the answers given to them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from saldo.core.models import Base


class IdempotencyKey(Base):
    """One write of a person: what was asked, and what was answered; kept for a day."""

    __tablename__ = "idempotency_keys"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    request_hash: Mapped[bytes]
    created_at: Mapped[datetime] = mapped_column(index=True)
    # None while the first request is at work.
    status: Mapped[int | None]
    answer: Mapped[str | None]  # sealed: it may hold what is shown only once
