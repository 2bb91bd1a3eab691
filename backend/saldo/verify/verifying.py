"""Look at every workspace, each at one moment."""

import sqlalchemy as sa

from saldo.core.database import SYSTEM, Database, workspace_scope
from saldo.verify.balances import verify_balances
from saldo.verify.findings import Finding
from saldo.verify.receipts import verify_receipts
from saldo.verify.statements import verify_statements


async def verify(database: Database) -> tuple[int, list[Finding]]:
    """Return how many workspaces there are, and what disagrees in them."""
    async with database.transaction(SYSTEM) as session:
        workspaces = list(await session.scalars(sa.text("select id from workspaces order by id")))
    findings: list[Finding] = []
    for workspace_id in workspaces:
        async with database.transaction(workspace_scope(workspace_id)) as session:
            # One moment for all questions: a sync in between would look like a difference.
            await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            findings += await verify_balances(session, workspace_id)
            findings += await verify_receipts(session, workspace_id)
            findings += await verify_statements(session, workspace_id)
    return len(workspaces), findings
