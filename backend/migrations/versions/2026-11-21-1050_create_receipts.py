"""A sealed receipt of every run of a sync."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP

from migrations import rls

revision: str = "create_receipts"
down_revision: str | None = "create_ledger"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.create_table(
        "sync_receipts",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column(
            "connection_id", sa.Uuid, sa.ForeignKey("bank_connections.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column(
            "sync_id", sa.Uuid, sa.ForeignKey("syncs.id", ondelete="CASCADE"), nullable=False, unique=True
        ),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("recorded_at", TIMESTAMP(timezone=True), nullable=False),
        sa.Column("body", JSONB, nullable=False),
        sa.Column("previous_hash", sa.Text),
        sa.Column("hash", sa.Text, nullable=False),
        sa.UniqueConstraint("connection_id", "number"),
    )
    rls.enable(op, "sync_receipts")


def downgrade() -> None:
    op.drop_table("sync_receipts")
