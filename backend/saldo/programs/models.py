"""The tables of programs' keys."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from saldo.core.models import Base, Identified


class _Key:
    """What both kinds of keys have."""

    name: Mapped[str]
    # The last characters, by which a person tells one from another.
    hint: Mapped[str]
    permissions: Mapped[list[str]] = mapped_column(ARRAY(Text))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    @declared_attr
    def workspace_id(cls) -> Mapped[UUID]:  # noqa: N805 - SQLAlchemy hands over the class
        return mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"), index=True)

    @declared_attr
    def user_id(cls) -> Mapped[UUID]:  # noqa: N805 - SQLAlchemy hands over the class
        return mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)


class PersonalToken(_Key, Identified, Base):
    """A token that a program sends as Bearer; only its hash is kept."""

    __tablename__ = "personal_tokens"

    token_hash: Mapped[bytes] = mapped_column(unique=True)


class SignedClient(_Key, Identified, Base):
    """A program that signs each request with a secret it never sends."""

    __tablename__ = "signed_clients"

    client_id: Mapped[str] = mapped_column(unique=True)
    secret: Mapped[str]  # sealed: checking a signature needs it
