"""What corrections teach."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TIMESTAMP

from migrations import rls

revision: str = "create_lessons"
down_revision: str | None = "annotate_transactions"
branch_labels: None = None
depends_on: None = None

INSTANT = TIMESTAMP(timezone=True)


def upgrade() -> None:
    op.create_table(
        "lessons",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("merchant_key", sa.Text, nullable=False),
        sa.Column("merchant_name", sa.Text, nullable=False),
        sa.Column("direction", sa.Text, nullable=False),
        sa.Column("category_detailed", sa.Text, nullable=False),
        sa.Column("revision_id", sa.Uuid, sa.ForeignKey("revisions.id", ondelete="CASCADE"), nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("forgotten_at", INSTANT),
        sa.CheckConstraint("direction in ('in', 'out')", name="direction"),
    )
    op.create_index("ix_lessons_merchant", "lessons", ["workspace_id", "merchant_key", "direction", "id"])
    rls.enable(op, "lessons")


def downgrade() -> None:
    op.drop_table("lessons")
