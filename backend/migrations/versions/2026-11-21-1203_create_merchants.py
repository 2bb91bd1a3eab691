"""Names and merges of merchants, and a quick way to the rows that wait for a review."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TIMESTAMP

from migrations import rls

revision: str = "create_merchants"
down_revision: str | None = "extend_connections"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.create_table(
        "merchant_sayings",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("name", sa.Text),
        sa.Column("merged_into", sa.Text),
        sa.Column("revision_id", sa.Uuid, sa.ForeignKey("revisions.id", ondelete="CASCADE")),
        sa.Column("created_at", TIMESTAMP(timezone=True), nullable=False),
        sa.CheckConstraint("num_nonnulls(name, merged_into) = 1", name="one_thing"),
    )
    op.create_index("ix_merchant_sayings_workspace_id", "merchant_sayings", ["workspace_id", "id"])
    rls.enable(op, "merchant_sayings")
    # Few rows are unsure: without this, finding none means reading them all.
    op.create_index(
        "ix_transactions_unsure",
        "transactions",
        ["workspace_id", "date", "id"],
        postgresql_where=sa.text(
            "category_source = 'model' and category_confidence < 0.6 and removed_at is null"
        ),
    )


def downgrade() -> None:
    op.drop_index("ix_transactions_unsure", "transactions")
    op.drop_table("merchant_sayings")
