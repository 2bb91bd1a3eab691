"""The accounts that have been silent for longer than is their way."""

import datetime as dt
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from saldo.core.models import Base


class AccountSilence(Base):
    """An alarm that is on: the account has not posted since a day, longer than its rhythm explains."""

    __tablename__ = "account_silences"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    last_posted_on: Mapped[dt.date]
    limit_days: Mapped[int]
    noticed_at: Mapped[dt.datetime]
