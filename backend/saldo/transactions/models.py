"""The tables of transactions: what a person sees, what the bank said, and what could not be read."""

import datetime as dt
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, SmallInteger, UniqueConstraint, false, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from saldo.core.models import Base, Identified, Timestamped


class CategorySource(StrEnum):
    """Who chose a category, or said anything else; each may overrule those above it, never those below.

    A rule and what was learned from a correction (`memory`) are both a person's word on many transactions:
    of the two the younger one holds.
    """

    BANK = "bank"
    MODEL = "model"
    RULE = "rule"
    MEMORY = "memory"
    PERSON = "person"


class Origin(StrEnum):
    """Where a transaction comes from: only the bank's own are followed when the bank changes its mind."""

    BANK = "bank"
    PERSON = "person"
    IMPORT = "import"
    ADJUSTMENT = "adjustment"


def _index(name: str, *columns: str, where: str | None = None) -> Index:
    live = "removed_at is null" if where is None else f"{where} and removed_at is null"
    return Index(f"ix_transactions_{name}", *columns, postgresql_where=text(live))


class Transaction(Identified, Timestamped, Base):
    """One movement of money as a person sees it; its id outlives the provider's.

    `amount` is positive for money in. `labelled_at` is null until the categoriser has answered for the
    present text. The sources beside name, note, tags and exclusion say whether a rule or a person spoke last.
    What is excluded is shown but not counted. What a person took away (`dismissed_at`) or moved to another
    account (`moved_from` is the bank's) stays so, whatever the bank says later.
    `parts` divide the amount among categories. An entry that a person or a file (`import_id`) brought is
    pending until the bank speaks for it; then `entry` keeps what it said. When the bank withdraws its row,
    `awaited` keeps what that said: its successor will say the same. One parted again `is_kept_apart`.
    `import_identity` is what the bank calls it in its files, so that no file brings it twice.
    """

    __tablename__ = "transactions"
    __table_args__ = (
        _index("newest", "workspace_id", "date", "id"),
        _index("account", "workspace_id", "account_id", "date", "id"),
        _index(
            "category", "workspace_id", "category_primary", "date", "id", where="category_primary is not null"
        ),
        _index("merchant", "workspace_id", "merchant_key", "date", "id", where="merchant_key is not null"),
        _index("pending", "workspace_id", "date", "id", where="pending"),
        _index("waiting", "workspace_id", "date", where="labelled_at is null"),
        _index("split", "workspace_id", "date", "id", where="parts is not null"),
        _index("own", "account_id", "date", where="origin in ('person', 'import')"),
        _index("matched", "account_id", where="entry is not null"),
        _index("awaited", "account_id", where="awaited is not null"),
        _index("import_identity", "account_id", "import_identity", where="import_identity is not null"),
    )

    workspace_id: Mapped[UUID]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    date: Mapped[dt.date]
    authorized_date: Mapped[dt.date | None]
    amount: Mapped[Decimal]
    currency: Mapped[str]
    description: Mapped[str]
    pending: Mapped[bool]
    bank_merchant_name: Mapped[str | None]
    merchant_name: Mapped[str | None]
    merchant_key: Mapped[str | None]
    merchant_source: Mapped[str | None]
    note: Mapped[str | None]
    note_source: Mapped[str | None]
    tags: Mapped[list[str]] = mapped_column(JSONB, server_default="[]")
    tags_source: Mapped[str | None]
    is_excluded: Mapped[bool] = mapped_column(server_default=false())
    exclusion_source: Mapped[str | None]
    bank_category_primary: Mapped[str | None]
    bank_category_detailed: Mapped[str | None]
    bank_category_confidence: Mapped[str | None]
    category_primary: Mapped[str | None]
    category_detailed: Mapped[str | None]
    category_source: Mapped[str | None]
    category_confidence: Mapped[float | None]
    category_reason: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    category_alternatives: Mapped[list[dict[str, Any]] | None] = mapped_column(JSONB)
    category_model: Mapped[str | None]
    labelled_at: Mapped[dt.datetime | None]
    label_requested_at: Mapped[dt.datetime | None]
    label_attempts: Mapped[int] = mapped_column(SmallInteger)
    removed_at: Mapped[dt.datetime | None]
    origin: Mapped[str] = mapped_column(server_default=Origin.BANK)
    dismissed_at: Mapped[dt.datetime | None]
    moved_from: Mapped[UUID | None]
    parts: Mapped[list[dict[str, Any]] | None] = mapped_column(JSONB(none_as_null=True))
    parts_source: Mapped[str | None]
    statement_source: Mapped[str | None]
    entry: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    awaited: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    is_kept_apart: Mapped[bool] = mapped_column(server_default=false())
    import_id: Mapped[UUID | None]
    import_identity: Mapped[str | None]


class BankTransaction(Identified, Timestamped, Base):
    """One row as the provider states it, under the provider's id; several may tell of one transaction."""

    __tablename__ = "bank_transactions"
    __table_args__ = (
        UniqueConstraint("connection_id", "provider_transaction_id"),
        Index("ix_bank_transactions_transaction_id", "transaction_id"),
        Index(
            "ix_bank_transactions_pending",
            "connection_id",
            "pending_provider_id",
            postgresql_where=text("pending_provider_id is not null and removed_at is null"),
        ),
    )

    workspace_id: Mapped[UUID]
    connection_id: Mapped[UUID]
    account_id: Mapped[UUID]
    transaction_id: Mapped[UUID] = mapped_column(ForeignKey("transactions.id", ondelete="CASCADE"))
    provider_transaction_id: Mapped[str]
    pending_provider_id: Mapped[str | None]
    pending: Mapped[bool]
    date: Mapped[dt.date]
    authorized_date: Mapped[dt.date | None]
    amount: Mapped[Decimal]
    currency: Mapped[str]
    description: Mapped[str]
    original_description: Mapped[str | None]
    merchant_name: Mapped[str | None]
    merchant_entity_id: Mapped[str | None]
    category_primary: Mapped[str | None]
    category_detailed: Mapped[str | None]
    category_confidence: Mapped[str | None]
    payment_channel: Mapped[str | None]
    check_number: Mapped[str | None]
    raw: Mapped[dict[str, Any]] = mapped_column(JSONB)
    removed_at: Mapped[dt.datetime | None]


class RejectedBankRow(Identified, Base):
    """A row the provider sent that could not be stored: kept so that nothing goes missing in silence."""

    __tablename__ = "rejected_rows"
    __table_args__ = (UniqueConstraint("connection_id", "fingerprint"),)

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    connection_id: Mapped[UUID] = mapped_column(ForeignKey("bank_connections.id", ondelete="CASCADE"))
    provider_transaction_id: Mapped[str | None]
    fingerprint: Mapped[str]
    reason: Mapped[str]
    raw: Mapped[dict[str, Any]] = mapped_column(JSONB)
    created_at: Mapped[dt.datetime]
    resolved_at: Mapped[dt.datetime | None]


class Revision(Identified, Base):
    """One deed that changed many transactions, kept so that it can be taken back whole."""

    __tablename__ = "revisions"

    workspace_id: Mapped[UUID]
    kind: Mapped[str]
    title: Mapped[str]
    actor: Mapped[str]
    rows: Mapped[int]
    created_at: Mapped[dt.datetime]
    reverted_at: Mapped[dt.datetime | None]


class RevisedTransaction(Base):
    """What one deed changed in one transaction: the fields it touched, before and after."""

    __tablename__ = "revised_transactions"

    revision_id: Mapped[UUID] = mapped_column(
        ForeignKey("revisions.id", ondelete="CASCADE"), primary_key=True
    )
    transaction_id: Mapped[UUID] = mapped_column(
        ForeignKey("transactions.id", ondelete="CASCADE"), primary_key=True
    )
    workspace_id: Mapped[UUID]
    before: Mapped[dict[str, Any]] = mapped_column(JSONB)
    after: Mapped[dict[str, Any]] = mapped_column(JSONB)
