"""How far the erasures have come that are due: told from what is still there, so that it is always true."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from saldo.administration.schemas import ErasureUnderWay
from saldo.core.database import SYSTEM, Database
from saldo.privacy import emptying

_MOST = 20
_DUE = text(
    """
    SELECT users.id, users.email, users.erase_at,
           coalesce(array_agg(homes.workspace_id) FILTER (WHERE homes.role = 'owner'), '{}') AS owned,
           (SELECT count(*) FROM item_removals
             WHERE removed_at IS NULL AND workspace_id = ANY(array_agg(homes.workspace_id))) AS banks
      FROM users LEFT JOIN workspace_members homes ON homes.user_id = users.id
     WHERE users.erase_at <= :now
     GROUP BY users.id ORDER BY users.erase_at, users.id LIMIT :most
    """
)


async def list_under_way(database: Database, now: datetime) -> list[ErasureUnderWay]:
    """List who is being erased, with the banks that do not know yet and the rows that are still there."""
    async with database.transaction(SYSTEM) as session:
        rows = (await session.execute(_DUE, {"now": now, "most": _MOST})).all()
    return [
        ErasureUnderWay(
            user_id=row.id,
            email=row.email,
            erase_at=row.erase_at,
            banks_waiting=row.banks,
            rows_left=await _count_left(database, row.owned),
        )
        for row in rows
    ]


async def _count_left(database: Database, workspace_ids: list[UUID]) -> int:
    return sum([await emptying.count_left(database, one) for one in workspace_ids])
