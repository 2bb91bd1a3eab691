"""The whole life of a connection: warnings, Items to give back, accounts that close and come back."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP

from migrations import rls

revision: str = "extend_connections"
down_revision: str | None = "create_rules"
branch_labels: None = None
depends_on: None = None

INSTANT = TIMESTAMP(timezone=True)
OLD_STATUSES = "'linking', 'importing', 'healthy', 'needs_login', 'degraded', 'revoked', 'disconnected'"
STATUSES = f"{OLD_STATUSES}, 'pending_expiration', 'pending_disconnect', 'rate_limited'"


def upgrade() -> None:
    _allow_statuses(STATUSES)
    op.add_column("bank_connections", sa.Column("new_accounts_at", INSTANT))
    op.add_column("bank_connections", sa.Column("purge_at", INSTANT))
    op.add_column("accounts", sa.Column("closed_at", INSTANT))
    op.add_column(
        "accounts", sa.Column("former_connection_ids", ARRAY(sa.Uuid), nullable=False, server_default="{}")
    )
    # Few rows, and the owner is bound by row-level security too: lift it for this one statement.
    op.execute("ALTER TABLE accounts NO FORCE ROW LEVEL SECURITY")
    op.execute("UPDATE accounts SET closed_at = updated_at WHERE status = 'closed'")
    op.execute("ALTER TABLE accounts FORCE ROW LEVEL SECURITY")
    _create_item_removals()
    _create_institution_troubles()


def _create_item_removals() -> None:
    # Survives its connection, which may be purged at once: hence no foreign key to it.
    op.create_table(
        "item_removals",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column(
            "workspace_id", sa.Uuid, sa.ForeignKey("workspaces.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("connection_id", sa.Uuid, nullable=False),
        sa.Column("item_id", sa.Text, nullable=False),
        sa.Column("access_token", sa.Text),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("next_at", INSTANT, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("error_code", sa.Text),
        sa.Column("removed_at", INSTANT),
        sa.Column("created_at", INSTANT, nullable=False, server_default=sa.func.now()),
        sa.Column("updated_at", INSTANT, nullable=False, server_default=sa.func.now()),
        sa.CheckConstraint("reason in ('unfinished', 'disconnected', 'replaced')", name="reason"),
    )
    op.create_index("ix_item_removals_connection_id", "item_removals", ["connection_id"])
    op.create_index(
        "ix_item_removals_due", "item_removals", ["next_at"], postgresql_where=sa.text("removed_at is null")
    )
    rls.enable(op, "item_removals", system=True)


def _create_institution_troubles() -> None:
    # No tenant's data: how a bank is doing is the same for everyone.
    op.create_table(
        "institution_troubles",
        sa.Column("institution_id", sa.Text, primary_key=True),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("last_failed_at", INSTANT, nullable=False),
        sa.Column("open_until", INSTANT),
        sa.Column("health", sa.Text, nullable=False),
        sa.Column("health_asked_at", INSTANT),
    )


def _allow_statuses(statuses: str) -> None:
    op.drop_constraint("status", "bank_connections", type_="check")
    op.create_check_constraint("status", "bank_connections", f"status in ({statuses})")


def downgrade() -> None:
    op.drop_table("institution_troubles")
    op.drop_table("item_removals")
    op.drop_column("accounts", "former_connection_ids")
    op.drop_column("accounts", "closed_at")
    op.drop_column("bank_connections", "purge_at")
    op.drop_column("bank_connections", "new_accounts_at")
    op.execute("ALTER TABLE bank_connections NO FORCE ROW LEVEL SECURITY")
    op.execute(
        "UPDATE bank_connections "
        "SET status = CASE status WHEN 'rate_limited' THEN 'degraded' ELSE 'healthy' END "
        "WHERE status IN ('rate_limited', 'pending_expiration', 'pending_disconnect')"
    )
    op.execute("ALTER TABLE bank_connections FORCE ROW LEVEL SECURITY")
    _allow_statuses(OLD_STATUSES)
