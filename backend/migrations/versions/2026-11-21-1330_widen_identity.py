"""Programs and their keys, profiles, passkeys, other issuers, consents, exports, idempotency."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from migrations import rls

revision: str = "widen_identity"
down_revision: str | None = "schedule_syncs"
branch_labels: None = None
depends_on: None = None

_TABLES = (
    "exports", "idempotency_keys", "consents", "external_identities", "passkeys", "signed_clients",
    "personal_tokens",
)  # fmt: skip
_PROFILE = (
    "locale", "currency", "time_zone", "user_type", "is_administrator", "deleted_at", "email_codes_since",
)  # fmt: skip


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _extend_users()
    _create_programs()
    _create_passkeys()
    _create_external_identities()
    _create_consents()
    _create_idempotency_keys()
    _create_exports()


def _extend_users() -> None:
    for name, default in (("locale", "en"), ("currency", ""), ("time_zone", "UTC"), ("user_type", "person")):
        op.add_column("users", sa.Column(name, sa.Text, nullable=False, server_default=default))
    op.add_column(
        "users", sa.Column("is_administrator", sa.Boolean, nullable=False, server_default=sa.false())
    )
    for name in ("deleted_at", "email_codes_since"):
        op.add_column("users", sa.Column(name, sa.DateTime(timezone=True), nullable=True))


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _of_person() -> sa.Column[object]:
    return sa.Column("user_id", sa.Uuid, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False)


def _of_workspace() -> sa.Column[object]:
    key = sa.ForeignKey("workspaces.id", ondelete="CASCADE")
    return sa.Column("workspace_id", sa.Uuid, key, nullable=False)


def _create_programs() -> None:
    for table, proof in (
        ("personal_tokens", (sa.Column("token_hash", sa.LargeBinary, nullable=False, unique=True),)),
        (
            "signed_clients",
            (
                sa.Column("client_id", sa.Text, nullable=False, unique=True),
                sa.Column("secret", sa.Text, nullable=False),
            ),
        ),
    ):
        op.create_table(
            table,
            sa.Column("id", sa.Uuid, primary_key=True),
            _of_workspace(),
            _of_person(),
            sa.Column("name", sa.Text, nullable=False),
            *proof,
            sa.Column("hint", sa.Text, nullable=False),
            sa.Column("permissions", ARRAY(sa.Text), nullable=False),
            _moment("created_at"),
            _moment("expires_at"),
            _moment("last_used_at", nullable=True),
            _moment("revoked_at", nullable=True),
        )
        op.create_index(f"ix_{table}_workspace_id", table, ["workspace_id"])
        op.create_index(f"ix_{table}_user_id", table, ["user_id"])
        rls.enable(op, table, system=True)


def _create_passkeys() -> None:
    op.create_table(
        "passkeys",
        sa.Column("id", sa.Uuid, primary_key=True),
        _of_person(),
        sa.Column("credential_id", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("public_key", sa.LargeBinary, nullable=False),
        sa.Column("sign_count", sa.BigInteger, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        _moment("created_at"),
        _moment("last_used_at", nullable=True),
    )
    op.create_index("ix_passkeys_user_id", "passkeys", ["user_id"])
    rls.enable_for_person(op, "passkeys", system=True)


def _create_external_identities() -> None:
    op.create_table(
        "external_identities",
        sa.Column("id", sa.Uuid, primary_key=True),
        _of_person(),
        sa.Column("issuer", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        _moment("created_at"),
        sa.UniqueConstraint("issuer", "subject", name="uq_external_identities_issuer_subject"),
    )
    op.create_index("ix_external_identities_user_id", "external_identities", ["user_id"])
    rls.enable_for_person(op, "external_identities", system=True)


def _create_consents() -> None:
    op.create_table(
        "consents",
        sa.Column("id", sa.Uuid, primary_key=True),
        _of_person(),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        _moment("given_at"),
        _moment("withdrawn_at", nullable=True),
    )
    op.create_index("ix_consents_user_id", "consents", ["user_id"])
    rls.enable_for_person(op, "consents")


def _create_idempotency_keys() -> None:
    op.create_table(
        "idempotency_keys",
        sa.Column("user_id", sa.Uuid, sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("request_hash", sa.LargeBinary, nullable=False),
        _moment("created_at"),
        sa.Column("status", sa.Integer, nullable=True),
        sa.Column("answer", sa.Text, nullable=True),
    )
    op.create_index("ix_idempotency_keys_created_at", "idempotency_keys", ["created_at"])
    rls.enable_for_person(op, "idempotency_keys", system=True)


def _create_exports() -> None:
    op.create_table(
        "exports",
        sa.Column("id", sa.Uuid, primary_key=True),
        _of_person(),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("done", sa.Integer, nullable=False),
        sa.Column("total", sa.Integer, nullable=False),
        _moment("created_at"),
        _moment("finished_at", nullable=True),
        sa.Column("archive", sa.LargeBinary, nullable=True),
        sa.CheckConstraint("status IN ('waiting', 'running', 'ready', 'failed')", name="ck_exports_status"),
    )
    op.create_index("ix_exports_user_id", "exports", ["user_id"])
    rls.enable_for_person(op, "exports", system=True)


def downgrade() -> None:
    for table in _TABLES:
        op.drop_table(table)
    for column in _PROFILE:
        op.drop_column("users", column)
