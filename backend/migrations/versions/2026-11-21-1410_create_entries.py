"""Transactions in parts, entries that people and files bring, and the imports of files."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP

from migrations import rls

revision: str = "create_entries"
down_revision: str | None = "sum_days_only"
branch_labels: None = None
depends_on: None = None

INSTANT = TIMESTAMP(timezone=True)
LIVE = "removed_at is null"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _create_imports()
    for column in (
        sa.Column("parts", JSONB),
        sa.Column("parts_source", sa.Text),
        sa.Column("statement_source", sa.Text),
        sa.Column("entry", JSONB),
        sa.Column("is_kept_apart", sa.Boolean, nullable=False, server_default="false"),
        sa.Column("import_id", sa.Uuid, sa.ForeignKey("imports.id", ondelete="SET NULL")),
    ):
        op.add_column("transactions", column)
    _index("split", "workspace_id", "date", "id", where=f"parts is not null and {LIVE}")
    _index("own", "account_id", "date", where=f"origin in ('person', 'import') and {LIVE}")
    _index("matched", "account_id", where=f"entry is not null and {LIVE}")
    _index("import", "import_id", where="import_id is not null")


def _index(name: str, *columns: str, where: str) -> None:
    op.create_index(f"ix_transactions_{name}", "transactions", list(columns), postgresql_where=sa.text(where))


def _create_imports() -> None:
    op.create_table(
        "imports",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("account_id", sa.Uuid, sa.ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
        sa.Column("file_name", sa.Text, nullable=False),
        sa.Column("format", sa.Text, nullable=False),
        sa.Column("content", sa.Text),
        sa.Column("reading", JSONB, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("added", sa.Integer, nullable=False),
        sa.Column("skipped", sa.Integer, nullable=False),
        sa.Column("rejected", JSONB, nullable=False),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("applied_at", INSTANT),
        sa.Column("undone_at", INSTANT),
        sa.CheckConstraint("format in ('csv', 'ofx')", name="format"),
        sa.CheckConstraint("status in ('draft', 'applied', 'undone')", name="status"),
    )
    op.create_index("ix_imports_workspace_id_id", "imports", ["workspace_id", "id"])
    op.create_index("ix_imports_account_id", "imports", ["account_id"])
    rls.enable(op, "imports")
    rls.share(op, "imports")


def downgrade() -> None:
    for name in ("split", "own", "matched", "import"):
        op.drop_index(f"ix_transactions_{name}", "transactions")
    for column in ("parts", "parts_source", "statement_source", "entry", "is_kept_apart", "import_id"):
        op.drop_column("transactions", column)
    op.drop_table("imports")
