"""This feature's background work: ask, apply, and sweep up what was lost."""

from typing import Final
from uuid import UUID

from saldo.categorization import applying, asking, jobs, requesting
from saldo.core.database import SYSTEM, workspace_scope
from saldo.core.tasks import Every, task
from saldo.resources import Resources

SCHEDULE: Final = (Every(jobs.SWEEP, seconds=15),)


@task(jobs.REQUEST)
async def request(resources: Resources, *, workspace_id: str) -> None:
    tenant = UUID(workspace_id)
    async with resources.database.transaction(workspace_scope(tenant)) as session:
        await requesting.request_labels(session, tenant, resources.clock.now())


@task(jobs.APPLY)
async def apply(resources: Resources, *, workspace_id: str, asked: list[str], result: object) -> None:
    tenant = UUID(workspace_id)
    rows = [UUID(row_id) for row_id in asked]
    async with resources.database.transaction(workspace_scope(tenant)) as session:
        await applying.apply_labels(session, tenant, rows, result, resources.clock.now())


@task(jobs.HEAR)
async def hear(resources: Resources, *, question: str, result: object) -> None:
    await asking.hear(resources.redis, UUID(question), result)


@task(jobs.SWEEP)
async def sweep(resources: Resources) -> None:
    async with resources.database.transaction(SYSTEM) as session:
        await requesting.sweep(session, resources.clock.now())
