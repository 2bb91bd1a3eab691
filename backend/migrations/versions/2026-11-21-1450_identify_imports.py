"""What a file calls its rows, so that no row comes twice; and which of a file's accounts was chosen."""

import sqlalchemy as sa
from alembic import op

revision: str = "identify_imports"
down_revision: str | None = "leave_region_open"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("imports", sa.Column("statement", sa.Integer))
    op.add_column("transactions", sa.Column("import_identity", sa.Text))
    op.create_index(
        "ix_transactions_import_identity",
        "transactions",
        ["account_id", "import_identity"],
        postgresql_where=sa.text("import_identity is not null and removed_at is null"),
    )


def downgrade() -> None:
    op.drop_index("ix_transactions_import_identity", "transactions")
    op.drop_column("transactions", "import_identity")
    op.drop_column("imports", "statement")
