"""Suggestions that mend a ledger, statements that lock it, and a person's word on transactions."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP

from migrations import rls

revision: str = "create_reconciliations"
down_revision: str | None = "create_mails"
branch_labels: None = None
depends_on: None = None

MONEY = sa.Numeric(28, 10)
INSTANT = TIMESTAMP(timezone=True)


def upgrade() -> None:
    op.add_column("transactions", sa.Column("origin", sa.Text, nullable=False, server_default="bank"))
    op.add_column("transactions", sa.Column("dismissed_at", INSTANT))
    op.add_column("transactions", sa.Column("moved_from", sa.Uuid))
    op.create_check_constraint(
        "origin", "transactions", "origin in ('bank', 'person', 'import', 'adjustment')"
    )
    _create_suggestions()
    _create_statements()
    for table in ("reconciliation_suggestions", "reconciliations", "reconciliation_ticks"):
        rls.enable(op, table)


def _create_suggestions() -> None:
    op.create_table(
        "reconciliation_suggestions",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("account_id", sa.Uuid, sa.ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
        sa.Column("check_id", sa.Uuid, nullable=False),
        sa.Column("rank", sa.Integer, nullable=False),
        sa.Column("cause", sa.Text, nullable=False),
        sa.Column("parts", JSONB, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("confidence", sa.Double, nullable=False),
        sa.Column("difference", MONEY, nullable=False),
        sa.Column("fixes", JSONB, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("undo", JSONB, nullable=False),
        sa.Column("decided_by", sa.Text),
        sa.Column("decided_at", INSTANT),
        sa.Column("created_at", INSTANT, nullable=False, server_default=sa.func.now()),
        sa.Column("updated_at", INSTANT, nullable=False, server_default=sa.func.now()),
        sa.CheckConstraint("status in ('proposed', 'applied', 'undone', 'ignored')", name="status"),
    )
    op.create_index(
        "ix_reconciliation_suggestions_account_id", "reconciliation_suggestions", ["account_id", "check_id"]
    )


def _create_statements() -> None:
    op.create_table(
        "reconciliations",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("account_id", sa.Uuid, sa.ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
        sa.Column("currency", sa.Text, nullable=False),
        sa.Column("opening_date", sa.Date, nullable=False),
        sa.Column("opening_balance", MONEY, nullable=False),
        sa.Column("closing_date", sa.Date, nullable=False),
        sa.Column("closing_balance", MONEY, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.Column("locked_by", sa.Text),
        sa.Column("locked_at", INSTANT),
        sa.Column("adjustment_id", sa.Uuid),
        sa.Column("record", JSONB),
        sa.Column("record_hash", sa.Text),
        sa.Column("created_at", INSTANT, nullable=False, server_default=sa.func.now()),
        sa.Column("updated_at", INSTANT, nullable=False, server_default=sa.func.now()),
        sa.CheckConstraint("status in ('open', 'locked')", name="status"),
        sa.CheckConstraint("opening_date <= closing_date", name="span"),
        sa.CheckConstraint("(status = 'locked') = (record_hash is not null)", name="sealed"),
    )
    op.create_index("ix_reconciliations_account_id_id", "reconciliations", ["account_id", "id"])
    # Two half-ticked statements of one account would claim the same rows.
    op.create_index(
        "uq_reconciliations_open",
        "reconciliations",
        ["account_id"],
        unique=True,
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_table(
        "reconciliation_ticks",
        sa.Column(
            "reconciliation_id",
            sa.Uuid,
            sa.ForeignKey("reconciliations.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("transaction_id", sa.Uuid, nullable=False),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("ticked_by", sa.Text, nullable=False),
        sa.Column("ticked_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("reconciliation_id", "transaction_id"),
    )
    # A row is on one statement only.
    op.create_index(
        "uq_reconciliation_ticks_transaction_id", "reconciliation_ticks", ["transaction_id"], unique=True
    )


def downgrade() -> None:
    for table in ("reconciliation_ticks", "reconciliations", "reconciliation_suggestions"):
        op.drop_table(table)
    for column in ("moved_from", "dismissed_at", "origin"):
        op.drop_column("transactions", column)
