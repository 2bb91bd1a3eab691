"""When each connection is to be asked: frequencies, due rows, a bank's bad hours, beats and silences."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TIMESTAMP

from migrations import rls

revision: str = "schedule_syncs"
down_revision: str | None = "chain_audit"
branch_labels: None = None
depends_on: None = None

INSTANT = TIMESTAMP(timezone=True)
FREQUENCIES = "'realtime', 'hourly', 'every_4_hours', 'daily', 'weekly', 'manual'"
_CONNECTION_COLUMNS = ("scheduled_at", "news_at", "asked_at", "provider_updated_at", "provider_asked_at")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for table in ("accounts", "bank_connections"):
        column = sa.Column("sync_frequency", sa.Text, nullable=False, server_default="realtime")
        op.add_column(table, column)
        op.create_check_constraint("sync_frequency", table, f"sync_frequency in ({FREQUENCIES})")
    for name in _CONNECTION_COLUMNS:
        op.add_column("bank_connections", sa.Column(name, INSTANT))
    op.create_index("ix_bank_connections_scheduled_at", "bank_connections", ["scheduled_at"])
    _create_institution_hours()
    _create_scheduler_beats()
    _create_account_silences()


def _create_institution_hours() -> None:
    # No tenant's data: when a bank is being maintained is the same for everyone.
    op.create_table(
        "institution_hours",
        sa.Column("institution_id", sa.Text, primary_key=True),
        sa.Column("hour", sa.SmallInteger, primary_key=True),
        sa.Column("days_failed", sa.Integer, nullable=False),
        sa.Column("days_worked", sa.Integer, nullable=False),
        sa.CheckConstraint("hour between 0 and 23", name="hour"),
    )


def _create_scheduler_beats() -> None:
    op.create_table(
        "scheduler_beats",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("last_at", INSTANT, nullable=False),
    )


def _create_account_silences() -> None:
    op.create_table(
        "account_silences",
        sa.Column("account_id", sa.Uuid, sa.ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
        sa.Column(
            "workspace_id", sa.Uuid, sa.ForeignKey("workspaces.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("last_posted_on", sa.Date, nullable=False),
        sa.Column("limit_days", sa.Integer, nullable=False),
        sa.Column("noticed_at", INSTANT, nullable=False),
    )
    op.create_index("ix_account_silences_workspace_id", "account_silences", ["workspace_id"])
    rls.enable(op, "account_silences")
    rls.share(op, "account_silences")


def downgrade() -> None:
    for table in ("account_silences", "scheduler_beats", "institution_hours"):
        op.drop_table(table)
    op.drop_index("ix_bank_connections_scheduled_at", "bank_connections")
    for name in _CONNECTION_COLUMNS:
        op.drop_column("bank_connections", name)
    for table in ("bank_connections", "accounts"):
        op.drop_constraint("sync_frequency", table, type_="check")
        op.drop_column(table, "sync_frequency")
