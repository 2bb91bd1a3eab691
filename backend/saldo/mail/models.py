"""The table of letters."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.dialects.postgresql import CITEXT
from sqlalchemy.orm import Mapped, mapped_column

from saldo.core.models import Base, Identified


class Mail(Identified, Base):
    """One letter to a person; its text is sealed, and emptied once a mail server has taken it."""

    __tablename__ = "mails"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    recipient: Mapped[str] = mapped_column(CITEXT)
    subject: Mapped[str]
    text: Mapped[str]  # sealed
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    attempts: Mapped[int]
    next_at: Mapped[datetime | None]
    last_error: Mapped[str | None]
