"""What people say about transactions beside their category, and changes of many that can be taken back."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP

from migrations import rls

revision: str = "annotate_transactions"
down_revision: str | None = "create_reconciliations"
branch_labels: None = None
depends_on: None = None

INSTANT = TIMESTAMP(timezone=True)
SOURCED = ("merchant", "note", "tags", "exclusion")


def upgrade() -> None:
    op.add_column("transactions", sa.Column("note", sa.Text))
    op.add_column("transactions", sa.Column("tags", JSONB, nullable=False, server_default="[]"))
    op.add_column(
        "transactions", sa.Column("is_excluded", sa.Boolean, nullable=False, server_default="false")
    )
    for field in SOURCED:
        op.add_column("transactions", sa.Column(f"{field}_source", sa.Text))
    _allow_sources("'bank', 'model', 'rule', 'memory', 'person'")
    op.create_table(
        "revisions",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("reverted_at", INSTANT),
    )
    op.create_index("ix_revisions_workspace_id_id", "revisions", ["workspace_id", "id"])
    op.create_table(
        "revised_transactions",
        sa.Column("revision_id", sa.Uuid, sa.ForeignKey("revisions.id", ondelete="CASCADE"), nullable=False),
        sa.Column(
            "transaction_id", sa.Uuid, sa.ForeignKey("transactions.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("before", JSONB, nullable=False),
        sa.Column("after", JSONB, nullable=False),
        sa.PrimaryKeyConstraint("revision_id", "transaction_id"),
    )
    op.create_index("ix_revised_transactions_transaction_id", "revised_transactions", ["transaction_id"])
    for table in ("revisions", "revised_transactions"):
        rls.enable(op, table)


def _allow_sources(sources: str) -> None:
    op.drop_constraint("category_source", "transactions", type_="check")
    op.create_check_constraint("category_source", "transactions", f"category_source in ({sources})")


def downgrade() -> None:
    op.drop_table("revised_transactions")
    op.drop_table("revisions")
    op.execute("UPDATE transactions SET category_source = 'person' WHERE category_source = 'memory'")
    _allow_sources("'bank', 'model', 'rule', 'person'")
    for column in ("note", "tags", "is_excluded", *(f"{field}_source" for field in SOURCED)):
        op.drop_column("transactions", column)
