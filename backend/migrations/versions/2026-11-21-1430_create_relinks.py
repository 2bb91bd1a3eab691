"""What an account was before another link carried it on, so that the link can be taken back."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP

from migrations import rls

revision: str = "create_relinks"
down_revision: str | None = "refuse_webhooks"
branch_labels: None = None
depends_on: None = None

INSTANT = TIMESTAMP(timezone=True)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "relinks",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column(
            "workspace_id", sa.Uuid, sa.ForeignKey("workspaces.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("account_id", sa.Uuid, sa.ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
        _connection("connection_id"),
        _connection("former_connection_id"),
        sa.Column("account_before", JSONB, nullable=False),
        sa.Column("anchor_before", JSONB),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("undone_at", INSTANT),
        sa.Column("successor_id", sa.Uuid),
    )
    op.create_index("ix_relinks_connection_id", "relinks", ["connection_id"])
    op.create_index("ix_relinks_account_id", "relinks", ["account_id"])
    op.create_index("ix_relinks_former_connection_id", "relinks", ["former_connection_id"])
    rls.enable(op, "relinks", system=True)
    rls.share(op, "relinks")


def _connection(name: str) -> sa.Column[sa.Uuid]:
    return sa.Column(name, sa.Uuid, sa.ForeignKey("bank_connections.id", ondelete="CASCADE"), nullable=False)


def downgrade() -> None:
    op.drop_table("relinks")
