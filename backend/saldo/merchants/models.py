"""The table of what people said about merchants."""

import datetime as dt
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from saldo.core.models import Base, Identified


class MerchantSaying(Identified, Base):
    """One thing that was said: a merchant's name, or whose part it is. The youngest that stands is heard.

    It falls when the revision that came with it is taken back; then what was said before stands again.
    """

    __tablename__ = "merchant_sayings"
    __table_args__ = (Index("ix_merchant_sayings_workspace_id", "workspace_id", "id"),)

    workspace_id: Mapped[UUID]
    key: Mapped[str]
    name: Mapped[str | None]
    merged_into: Mapped[str | None]
    revision_id: Mapped[UUID | None] = mapped_column(ForeignKey("revisions.id", ondelete="CASCADE"))
    created_at: Mapped[dt.datetime]
