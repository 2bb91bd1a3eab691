"""Accounts and their daily balances."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TIMESTAMP

from migrations import rls

revision: str = "create_accounts"
down_revision: str | None = "create_connections"
branch_labels: None = None
depends_on: None = None

MONEY = sa.Numeric(28, 10)
INSTANT = TIMESTAMP(timezone=True)


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column(
            "workspace_id", sa.Uuid, sa.ForeignKey("workspaces.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column(
            "connection_id", sa.Uuid, sa.ForeignKey("bank_connections.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("provider_account_id", sa.Text, nullable=False),
        sa.Column("persistent_account_id", sa.Text),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("official_name", sa.Text),
        sa.Column("mask", sa.Text),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("subtype", sa.Text),
        sa.Column("currency", sa.Text, nullable=False),
        sa.Column("current_balance", MONEY),
        sa.Column("available_balance", MONEY),
        sa.Column("credit_limit", MONEY),
        sa.Column("balance_as_of", INSTANT, nullable=False),
        sa.Column("status", sa.Text, nullable=False, server_default="active"),
        sa.Column("created_at", INSTANT, nullable=False, server_default=sa.func.now()),
        sa.Column("updated_at", INSTANT, nullable=False, server_default=sa.func.now()),
        sa.UniqueConstraint("connection_id", "provider_account_id"),
        sa.CheckConstraint("status in ('active', 'closed')", name="status"),
    )
    op.create_index("ix_accounts_workspace_id", "accounts", ["workspace_id"])
    op.create_table(
        "account_balances",
        sa.Column("account_id", sa.Uuid, sa.ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
        sa.Column("date", sa.Date, nullable=False),
        sa.Column(
            "workspace_id", sa.Uuid, sa.ForeignKey("workspaces.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("current", MONEY),
        sa.Column("available", MONEY),
        sa.PrimaryKeyConstraint("account_id", "date"),
    )
    op.create_index("ix_account_balances_workspace_id_date", "account_balances", ["workspace_id", "date"])
    rls.enable(op, "accounts")
    rls.enable(op, "account_balances")


def downgrade() -> None:
    op.drop_table("account_balances")
    op.drop_table("accounts")
