"""Let the rotation of keys see the seeds of second factors, as it sees every other secret."""

from alembic import op

revision: str = "rotate_seeds"
down_revision: str | None = "erase_people"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.execute("CREATE POLICY system ON totp_seeds TO saldo_system USING (true) WITH CHECK (true)")


def downgrade() -> None:
    op.execute("DROP POLICY system ON totp_seeds")
