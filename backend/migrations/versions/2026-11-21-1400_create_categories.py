"""What workspaces say about categories, and their own ones."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TIMESTAMP

from migrations import rls

revision: str = "create_categories"
down_revision: str | None = "rotate_seeds"
branch_labels: None = None
depends_on: None = None

INSTANT = TIMESTAMP(timezone=True)


def upgrade() -> None:
    op.create_table(
        "categories",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("parent", sa.Text),
        sa.Column("name", sa.Text),
        sa.Column("color", sa.SmallInteger),
        sa.Column("icon", sa.Text),
        sa.Column("is_hidden", sa.Boolean, nullable=False, server_default="false"),
        sa.Column("merged_into", sa.Text),
        sa.Column("gone_by", sa.Uuid, sa.ForeignKey("revisions.id", ondelete="CASCADE")),
        sa.Column("created_at", INSTANT, nullable=False, server_default=sa.func.now()),
        sa.Column("updated_at", INSTANT, nullable=False, server_default=sa.func.now()),
        sa.UniqueConstraint("workspace_id", "code"),
        # Plaid's codes are capitals: an own code can be none of them.
        sa.CheckConstraint("(code like 'own\\_%') = (parent is not null)", name="own_has_parent"),
        sa.CheckConstraint("parent is null or name is not null", name="own_has_name"),
        sa.CheckConstraint("color between 1 and 12", name="color"),
        sa.CheckConstraint("merged_into is null or gone_by is not null", name="merged_is_gone"),
    )
    op.create_index(
        "ix_categories_siblings",
        "categories",
        ["workspace_id", "parent", sa.text("lower(name)")],
        unique=True,
        postgresql_where=sa.text("parent is not null and gone_by is null"),
    )
    rls.enable(op, "categories")


def downgrade() -> None:
    op.drop_table("categories")
