"""The table of imports: which file was read into which account, how, and what became of its rows."""

import datetime as dt
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from saldo.core.models import Base, Identified


class ImportFormat(StrEnum):
    """What kind of file it is."""

    CSV = "csv"
    OFX = "ofx"


class ImportStatus(StrEnum):
    """How far an import has come."""

    DRAFT = "draft"
    APPLIED = "applied"
    UNDONE = "undone"


class Import(Identified, Base):
    """One file on its way into one account.

    `content` is kept only until it is applied; `reading` says what its columns mean. Rows that could not be
    read stay in `rejected` with line and reason. `statement` says which account of the file is meant, null
    where it states none, or while nobody has chosen among several.
    """

    __tablename__ = "imports"

    workspace_id: Mapped[UUID]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    file_name: Mapped[str]
    format: Mapped[str]
    content: Mapped[str | None]
    reading: Mapped[dict[str, Any]] = mapped_column(JSONB)
    statement: Mapped[int | None]
    status: Mapped[str]
    added: Mapped[int]
    skipped: Mapped[int]
    rejected: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    created_by: Mapped[str]
    created_at: Mapped[dt.datetime]
    applied_at: Mapped[dt.datetime | None]
    undone_at: Mapped[dt.datetime | None]
