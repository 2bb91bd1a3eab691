"""Background work on a person's own data: make archives, forget old ones, erase whose time has come."""

from uuid import UUID

from saldo.connections.tasks import BankResources, bank_access
from saldo.core.tasks import Every, task
from saldo.privacy import erasing, exporting, jobs

SCHEDULE = (Every(jobs.ERASE_DUE, seconds=60), Every(jobs.TIDY, seconds=3600))


@task(jobs.EXPORT, soft_limit_seconds=840, hard_limit_seconds=900)
async def export(resources: BankResources, *, user_id: str, export_id: str) -> None:
    await exporting.make(resources.database, resources.clock, UUID(user_id), UUID(export_id))


@task(jobs.ERASE_DUE, soft_limit_seconds=840, hard_limit_seconds=900)
async def erase_due(resources: BankResources) -> None:
    await erasing.erase_due(bank_access(resources))


@task(jobs.TIDY)
async def tidy(resources: BankResources) -> None:
    await exporting.tidy(resources.database, resources.clock.now())
