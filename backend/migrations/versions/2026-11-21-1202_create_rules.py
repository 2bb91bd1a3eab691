"""A person's rules."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP

from migrations import rls

revision: str = "create_rules"
down_revision: str | None = "create_lessons"
branch_labels: None = None
depends_on: None = None

MONEY = sa.Numeric(28, 10)
INSTANT = TIMESTAMP(timezone=True)


def upgrade() -> None:
    op.create_table(
        "rules",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("is_enabled", sa.Boolean, nullable=False),
        sa.Column("texts", JSONB, nullable=False),
        sa.Column("merchant_key", sa.Text),
        sa.Column("account_ids", JSONB, nullable=False),
        sa.Column("direction", sa.Text),
        sa.Column("amount_min", MONEY),
        sa.Column("amount_max", MONEY),
        sa.Column("day_first", sa.SmallInteger),
        sa.Column("day_last", sa.SmallInteger),
        sa.Column("category_detailed", sa.Text),
        sa.Column("is_transfer", sa.Boolean, nullable=False),
        sa.Column("merchant_name", sa.Text),
        sa.Column("tags", JSONB, nullable=False),
        sa.Column("note", sa.Text),
        sa.Column("is_excluded", sa.Boolean, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False, server_default=sa.func.now()),
        sa.Column("updated_at", INSTANT, nullable=False, server_default=sa.func.now()),
        sa.CheckConstraint("direction in ('in', 'out')", name="direction"),
    )
    op.create_index("ix_rules_workspace_id", "rules", ["workspace_id", "position"])
    rls.enable(op, "rules")


def downgrade() -> None:
    op.drop_table("rules")
