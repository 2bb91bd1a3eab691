"""What a newcomer will see of which account, said when they are invited: it holds from their first look."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "share_on_invitation"
down_revision: str | None = "await_rows"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("invitations", sa.Column("shares", JSONB, nullable=False, server_default="{}"))


def downgrade() -> None:
    op.drop_column("invitations", "shares")
