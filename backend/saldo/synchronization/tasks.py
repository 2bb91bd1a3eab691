"""Background work of synchronisation: learn when banks fail, and listen for accounts that fall silent."""

from typing import Protocol

from saldo.connections import quiet_hours
from saldo.core.clock import Clock
from saldo.core.database import SYSTEM, Database
from saldo.core.tasks import Every, task
from saldo.synchronization import jobs, silence

SCHEDULE = (Every(jobs.LEARN_HOURS, seconds=3600), Every(jobs.LISTEN, seconds=900))


class TimeAndDatabase(Protocol):
    """What these handlers use of the process's resources."""

    database: Database
    clock: Clock


@task(jobs.LEARN_HOURS)
async def learn_hours(resources: TimeAndDatabase) -> None:
    async with resources.database.transaction(SYSTEM) as session:
        await quiet_hours.learn(session, resources.clock.now())


@task(jobs.LISTEN)
async def listen(resources: TimeAndDatabase) -> None:
    await silence.listen(resources.database, resources.clock)
