"""What pretended to be a webhook of a connection, and a way to find a connection's webhooks."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TIMESTAMP

from migrations import rls

revision: str = "refuse_webhooks"
down_revision: str | None = "create_entries"
branch_labels: None = None
depends_on: None = None

INSTANT = TIMESTAMP(timezone=True)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "webhook_refusals",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column(
            "workspace_id", sa.Uuid, sa.ForeignKey("workspaces.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column(
            "connection_id", sa.Uuid, sa.ForeignKey("bank_connections.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
    )
    op.create_index("ix_webhook_refusals_connection_id_id", "webhook_refusals", ["connection_id", "id"])
    rls.enable(op, "webhook_refusals", system=True)
    op.create_index("ix_webhook_deliveries_item_id_id", "webhook_deliveries", ["item_id", "id"])


def downgrade() -> None:
    op.drop_index("ix_webhook_deliveries_item_id_id", table_name="webhook_deliveries")
    op.drop_table("webhook_refusals")
