"""Row-level security for tenant tables: the second lock on every workspace's rows."""

from alembic.operations import Operations

_BOUND = "{column} = nullif(current_setting('{setting}', true), '')::uuid"


def enable(op: Operations, table: str, *, system: bool = False, column: str = "workspace_id") -> None:
    """Let the application see only the bound workspace's rows; `system` opens the table to sweeps.

    Forced, so the owner is bound as well: a backfill must set the tenant.
    `nullif` matters: after a transaction PostgreSQL leaves the setting as '' rather than unset.
    """
    _lock(op, table, _BOUND.format(column=column, setting="app.workspace_id"), system=system)


def enable_for_person(op: Operations, table: str, *, system: bool = False) -> None:
    """Let the application see only the rows of the person a transaction is bound to; `system` as above."""
    _lock(op, table, _BOUND.format(column="user_id", setting="app.user_id"), system=system)


def _lock(op: Operations, table: str, tenant: str, *, system: bool) -> None:
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY tenant ON {table} TO saldo_app USING ({tenant}) WITH CHECK ({tenant})")
    if system:
        op.execute(f"CREATE POLICY system ON {table} TO saldo_system USING (true) WITH CHECK (true)")
