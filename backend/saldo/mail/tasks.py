"""Background work of the post."""

from typing import Protocol
from uuid import UUID

from saldo.core.clock import Clock
from saldo.core.database import Database
from saldo.core.encryption import Vault
from saldo.core.tasks import Every, task
from saldo.mail import delivering, jobs
from saldo.mail.delivering import PostOffice
from saldo.providers.mail import Mailer

SCHEDULE = (Every(jobs.SWEEP, seconds=30),)


class PostResources(Protocol):
    """What these handlers use of the process's resources."""

    database: Database
    mailer: Mailer
    vault: Vault
    clock: Clock


def _office(resources: PostResources) -> PostOffice:
    return PostOffice(resources.database, resources.mailer, resources.vault, resources.clock)


@task(jobs.DELIVER)
async def deliver(resources: PostResources, *, mail_id: str) -> None:
    await delivering.deliver(_office(resources), UUID(mail_id))


@task(jobs.SWEEP)
async def sweep(resources: PostResources) -> None:
    await delivering.sweep(_office(resources))
