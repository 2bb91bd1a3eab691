"""When a person's data goes for good."""

import sqlalchemy as sa
from alembic import op

revision: str = "erase_people"
down_revision: str | None = "widen_identity"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.add_column("users", sa.Column("erase_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_users_erase_at", "users", ["erase_at"], postgresql_where=sa.text("erase_at IS NOT NULL")
    )


def downgrade() -> None:
    op.drop_index("ix_users_erase_at", "users")
    op.drop_column("users", "erase_at")
