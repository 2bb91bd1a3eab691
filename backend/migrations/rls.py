"""Row-level security for tenant tables: the second lock on every workspace's rows."""

from alembic.operations import Operations

_TENANT = "{column} = nullif(current_setting('app.workspace_id', true), '')::uuid"


def enable(op: Operations, table: str, *, system: bool = False, column: str = "workspace_id") -> None:
    """Let the application see only the bound workspace's rows; `system` opens the table to sweeps.

    Forced, so the owner is bound as well: a backfill must set the tenant.
    `nullif` matters: after a transaction PostgreSQL leaves the setting as '' rather than unset.
    """
    tenant = _TENANT.format(column=column)
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY tenant ON {table} TO saldo_app USING ({tenant}) WITH CHECK ({tenant})")
    if system:
        op.execute(f"CREATE POLICY system ON {table} TO saldo_system USING (true) WITH CHECK (true)")
