"""Second factors, and when a session was last proven."""

import sqlalchemy as sa
from alembic import op

from migrations import rls

revision: str = "create_second_factors"
down_revision: str | None = "create_transactions"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.add_column("sessions", sa.Column("proven_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE sessions SET proven_at = created_at")
    op.alter_column("sessions", "proven_at", nullable=False)
    op.create_table(
        "totp_seeds",
        sa.Column("user_id", sa.Uuid, primary_key=True),
        sa.Column("seed", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_step", sa.BigInteger, nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="fk_totp_seeds_user_id_users", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "backup_codes",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("code_hash", sa.LargeBinary, nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="fk_backup_codes_user_id_users", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_backup_codes_user_id", "backup_codes", ["user_id"])
    rls.enable_for_person(op, "totp_seeds")
    rls.enable_for_person(op, "backup_codes")


def downgrade() -> None:
    op.drop_table("backup_codes")
    op.drop_table("totp_seeds")
    op.drop_column("sessions", "proven_at")
