"""Invitations, administrators, accounts shared with some members only, and the workspace a session is in."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import CITEXT

from migrations import rls

revision: str = "share_workspaces"
down_revision: str | None = "create_merchants"
branch_labels: None = None
depends_on: None = None

_OF_ACCOUNTS = (
    "account_balances", "bank_transactions", "ledger_anchors", "ledger_checks", "ledger_days",
    "reconciliation_suggestions", "reconciliations", "transactions",
)  # fmt: skip


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _allow_roles("owner", "admin", "member", "viewer")
    op.add_column("sessions", sa.Column("current_workspace_id", sa.Uuid, nullable=True))
    _create_invitations()
    op.create_table(
        "account_shares",
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("account_id", sa.Uuid, sa.ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("user_id", sa.Uuid, sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("access", sa.Text, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.CheckConstraint("access IN ('none', 'read', 'write')", name="ck_account_shares_access"),
    )
    op.create_index("ix_account_shares_user_id", "account_shares", ["user_id"])
    rls.enable(op, "account_shares", system=True)
    rls.share(op, "accounts", column="id")
    for table in _OF_ACCOUNTS:
        rls.share(op, table)


def _allow_roles(*roles: str) -> None:
    named = ", ".join(f"'{role}'" for role in roles)
    # The naming convention has given the name its prefix twice.
    name = "ck_workspace_members_ck_workspace_members_role"
    op.execute(f"ALTER TABLE workspace_members DROP CONSTRAINT {name}")
    op.execute(f"ALTER TABLE workspace_members ADD CONSTRAINT {name} CHECK (role IN ({named}))")


def _create_invitations() -> None:
    op.create_table(
        "invitations",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column(
            "workspace_id", sa.Uuid, sa.ForeignKey("workspaces.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("email", CITEXT, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("token_hash", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("invited_by", sa.Uuid, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text, nullable=True),
        sa.CheckConstraint("role IN ('admin', 'member', 'viewer')", name="ck_invitations_role"),
        sa.CheckConstraint(
            "outcome IN ('accepted', 'declined', 'revoked', 'replaced')", name="ck_invitations_outcome"
        ),
    )
    op.create_index(
        "uq_invitations_open",
        "invitations",
        ["workspace_id", "email"],
        unique=True,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index("ix_invitations_invited_by", "invitations", ["invited_by"])
    rls.enable(op, "invitations", system=True)


def downgrade() -> None:
    for table in _OF_ACCOUNTS:
        rls.unshare(op, table)
    rls.unshare(op, "accounts")
    op.drop_table("account_shares")
    op.drop_table("invitations")
    op.drop_column("sessions", "current_workspace_id")
    op.execute("UPDATE workspace_members SET role = 'member' WHERE role = 'admin'")
    _allow_roles("owner", "member", "viewer")
