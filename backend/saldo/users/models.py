"""Tables of people, their sign-in sessions, refresh tokens and second factors."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, UniqueConstraint, false
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
    # When the owner of the address said that it is theirs.
    email_confirmed_at: Mapped[datetime | None]
    # Null: as the browser says; the same for the time zone.
    locale: Mapped[str | None]
    # What figures are shown in when they must be in one currency; empty: not chosen.
    currency: Mapped[str] = mapped_column(server_default="")
    time_zone: Mapped[str | None]
    user_type: Mapped[str] = mapped_column(server_default="person")
    # Looks after the installation, and sees nobody's money by that.
    is_administrator: Mapped[bool] = mapped_column(server_default=false())
    # Cannot sign in from then on; erased when the time to restore them has passed.
    deleted_at: Mapped[datetime | None]
    erase_at: Mapped[datetime | None] = mapped_column(index=True)
    # Since when codes by e-mail are accepted as a second factor.
    email_codes_since: Mapped[datetime | None]


class UserSession(Identified, Base):
    """One sign-in on one device, kept alive by a family of refresh tokens."""

    __tablename__ = "sessions"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime]
    # When the person last showed a password or a code here: what sensitive deeds ask for.
    proven_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None]
    user_agent: Mapped[str]
    ip: Mapped[str]
    # The workspace chosen last; None until one is chosen.
    current_workspace_id: Mapped[UUID | None]


class RefreshToken(Identified, Base):
    """One link in a session's chain of one-use tokens; only the hash is kept."""

    __tablename__ = "refresh_tokens"

    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    successor_id: Mapped[UUID | None]


class TotpSeed(Base):
    """What a person's authenticator app and we both know; it counts once a code of it was shown."""

    __tablename__ = "totp_seeds"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    seed: Mapped[str]  # sealed
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    # The time step of the newest code that was accepted: none is accepted twice, nor an older one.
    last_step: Mapped[int] = mapped_column(BigInteger)


class BackupCode(Identified, Base):
    """One of ten codes for the day the authenticator is lost; only the hash is kept."""

    __tablename__ = "backup_codes"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[bytes]
    used_at: Mapped[datetime | None]


class Passkey(Identified, Base):
    """A key a person's device keeps; we hold its public half."""

    __tablename__ = "passkeys"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[bytes] = mapped_column(unique=True)
    public_key: Mapped[bytes]
    # Grows with each use; a smaller one than before tells of a copy.
    sign_count: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str]
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]


class ExternalIdentity(Identified, Base):
    """A person as another issuer knows them."""

    __tablename__ = "external_identities"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    issuer: Mapped[str]
    subject: Mapped[str]
    created_at: Mapped[datetime]
