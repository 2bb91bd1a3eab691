"""A workspace's logins at banks, their sync runs, and the inbox of the banks' webhooks."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP

from migrations import rls

revision = "create_connections"
down_revision = "create_audit"
branch_labels = None
depends_on = None

INSTANT = TIMESTAMP(timezone=True)
STATUSES = "'linking', 'importing', 'healthy', 'needs_login', 'degraded', 'revoked', 'disconnected'"


def upgrade() -> None:
    _create_connections()
    _create_syncs()
    _create_webhook_deliveries()


def _create_connections() -> None:
    op.create_table(
        "bank_connections",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, sa.ForeignKey("workspaces.id"), nullable=False),
        sa.Column("institution_id", sa.Text, nullable=False),
        sa.Column("institution_name", sa.Text, nullable=False),
        sa.Column("provider_item_id", sa.Text, unique=True),
        sa.Column("public_token_hash", sa.Text, nullable=False),
        sa.Column("access_token", sa.Text),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("error_code", sa.Text),
        sa.Column("error_message", sa.Text),
        sa.Column("login_expires_at", INSTANT),
        sa.Column("history_status", sa.Text, nullable=False),
        sa.Column("cursor", sa.Text),
        sa.Column("wanted_version", sa.BigInteger, nullable=False),
        sa.Column("done_version", sa.BigInteger, nullable=False),
        sa.Column("lease_until", INSTANT),
        sa.Column("lease_token", sa.Uuid),
        sa.Column("next_at", INSTANT, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("last_synced_at", INSTANT),
        sa.Column("bank_updated_at", INSTANT),
        sa.Column("balances_refreshed_at", INSTANT),
        sa.Column("created_by", sa.Uuid, sa.ForeignKey("users.id"), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False, server_default=sa.func.now()),
        sa.Column("updated_at", INSTANT, nullable=False, server_default=sa.func.now()),
        sa.UniqueConstraint("workspace_id", "public_token_hash"),
        sa.CheckConstraint(f"status in ({STATUSES})", name="status"),
        sa.CheckConstraint("history_status in ('not_ready', 'initial', 'complete')", name="history_status"),
        sa.CheckConstraint("done_version <= wanted_version", name="versions"),
    )
    # What the sweep looks for every few seconds; small, because a connection is rarely behind.
    op.create_index(
        "ix_bank_connections_behind",
        "bank_connections",
        ["next_at"],
        postgresql_where=sa.text("wanted_version > done_version"),
    )
    op.create_index("ix_bank_connections_last_synced_at", "bank_connections", ["last_synced_at"])
    rls.enable(op, "bank_connections", system=True)


def _create_syncs() -> None:
    op.create_table(
        "syncs",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, sa.ForeignKey("workspaces.id"), nullable=False),
        sa.Column("connection_id", sa.Uuid, sa.ForeignKey("bank_connections.id"), nullable=False),
        sa.Column("trigger", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("finished_at", INSTANT),
        sa.Column("lease_token", sa.Uuid, nullable=False),
        sa.Column("added", sa.Integer, nullable=False),
        sa.Column("modified", sa.Integer, nullable=False),
        sa.Column("removed", sa.Integer, nullable=False),
        sa.Column("skipped", sa.Integer, nullable=False),
        sa.Column("pages", sa.Integer, nullable=False),
        sa.Column("restarts", sa.Integer, nullable=False),
        sa.Column("error_code", sa.Text),
        sa.Column("error_message", sa.Text),
        sa.CheckConstraint("status in ('running', 'succeeded', 'failed', 'abandoned')", name="status"),
    )
    op.create_index("ix_syncs_connection_id_id", "syncs", ["connection_id", "id"])
    # One open sync per connection, whatever the code believes.
    op.create_index(
        "uq_syncs_running",
        "syncs",
        ["connection_id"],
        unique=True,
        postgresql_where=sa.text("status = 'running'"),
    )
    rls.enable(op, "syncs", system=True)


def _create_webhook_deliveries() -> None:
    op.create_table(
        "webhook_deliveries",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("provider", sa.Text, nullable=False),
        sa.Column("body_hash", sa.Text, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("item_id", sa.Text),
        sa.Column("body", JSONB, nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("handled_at", INSTANT),
        sa.Column("outcome", sa.Text),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_at", INSTANT, nullable=False),
        sa.Column("last_error", sa.Text),
    )
    # The same text again is a duplicate only while nobody has begun to act on the first: Plaid's
    # webhooks carry no id, and next week's "something changed" is byte for byte the same.
    op.create_index(
        "uq_webhook_deliveries_waiting",
        "webhook_deliveries",
        ["provider", "body_hash"],
        unique=True,
        postgresql_where=sa.text("attempts = 0"),
    )
    op.create_index(
        "ix_webhook_deliveries_unhandled",
        "webhook_deliveries",
        ["next_at"],
        postgresql_where=sa.text("handled_at is null"),
    )
    # Whose they are is known only after looking: no tenant, and nobody but a sweep may see them.
    op.execute("ALTER TABLE webhook_deliveries ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE webhook_deliveries FORCE ROW LEVEL SECURITY")
    op.execute("CREATE POLICY system ON webhook_deliveries TO saldo_system USING (true) WITH CHECK (true)")


def downgrade() -> None:
    op.drop_table("webhook_deliveries")
    op.drop_table("syncs")
    op.drop_table("bank_connections")
