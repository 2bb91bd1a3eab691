"""The table of rules."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Index, SmallInteger
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from saldo.core.models import Base, Identified, Timestamped


class Rule(Identified, Timestamped, Base):
    """Conditions, all of which must hold, and what is said of the transactions that meet them.

    A condition or an action that is null (or an empty list) is none. Amounts are without sign; days are days
    of the month, both included. Of two rules that say something about the same field, the one with the lower
    position is heard.
    """

    __tablename__ = "rules"
    __table_args__ = (Index("ix_rules_workspace_id", "workspace_id", "position"),)

    workspace_id: Mapped[UUID]
    position: Mapped[int]
    name: Mapped[str]
    is_enabled: Mapped[bool]
    texts: Mapped[list[str]] = mapped_column(JSONB)
    merchant_key: Mapped[str | None]
    account_ids: Mapped[list[str]] = mapped_column(JSONB)
    direction: Mapped[str | None]
    amount_min: Mapped[Decimal | None]
    amount_max: Mapped[Decimal | None]
    day_first: Mapped[int | None] = mapped_column(SmallInteger)
    day_last: Mapped[int | None] = mapped_column(SmallInteger)
    category_detailed: Mapped[str | None]
    is_transfer: Mapped[bool]
    merchant_name: Mapped[str | None]
    tags: Mapped[list[str]] = mapped_column(JSONB)
    note: Mapped[str | None]
    is_excluded: Mapped[bool]

    def as_condition(self) -> dict[str, Any]:
        """Return the conditions as the database reads them."""
        return {
            "id": str(self.id),
            "position": self.position,
            "texts": self.texts,
            "merchant_key": self.merchant_key,
            "account_ids": self.account_ids,
            "direction": self.direction,
            "amount_min": None if self.amount_min is None else str(self.amount_min),
            "amount_max": None if self.amount_max is None else str(self.amount_max),
            "day_first": self.day_first,
            "day_last": self.day_last,
        }
