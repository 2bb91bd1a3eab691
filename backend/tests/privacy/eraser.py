"""`python -m tests.privacy.eraser DATABASE_URL WORKSPACE PORTION`: a worker that empties one workspace."""

import asyncio
import sys
from uuid import UUID

from saldo.core.database import Database
from saldo.privacy import emptying
from tests.fakes.courier import RecordingCourier


async def _run(url: str, workspace_id: UUID, portion: int) -> None:
    database = Database(url, RecordingCourier())
    try:
        await emptying.empty(database, workspace_id, portion)
    finally:
        await database.close()


if __name__ == "__main__":
    asyncio.run(_run(sys.argv[1], UUID(sys.argv[2]), int(sys.argv[3])))
