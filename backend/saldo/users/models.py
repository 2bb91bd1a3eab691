"""Tables of people, their sign-in sessions and refresh tokens."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.dialects.postgresql import CITEXT
from sqlalchemy.orm import Mapped, mapped_column

from saldo.core.models import Base, Identified, Timestamped


class User(Identified, Timestamped, Base):
    """A person; without a password hash they cannot sign in by password."""

    __tablename__ = "users"
    __table_args__ = (CheckConstraint("length(email) <= 254", name="email_length"),)

    email: Mapped[str] = mapped_column(CITEXT, unique=True)
    password_hash: Mapped[str | None]
    display_name: Mapped[str]


class UserSession(Identified, Base):
    """One sign-in on one device, kept alive by a family of refresh tokens."""

    __tablename__ = "sessions"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None]
    user_agent: Mapped[str]
    ip: Mapped[str]


class RefreshToken(Identified, Base):
    """One link in a session's chain of one-use tokens; only the hash is kept."""

    __tablename__ = "refresh_tokens"

    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    successor_id: Mapped[UUID | None]
