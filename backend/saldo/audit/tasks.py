"""Background work of the record: sign how far it has come, and forget old requests."""

from typing import Protocol

from saldo.audit import access_log, anchoring, jobs
from saldo.core.clock import Clock
from saldo.core.database import Database
from saldo.core.encryption import Vault
from saldo.core.tasks import Every, task

SCHEDULE = (Every(jobs.ANCHOR, seconds=3600), Every(jobs.PRUNE_ACCESS, seconds=3600))


class RecordResources(Protocol):
    """What these handlers use of the process's resources."""

    database: Database
    vault: Vault
    clock: Clock


@task(jobs.ANCHOR)
async def anchor(resources: RecordResources) -> None:
    await anchoring.anchor(resources.database, resources.vault, resources.clock)


@task(jobs.PRUNE_ACCESS)
async def prune_access(resources: RecordResources) -> None:
    await access_log.prune(resources.database, resources.clock.now())
