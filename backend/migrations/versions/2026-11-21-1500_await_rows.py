"""What the bank said last of an entry whose row it has withdrawn: by that, the row's successor is known."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "await_rows"
down_revision: str | None = "identify_imports"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("transactions", sa.Column("awaited", JSONB))
    op.create_index(
        "ix_transactions_awaited",
        "transactions",
        ["account_id"],
        postgresql_where=sa.text("awaited is not null and removed_at is null"),
    )


def downgrade() -> None:
    op.drop_index("ix_transactions_awaited", "transactions")
    op.drop_column("transactions", "awaited")
