"""Language and time zone of a profile: null says "as the browser", so that "en" and "UTC" mean themselves."""

import sqlalchemy as sa
from alembic import op

revision: str = "leave_region_open"
down_revision: str | None = "create_relinks"
branch_labels: None = None
depends_on: None = None

# What a new profile held, and the page took for "not chosen yet".
UNCHOSEN = {"locale": "en", "time_zone": "UTC"}
USERS = sa.table("users", *(sa.column(name, sa.Text) for name in UNCHOSEN))


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for name, unchosen in UNCHOSEN.items():
        op.alter_column("users", name, nullable=True, server_default=None)
        op.execute(USERS.update().where(USERS.c[name] == unchosen).values({name: None}))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for name, unchosen in UNCHOSEN.items():
        op.execute(USERS.update().where(USERS.c[name].is_(None)).values({name: unchosen}))
        op.alter_column("users", name, nullable=False, server_default=unchosen)
