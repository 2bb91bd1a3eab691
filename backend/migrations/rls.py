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


def share(op: Operations, table: str, *, column: str = "account_id") -> None:
    """Hide rows of accounts that are not shared with the person, and keep those shared to read from changes.

    Restrictive: it narrows what the tenant's policy lets through. Where no person is bound (a worker on the
    workspace's behalf) the inner query is empty. Not correlated, so it is hashed once a statement.
    """
    mine = _BOUND.format(column="user_id", setting="app.user_id")

    def within(bar: str) -> str:
        barred = f"SELECT account_id FROM account_shares WHERE access {bar} AND {mine}"  # noqa: S608 - constants
        return f"({column} IS NULL OR {column} NOT IN ({barred}))"

    seen, changed = within("= 'none'"), within("<> 'write'")
    op.execute(f"CREATE POLICY shared ON {table} AS RESTRICTIVE TO saldo_app USING {seen}")
    # By a check and not by sight: a forbidden change is an error, never a change that silently does nothing.
    for command, sight in (("INSERT", ""), ("UPDATE", "USING (true) ")):
        op.execute(
            f"CREATE POLICY shared_to_{command.lower()} ON {table} AS RESTRICTIVE FOR {command} TO saldo_app "
            f"{sight}WITH CHECK {changed}"
        )


def unshare(op: Operations, table: str) -> None:
    """Take `share` back."""
    for policy in ("shared", "shared_to_insert", "shared_to_update"):
        op.execute(f"DROP POLICY {policy} ON {table}")
