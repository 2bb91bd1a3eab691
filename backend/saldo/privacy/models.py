"""The tables of consents and exports."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from saldo.core.models import Base, Identified


class Consent(Identified, Base):
    """What a person agreed to, in which wording, and until when."""

    __tablename__ = "consents"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    subject: Mapped[str]
    version: Mapped[str]
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Export(Identified, Base):
    """An archive of everything a person has here; kept for a day."""

    __tablename__ = "exports"
    __table_args__ = (CheckConstraint("status IN ('waiting', 'running', 'ready', 'failed')", name="status"),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    status: Mapped[str]
    # Tables written, and how many there are: the progress.
    done: Mapped[int]
    total: Mapped[int]
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    archive: Mapped[bytes | None] = mapped_column(deferred=True)
