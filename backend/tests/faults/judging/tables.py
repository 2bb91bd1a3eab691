"""I5 no hole in a log, I9 nothing is stuck, I11 nobody reads another's rows."""

from uuid import uuid4

import asyncpg

from tests.faults.judging.evidence import Findings, Hearing

_HOLES = """
SELECT space.id, space.last_sequence, count(log.sequence), max(log.sequence) FROM workspaces space
LEFT JOIN workspace_events log ON log.workspace_id = space.id
GROUP BY space.id
HAVING count(log.sequence) <> space.last_sequence OR coalesce(max(log.sequence), 0) <> space.last_sequence
"""
_STUCK = """
SELECT 'run ' || id || ' never ended' FROM syncs WHERE status = 'running'
UNION ALL
SELECT 'connection ' || id || ' waits for a sync since ' || next_at FROM bank_connections
WHERE wanted_version > done_version AND next_at <= now()
  AND status NOT IN ('linking', 'needs_login', 'revoked', 'disconnected')
UNION ALL
SELECT 'connection ' || id || ' is held' FROM bank_connections WHERE lease_token IS NOT NULL
UNION ALL
SELECT 'webhook ' || id || ' was not acted on' FROM webhook_deliveries WHERE handled_at IS NULL
UNION ALL
SELECT 'removal ' || id || ' was not done' FROM item_removals WHERE removed_at IS NULL AND next_at <= now()
"""
_TENANT_TABLES = """
SELECT policy.tablename, policy.qual FROM pg_policies policy JOIN information_schema.columns AS owner
  ON owner.table_name = policy.tablename AND owner.column_name = 'workspace_id'
WHERE policy.policyname = 'tenant' AND policy.qual LIKE '%app.workspace_id%' ORDER BY 1
"""


async def examine_sequences(hearing: Hearing) -> Findings:
    """Every workspace's log counts up from one without a hole, as far as its counter says."""
    holes = await hearing.superuser.fetch(_HOLES)
    return {
        "I5": [f"workspace {row[0]}: counted to {row[1]}, {row[2]} events up to {row[3]}" for row in holes]
    }


async def examine_jobs(hearing: Hearing) -> Findings:
    """Nothing runs that nobody runs, and nothing waits that is due."""
    return {"I9": [row[0] for row in await hearing.superuser.fetch(_STUCK)]}


async def examine_tenants(hearing: Hearing) -> Findings:
    """As the application's role: bound to nobody or a stranger no row, else no other's."""
    tables = [row["tablename"] for row in await hearing.superuser.fetch(_TENANT_TABLES)]
    workspaces = [row["id"] for row in await hearing.superuser.fetch("SELECT id FROM workspaces LIMIT 3")]
    found = [] if tables else ["no table has a tenant's policy"]
    for table in tables:
        for bound in ("", str(uuid4()), *map(str, workspaces)):
            problem = await _look(hearing.application, table, bound)
            found += [f"{table} for {bound or 'nobody'}: {problem}"] if problem else []
    return {"I11": found[:10]}


async def _look(application: asyncpg.Connection, table: str, bound: str) -> str | None:
    query = f"SELECT count(*) FROM {table} WHERE workspace_id::text <> $1"
    try:
        async with application.transaction():
            await application.execute("SELECT set_config('app.workspace_id', $1, true)", bound)
            count = await application.fetchval(query, bound)
    except asyncpg.PostgresError as error:
        return f"asking fails: {error}"
    return f"{count} rows of others" if count else None
