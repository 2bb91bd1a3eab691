"""The table of lessons: what a person's corrections taught."""

import datetime as dt
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from saldo.core.models import Base, Identified


class Direction(StrEnum):
    """Whether money comes or goes: a refund is not a purchase."""

    IN = "in"
    OUT = "out"


class Lesson(Identified, Base):
    """One time that a person chose a category for a merchant; the youngest lesson that stands is followed.

    A lesson falls when it is forgotten or when the revision that taught it is taken back; then the one
    before it stands again.
    """

    __tablename__ = "lessons"
    __table_args__ = (Index("ix_lessons_merchant", "workspace_id", "merchant_key", "direction", "id"),)

    workspace_id: Mapped[UUID]
    merchant_key: Mapped[str]
    merchant_name: Mapped[str]
    direction: Mapped[str]
    category_detailed: Mapped[str]
    revision_id: Mapped[UUID] = mapped_column(ForeignKey("revisions.id", ondelete="CASCADE"))
    actor: Mapped[str]
    created_at: Mapped[dt.datetime]
    forgotten_at: Mapped[dt.datetime | None]
