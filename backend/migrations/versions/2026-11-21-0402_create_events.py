"""The event log of each workspace: outbox and replay log in one table."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from migrations import rls

revision: str = "create_events"
down_revision: str | None = "create_workspaces"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.create_table(
        "workspace_events",
        sa.Column(
            "workspace_id",
            sa.Uuid,
            sa.ForeignKey(
                "workspaces.id", name="fk_workspace_events_workspace_id_workspaces", ondelete="CASCADE"
            ),
            primary_key=True,
        ),
        sa.Column("sequence", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("data", JSONB, nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    )
    op.create_index("ix_workspace_events_occurred_at", "workspace_events", ["occurred_at"])
    rls.enable(op, "workspace_events", system=True)


def downgrade() -> None:
    op.drop_table("workspace_events")
