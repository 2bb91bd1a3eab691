"""Settle the rows that the categoriser never answers for: their words bring down whoever reads them."""

import datetime as dt
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.categorization import applying
from saldo.categorization.deciding import give_up
from saldo.categorization.requesting import PATIENCE
from saldo.events import service as events
from saldo.transactions import labelling, waiting

log = structlog.get_logger(__name__)

# By then a row has been asked about alone for a quarter of an hour.
_ATTEMPTS: Final = 7
_MOST_CULPRITS: Final = 10


async def settle_silent(
    session: AsyncSession, workspace_id: UUID, now: dt.datetime, heard_until: dt.datetime | None
) -> int:
    """Leave these rows what the bank says, and tell; return how many there were.

    While no other row gets an answer, or many get none, it is the categoriser that is in trouble, and nothing
    is given up.
    """
    silent = await waiting.list_silent(
        session, workspace_id, heard_until=heard_until, patience=PATIENCE, attempts=_ATTEMPTS
    )
    if not silent or len(silent) > _MOST_CULPRITS:
        return 0
    log.error("categorization.given_up", rows=len(silent))
    await events.take_turn(session, workspace_id)
    rows = await labelling.lock_open(session, workspace_id, silent)
    still_open = [give_up(row) for row in rows.values() if row["labelled_at"] is None]
    settled = await labelling.store(session, workspace_id, still_open, now=now)
    if settled:
        await applying.tell(session, workspace_id, settled)
    return len(settled)
