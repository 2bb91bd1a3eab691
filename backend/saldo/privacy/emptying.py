"""Empty a workspace in portions, each in a transaction of its own, so that a kill loses little."""

from uuid import UUID

import structlog
from sqlalchemy import text

from saldo.core.database import Database, workspace_scope
from saldo.privacy import holdings

# Some tenths of a second of work: far below the time limit of a statement, and of patience.
PORTION = 2000
MINE = text("SELECT pg_try_advisory_xact_lock(hashtextextended('saldo.erasure.' || :id, 0))")
_log = structlog.get_logger(__name__)


class EmptiedElsewhere(Exception):
    """Another worker is emptying this workspace now; it, or the next sweep, will finish."""


async def empty(database: Database, workspace_id: UUID, portion: int = PORTION) -> int:
    """Delete all that hangs on a workspace but who belongs to it, and return how many rows went.

    What a portion has deleted stays deleted: begun again after a kill, this goes on where it was.
    The memberships stay for the caller's last transaction; by them a sweep finds the workspace again.
    Raises EmptiedElsewhere.
    """
    async with database.transaction(workspace_scope(workspace_id)) as session:
        tables = await holdings.list_deletable(session)
    return sum([await _empty_table(database, workspace_id, table, portion) for table in tables])


async def count_left(database: Database, workspace_id: UUID) -> int:
    """Count the rows that are still to go."""
    async with database.transaction(workspace_scope(workspace_id)) as session:
        tables = await holdings.list_deletable(session)
        return sum([await holdings.count(session, table, workspace_id) for table in tables])


async def _empty_table(database: Database, workspace_id: UUID, table: str, portion: int) -> int:
    gone = 0
    while True:
        async with database.transaction(workspace_scope(workspace_id)) as session:
            if not (await session.execute(MINE, {"id": str(workspace_id)})).scalar_one():
                raise EmptiedElsewhere
            count = await holdings.erase_some(session, table, workspace_id, portion)
        gone += count
        if count:
            _log.info("erasure.progressed", workspace_id=str(workspace_id), table=table, rows=gone)
        if count < portion:
            return gone
