"""This feature's background work: ask, apply, and sweep up what was lost."""

from typing import Final
from uuid import UUID

from saldo.categorization import applying, asking, giving_up, jobs, requesting, watching
from saldo.core.database import SYSTEM, workspace_scope
from saldo.core.tasks import Every, task
from saldo.resources import Resources

SCHEDULE: Final = (Every(jobs.SWEEP, seconds=15),)


@task(jobs.REQUEST)
async def request(resources: Resources, *, workspace_id: str) -> None:
    tenant, now = UUID(workspace_id), resources.clock.now()
    heard_until = await watching.heard_until(resources.broker, now)
    async with resources.database.transaction(workspace_scope(tenant)) as session:
        await giving_up.settle_silent(session, tenant, now, heard_until)
        await requesting.request_labels(session, tenant, now, heard_until=heard_until)


@task(jobs.APPLY)
async def apply(
    resources: Resources, *, workspace_id: str, asked: list[str], words: list[str], result: object
) -> None:
    tenant = UUID(workspace_id)
    rows = {UUID(row_id): mark for row_id, mark in zip(asked, words, strict=True)}
    async with resources.database.transaction(workspace_scope(tenant)) as session:
        await applying.apply_labels(session, tenant, rows, result, resources.clock.now())


@task(jobs.HEAR)
async def hear(resources: Resources, *, question: str, result: object) -> None:
    await asking.hear(resources.redis, UUID(question), result)


@task(jobs.SWEEP)
async def sweep(resources: Resources) -> None:
    heard_until = await watching.heard_until(resources.broker, resources.clock.now())
    async with resources.database.transaction(SYSTEM) as session:
        await requesting.sweep(session, heard_until)
