"""Workspaces (households, businesses, one person's own) and who belongs to them."""

import sqlalchemy as sa
from alembic import op

from migrations import rls

revision: str = "create_workspaces"
down_revision: str | None = "create_users"
branch_labels: None = None
depends_on: None = None

_BOUND_USER = "nullif(current_setting('app.user_id', true), '')::uuid"


def upgrade() -> None:
    op.create_table(
        "workspaces",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("last_sequence", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.CheckConstraint("kind IN ('personal', 'household', 'business')", name="ck_workspaces_kind"),
    )
    _create_members()
    rls.enable(op, "workspaces", system=True, column="id")
    rls.enable(op, "workspace_members", system=True)
    # Before a workspace is chosen a person must see which ones are theirs; never more than that.
    own = f"user_id = {_BOUND_USER}"
    op.execute(f"CREATE POLICY own ON workspace_members FOR SELECT TO saldo_app USING ({own})")
    theirs = f"id IN (SELECT workspace_id FROM workspace_members WHERE {own})"  # noqa: S608 - a constant
    op.execute(f"CREATE POLICY own ON workspaces FOR SELECT TO saldo_app USING ({theirs})")


def _create_members() -> None:
    op.create_table(
        "workspace_members",
        sa.Column(
            "workspace_id",
            sa.Uuid,
            sa.ForeignKey(
                "workspaces.id", name="fk_workspace_members_workspace_id_workspaces", ondelete="CASCADE"
            ),
            primary_key=True,
        ),
        sa.Column(
            "user_id",
            sa.Uuid,
            sa.ForeignKey("users.id", name="fk_workspace_members_user_id_users", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.CheckConstraint("role IN ('owner', 'member', 'viewer')", name="ck_workspace_members_role"),
    )
    op.create_index("ix_workspace_members_user_id", "workspace_members", ["user_id"])


def downgrade() -> None:
    op.execute("DROP POLICY own ON workspaces")
    op.drop_table("workspace_members")
    op.drop_table("workspaces")
