"""The tables of the audit record and of the access log."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from saldo.core.models import Base, Identified


class AuditEntry(Identified, Base):
    """One deed: who, what, to what, and what it looked like before and after; a link of a chain."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("ix_audit_entries_workspace_id_id", "workspace_id", "id"),
        Index("uq_audit_entries_position", "workspace_id", "position", unique=True),
    )

    workspace_id: Mapped[UUID]
    actor: Mapped[str]
    action: Mapped[str]
    subject_type: Mapped[str]
    subject_id: Mapped[str]
    before: Mapped[dict[str, object] | None] = mapped_column(JSONB(none_as_null=True))
    after: Mapped[dict[str, object] | None] = mapped_column(JSONB(none_as_null=True))
    request_id: Mapped[str | None]
    occurred_at: Mapped[datetime] = mapped_column(server_default=func.now())
    # From 1 without a gap; None for what was recorded before there was a chain.
    position: Mapped[int | None] = mapped_column(BigInteger)
    mac: Mapped[bytes | None]
    key_id: Mapped[str | None]
    # Address and device, sealed with the person's own key: when that is destroyed, nobody reads it.
    origin: Mapped[str | None]


class AuditHead(Base):
    """How far a workspace's chain has come."""

    __tablename__ = "audit_heads"

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger)
    mac: Mapped[bytes]
    key_id: Mapped[str]
    seal: Mapped[bytes]


class AuditAnchor(Identified, Base):
    """A signed statement of how far a chain had come at a moment; kept here and in the log."""

    __tablename__ = "audit_anchors"
    __table_args__ = (Index("ix_audit_anchors_workspace_id_position", "workspace_id", "position"),)

    workspace_id: Mapped[UUID]
    position: Mapped[int] = mapped_column(BigInteger)
    mac: Mapped[bytes]
    made_at: Mapped[datetime]
    key_id: Mapped[str]
    signature: Mapped[bytes]


class PersonalKey(Base):
    """What opens a person's traces in records that cannot be changed."""

    __tablename__ = "personal_keys"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str]  # sealed
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class AccessEntry(Identified, Base):
    """One request: who asked what of us, from which network, and how it ended."""

    __tablename__ = "access_entries"
    __table_args__ = (Index("ix_access_entries_user_id_id", "user_id", "id"),)

    occurred_at: Mapped[datetime] = mapped_column(index=True)
    request_id: Mapped[str]
    user_id: Mapped[UUID | None]
    method: Mapped[str]
    path: Mapped[str]
    status: Mapped[int]
    milliseconds: Mapped[int]
    network: Mapped[str]
