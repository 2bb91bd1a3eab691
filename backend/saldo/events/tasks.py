"""Forget old events: who has been away for longer loads everything anew."""

from datetime import timedelta
from typing import Final

from saldo.core.database import SYSTEM
from saldo.core.tasks import Every, task
from saldo.events import service
from saldo.resources import Resources

PRUNE: Final = "events.prune"
SCHEDULE: Final = (Every(PRUNE, seconds=3600),)
KEPT: Final = timedelta(days=14)


@task(PRUNE)
async def prune(resources: Resources) -> None:
    older_than = resources.clock.now() - KEPT
    deleted = service.PRUNE_BATCH
    while deleted == service.PRUNE_BATCH:
        async with resources.database.transaction(SYSTEM) as session:
            deleted = await service.prune(session, older_than)
