"""Background work: forget old keys."""

from typing import Protocol

from saldo.core.clock import Clock
from saldo.core.database import Database
from saldo.core.tasks import Every, task
from saldo.idempotency import memory

PRUNE = "idempotency.prune"
SCHEDULE = (Every(PRUNE, seconds=3600),)


class KeyResources(Protocol):
    """What these handlers use of the process's resources."""

    database: Database
    clock: Clock


@task(PRUNE)
async def prune(resources: KeyResources) -> None:
    await memory.prune(resources.database, resources.clock.now())
