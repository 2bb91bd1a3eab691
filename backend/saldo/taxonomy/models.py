"""The table of categories: what a workspace says about the built-in ones, and its own."""

from uuid import UUID

from sqlalchemy import ForeignKey, Index, SmallInteger, UniqueConstraint, false, func, text
from sqlalchemy.orm import Mapped, mapped_column

from saldo.core.models import Base, Identified, Timestamped


class CategoryRecord(Identified, Timestamped, Base):
    """What a workspace says about one code. What is null is as Saldo has it.

    An own category has a `parent`, the built-in primary it stands under, and a code that no built-in has.
    It is never deleted, so that an undone correction finds its name: `gone_by` is the revision that removed
    it, and `merged_into` the code that has taken its place.
    """

    __tablename__ = "categories"
    __table_args__ = (
        UniqueConstraint("workspace_id", "code"),
        Index(
            "ix_categories_siblings",
            "workspace_id",
            "parent",
            func.lower(text("name")),
            unique=True,
            postgresql_where=text("parent is not null and gone_by is null"),
        ),
    )

    workspace_id: Mapped[UUID]
    code: Mapped[str]
    parent: Mapped[str | None]
    name: Mapped[str | None]
    color: Mapped[int | None] = mapped_column(SmallInteger)
    icon: Mapped[str | None]
    is_hidden: Mapped[bool] = mapped_column(server_default=false())
    merged_into: Mapped[str | None]
    gone_by: Mapped[UUID | None] = mapped_column(ForeignKey("revisions.id", ondelete="CASCADE"))
