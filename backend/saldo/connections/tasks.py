"""Background work of connections; every handler looks at the tables first and may run twice."""

from typing import Protocol
from uuid import UUID

from saldo.connections import jobs, sweeping, syncing, webhooks
from saldo.connections.bank_access import BankAccess
from saldo.connections.models import SyncTrigger
from saldo.core.clock import Clock
from saldo.core.database import Database
from saldo.core.encryption import Vault
from saldo.core.tasks import Every, task
from saldo.providers.bank import BankProvider

SCHEDULE = (Every(jobs.SWEEP, seconds=10),)


class BankResources(Protocol):
    """What these handlers use of the process's resources."""

    database: Database
    bank: BankProvider
    vault: Vault
    clock: Clock


def bank_access(resources: BankResources) -> BankAccess:
    return BankAccess(resources.database, resources.bank, resources.vault, resources.clock)


@task(jobs.SYNC, soft_limit_seconds=840, hard_limit_seconds=900)
async def sync(resources: BankResources, *, workspace_id: str, connection_id: str, trigger: str) -> None:
    await syncing.run_sync(
        bank_access(resources), UUID(workspace_id), UUID(connection_id), SyncTrigger(trigger)
    )


@task(jobs.HANDLE_WEBHOOK)
async def handle_webhook(resources: BankResources, *, delivery_id: str) -> None:
    await webhooks.handle(bank_access(resources), UUID(delivery_id))


@task(jobs.SWEEP)
async def sweep(resources: BankResources) -> None:
    await sweeping.sweep(bank_access(resources))
