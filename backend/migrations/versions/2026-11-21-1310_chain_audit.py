"""The audit record as a chain: positions, digests, heads and signed anchors; keys of persons; requests."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from migrations import rls

revision: str = "chain_audit"
down_revision: str | None = "share_workspaces"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _chain_entries()
    _create_heads()
    _create_anchors()
    _create_personal_keys()
    _create_access_entries()


def _chain_entries() -> None:
    for column in ("position", "mac", "key_id", "origin"):
        kind = {"position": sa.BigInteger, "mac": sa.LargeBinary}.get(column, sa.Text)
        op.add_column("audit_entries", sa.Column(column, kind, nullable=True))
    # Older entries are not chained, and nothing may pretend to be one of them from now on.
    now = datetime.now(UTC).isoformat()
    op.execute(
        "ALTER TABLE audit_entries ADD CONSTRAINT ck_audit_entries_chained CHECK "
        f"(position IS NOT NULL AND mac IS NOT NULL AND key_id IS NOT NULL OR occurred_at <= '{now}')"
    )
    op.create_index("uq_audit_entries_position", "audit_entries", ["workspace_id", "position"], unique=True)


def _create_heads() -> None:
    op.create_table(
        "audit_heads",
        # No foreign key, as in the record itself: it outlives the workspace it speaks of.
        sa.Column("workspace_id", sa.Uuid, primary_key=True),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("mac", sa.LargeBinary, nullable=False),
        sa.Column("key_id", sa.Text, nullable=False),
        sa.Column("seal", sa.LargeBinary, nullable=False),
    )
    rls.enable(op, "audit_heads", system=True)
    op.execute("REVOKE DELETE, TRUNCATE ON audit_heads FROM saldo_app, saldo_system")


def _create_anchors() -> None:
    op.create_table(
        "audit_anchors",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("mac", sa.LargeBinary, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key_id", sa.Text, nullable=False),
        sa.Column("signature", sa.LargeBinary, nullable=False),
    )
    op.create_index("ix_audit_anchors_workspace_id_position", "audit_anchors", ["workspace_id", "position"])
    rls.enable(op, "audit_anchors", system=True)
    op.execute("REVOKE UPDATE, DELETE, TRUNCATE ON audit_anchors FROM saldo_app, saldo_system")
    op.execute(
        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_anchors "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()"
    )


def _create_personal_keys() -> None:
    op.create_table(
        "personal_keys",
        sa.Column("user_id", sa.Uuid, sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    )
    rls.enable_for_person(op, "personal_keys", system=True)


def _create_access_entries() -> None:
    op.create_table(
        "access_entries",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("request_id", sa.Text, nullable=False),
        sa.Column("user_id", sa.Uuid, nullable=True),
        sa.Column("method", sa.Text, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("status", sa.Integer, nullable=False),
        sa.Column("milliseconds", sa.Integer, nullable=False),
        sa.Column("network", sa.Text, nullable=False),
    )
    op.create_index("ix_access_entries_user_id_id", "access_entries", ["user_id", "id"])
    op.create_index("ix_access_entries_occurred_at", "access_entries", ["occurred_at"])
    rls.enable_for_person(op, "access_entries", system=True)


def downgrade() -> None:
    for table in ("access_entries", "personal_keys", "audit_anchors", "audit_heads"):
        op.drop_table(table)
    op.drop_index("uq_audit_entries_position", "audit_entries")
    op.execute("ALTER TABLE audit_entries DROP CONSTRAINT ck_audit_entries_chained")
    for column in ("position", "mac", "key_id", "origin"):
        op.drop_column("audit_entries", column)
