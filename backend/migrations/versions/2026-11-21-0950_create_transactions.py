"""Transactions as people see them, the bank's rows behind them, and rows that could not be read."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP

from migrations import rls

revision: str = "create_transactions"
down_revision: str | None = "create_accounts"
branch_labels: None = None
depends_on: None = None

MONEY = sa.Numeric(28, 10)
INSTANT = TIMESTAMP(timezone=True)
LIVE = sa.text("removed_at is null")


def upgrade() -> None:
    _create_transactions()
    _create_bank_transactions()
    _create_rejected_rows()
    rls.enable(op, "transactions", system=True)
    rls.enable(op, "bank_transactions")
    rls.enable(op, "rejected_rows")


# Every foreign key takes a tenth of the ingest's rate, so a row has only the one that holds it in its place:
# a bank row its transaction, a transaction its account, an account its connection and workspace.
def _create_transactions() -> None:
    op.create_table(
        "transactions",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("account_id", sa.Uuid, sa.ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
        sa.Column("date", sa.Date, nullable=False),
        sa.Column("authorized_date", sa.Date),
        sa.Column("amount", MONEY, nullable=False),
        sa.Column("currency", sa.Text, nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("pending", sa.Boolean, nullable=False),
        sa.Column("bank_merchant_name", sa.Text),
        sa.Column("merchant_name", sa.Text),
        sa.Column("merchant_key", sa.Text),
        sa.Column("bank_category_primary", sa.Text),
        sa.Column("bank_category_detailed", sa.Text),
        sa.Column("bank_category_confidence", sa.Text),
        sa.Column("category_primary", sa.Text),
        sa.Column("category_detailed", sa.Text),
        sa.Column("category_source", sa.Text),
        sa.Column("category_confidence", sa.Double),
        sa.Column("category_reason", JSONB),
        sa.Column("category_alternatives", JSONB),
        sa.Column("category_model", sa.Text),
        sa.Column("labelled_at", INSTANT),
        sa.Column("label_requested_at", INSTANT),
        sa.Column("label_attempts", sa.SmallInteger, nullable=False, server_default="0"),
        sa.Column("removed_at", INSTANT),
        sa.Column("created_at", INSTANT, nullable=False, server_default=sa.func.now()),
        sa.Column("updated_at", INSTANT, nullable=False, server_default=sa.func.now()),
        sa.CheckConstraint("category_source in ('bank', 'model', 'rule', 'person')", name="category_source"),
        sa.CheckConstraint(
            "num_nulls(category_primary, category_detailed, category_source) in (0, 3)", name="category_whole"
        ),
    )
    # One index for each main filter, in the list's order: a page is one short index scan at any depth. All
    # begin with the workspace, which row-level security asks for, so that counting needs no table access.
    op.create_index(
        "ix_transactions_newest", "transactions", ["workspace_id", "date", "id"], postgresql_where=LIVE
    )
    op.create_index(
        "ix_transactions_account",
        "transactions",
        ["workspace_id", "account_id", "date", "id"],
        postgresql_where=LIVE,
    )
    for name, column in (("category", "category_primary"), ("merchant", "merchant_key")):
        op.create_index(
            f"ix_transactions_{name}",
            "transactions",
            ["workspace_id", column, "date", "id"],
            postgresql_where=sa.text(f"removed_at is null and {column} is not null"),
        )
    # Few rows are pending or wait for a category: without these, finding none means reading them all.
    op.create_index(
        "ix_transactions_pending",
        "transactions",
        ["workspace_id", "date", "id"],
        postgresql_where=sa.text("pending and removed_at is null"),
    )
    op.create_index(
        "ix_transactions_waiting",
        "transactions",
        ["workspace_id", "date"],
        postgresql_where=sa.text("labelled_at is null and removed_at is null"),
    )


def _create_bank_transactions() -> None:
    op.create_table(
        "bank_transactions",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("connection_id", sa.Uuid, nullable=False),
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column(
            "transaction_id", sa.Uuid, sa.ForeignKey("transactions.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("provider_transaction_id", sa.Text, nullable=False),
        sa.Column("pending_provider_id", sa.Text),
        sa.Column("pending", sa.Boolean, nullable=False),
        sa.Column("date", sa.Date, nullable=False),
        sa.Column("authorized_date", sa.Date),
        sa.Column("amount", MONEY, nullable=False),
        sa.Column("currency", sa.Text, nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("original_description", sa.Text),
        sa.Column("merchant_name", sa.Text),
        sa.Column("merchant_entity_id", sa.Text),
        sa.Column("category_primary", sa.Text),
        sa.Column("category_detailed", sa.Text),
        sa.Column("category_confidence", sa.Text),
        sa.Column("payment_channel", sa.Text),
        sa.Column("check_number", sa.Text),
        sa.Column("raw", JSONB, nullable=False),
        sa.Column("removed_at", INSTANT),
        sa.Column("created_at", INSTANT, nullable=False, server_default=sa.func.now()),
        sa.Column("updated_at", INSTANT, nullable=False, server_default=sa.func.now()),
        sa.UniqueConstraint("connection_id", "provider_transaction_id"),
    )
    op.create_index("ix_bank_transactions_transaction_id", "bank_transactions", ["transaction_id"])
    op.create_index(
        "ix_bank_transactions_pending",
        "bank_transactions",
        ["connection_id", "pending_provider_id"],
        postgresql_where=sa.text("pending_provider_id is not null and removed_at is null"),
    )


def _create_rejected_rows() -> None:
    op.create_table(
        "rejected_rows",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column(
            "workspace_id", sa.Uuid, sa.ForeignKey("workspaces.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column(
            "connection_id", sa.Uuid, sa.ForeignKey("bank_connections.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("provider_transaction_id", sa.Text),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("raw", JSONB, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False, server_default=sa.func.now()),
        sa.Column("resolved_at", INSTANT),
        sa.UniqueConstraint("connection_id", "fingerprint"),
    )


def downgrade() -> None:
    op.drop_table("rejected_rows")
    op.drop_table("bank_transactions")
    op.drop_table("transactions")
